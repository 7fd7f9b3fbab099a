import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Path, Remark } from '../documents/open-yaml.ts'
import { choicesOf, executionOf } from './actions.ts'
import type { CrmConfiguration, ScriptAction } from './schema.ts'
import { type WorkflowsKnown, workflowNamed } from './workflows.ts'

/** What stands in a Studio script and does nothing, without a word. */
export function checkIdle(configuration: CrmConfiguration, known?: WorkflowsKnown): Remark[] {
  let searched = false
  let shown: string | undefined
  const built = new Set<string>()
  return configuration.studioScript.flatMap((action, index): Remark[] => {
    const at: Path = ['studioScript', index, ...Object.keys(action)]
    const before = { searched, shown }
    searched ||= actionOf(configuration, action, known) === 'Search'
    shown ??= choicesOf(action).find(({ slot }) => slot === 'search')?.mapping
    if ('SNIPPET' in action) for (const name of Object.keys(action.SNIPPET)) built.add(name)
    return [
      ...conditions(configuration, action, at, before.searched, known),
      ...secondSearch(action, at, before.shown),
      ...prepared(action, [...at, 'data'], built),
    ]
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

const AS_JSON = /\{(\w+)\.asjson\(\)\}/gi

/** What an event prepares for the agent's create is JSON, of payloads that are there. */
function prepared(action: ScriptAction, path: Path, built: ReadonlySet<string>): Remark[] {
  if (!('CUSTOM EVENT' in action) || action['CUSTOM EVENT'].name !== 'AgentWorkflowCreatePayload') return []
  const { data } = action['CUSTOM EVENT']
  const missing = [...data.matchAll(AS_JSON)].map(([, name = '']) => name).filter((name) => !built.has(name))
  if (missing.length > 0) {
    const message = `No SNIPPET before this action builds the payload "${missing[0]}".${didYouMean(missing[0] as string, built)}`
    return [{ ...warning(path, message, 'Add a SNIPPET action before it, or correct the name.'), rule: 'R056' }]
  }
  if (isObject(data.replaceAll(AS_JSON, '{}').replaceAll(/\{[\w.]+\}/g, '0'))) return []
  return [warning(path, "The data are no JSON object, so the agent's create begins with nothing.", 'Write "{NAME.asjson()}", with the name of a payload.')]
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
  } catch {
    return false
  }
}
