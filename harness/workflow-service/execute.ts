import { inactive } from '../configuration/active.ts'
import { strangersIn } from '../configuration/check-payload.ts'
import { recordWord } from '../configuration/entities.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import { mappingId, type Workflow } from '../configuration/workflows.ts'
import type { CrmClient, CrmRecord, WantedFields } from '../cxone/crm/client.ts'
import { ConfigurationDeleted, CrmFailure, LostAnswer } from '../cxone/crm/failure.ts'
import { timelineText } from '../cxone/desk.ts'
import { type ContactEndsFirst, type Memorial, memorialFields } from '../cxone/memorialize.ts'
import { criteria, stepOf } from '../cxone/script.ts'
import type { RecordReference } from '../events.ts'
import { resultOf, type WorkflowResult, wireRecord } from './answer.ts'
import { labelled } from './labels.ts'
import { ServiceProblem } from './problem.ts'
import type { Of, ServiceRequest } from './request.ts'

export interface Engine {
  configuration: CrmConfiguration
  crm: CrmClient
  profile: ContactEndsFirst
}

/** The action that a workflow of each kind takes. */
const taken: Record<Workflow['workflowAction'], ServiceRequest['action']> = {
  Search: 'search',
  Create: 'create',
  Update: 'update',
  CreateTimeline: 'createtimeline',
  DataMemorialization: 'datamemorialization',
}

/** Runs one workflow for an agent application. Throws a ServiceProblem, also for what the CRM refuses. */
export async function execute(engine: Engine, workflow: Workflow, request: ServiceRequest, trace: string): Promise<WorkflowResult> {
  const { configuration } = engine
  const unusable = inactive(configuration)
  if (unusable) throw new ServiceProblem(409, 'ConfigurationInactive', unusable)
  // relatesTo has no workflow of its own in the lists that are public.
  if (request.action !== 'relatesto' && taken[workflow.workflowAction] !== request.action) {
    const message = `Invalid workflow for ${request.action}: "${workflow.workflowName}" is a ${workflow.workflowAction} workflow.`
    throw new ServiceProblem(400, 'InvalidWorkflow', message, `action ${taken[workflow.workflowAction]}`)
  }
  try {
    return await labelled(engine.crm, await run(engine, workflow, request, trace), trace)
  } catch (error) {
    if (error instanceof CrmFailure) throw refusedBy(configuration, error)
    if (error instanceof LostAnswer) throw new ServiceProblem(502, 'NoAnswer', error.message)
    throw error
  }
}

/** R005: whoever refuses the system user for good has deleted the configuration with it. */
export function refusedBy({ integrationType, name }: CrmConfiguration, error: CrmFailure): ServiceProblem {
  const consequence = error instanceof ConfigurationDeleted ? ` The CRM configuration "${name}" is deleted with its system user (R005).` : ''
  return new ServiceProblem(502, error.code, `${integrationType} refused (${error.status}): ${error.message}${consequence}`, undefined, error)
}

function run(engine: Engine, workflow: Workflow, request: ServiceRequest, trace: string): Promise<WorkflowResult> {
  switch (request.action) {
    case 'search':
      return search(engine, workflow, request, trace)
    case 'create':
      return create(engine, workflow, request, trace)
    case 'update':
      return update(engine, workflow, request, trace)
    case 'datamemorialization':
      return memorialize(engine, request, trace)
    case 'createtimeline':
      return timeline(engine, request, trace)
    case 'relatesto':
      return relate(engine, request, trace)
  }
}

async function search({ configuration, crm }: Engine, workflow: Workflow, request: Of<'search'>, trace: string): Promise<WorkflowResult> {
  const wanted = wantedBy(configuration, request.dynamicDataMappingId)
  const { entites, ...input } = request.workflowInput
  if (entites) {
    const records = await Promise.all(
      entites.map(({ entity, entityId }) => crm.read({ type: typeOf(configuration, crm, entity), id: entityId }, wanted, trace)),
    )
    return resultOf(
      configuration,
      records.flatMap((record) => (record ? [wireRecord(configuration, record)] : [])),
    )
  }
  const step = stepOf(configuration, { workflow: workflow.workflowId, payload: input, when: 'always', pin: false }, input)
  if (step.does === 'find') {
    const type = await describe(configuration, crm, step.record, trace)
    const found = await crm.find(type, step.filter, crm.typeOf(type) ? wanted : {}, trace)
    return resultOf(
      configuration,
      found.map((record) => wireRecord(configuration, record)),
    )
  }
  if (step.does === 'nothing') throw new ServiceProblem(400, 'NothingToSearchFor', step.because)
  const by = criteria(input)
  if (Object.keys(by).length === 0)
    throw new ServiceProblem(
      400,
      'NothingToSearchFor',
      'workflowInput has neither a phoneNumber nor an email with something in it.',
      'workflowInput.phoneNumber or workflowInput.email',
    )
  const people = await crm.search(by, wanted, trace)
  const [only, ...others] = people
  const related = only && others.length === 0 ? await crm.relatedTo(only, wanted, trace) : []
  return resultOf(
    configuration,
    people.map((record) => wireRecord(configuration, record, { related: related.map((one) => wireRecord(configuration, one)) })),
  )
}

/** What a Create workflow made is answered pinned: that is the section of the card where it belongs (R067). */
async function create({ configuration, crm }: Engine, workflow: Workflow, request: Of<'create'>, trace: string): Promise<WorkflowResult> {
  const step = stepOf(configuration, { workflow: workflow.workflowId, payload: request.workflowInput, when: 'always', pin: true }, request.workflowInput)
  if (step.does !== 'create') throw new ServiceProblem(400, 'BadPayload', step.does === 'nothing' ? step.because : 'The payload is not for a Create workflow.')
  const type = await describe(configuration, crm, step.record, trace)
  const [stranger] = step.custom ? [] : strangersIn(configuration.integrationType, type, step.fields)
  if (stranger !== undefined)
    throw new ServiceProblem(400, 'BadPayload', `${workflow.workflowName} takes standard fields only, and "${stranger}" is none of ${type} (R059).`)
  const [about] = request.integration.map(({ entity, entityId }): RecordReference => ({ type: typeOf(configuration, crm, entity), id: entityId }))
  const record = await crm.create(type, step.fields, about, wantedBy(configuration, request.dynamicDataMappingId), trace)
  return resultOf(configuration, [], [wireRecord(configuration, record)])
}

async function update({ configuration, crm }: Engine, workflow: Workflow, request: Of<'update'>, trace: string): Promise<WorkflowResult> {
  const step = stepOf(configuration, { workflow: workflow.workflowId, payload: request.workflowInput, when: 'always', pin: false }, request.workflowInput)
  if (step.does !== 'update' || step.named === undefined) {
    const why = step.does === 'nothing' ? step.because : 'Update Record needs "entityId": the service has no customer card to choose from.'
    throw new ServiceProblem(400, 'BadPayload', why, 'workflowInput: { entity, entityId, fields }')
  }
  const record = { type: await describe(configuration, crm, step.record, trace), id: step.named }
  const losses = await crm.update(record, step.fields, trace)
  const now = await crm.read(record, wantedBy(configuration, request.dynamicDataMappingId), trace)
  return resultOf(configuration, now ? [wireRecord(configuration, now, losses.length > 0 ? { dataMemo: lost(losses) } : {})] : [])
}

/**
 * The application says which records are linked. Whether the contact ended first (R027) is not in the request: an application
 * leaves those fields of `cxoneContact` empty, and what is empty is not written.
 */
async function memorialize({ configuration, crm, profile }: Engine, request: Of<'datamemorialization'>, trace: string): Promise<WorkflowResult> {
  const mapping = configuration.dataMemorialization.find(
    (one) => mappingId(configuration, 'data', one) === request.dataMappingId || one.name === request.dataMappingId,
  )
  if (!mapping) {
    const known = configuration.dataMemorialization.map((one) => `${mappingId(configuration, 'data', one)} (${one.name})`)
    throw new ServiceProblem(
      404,
      'NoSuchMapping',
      `There is no data memorialization mapping "${request.dataMappingId}".`,
      known.join(', ') || 'a mapping: there is none',
    )
  }
  const memorial: Memorial = { contact: request.cxoneContact as unknown as Memorial['contact'], endedByContact: false }
  const records: CrmRecord[] = []
  const memos: string[] = []
  for (const { entity, entityId, entityLabel } of request.integration) {
    const record = { type: typeOf(configuration, crm, entity), id: entityId }
    const fields = memorialFields([mapping], record.type, memorial, profile)
    const losses = Object.keys(fields).length > 0 ? await crm.update(record, fields, trace) : []
    records.push({ ...record, label: entityLabel ?? entity, display: entityId, url: '', fields: [] })
    memos.push(
      Object.keys(fields).length === 0
        ? `nothing to write: mapping "${mapping.name}" has nothing for ${record.type}`
        : losses.length > 0
          ? lost(losses)
          : 'written',
    )
  }
  return resultOf(
    configuration,
    [],
    records.map((record, index) => wireRecord(configuration, record, { dataMemo: memos[index] ?? '' })),
  )
}

async function timeline({ configuration, crm }: Engine, request: Of<'createtimeline'>, trace: string): Promise<WorkflowResult> {
  const add = crm.addToTimeline
  if (!add)
    throw new ServiceProblem(404, 'NoTimeline', `Timeline workflows exist for Salesforce and Microsoft Dynamics, not for ${configuration.integrationType}.`)
  const contact = request.cxoneContact as unknown as Memorial['contact']
  const { subject, description } = timelineText(contact.interactionId, contact)
  const tasks: CrmRecord[] = []
  for (const { entity, entityId } of request.integration) {
    const task = await add({ type: typeOf(configuration, crm, entity), id: entityId }, subject, description, trace)
    tasks.push({ ...task, label: 'Task', display: subject, url: '', fields: [] })
  }
  return resultOf(
    configuration,
    tasks.map((task) => wireRecord(configuration, task, { linkable: false })),
  )
}

async function relate({ configuration, crm }: Engine, request: Of<'relatesto'>, trace: string): Promise<WorkflowResult> {
  if (!crm.relate) throw new ServiceProblem(501, 'NotImitated', `The action "relatesTo" is not imitated for ${configuration.integrationType}.`)
  const { entity, entityId, relatedObject } = request
  const related = { type: typeOf(configuration, crm, relatedObject.entityType), id: relatedObject.value }
  const record = await crm.relate({ type: typeOf(configuration, crm, entity), id: entityId }, related, trace)
  return resultOf(configuration, [wireRecord(configuration, record)])
}

const lost = (losses: readonly { field: string; sent: number; kept: number; unit: string }[]): string =>
  losses.map(({ field, sent, kept, unit }) => `${field}: ${kept} of ${sent} ${unit} written`).join('; ')

/** The fields of a dynamic data mapping by its ID or name, by record type; none where none is named (R052). */
function wantedBy(configuration: CrmConfiguration, named: string | undefined): WantedFields {
  if (named === undefined || named === '') return {}
  const mapping = configuration.dynamicData.find((one) => mappingId(configuration, 'dynamic data', one) === named || one.name === named)
  if (mapping) return mapping.entities
  const known = configuration.dynamicData.map((one) => `${mappingId(configuration, 'dynamic data', one)} (${one.name})`)
  throw new ServiceProblem(404, 'NoSuchMapping', `There is no dynamic data mapping "${named}".`, known.join(', ') || 'none: there is no such mapping')
}

const typeOf = (configuration: CrmConfiguration, crm: CrmClient, entity: string): string => {
  const type = crm.typeOf(entity)
  if (type === undefined)
    throw new ServiceProblem(
      400,
      'NoSuchEntity',
      `${configuration.integrationType} has no standard ${recordWord(configuration.integrationType)} type "${entity}".`,
    )
  return type
}

async function describe(configuration: CrmConfiguration, crm: CrmClient, name: string, trace: string): Promise<string> {
  const type = crm.typeOf(name) ?? (await crm.describe(name, trace))
  if (type === undefined)
    throw new ServiceProblem(400, 'NoSuchEntity', `${configuration.integrationType} has no ${recordWord(configuration.integrationType)} type "${name}".`)
  return type
}
