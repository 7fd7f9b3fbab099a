import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { sameSecret } from '../../mocks/core/secrets.ts'
import { inactive } from '../configuration/active.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import { configurationId, mappingId, workflowNamed, workflowsOf } from '../configuration/workflows.ts'
import { crmClient } from '../cxone/crm/choose.ts'
import type { CrmClient } from '../cxone/crm/client.ts'
import { ConfigurationDeleted, CrmFailure } from '../cxone/crm/failure.ts'
import type { Line } from '../cxone/crm/line.ts'
import { typeIdOf } from './answer.ts'
import { createCache } from './cache.ts'
import { execute } from './execute.ts'
import { problemBody, ServiceProblem } from './problem.ts'
import { contactOf, interactionOf, readRequest } from './request.ts'

export interface ServiceOptions {
  configurations: readonly CrmConfiguration[]
  /** What agent applications sign in with. */
  token: string
  line: Line
  /** Where a browser finds what the configuration calls by the CRM's own address; default: there. */
  reachable?: (origin: string) => string
}

export interface WorkflowService {
  fetch(request: Request): Response | Promise<Response>
}

/** As the stand-ins have it, in bytes. */
const LARGEST_BODY = 2 ** 24

const ROOT = '/InContactAPI/services/:version{v\\d+\\.\\d+}/agent-integration'

/**
 * The workflow service that an agent application talks to: configurations, their workflows and mappings, and their execution
 * against the CRM (paths, actions and members: the vendor's client packages; what is ours is marked where it is made).
 */
export function createWorkflowService({ configurations, token, line, reachable = (origin) => origin }: ServiceOptions): WorkflowService {
  const clients = new Map<CrmConfiguration, CrmClient>()
  const clientOf = (configuration: CrmConfiguration): CrmClient => {
    const client = clients.get(configuration) ?? crmClient(configuration, line)
    clients.set(configuration, client)
    return client
  }
  const cache = createCache(line.clock)
  const traceOf = (c: Context) => c.req.header('traceparent') ?? `00-${line.random.hex(32)}-${line.random.hex(16)}-01`

  // Paths are told apart by case nowhere but in their ids.
  const app = new Hono({ getPath: (request) => new URL(request.url).pathname.replace(/^\/incontactapi(?=\/)/i, '/InContactAPI').replace(/(?<=.)\/$/, '') })
  app.use(cors({ origin: '*', allowHeaders: ['authorization', 'content-type', 'traceparent'] }))
  app.use(async (c, next) => {
    const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer === undefined || !sameSecret(token, bearer)) {
      c.header('www-authenticate', 'Bearer realm="agent-integration"')
      const message = bearer === undefined ? 'The request has no access token.' : 'That is not an access token of this service.'
      throw new ServiceProblem(401, 'Unauthorized', message, 'Authorization: Bearer TOKEN, with the token that "rehearsal up" printed')
    }
    await next()
  })

  const onError = () => {
    throw new ServiceProblem(413, 'TooLarge', `The body is larger than ${LARGEST_BODY} bytes.`)
  }
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError }))

  /** R005: IDs of configurations whose system user the CRM takes no more. */
  const gone = new Set<string>()
  const there = () => configurations.filter((one) => !gone.has(configurationId(one)))

  const chosen = (c: Context): CrmConfiguration => {
    const id = c.req.param('configurationId')
    const found = configurations.find((one) => configurationId(one) === id)
    if (found && gone.has(configurationId(found)))
      throw new ServiceProblem(404, 'ConfigurationDeleted', `The configuration "${found.name}" is gone: it was deleted with its system user (R005).`)
    if (found) return found
    const known = there().map((one) => `${configurationId(one)} (${one.name}, ${one.integrationType})`)
    throw new ServiceProblem(404, 'NoSuchConfiguration', `There is no configuration "${id}".`, known.join(', '))
  }
  const statusOf = (configuration: CrmConfiguration) => (inactive(configuration) ? 'inactive' : 'active')

  app.get(`${ROOT}/configuration`, (c) => {
    const status = c.req.query('status')
    const list = there().filter((one) => status === undefined || statusOf(one) === status.toLowerCase())
    return c.json({ configurations: list.map(summary), links: {}, totalRecords: list.length })
  })
  const summary = (configuration: CrmConfiguration) => ({
    id: configurationId(configuration),
    name: configuration.name,
    description: configuration.description ?? '',
    status: statusOf(configuration),
    typeId: typeIdOf(configuration),
    typeName: configuration.integrationType,
    instanceId: configurationId(configuration),
  })

  app.get(`${ROOT}/configuration/:configurationId/workflow`, (c) => {
    const configuration = chosen(c)
    const { id, instanceId, typeId } = summary(configuration)
    const workflows = workflowsOf(configuration).map(({ workflowId, workflowName, workflowAction }) => ({ workflowId, workflowName, workflowAction }))
    return c.json({ id, instanceId, typeId, workflows })
  })
  app.get(`${ROOT}/configuration/:configurationId/data-mappings`, (c) => {
    const configuration = chosen(c)
    const dataMappings = configuration.dataMemorialization.map((one) => mapping(one, mappingId(configuration, 'data', one)))
    return c.json({ dataMappings, totalRecords: dataMappings.length })
  })
  app.get(`${ROOT}/configuration/:configurationId/dynamic-data-mappings`, (c) => {
    const configuration = chosen(c)
    const dynamicDataMappings = configuration.dynamicData.map((one) => mapping(one, mappingId(configuration, 'dynamic data', one)))
    return c.json({ dynamicDataMappings, totalRecords: dynamicDataMappings.length })
  })
  app.get(`${ROOT}/configuration/:configurationId/entities`, async (c) => {
    const crm = clientOf(chosen(c))
    const name = c.req.query('name')
    if (name === undefined) return c.json({ entities: crm.types.map(({ label, name }) => ({ label, name })) })
    const entity = crm.types.find((one) => one.name === name)
    if (!entity) throw new ServiceProblem(404, 'NoSuchEntity', `There is no entity "${name}".`, crm.types.map((one) => one.name).join(', '))
    const fields = await crm.fieldsOf(name, traceOf(c))
    return c.json({ entities: [{ label: entity.label, name, fields: fields.map(({ label, name, isUpdatable }) => ({ label, name, isUpdatable })) }] })
  })

  app.post(`${ROOT}/configuration/:configurationId/workflow/:workflowId`, async (c) => {
    const configuration = chosen(c)
    const id = c.req.param('workflowId')
    const workflow = workflowNamed(configuration, id)
    if (workflow?.workflowId !== id) {
      const known = workflowsOf(configuration).map(({ workflowId, workflowName }) => `${workflowId} (${workflowName})`)
      throw new ServiceProblem(404, 'NoSuchWorkflow', `There is no workflow "${id}" in the configuration "${configuration.name}" (R065).`, known.join(', '))
    }
    const sent = await c.req.json().catch((error: Error) => {
      throw new ServiceProblem(400, 'BadRequest', `The body is not JSON: ${error.message}`)
    })
    const request = readRequest(sent)
    const { system, ...rest } = await execute({ configuration, crm: clientOf(configuration), profile: 'both' }, workflow, request, traceOf(c))
    const result = { system: { ...system, baseUrl: reachable(system.baseUrl) }, ...rest }
    const key = ('cacheKey' in request ? request.cacheKey : undefined) ?? interactionOf(request)
    if (key !== '' && (request.action === 'search' || request.action === 'create')) cache.keep(key, contactOf(request), configurationId(configuration), result)
    return c.json({ contactId: contactOf(request), result: [result] })
  })

  /** For the agent who got the contact by transfer: what was found for it. Pinned records are in it as long as they are kept. */
  app.get(`${ROOT}/workflow-execution/interaction/:cacheKey`, (c) => {
    const key = c.req.param('cacheKey')
    const kept = cache.of(key)
    if (!kept) throw new ServiceProblem(404, 'NothingCached', `Nothing is kept for "${key}".`, 'the cacheKey of a search, or the interaction of a create')
    return c.json({ contactId: kept.contact, result: kept.results })
  })

  app.notFound((c) => {
    throw new ServiceProblem(501, 'NotImitated', `${c.req.method} ${c.req.path} is not imitated.`, 'the paths of agent-integration')
  })
  app.onError((error, c) => {
    const id = c.req.param('configurationId')
    if (id !== undefined && (error instanceof ConfigurationDeleted || error.cause instanceof ConfigurationDeleted)) gone.add(id)
    if (error instanceof ServiceProblem) return c.json(problemBody(error), error.status)
    if (error instanceof CrmFailure) return c.json(problemBody(new ServiceProblem(502, error.code, error.message)), 502)
    throw error
  })
  return { fetch: (request) => app.fetch(request) }
}

const mapping = ({ name, description, entities }: { name: string; description?: string | null | undefined; entities: unknown }, id: string) => ({
  id,
  name,
  description: description ?? '',
  entities,
  status: 'active',
})
