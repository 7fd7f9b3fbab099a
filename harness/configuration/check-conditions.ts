import type { Path, Remark } from '../documents/open-yaml.ts'
import { executionOf } from './actions.ts'
import type { CrmConfiguration } from './schema.ts'
import { type WorkflowsKnown, workflowNamed } from './workflows.ts'

/** `pin` and `when: nothing found` are a Create workflow's, and the latter is about the search before it: elsewhere they do nothing, without a word. */
export function checkConditions(configuration: CrmConfiguration, known?: WorkflowsKnown): Remark[] {
  let searched = false
  return configuration.studioScript.flatMap((action, index): Remark[] => {
    const execution = executionOf(action)
    const workflow = execution && workflowNamed(configuration, execution.workflow, known)
    if (!workflow) return []
    const { workflowName, workflowAction } = workflow
    const [name = ''] = Object.keys(action)
    const warning = (member: string, message: string, mend: string): Remark => {
      const path: Path = ['studioScript', index, name, member]
      return { path, severity: 'warning', message, mend }
    }
    const before = searched
    searched ||= workflowAction === 'Search'
    const conditional = execution.when === 'nothing found'
    if (workflowAction !== 'Create')
      return [
        ...(execution.pin ? [warning('pin', `"pin" is for Create workflows; "${workflowName}" pins nothing.`, 'Remove it.')] : []),
        ...(conditional ? [warning('when', `"when" is for Create workflows; "${workflowName}" runs always.`, 'Remove it.')] : []),
      ]
    if (!conditional || before) return []
    return [warning('when', `Nothing is searched for before "${workflowName}", so it never runs.`, 'Put a search before it, or remove the condition.')]
  })
}
