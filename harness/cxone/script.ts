import type { CrmConfiguration, ScriptAction } from '../configuration/schema.ts'
import type { SearchCriteria } from './crm/client.ts'

/** What a Studio script has at hand while it runs: ANI and the like, and its own variables, by lower-case name. */
export type Variables = Readonly<Record<string, string>>

export type Payloads = Readonly<Record<string, unknown>>

export type Workflow = Extract<ScriptAction, { 'WORKFLOW EXECUTE': unknown }>['WORKFLOW EXECUTE']

/** `{ANI}` and other variables in every text of a payload, whatever their case; an unknown one is empty, as in Studio. */
export function fill(payload: unknown, variables: Variables): unknown {
  if (typeof payload === 'string') return payload.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => variables[name.toLowerCase()] ?? '')
  if (Array.isArray(payload)) return payload.map((item) => fill(item, variables))
  if (payload === null || typeof payload !== 'object') return payload
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, fill(value, variables)]))
}

export type Step =
  | { does: 'search'; by: SearchCriteria; dynamicData?: string }
  | { does: 'create'; record: string; fields: Record<string, unknown>; pin: boolean; when: Workflow['when'] }
  | { does: 'nothing'; because: string }

/** What a WORKFLOW EXECUTE asks for; a payload that is not there or has no sense is an error and no CRM call (R056). */
export function stepOf(workflow: Workflow, payloads: Payloads): Step {
  const payload = payloads[workflow.payload]
  const input = (payload as { workflowInput?: unknown } | undefined)?.workflowInput ?? payload
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    return { does: 'nothing', because: `Workflow "${workflow.workflow}" has no payload: no SNIPPET before it builds "${workflow.payload}".` }
  }
  const fields = input as Record<string, unknown>
  const record = /^create (.+)$/i.exec(workflow.workflow)?.[1]
  if (record !== undefined) return { does: 'create', record, fields: filled(fields), pin: workflow.pin, when: workflow.when }
  if (!/search/i.test(workflow.workflow))
    return { does: 'nothing', because: `There is no workflow "${workflow.workflow}": use Search Entities or Create <record>.` }
  return { does: 'search', by: criteria(fields), ...(workflow.dynamicData === undefined ? {} : { dynamicData: workflow.dynamicData }) }
}

const filled = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))

function criteria({ phoneNumber, email }: Record<string, unknown>): SearchCriteria {
  return {
    ...(typeof phoneNumber === 'string' && phoneNumber !== '' ? { phoneNumber } : {}),
    ...(typeof email === 'string' && email !== '' ? { email } : {}),
  }
}

/** The fields that a dynamic data mapping puts on the card, by record type; none when no mapping is chosen (R052). */
export function wantedFields(configuration: CrmConfiguration, name: string | undefined): Record<string, readonly string[]> {
  return configuration.dynamicData.find((mapping) => mapping.name === name)?.entities ?? {}
}

const chosen = (configuration: CrmConfiguration, what: 'search' | 'timeline'): string | undefined =>
  configuration.studioScript.flatMap((action) => ('AGENT WORKFLOW CONFIGURATION' in action ? [action['AGENT WORKFLOW CONFIGURATION'][what]] : [])).find(Boolean)

/** The timeline workflow that the script chose for the agent's interactions, where it chose one. */
export const chosenTimeline = (configuration: CrmConfiguration): string | undefined => chosen(configuration, 'timeline')

/** The dynamic data mapping that the script chose for what the agent searches, where it chose one. */
export const chosenSearch = (configuration: CrmConfiguration): string | undefined => chosen(configuration, 'search')
