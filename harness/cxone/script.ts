import { chosenIn, type Execution } from '../configuration/actions.ts'
import { isFilter, searchesFor } from '../configuration/check-payload.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import { CUSTOM_SEARCH, configurationId, workflowNamed } from '../configuration/workflows.ts'
import type { SearchCriteria } from './crm/client.ts'
import { asText } from './text.ts'

/** What a Studio script has at hand while it runs: ANI and the like, and its own variables, by lower-case name. */
export type Variables = Readonly<Record<string, string>>

export type Payloads = Readonly<Record<string, unknown>>

/** An object has members that nobody gave it: `{constructor}` is no variable. */
const variableOf = (variables: Variables, name: string): string => (Object.hasOwn(variables, name) ? (variables[name] as string) : '')

/** `{ANI}` and other variables in every text of a payload, whatever their case, and `{name.asjson()}` for a payload; an unknown one is empty, as in Studio. */
export function fill(payload: unknown, variables: Variables, payloads: Payloads = {}): unknown {
  if (typeof payload === 'string') {
    if (!payload.includes('{')) return payload
    const whole = payload.includes('()}') ? payload.replaceAll(/\{(\w+)\.asjson\(\)\}/gi, (_, name: string) => JSON.stringify(payloads[name] ?? {})) : payload
    return whole.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => variableOf(variables, name.toLowerCase()))
  }
  if (Array.isArray(payload)) return payload.map((item) => fill(item, variables, payloads))
  if (payload === null || typeof payload !== 'object') return payload
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, fill(value, variables, payloads)]))
}

/**
 * What a workflow is asked for. Search by number or address is the vendor's; the payloads of Custom Search, Custom Create and
 * Update are not public, so theirs are simulator-defined: `entity` names the record type; `filter`, `fields` its fields.
 */
export type Step =
  | { does: 'search'; by: SearchCriteria; dynamicData?: string }
  | { does: 'find'; record: string; filter: Record<string, unknown>; dynamicData?: string }
  | { does: 'create'; record: string; fields: Record<string, unknown>; pin: boolean; when: Execution['when']; custom: boolean }
  /** `named` tells which record of the card it is, where there are several of the type: its id or a part of its name. */
  | { does: 'update'; record: string; named?: string; fields: Record<string, unknown> }
  | { does: 'nothing'; because: string }

const nothing = (because: string): Step => ({ does: 'nothing', because })
const isMap = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value)

/** What a payload holds for the workflow; undefined when it holds nothing of sense. */
export function inputOf(payload: unknown): Record<string, unknown> | undefined {
  const input = isMap(payload) && 'workflowInput' in payload ? payload.workflowInput : payload
  return isMap(input) ? input : undefined
}

/** What a (ENHANCED) WORKFLOW EXECUTE asks for; a payload that is not there or has no sense is an error and no CRM call (R056). */
export function stepOf(configuration: CrmConfiguration, execution: Execution, payload: unknown): Step {
  const { workflow: word, dynamicData, pin, when } = execution
  if (execution.configurationId !== undefined && execution.configurationId !== configurationId(configuration))
    return nothing(`Configuration ${execution.configurationId} is inactive or does not exist (R019).`)
  const workflow = workflowNamed(configuration, word)
  if (!workflow) return nothing(`There is no workflow "${word}" in this configuration (R065).`)
  const input = inputOf(payload)
  if (!input) {
    const why = typeof execution.payload === 'string' ? `: no SNIPPET before it builds "${execution.payload}"` : ''
    return nothing(`Workflow "${word}" has no payload${why}.`)
  }
  const shown = dynamicData === undefined ? {} : { dynamicData }
  const { entity } = input
  switch (workflow.workflowAction) {
    case 'Search':
      if (workflow.workflowName !== CUSTOM_SEARCH) {
        const wrong = searchesFor(input)
        return wrong ? nothing(`${workflow.workflowName} ${wrong}`) : { does: 'search', by: criteria(input), ...shown }
      }
      if (typeof entity !== 'string' || !isFilter(input.filter) || Object.keys(filled(input.filter)).length === 0)
        return nothing(`Custom Search needs "entity" and a "filter" with text, numbers, true or false in it; it was given ${JSON.stringify(input)}.`)
      return { does: 'find', record: entity, filter: filled(input.filter), ...shown }
    case 'Create':
      if (workflow.record !== undefined) return { does: 'create', record: workflow.record, fields: filled(input), pin, when, custom: false }
      if (typeof entity !== 'string' || !isMap(input.fields)) return nothing('Create Custom Record needs "entity" and "fields" in its payload.')
      return { does: 'create', record: entity, fields: filled(input.fields), pin, when, custom: true }
    case 'Update': {
      if (typeof entity !== 'string' || !isMap(input.fields)) return nothing('Update Record needs "entity" and "fields" in its payload.')
      const named = asText(input.entityId ?? input.named)
      return { does: 'update', record: entity, ...(named ? { named } : {}), fields: filled(input.fields) }
    }
    default:
      return nothing(`"${workflow.workflowName}" runs when a contact is over: choose it in an AGENT WORKFLOW CONFIGURATION.`)
  }
}

const filled = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

/** A search's criteria, from a payload's `phoneNumber` and `email`. */
export function criteria({ phoneNumber, email }: Record<string, unknown>): SearchCriteria {
  return {
    ...(typeof phoneNumber === 'string' && phoneNumber !== '' ? { phoneNumber } : {}),
    ...(typeof email === 'string' && email !== '' ? { email } : {}),
  }
}

/** The fields that a dynamic data mapping puts on the card, by record type; none when no mapping is chosen (R052). */
export function wantedFields(configuration: CrmConfiguration, name: string | undefined): Record<string, readonly string[]> {
  return configuration.dynamicData.find((mapping) => mapping.name === name)?.entities ?? {}
}

/** The timeline workflow that the script chose for the agent's interactions, where it chose one. */
export const chosenTimeline = (configuration: CrmConfiguration): string | undefined => chosenIn(configuration, 'timeline')[0]?.workflow
