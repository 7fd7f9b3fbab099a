import type { Path, Remark } from '../documents/open-yaml.ts'
import { choicesOf, executionOf } from './actions.ts'
import type { CrmConfiguration, ScriptAction } from './schema.ts'
import { type WorkflowsKnown, workflowNamed } from './workflows.ts'

/** What stands in a Studio script and does nothing, without a word. */
export function checkIdle(configuration: CrmConfiguration, known?: WorkflowsKnown): Remark[] {
  let searched = false
  let shown: string | undefined
  return configuration.studioScript.flatMap((action, index): Remark[] => {
    const at: Path = ['studioScript', index, ...Object.keys(action)]
    const before = { searched, shown }
    searched ||= actionOf(configuration, action, known) === 'Search'
    shown ??= choicesOf(action).find(({ slot }) => slot === 'search')?.mapping
    return [...conditions(configuration, action, at, before.searched, known), ...secondSearch(action, at, before.shown)]
  })
}

const warning = (path: Path, message: string, mend: string): Remark => ({ path, severity: 'warning', message, mend })

const actionOf = (configuration: CrmConfiguration, action: ScriptAction, known?: WorkflowsKnown) =>
  workflowNamed(configuration, executionOf(action)?.workflow ?? '', known)?.workflowAction

/** `pin` and `when: nothing found` are a Create workflow's, and the latter is about the search before it. */
function conditions(configuration: CrmConfiguration, action: ScriptAction, at: Path, searched: boolean, known?: WorkflowsKnown): Remark[] {
  const execution = executionOf(action)
  const made = actionOf(configuration, action, known)
  if (!execution || made === undefined) return []
  const { workflow, pin, when } = execution
  if (made === 'Create')
    return when === 'always' || searched
      ? []
      : [warning([...at, 'when'], `Nothing is searched for before "${workflow}", so it never runs.`, 'Put a search before it, or remove the condition.')]
  return [
    ...(pin ? [warning([...at, 'pin'], `"pin" is for Create workflows; "${workflow}" pins nothing.`, 'Remove it.')] : []),
    ...(when === 'always' ? [] : [warning([...at, 'when'], `"when" is for Create workflows; "${workflow}" runs always.`, 'Remove it.')]),
  ]
}

/** The agent's own searches show the fields of one mapping (R052). Which one of several, no page says; here it is the first. */
function secondSearch(action: ScriptAction, at: Path, shown: string | undefined): Remark[] {
  const mapping = choicesOf(action).find(({ slot }) => slot === 'search')?.mapping
  if (mapping === undefined || shown === undefined || mapping === shown) return []
  const message = `What agents search for shows the fields of "${shown}", which an action before this one chooses; those of "${mapping}" are not shown.`
  return [{ ...warning([...at, 'search'], message, 'Put all fields into one mapping.'), rule: 'R052' }]
}
