import { type Execution, executionOf } from './actions.ts'
import type { CrmConfiguration } from './schema.ts'
import { CUSTOM_CREATE, workflowNamed } from './workflows.ts'

export interface Creating {
  /** The record type as workflow or payload name it, in lower case and without spaces: `contact`, `phonecall`, `new_vehicle`. */
  record: string
  custom: boolean
  execution: Execution
}

/** The Create workflows that the script runs, with what each makes. */
export function creationsIn(configuration: CrmConfiguration): Creating[] {
  const snippets: Record<string, unknown> = Object.assign({}, ...configuration.studioScript.map((action) => ('SNIPPET' in action ? action.SNIPPET : {})))
  return configuration.studioScript.flatMap((action): Creating[] => {
    const execution = executionOf(action)
    const workflow = execution && workflowNamed(configuration, execution.workflow)
    if (!execution || workflow?.workflowAction !== 'Create') return []
    const custom = workflow.workflowName === CUSTOM_CREATE
    const payload = typeof execution.payload === 'string' ? snippets[execution.payload] : execution.payload
    const input = (payload as { workflowInput?: unknown } | undefined)?.workflowInput ?? payload
    const record = custom ? (input as { entity?: unknown } | undefined)?.entity : workflow.record
    return typeof record === 'string' ? [{ record: record.toLowerCase().replaceAll(' ', ''), custom, execution }] : []
  })
}
