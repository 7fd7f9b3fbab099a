import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Path, Remark } from '../documents/open-yaml.ts'
import { labelledEntity, standardFieldsOf } from './entities.ts'
import type { CrmConfiguration } from './schema.ts'
import { CUSTOM_CREATE, CUSTOM_SEARCH, type Workflow } from './workflows.ts'

const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value)

/** A filter that a Custom Search can ask by: fields with text, numbers, true or false. */
export const isFilter = (value: unknown): value is Record<string, unknown> =>
  isMap(value) && Object.values(value).every((one) => one === null || ['string', 'number', 'boolean'].includes(typeof one))

/** What a search is for, by the members of its payload; an empty text is a contact that shows none. */
const CRITERIA = ['phoneNumber', 'email'] as const

/** Why nothing can be searched for with this input; undefined where something can. */
export function searchesFor(input: Readonly<Record<string, unknown>>): string | undefined {
  const given = CRITERIA.filter((name) => input[name] !== undefined)
  if (given.length === 0) return `needs "phoneNumber" or "email" in its workflowInput; it was given ${JSON.stringify(input)}.${guess(Object.keys(input))}`
  const wrong = given.find((name) => typeof input[name] !== 'string')
  return wrong && `needs text in "${wrong}"; it was given ${JSON.stringify(input[wrong])}.`
}

const guess = (names: readonly string[]): string => names.map((name) => didYouMean(name, CRITERIA)).find((said) => said !== '') ?? ''

/** R059: what a Standard Create is given beside the standard fields of its record type; links and activity parties, as Dynamics writes them, are none. */
export const strangersIn = (crm: CrmConfiguration['integrationType'], entity: string, fields: Readonly<Record<string, unknown>>): string[] => {
  const standard = standardFieldsOf(crm, entity)
  return Object.keys(fields).filter((name) => !standard.has(name) && !/@|_activity_parties$/.test(name) && !/^timeoutmillisec$/i.test(name))
}

/** R056, R059: what a workflow's payload must hold, and what it must not. */
export function checkPayload(configuration: CrmConfiguration, workflow: Workflow, payload: unknown, path: Path): Remark[] {
  const input = isMap(payload) && 'workflowInput' in payload ? payload.workflowInput : payload
  const error = (rule: string, message: string, mend: string): Remark => ({ path, rule, severity: 'error', message, mend })
  if (!isMap(input)) return [error('R056', `The payload of ${workflow.workflowName} is no mapping.`, 'Write workflowInput: { ... }.')]
  if (workflow.record !== undefined) {
    const entity = labelledEntity(workflow.record)
    const standard = standardFieldsOf(configuration.integrationType, entity)
    return strangersIn(configuration.integrationType, entity, input).map((name) =>
      error(
        'R059',
        `${workflow.workflowName} is a standard workflow and takes standard fields only; its payload has "${name}".${didYouMean(name, standard)}`,
        'Leave the field out, or use a Custom Create workflow.',
      ),
    )
  }
  if (workflow.workflowAction === 'Search' && workflow.workflowName !== CUSTOM_SEARCH) {
    const said = searchesFor(input)
    return said ? [error('R056', `${workflow.workflowName} ${said}`, 'Write workflowInput: { phoneNumber: "{ANI}" }, or email.')] : []
  }
  const member =
    workflow.workflowName === CUSTOM_SEARCH ? 'filter' : workflow.workflowName === CUSTOM_CREATE || workflow.workflowAction === 'Update' ? 'fields' : ''
  if (member === '' || (typeof input.entity === 'string' && (member === 'filter' ? isFilter : isMap)(input[member]))) return []
  return [
    error(
      'R056',
      `${workflow.workflowName} needs "entity" (text) and "${member}" (a mapping) in its workflowInput.`,
      `Write workflowInput: { entity: contact, ${member}: { ... } }. The form is simulator-defined: the vendor's is not public.`,
    ),
  ]
}
