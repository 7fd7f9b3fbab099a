import type { Path, Remark } from '../documents/open-yaml.ts'
import { isCustomColumn, isCustomField } from './entities.ts'
import type { CrmConfiguration } from './schema.ts'
import { CUSTOM_CREATE, CUSTOM_SEARCH, type Workflow } from './workflows.ts'

const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value)

/** R056, R059: what a workflow's payload must hold, and what it must not. */
export function checkPayload(configuration: CrmConfiguration, workflow: Workflow, payload: unknown, path: Path): Remark[] {
  const input = isMap(payload) && 'workflowInput' in payload ? payload.workflowInput : payload
  const error = (rule: string, message: string, mend: string): Remark => ({ path, rule, severity: 'error', message, mend })
  if (!isMap(input)) return [error('R056', `The payload of ${workflow.workflowName} is no mapping.`, 'Write workflowInput: { ... }.')]
  if (workflow.record !== undefined) {
    const custom = Object.keys(input).filter(configuration.integrationType === 'Zendesk' ? isCustomField : isCustomColumn)
    return custom.map((name) =>
      error(
        'R059',
        `${workflow.workflowName} is a standard workflow and takes standard fields only; its payload has "${name}".`,
        'Leave the field out, or use a Custom Create workflow.',
      ),
    )
  }
  const member =
    workflow.workflowName === CUSTOM_SEARCH ? 'filter' : workflow.workflowName === CUSTOM_CREATE || workflow.workflowAction === 'Update' ? 'fields' : ''
  if (member === '' || (typeof input.entity === 'string' && isMap(input[member]))) return []
  return [
    error(
      'R056',
      `${workflow.workflowName} needs "entity" (text) and "${member}" (a mapping) in its workflowInput.`,
      `Write workflowInput: { entity: contact, ${member}: { ... } }. The form is simulator-defined: the vendor's is not public.`,
    ),
  ]
}
