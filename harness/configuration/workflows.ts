import { hash32, seededRandom } from '../../mocks/core/random.ts'
import type { CrmConfiguration } from './schema.ts'

/** What a workflow does. The first three are the vendor's words in its packages; Update is simulator-defined. */
export type WorkflowAction = 'Search' | 'CreateTimeline' | 'DataMemorialization' | 'Create' | 'Update'

/** A workflow of a configuration, with the ID that scripts and agent applications name it by (R065). */
export interface Workflow {
  workflowId: string
  workflowName: string
  workflowAction: WorkflowAction
  /** Of a Standard Create workflow: the record type that it makes, as the CRM labels it. */
  record?: string
}

/** Records that a Standard Create workflow makes (R059; help pages of the integrations). */
const standardCreates: Record<CrmConfiguration['integrationType'], readonly string[]> = {
  'Microsoft Dynamics 365': ['Account', 'Case', 'Contact', 'Lead', 'Opportunity', 'Phone Call'],
  Zendesk: ['Ticket', 'User'],
}

type Named = Omit<Workflow, 'workflowId'>
const named = (workflowAction: WorkflowAction, ...names: string[]): Named[] => names.map((workflowName) => ({ workflowName, workflowAction }))

/** A5: the workflows that the published pages name, or those that newer help names too. */
export type WorkflowsKnown = 'published' | 'newest'

/** R057: the five kinds, and which of them a CRM has (R061, R062). Names: help pages; "Dynamic Search" is R066. */
const catalogue = (crm: CrmConfiguration['integrationType'], known: WorkflowsKnown): Named[] => [
  ...named('Search', 'Search Entities', 'Search for ANI', 'Custom Search', 'Dynamic Search'),
  ...standardCreates[crm].map((record): Named => ({ workflowName: `Create ${record}`, workflowAction: 'Create', record })),
  ...named('Create', CUSTOM_CREATE),
  ...named('DataMemorialization', 'Data Memorialization'),
  ...(crm === 'Zendesk'
    ? []
    : [
        ...named('Update', 'Update Record'),
        ...(known === 'newest' ? named('DataMemorialization', 'Update Data Memorialization') : []),
        ...named('CreateTimeline', 'Add Timeline'),
      ]),
]

export const CUSTOM_CREATE = 'Create Custom Record'
export const CUSTOM_SEARCH = 'Custom Search'

/** Stable, and different for different words: for IDs that a configuration does not give itself. */
const idFor = (...words: string[]): string => seededRandom(hash32(words.join('\n'))).guid()

/** R019: the configuration's own ID; one that follows from its type and name where the file gives none. */
export const configurationId = ({ id, integrationType, name }: Pick<CrmConfiguration, 'id' | 'integrationType' | 'name'>): string =>
  id ?? idFor('configuration', integrationType, name)

/** The ID of a data memorialization or dynamic data mapping. */
export const mappingId = (configuration: CrmConfiguration, kind: 'data' | 'dynamic data', mapping: { id?: string | undefined; name: string }): string =>
  mapping.id ?? idFor(kind, configurationId(configuration), mapping.name)

/** Of a configuration they are always the same, and a script asks for one with each contact. */
const lists = new WeakMap<CrmConfiguration, Map<WorkflowsKnown, Workflow[]>>()

export function workflowsOf(configuration: CrmConfiguration, known: WorkflowsKnown = 'published'): Workflow[] {
  let made = lists.get(configuration)
  if (!made) lists.set(configuration, (made = new Map()))
  let list = made.get(known)
  if (!list) made.set(known, (list = listOf(configuration, known)))
  return list
}

const listOf = (configuration: CrmConfiguration, known: WorkflowsKnown): Workflow[] =>
  catalogue(configuration.integrationType, known).map((workflow) => ({
    workflowId: configuration.workflows?.[workflow.workflowName] ?? idFor('workflow', configurationId(configuration), workflow.workflowName),
    ...workflow,
  }))

/** By ID or by name, whatever the name's case. */
export function workflowNamed(configuration: CrmConfiguration, word: string, known?: WorkflowsKnown): Workflow | undefined {
  const name = word.trim().toLowerCase()
  return workflowsOf(configuration, known).find(({ workflowId, workflowName }) => workflowId === word || workflowName.toLowerCase() === name)
}

/** Whether somebody meant an ID rather than a name. */
export const looksLikeId = (word: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$|^\d+$/i.test(word)
