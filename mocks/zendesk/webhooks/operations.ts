import { type Operation, textOf } from '../../core/index.ts'
import { recordNotFound } from '../problems.ts'
import { bodyOf, type Context, json, noContent, rootOf } from '../route.ts'
import { headersOf, type Shot, send, shotOf } from './deliver.ts'
import { attemptsOf, invocationsOf } from './invocations.ts'
import { service, servicePage } from './service.ts'
import { authenticationIn, endpointIn, newSecret, type Webhook, webhookJson, webhooksOf, writeWebhook } from './webhook.ts'

const access = { scope: 'webhooks', who: 'admin' } as const
const path = '/api/v2/webhooks'
const one = (webhook: Webhook) => ({ webhook: webhookJson(webhook) })
const pathWebhook = ({ world, params }: Context): Webhook | undefined => webhooksOf(world).get(params.id ?? '')

const put = (context: Context, before: Webhook | undefined): Webhook => {
  const made = writeWebhook(context.world, rootOf(context, 'webhook'), context.user.id, before)
  return webhooksOf(context.world).put(made.id, made)
}

/** `POST` with `clone_webhook_id` copies a webhook, secret and credentials aside (documented). */
const create = (context: Context) => {
  const from = context.call.query.get('clone_webhook_id')
  if (from === null) return json(one(put(context, undefined)), 201)
  const source = webhooksOf(context.world).get(from)
  if (!source) return recordNotFound()
  const { authentication: _authentication, ...copied } = source
  const made = writeWebhook(context.world, { ...copied, ...(textOf(context.call) === '' ? {} : rootOf(context, 'webhook')) }, context.user.id)
  return json(one(webhooksOf(context.world).put(made.id, made)), 201)
}

/** What a test sends: a saved webhook, with anything the request says instead. */
function testShot(context: Context): Shot | undefined {
  const request = (bodyOf(context).request ?? {}) as Record<string, unknown>
  const id = context.call.query.get('webhook_id')
  const saved = id === null ? undefined : webhooksOf(context.world).get(id)
  if (id !== null && !saved) return undefined
  const draft = {
    name: 'test',
    endpoint: endpointIn(String(request.endpoint ?? saved?.endpoint ?? '')),
    http_method: request.http_method ?? saved?.http_method ?? 'POST',
    request_format: request.request_format ?? saved?.request_format ?? 'json',
    ...(request.custom_headers ? { custom_headers: request.custom_headers } : {}),
  }
  const { payload = '' } = request
  const written = writeWebhook(context.world, draft, context.user.id, saved)
  const authentication =
    request.authentication === undefined ? (saved?.authentication ?? null) : authenticationIn(request.authentication, saved?.authentication)
  return shotOf({ ...written, authentication }, typeof payload === 'string' ? payload : JSON.stringify(payload))
}

export const webhookOperations: Operation[] = [
  ...service('GET', path, 'webhooks.index', access, (context) => {
    const { query } = context.call
    const part = query.get('filter[name_contains]')?.toLowerCase() ?? ''
    const status = query.get('filter[status]')
    const rows = [...webhooksOf(context.world).scan()].filter(
      (webhook) => webhook.name.toLowerCase().includes(part) && (status === null || webhook.status === status),
    )
    const page = servicePage(context, rows)
    const { before_cursor: _first, ...meta } = page.meta
    return json({ webhooks: page.rows.map(webhookJson), meta: page.meta.has_more ? page.meta : meta, ...(page.meta.has_more ? { links: page.links } : {}) })
  }),
  ...service('POST', path, 'webhooks.create', access, create),
  ...service(
    'POST',
    `${path}/test`,
    'webhooks.test',
    access,
    async (context) => {
      const shot = testShot(context)
      if (!shot) return recordNotFound()
      const { response, status_code } = await send(context.world, shot, headersOf(context.world, shot))
      return json({ response: { headers: response.headers, status_code, payload: response.payload } })
    },
    20,
  ),
  ...service('GET', `${path}/:id`, 'webhooks.show', access, (context) => {
    const webhook = pathWebhook(context)
    return webhook ? json(one(webhook)) : recordNotFound()
  }),
  ...(['PUT', 'PATCH'] as const).flatMap((method) =>
    service(method, `${path}/:id`, 'webhooks.update', access, (context) => {
      const webhook = pathWebhook(context)
      if (!webhook) return recordNotFound()
      put(context, webhook)
      return noContent()
    }),
  ),
  ...service('DELETE', `${path}/:id`, 'webhooks.destroy', access, (context) => {
    const webhook = pathWebhook(context)
    if (!webhook) return recordNotFound()
    webhooksOf(context.world).delete(webhook.id)
    return noContent()
  }),
  ...service('GET', `${path}/:id/signing_secret`, 'webhooks.secret', access, (context) => {
    const webhook = pathWebhook(context)
    return webhook ? json(secretJson(webhook)) : recordNotFound()
  }),
  ...service('POST', `${path}/:id/signing_secret`, 'webhooks.reset_secret', access, (context) => {
    const webhook = pathWebhook(context)
    if (!webhook) return recordNotFound()
    return json(secretJson(webhooksOf(context.world).put(webhook.id, { ...webhook, secret: newSecret(context.world) })), 201)
  }),
  ...service('GET', `${path}/:id/invocations`, 'webhooks.invocations', access, (context) => {
    const webhook = pathWebhook(context)
    if (!webhook) return recordNotFound()
    const status = context.call.query.get('filter[status]')
    const rows = invocationsOf(context.world)
      .find('webhook', webhook.id)
      .filter((one) => status === null || one.status === status)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
    const { rows: taken, meta, links } = servicePage(context, rows)
    const invocations = taken.map(({ id, status_code, status, latest_completed_at }) => ({ id, status_code, status, latest_completed_at }))
    return json({ meta, links, invocations })
  }),
  ...service('GET', `${path}/:id/invocations/:invocation/attempts`, 'webhooks.attempts', access, (context) => {
    const invocation = invocationsOf(context.world).get(context.params.invocation ?? '')
    if (!invocation || invocation.webhook_id !== context.params.id) return recordNotFound()
    const attempts = attemptsOf(context.world)
      .find('invocation', invocation.id)
      .sort((a, b) => a.completed_at.localeCompare(b.completed_at))
    return json({
      attempts: attempts.map(({ id, invocation_id, status_code, status, request, response, completed_at }) => ({
        id,
        invocation_id,
        status_code,
        status,
        request,
        response,
        completed_at,
      })),
    })
  }),
]

const secretJson = ({ secret }: Webhook) => ({ signing_secret: { secret, algorithm: 'SHA256' } })
