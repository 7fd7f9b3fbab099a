import { describe, expect, test } from 'vitest'
import { faultSchema } from '../../mocks/core/index.ts'
import { account, type Json } from './account.ts'

const seed = {
  users: [{ name: 'Ada', email: 'ada@example.org', id: 5 }],
  organizations: [{ name: 'Engines', id: 8 }],
  tickets: [{ subject: 'One', comment: { body: 'a card: 4111' } }],
  ticketFields: [{ id: 31, type: 'tagger', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] }],
}
const first = async (zendesk: ReturnType<typeof account>): Promise<Json> => (await zendesk.ask('GET', '/api/v2/tickets/1/comments')).body.comments[0]

describe('a comment', () => {
  test('is redacted in its text, not in its markup', async () => {
    const zendesk = account(seed)
    const { id } = await first(zendesk)
    expect((await zendesk.ask('PUT', `/api/v2/tickets/1/comments/${id}/redact`, { text: 'a' })).status).toBe(200)
    const { body, html_body } = await first(zendesk)
    expect([body, html_body]).toEqual(['▇ c▇rd: 4111', '<div class="zd-comment" dir="auto"><p dir="auto">▇ c▇rd: 4111</p></div>'])
  })

  test('is redacted in its audit as well, and changed ones keep their place', async () => {
    const zendesk = account(seed)
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { comment: { body: 'and another' } } })
    const { id } = await first(zendesk)
    await zendesk.ask('PUT', `/api/v2/tickets/1/comments/${id}/redact`, { text: '4111' })
    const { audits } = (await zendesk.ask('GET', '/api/v2/tickets/1/audits')).body
    expect(audits.map(({ events }: Json) => events[0].body)).toEqual(['a card: ▇▇▇▇', 'and another'])
    expect((await zendesk.ask('GET', `/api/v2/tickets/1/audits/${audits[0].id}`)).text).not.toContain('4111')
    const { results } = (await zendesk.ask('GET', `/api/v2/search.json?query=${encodeURIComponent('type:ticket 4111')}`)).body
    expect(results).toEqual([])
    expect((await zendesk.ask('GET', '/api/v2/tickets/1/comments')).body.comments.map(({ body }: Json) => body)).toEqual(['a card: ▇▇▇▇', 'and another'])
  })

  test('is made private', async () => {
    const zendesk = account(seed)
    const { id } = await first(zendesk)
    await zendesk.ask('PUT', `/api/v2/tickets/1/comments/${id}/make_private`, {})
    expect((await first(zendesk)).public).toBe(false)
  })
})

test('a ticket’s people and relations are lists of their own', async () => {
  const zendesk = account(seed)
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { email_ccs: [{ user_id: 5, action: 'put' }] } })
  expect((await zendesk.ask('GET', '/api/v2/tickets/1/email_ccs')).body.users.map(({ id }: Json) => id)).toEqual([5])
  expect((await zendesk.ask('GET', '/api/v2/tickets/1/followers')).body.users).toEqual([])
  expect((await zendesk.ask('GET', '/api/v2/tickets/1/related')).body).toMatchObject({ incidents: 0, from_archive: false })
})

test('a merged user leaves tickets and addresses to the other, and agents are not merged', async () => {
  const zendesk = account({
    ...seed,
    users: [...seed.users, { name: 'Ada again', email: 'ada@work.example', id: 6 }],
    tickets: [{ subject: 'Mine', requester: 6 }],
  })
  const { status, body } = await zendesk.ask('PUT', '/api/v2/users/6/merge', { user: { id: 5 } })
  expect([status, body.user.id, body.user.email]).toEqual([200, 5, 'ada@example.org'])
  expect((await zendesk.ask('GET', '/api/v2/tickets/1')).body.ticket.requester_id).toBe(5)
  expect((await zendesk.ask('GET', '/api/v2/users/5/identities')).body.identities.map(({ value }: Json) => value)).toContain('ada@work.example')
  const me = (await zendesk.ask('GET', '/api/v2/users/me')).body.user.id
  expect((await zendesk.ask('PUT', `/api/v2/users/${me}/merge`, { user: { id: 5 } })).status).toBe(422)
})

describe('a refusal', () => {
  const longKey = { 'idempotency-key': 'k'.repeat(256) }
  const options = Array.from({ length: 2001 }, (_, i) => ({ name: `n${i}`, value: `v${i}` }))

  test.each<[string, string, string, unknown, number, string, Record<string, string>?]>([
    ['an unknown path', 'GET', '/api/v2/nonsense', undefined, 404, '{"error":"InvalidEndpoint","description":"Not found"}'],
    [
      'a taken address',
      'POST',
      '/api/v2/users',
      { user: { name: 'x', email: 'ada@example.org' } },
      422,
      'Email: ada@example.org is already being used by another user',
    ],
    [
      'a nameless requester',
      'POST',
      '/api/v2/tickets',
      { ticket: { comment: { body: 'x' }, requester: { name: '', email: 'n@example.org' } } },
      422,
      'Requester: Name:  is too short',
    ],
    ['a taken organization', 'POST', '/api/v2/organizations', { organization: { name: 'Engines' } }, 422, 'Name: has already been taken'],
    [
      'a taken identity',
      'POST',
      '/api/v2/users/5/identities',
      { identity: { type: 'email', value: 'admin@rehearsal.example' } },
      422,
      'Value: admin@rehearsal.example is already',
    ],
    ['a body without its root', 'POST', '/api/v2/channels/voice/phone_numbers', {}, 400, 'Required parameter missing: phone_number'],
    ['an export from the future', 'GET', '/api/v2/incremental/tickets?start_time=99999999999', undefined, 422, 'Too recent start_time.'],
    ['an order that cursors lack', 'GET', '/api/v2/tickets?page[size]=2&sort=created_at', undefined, 400, 'InvalidPaginationParameter'],
    ['a type in an exported search', 'GET', '/api/v2/search/export?query=type:ticket&filter[type]=ticket', undefined, 400, 'filter[type]'],
    ['old tags', 'PUT', '/api/v2/tickets/1/tags', { tags: ['a'], safe_update: true, updated_stamp: '2001-01-01T00:00:00Z' }, 409, 'UpdateConflict'],
    [
      'a status with a long label',
      'POST',
      '/api/v2/custom_statuses',
      { custom_status: { status_category: 'open', agent_label: 'l'.repeat(49) } },
      422,
      'maximum is 48',
    ],
    ['two thousand and one options', 'PUT', '/api/v2/ticket_fields/31', { ticket_field: { custom_field_options: options } }, 422, 'RecordInvalid'],
    ['a long idempotency key', 'POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' } } }, 400, 'IdempotentRequestError', longKey],
    ['statuses of forms without the feature', 'GET', '/api/v2/ticket_form_statuses', undefined, 403, 'Forbidden'],
    ['legacy custom objects', 'GET', '/api/sunshine/objects/records', undefined, 501, 'NotImitated'],
  ])('of %s is in the words of the service', async (_, method, path, body, status, text, headers) => {
    const answer = await account(seed).ask(method, path, body, headers)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(text)
  })
})

test('a password does not sign an agent in', async () => {
  const authorization = `Basic ${Buffer.from('admin@rehearsal.example:password').toString('base64')}`
  const { status, body } = await account(seed).ask('GET', '/api/v2/tickets', undefined, { authorization })
  expect([status, body]).toEqual([401, { error: "Couldn't authenticate you" }])
})

test('maintenance is a fault of the World, and ends when it says', async () => {
  const zendesk = account(seed)
  zendesk.world.faults.add(faultSchema.parse({ when: { mock: 'zendesk' }, times: 1, effect: { kind: 'refuse', status: 503, retryAfter: 10 } }))
  const down = await zendesk.ask('GET', '/api/v2/tickets')
  expect([down.status, down.headers.get('retry-after')]).toEqual([503, '10'])
  expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(200)
})

test('an upload that is deleted is gone with its files', async () => {
  const zendesk = account()
  const { upload } = (await zendesk.ask('POST', '/api/v2/uploads?filename=a.txt', 'hello')).body
  expect((await zendesk.ask('DELETE', `/api/v2/uploads/${upload.token}`)).status).toBe(204)
  expect((await zendesk.ask('GET', `/api/v2/attachments/${upload.attachment.id}`)).status).toBe(404)
  expect((await zendesk.ask('GET', upload.attachment.content_url)).status).toBe(404)
})

test('an upload token that has lapsed takes no further file', async () => {
  const zendesk = account({}, { uploadTokenLifetime: '1h' })
  const upload = async (token = '') => (await zendesk.ask('POST', `/api/v2/uploads?filename=a.txt&token=${token}`, 'x')).body.upload
  const first = await upload()
  expect((await upload(first.token)).attachments).toHaveLength(2)
  zendesk.world.clock.set(zendesk.world.clock.now() + 3_600_001)
  const late = await upload(first.token)
  expect([late.token === first.token, late.attachments.length]).toEqual([false, 1])
})

test('names of files and settings decide what an upload is and how long it is kept', async () => {
  const { body } = await account().ask('POST', '/api/v2/uploads?filename=README.md', 'x')
  expect([body.upload.attachment.content_type, body.upload.expires_at]).toEqual(['application/x-genesis-rom', '2026-03-04T08:00:00Z'])
})

test('a long custom text is refused, or cut where the setting says so', async () => {
  const fields = { ...seed, ticketFields: [{ id: 32, type: 'text', title: 'Note' }] }
  const put = async (settings: object) =>
    await account(fields, { customTextLimit: 3, ...settings }).ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id: 32, value: 'four' }] } })
  expect((await put({})).status).toBe(422)
  expect((await put({ longCustomText: 'cut' })).body.ticket.custom_fields).toEqual([{ id: 32, value: 'fou' }])
})

test('users are completed by the beginning of a name', async () => {
  const { body } = await account(seed).ask('GET', '/api/v2/users/autocomplete?name=Ad')
  expect(body.users.map(({ name }: Json) => name)).toContain('Ada')
})

test('OAuth clients get a new secret; those of all accounts are a list of their own', async () => {
  const zendesk = account()
  const [client] = (await zendesk.ask('GET', '/api/v2/oauth/clients')).body.clients
  const renewed = await zendesk.ask('PUT', `/api/v2/oauth/clients/${client.id}/generate_secret`)
  expect([renewed.status, renewed.body.client.secret.length > client.secret.length]).toEqual([200, true])
  expect((await zendesk.ask('GET', '/api/v2/oauth/global_clients')).status).toBe(200)
})

test('of a credit card only the last four digits are kept', async () => {
  const zendesk = account({ ...seed, ticketFields: [{ id: 32, type: 'partialcreditcard', title: 'Card' }] })
  const put = (value: string) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id: 32, value }] } })
  const kept = async (value: string) => (await put(value)).body.ticket.custom_fields[0].value
  expect([await kept('4111 1111 1111 1234'), await kept('XXXXXXXXXXXX1234'), await kept('9876')]).toEqual(['XXXXXXXXXXXX1234', 'XXXXXXXXXXXX1234', '9876'])
  expect((await put('my card')).status).toBe(422)
})

test('what was attached to a ticket is gone with it for good', async () => {
  const zendesk = account()
  const { token, attachment } = (await zendesk.ask('POST', '/api/v2/uploads?filename=a.txt', 'hello')).body.upload
  await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x', uploads: [token] } } })
  const there = async () => [(await zendesk.ask('GET', attachment.content_url)).status, (await zendesk.ask('GET', attachment.url)).status]
  await zendesk.ask('DELETE', '/api/v2/tickets/1')
  expect(await there()).toEqual([200, 200])
  await zendesk.ask('DELETE', '/api/v2/deleted_tickets/1')
  expect(await there()).toEqual([404, 404])
})
