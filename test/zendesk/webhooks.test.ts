import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type Account, account, type Json } from './account.ts'

interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A user's own receiver on a real socket; `got(n)` resolves when the n-th request has come. */
async function receiver(answer: (count: number) => { status: number; headers?: Record<string, string>; body?: string } | 'never' = () => ({ status: 200 })) {
  const received: Received[] = []
  let told: () => void = () => {}
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      const said = answer(received.length)
      if (said !== 'never') response.writeHead(said.status, said.headers).end(said.body ?? '')
      told()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const got = async (count: number) => {
    while (received.length < count)
      await new Promise<void>((resolve) => {
        told = resolve
      })
    return received
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got }
}

const draft = (endpoint: string, more: object = {}) => ({
  webhook: { name: 'Receiver', status: 'active', endpoint, http_method: 'POST', request_format: 'json', subscriptions: ['conditional_ticket_events'], ...more },
})
const make = async (zendesk: Account, endpoint: string, more: object = {}): Promise<Json> =>
  (await zendesk.ask('POST', '/api/v2/webhooks', draft(endpoint, more))).body.webhook

const trigger = (id: string, more: object = {}) => ({
  trigger: {
    title: 'Tell the receiver',
    conditions: { all: [{ field: 'update_type', operator: 'is', value: 'Create' }], any: [] },
    actions: [{ field: 'notification_webhook', value: [id, '{"ticket":"{{ticket.id}}","says":"{{ticket.title}}","nothing":"{{ticket.moon}}"}'] }],
    ...more,
  },
})
const ticket = (zendesk: Account, subject = 'Line "one"') => zendesk.ask('POST', '/api/v2/tickets', { ticket: { subject, comment: { body: 'Hello' } } })

/** The invocations once there are so many; deliveries run beside the answers, so this asks again until they have ended. */
async function invocations(zendesk: Account, id: string, count: number): Promise<Json[]> {
  for (;;) {
    const { status, body } = await zendesk.ask('GET', `/api/v2/webhooks/${id}/invocations`)
    // Asking so fast meets the limit of the service; the next minute of the World has a new one.
    if (status === 429) zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
    else if (body.invocations.length >= count) return body.invocations
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('webhooks', () => {
  test('are made, shown, listed, changed and deleted, in the service’s own shape', async () => {
    const zendesk = account()
    const authentication = { type: 'basic_auth', data: { username: 'me', password: 'hidden' }, add_position: 'header' }
    const made = await zendesk.ask('POST', '/api/v2/webhooks', draft('https://receiver.example/hook', { description: 'First', authentication }))
    expect(made.status).toBe(201)
    const { webhook } = made.body
    expect(Object.keys(webhook)).toEqual(
      'id name description status subscriptions created_at created_by endpoint http_method request_format authentication'.split(' '),
    )
    expect(webhook.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(webhook.authentication).toEqual({ ...authentication, data: { username: 'me' } })
    expect(made.text).not.toContain('hidden')
    expect(made.headers.get('x-rate-limit')).toBe('100')

    expect((await zendesk.ask('GET', `/api/v2/webhooks/${webhook.id}`)).body.webhook).toEqual(webhook)
    await make(zendesk, 'https://other.example/', { name: 'Other' })
    const list = (await zendesk.ask('GET', '/api/v2/webhooks?filter[name_contains]=receiv')).body
    expect(Object.keys(list)).toEqual(['webhooks', 'meta'])
    expect(list.meta).toEqual({ has_more: false })
    expect(list.webhooks.map(({ name }: Json) => name)).toEqual(['Receiver'])

    expect((await zendesk.ask('PATCH', `/api/v2/webhooks/${webhook.id}`, { webhook: { name: 'Renamed' } })).status).toBe(204)
    expect((await zendesk.ask('GET', `/api/v2/webhooks/${webhook.id}`)).body.webhook).toMatchObject({ name: 'Renamed', endpoint: webhook.endpoint })
    expect((await zendesk.ask('DELETE', `/api/v2/webhooks/${webhook.id}`)).status).toBe(204)
    expect((await zendesk.ask('GET', `/api/v2/webhooks/${webhook.id}`)).status).toBe(404)
    expect((await zendesk.ask('GET', '/api/v2/webhooks.json')).status).toBe(404)
  })

  test('say what is wrong with one, and name an event that is not imitated', async () => {
    const zendesk = account()
    const refusal = async (endpoint: string, more: object) => zendesk.ask('POST', '/api/v2/webhooks', draft(endpoint, more))
    expect((await refusal('receiver', {})).body.errors[0].title).toContain('endpoint')
    expect((await refusal('https://a.example', { http_method: 'FETCH' })).body.errors[0].title).toContain('GET, POST')
    expect((await refusal('https://a.example', { subscriptions: ['conditional_ticket_events', 'zen:event-type:ticket.created'] })).status).toBe(400)
    expect((await refusal('https://a.example', { authentication: { type: 'constructor', data: {} } })).body.errors[0].title).toContain('basic_auth')
    expect((await refusal('https://a.example', { authentication: { type: 'api_key', data: { name: 'x' } } })).body.errors[0].title).toContain('value')
    const unknown = await refusal('https://a.example', { subscriptions: ['zen:event-type:article.published'] })
    expect(unknown.status).toBe(501)
    expect(unknown.body.description).toContain('article.published')
    expect((await refusal('https://a.example', { subscriptions: ['zen:event-type:ticket.created'], http_method: 'GET' })).status).toBe(400)
  })

  test('pages run from both ends without meeting a row twice', async () => {
    const zendesk = account()
    for (const name of ['a', 'b', 'c']) await make(zendesk, 'https://receiver.example/', { name })
    const first = (await zendesk.ask('GET', '/api/v2/webhooks?page[size]=2')).body
    expect(first.webhooks.map(({ name }: Json) => name)).toEqual(['a', 'b'])
    const next = (await zendesk.ask('GET', first.links.next)).body
    expect(next.webhooks.map(({ name }: Json) => name)).toEqual(['c'])
  })
})

describe('headers of one’s own', () => {
  test('go with a delivery', async () => {
    const zendesk = account()
    const { url, got } = await receiver(() => ({ status: 200 }))
    const { id } = await make(zendesk, url, { custom_headers: { 'X-Team': 'blue' } })
    await zendesk.ask('POST', '/api/v2/triggers', trigger(id))
    await ticket(zendesk)
    expect((await got(1))[0]?.headers['x-team']).toBe('blue')
  })

  test.each<[string, Json]>([
    ['six of them', Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`x-${n}`, 'a']))],
    ['a value of two lines', { 'x-a': 'a\r\nx-b: b' }],
    ['a value that HTTP does not carry', { 'x-a': 'ключ' }],
    ['a name that is none', { 'x a': 'a' }],
    ['a value too long', { 'x-a': 'a'.repeat(256) }],
  ])('are refused where there is %s', async (_, custom_headers) => {
    const { status, body } = await account().ask('POST', '/api/v2/webhooks', draft('https://receiver.example/', { custom_headers }))
    expect([status, body.errors?.[0].code]).toEqual([400, 'InvalidWebhook'])
  })
})

describe('delivery', () => {
  test('a trigger calls the receiver with a signature that its secret verifies', async () => {
    const zendesk = account()
    const { url, got } = await receiver(() => ({ status: 200, headers: { 'x-seen': 'yes' }, body: 'thanks' }))
    const { id } = await make(zendesk, url, { authentication: { type: 'bearer_token', data: { token: 't0ken' }, add_position: 'header' } })
    expect((await zendesk.ask('POST', '/api/v2/triggers', trigger(id))).status).toBe(201)
    expect((await ticket(zendesk)).status).toBe(201)
    const [request] = (await got(1)) as [Received]
    expect(JSON.parse(request.body)).toEqual({ ticket: '1', says: 'Line "one"', nothing: '' })
    expect(request.headers).toMatchObject({ authorization: 'Bearer t0ken', 'content-type': 'application/json; charset=utf-8', 'x-zendesk-webhook-id': id })

    const { signing_secret } = (await zendesk.ask('GET', `/api/v2/webhooks/${id}/signing_secret`)).body
    expect(signing_secret.algorithm).toBe('SHA256')
    const timestamp = String(request.headers['x-zendesk-webhook-signature-timestamp'])
    const expected = createHmac('sha256', signing_secret.secret)
      .update(timestamp + request.body)
      .digest('base64')
    expect(request.headers['x-zendesk-webhook-signature']).toBe(expected)

    const [invocation] = await invocations(zendesk, id, 1)
    const whole = (await zendesk.ask('GET', `/api/v2/webhooks/${id}/invocations`)).body
    expect([Object.keys(whole), Object.keys(whole.meta), Object.keys(whole.links)]).toEqual([
      ['meta', 'links', 'invocations'],
      ['has_more', 'before_cursor'],
      ['prev'],
    ])
    expect(Object.keys(invocation)).toEqual(['id', 'status_code', 'status', 'latest_completed_at'])
    expect(invocation).toMatchObject({ id: request.headers['x-zendesk-webhook-invocation-id'], status_code: 200, status: 'success' })
    const { attempts } = (await zendesk.ask('GET', `/api/v2/webhooks/${id}/invocations/${invocation.id}/attempts`)).body
    expect(Object.keys(attempts[0])).toEqual(['id', 'invocation_id', 'status_code', 'status', 'request', 'response', 'completed_at'])
    expect(attempts[0].response.payload).toBe('thanks')
    expect(attempts[0].response.headers).toContainEqual({ key: 'X-Seen', value: 'yes' })
    expect(JSON.stringify(attempts)).not.toContain('t0ken')
  })

  test('a new signing secret signs from then on', async () => {
    const zendesk = account()
    const { id } = await make(zendesk, 'https://receiver.example/')
    const old = (await zendesk.ask('GET', `/api/v2/webhooks/${id}/signing_secret`)).body.signing_secret.secret
    const reset = await zendesk.ask('POST', `/api/v2/webhooks/${id}/signing_secret`)
    expect(reset.status).toBe(201)
    expect(reset.body.signing_secret.secret).not.toBe(old)
  })

  test('subscribers are told of a new ticket, its changed status and its comments', async () => {
    const zendesk = account()
    const { url, got } = await receiver()
    const kinds = ['created', 'status_changed', 'comment_added'].map((kind) => `zen:event-type:ticket.${kind}`)
    await make(zendesk, url, { subscriptions: kinds })
    await ticket(zendesk)
    await got(1)
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'pending', comment: { body: 'Wait', public: false } } })
    const events: Json[] = (await got(3)).map(({ body }) => JSON.parse(body))
    expect(events[0]).toMatchObject({ type: kinds[0], subject: 'zen:ticket:1', detail: { id: '1', status: 'NEW' }, zendesk_event_version: '2022-11-06' })
    expect(events.find(({ type }) => type === kinds[1])?.event).toEqual({ current: 'PENDING', previous: 'NEW' })
    expect(events.find(({ type }) => type === kinds[2])?.event.comment).toMatchObject({ body: 'Wait', is_public: false, author: { is_staff: true } })
  })

  test('subscribers are told of a user that comes and goes', async () => {
    const zendesk = account()
    const { url, got } = await receiver()
    await make(zendesk, url, { subscriptions: ['zen:event-type:user.created', 'zen:event-type:user.deleted'] })
    const { user } = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Ada', email: 'ada@example.com' } })).body
    await got(1)
    await zendesk.ask('DELETE', `/api/v2/users/${user.id}`)
    const events: Json[] = (await got(2)).map(({ body }) => JSON.parse(body))
    expect(events.map(({ type }) => type)).toEqual(['zen:event-type:user.created', 'zen:event-type:user.deleted'])
    expect(events[0].detail).toMatchObject({ id: String(user.id), email: 'ada@example.com' })
  })

  test('a receiver that says 409 is asked again, three times at the most', async () => {
    const zendesk = account()
    const { url, got } = await receiver((count) => ({ status: count < 3 ? 409 : 200 }))
    const { id } = await make(zendesk, url)
    await zendesk.ask('POST', '/api/v2/triggers', trigger(id))
    await ticket(zendesk)
    const requests = await got(3)
    expect(new Set(requests.map(({ headers }) => headers['x-zendesk-webhook-invocation-id'])).size).toBe(1)
  })

  test('an unreachable receiver and a silent one become attempts, not errors', async () => {
    const zendesk = account({}, { webhookTimeout: 60 })
    const silent = await receiver(() => 'never')
    const ids = [(await make(zendesk, 'http://127.0.0.1:1/hook')).id, (await make(zendesk, silent.url)).id]
    for (const id of ids) await zendesk.ask('POST', '/api/v2/triggers', trigger(id))
    expect((await ticket(zendesk)).status).toBe(201)
    const [unreachable] = await invocations(zendesk, ids[0], 1)
    expect(unreachable).toMatchObject({ status_code: 0, status: 'failed' })
    const [late] = await invocations(zendesk, ids[1], 1)
    expect(late).toMatchObject({ status_code: 0, status: 'timeout' })
  })

  test('never calls the real hosts of what is imitated', async () => {
    const zendesk = account()
    const { body } = await zendesk.ask('POST', '/api/v2/webhooks/test', { request: draft('https://rehearsal.zendesk.com/api/v2/tickets').webhook })
    expect(body.response).toMatchObject({ status_code: 0, payload: expect.stringContaining('imitated') })
  })

  test.each(['GET', 'DELETE'])('of %s have what they tell in their address, and no body', async (http_method) => {
    const zendesk = account()
    const { url, got } = await receiver()
    const request = { ...draft(`${url}?from=us`, { http_method, request_format: 'form_encoded' }).webhook, payload: 'ticket=1&says=a%20b' }
    expect((await zendesk.ask('POST', '/api/v2/webhooks/test', { request })).body.response.status_code).toBe(200)
    expect((await got(1))[0]).toMatchObject({ method: http_method, url: '/hook?from=us&ticket=1&says=a+b', body: '' })
  })

  test('a test shows what the receiver answered, for a saved webhook or a draft', async () => {
    const zendesk = account()
    const { url, got } = await receiver(() => ({ status: 202, body: 'ok' }))
    const { id } = await make(zendesk, url)
    const { status, body, headers } = await zendesk.ask('POST', `/api/v2/webhooks/test?webhook_id=${id}`, { request: { payload: '{"a":1}' } })
    expect(status).toBe(200)
    expect(Object.keys(body.response)).toEqual(['headers', 'status_code', 'payload'])
    expect(body.response).toMatchObject({ status_code: 202, payload: 'ok' })
    expect(headers.get('x-rate-limit')).toBe('20')
    expect((await got(1))[0]?.body).toBe('{"a":1}')
  })
})

describe('triggers', () => {
  test.each([
    ['status becomes pending', { field: 'status', operator: 'value', value: 'pending' }, true],
    ['priority is more than normal', { field: 'priority', operator: 'greater_than', value: 'normal' }, true],
    ['priority is less than normal', { field: 'priority', operator: 'less_than', value: 'normal' }, false],
    ['priority is less than what it is', { field: 'priority', operator: 'less_than', value: 'high' }, false],
    ['priority is less than the highest', { field: 'priority', operator: 'less_than', value: 'urgent' }, true],
    ['a tag is there', { field: 'current_tags', operator: 'includes', value: 'gold silver' }, true],
    ['the comment says a word', { field: 'comment_includes_word', operator: 'includes', value: 'refund' }, true],
    ['the type changed', { field: 'type', operator: 'changed', value: null }, false],
    ['the ticket is new', { field: 'update_type', operator: 'is', value: 'Create' }, false],
  ])('%s', async (_name, condition, fires) => {
    const zendesk = account({}, { webhookDelivery: 'off' })
    const { id } = await make(zendesk, 'https://receiver.example/')
    await zendesk.ask('POST', '/api/v2/tickets', { ticket: { subject: 'A', comment: { body: 'Hello' } } })
    await zendesk.ask('POST', '/api/v2/triggers', trigger(id, { conditions: { all: [condition] } }))
    // A second trigger that always fires shows that the first one has had its turn.
    const always = (await make(zendesk, 'https://receiver.example/')).id
    await zendesk.ask('POST', '/api/v2/triggers', trigger(always, { conditions: { any: [{ field: 'update_type', operator: 'is', value: 'Change' }] } }))
    const change = { status: 'pending', priority: 'high', tags: ['gold'], comment: { body: 'I want a refund' } }
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: change })).status).toBe(200)
    await invocations(zendesk, always, 1)
    expect(await invocations(zendesk, id, 0)).toHaveLength(fires ? 1 : 0)
  })

  test('are listed in their order and refuse what is not imitated by name', async () => {
    const zendesk = account()
    const { id } = await make(zendesk, 'https://receiver.example/')
    const made = await zendesk.ask('POST', '/api/v2/triggers', trigger(id))
    expect(Object.keys(made.body.trigger)).toEqual(
      'url id title active updated_at created_at default actions conditions description position raw_title category_id'.split(' '),
    )
    const described = async (description: string | null) =>
      (await zendesk.ask('PUT', `/api/v2/triggers/${made.body.trigger.id}`, { trigger: { description } })).body.trigger.description
    expect([await described('Why'), await described(null)]).toEqual(['Why', null])
    await zendesk.ask('POST', '/api/v2/triggers', trigger(id, { title: 'Asleep', active: false, position: 0 }))
    const titles = async (path: string) => (await zendesk.ask('GET', path)).body.triggers.map(({ title }: Json) => title)
    expect(await titles('/api/v2/triggers.json')).toEqual(['Asleep', 'Tell the receiver'])
    expect(await titles('/api/v2/triggers/active')).toEqual(['Tell the receiver'])
    const refused = await zendesk.ask('POST', '/api/v2/triggers', trigger(id, { actions: [{ field: 'notification_sms_user', value: [] }] }))
    expect(refused.status).toBe(501)
    expect(refused.body.description).toContain('notification_sms_user')
    expect((await zendesk.ask('POST', '/api/v2/triggers', trigger('01HXXXXXXXXXXXXXXXXXXXXXXX'))).status).toBe(422)
  })
})
