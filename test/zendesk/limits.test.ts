import { describe, expect, test } from 'vitest'
import { account, type Json } from './account.ts'

const MB = 1024 * 1024

describe('a body', () => {
  test('of 20 MB is refused as JSON and taken as an upload', async () => {
    const zendesk = account()
    const large = new Uint8Array(20 * MB).fill(120)
    const upload = await zendesk.ask('POST', '/api/v2/uploads.json?filename=call.wav', large)
    expect([upload.status, upload.body.upload.attachment.size]).toEqual([201, 20 * MB])
    const ticket = await zendesk.ask('POST', '/api/v2/tickets', large, { 'content-type': 'application/json' })
    expect([ticket.status, ticket.body.error]).toEqual([413, 'AttachmentTooLarge'])
    expect((await zendesk.ask('GET', '/api/v2/tickets/count')).body.count.value).toBe(0)
  })

  test('of an upload ends at 50 MB, or earlier where the setting says so', async () => {
    const beyond = await account().ask('POST', '/api/v2/uploads?filename=a.txt', new Uint8Array(50 * MB + 1))
    expect(beyond.status).toBe(413)
    const small = await account({}, { uploadLimit: 10 }).ask('POST', '/api/v2/uploads?filename=a.txt', 'eleven char')
    expect([small.status, small.body.error]).toEqual([413, 'AttachmentTooLarge'])
  })
})

test('a ticket takes five thousand comments and no more', async () => {
  const zendesk = account()
  const comments = Array.from({ length: 5001 }, (_, i) => ({ value: `Line ${i + 1}` }))
  const refused = await zendesk.ask('POST', '/api/v2/imports/tickets', { ticket: { subject: 'Too long', comments } })
  expect([refused.status, Object.keys(refused.body.details)]).toEqual([422, ['base']])
  expect((await zendesk.ask('GET', '/api/v2/tickets/count')).body.count.value).toBe(0)
  comments.pop()
  const made = await zendesk.ask('POST', '/api/v2/imports/tickets', { ticket: { subject: 'Long', comments } })
  expect(made.status).toBe(201)
  expect((await zendesk.ask('GET', '/api/v2/tickets/1/comments/count')).body.count.value).toBe(5000)
  const { status, body } = await zendesk.ask('PUT', '/api/v2/tickets/1', {
    ticket: { priority: 'high', comment: { body: 'One more' }, requester: { name: 'New', email: 'new@example.org' } },
  })
  expect([status, body.error, Object.keys(body.details)]).toEqual([422, 'RecordInvalid', ['base']])
  expect((await zendesk.ask('GET', '/api/v2/tickets/1')).body.ticket.priority).toBeNull()
  expect((await zendesk.ask('GET', '/api/v2/users/count')).body.count.value).toBe(1)
})

test.each([
  ['POST', 'tickets/create_many', 'tickets'],
  ['POST', 'imports/tickets/create_many', 'tickets'],
  ['POST', 'users/create_or_update_many', 'users'],
  ['PUT', 'organizations/update_many', 'organizations'],
  ['DELETE', 'users/destroy_many', 'ids'],
])('a bulk request that names no records is no job: %s %s', async (method, path, missing) => {
  const zendesk = account()
  const { status, text } = await zendesk.ask(method, `/api/v2/${path}`, method === 'DELETE' ? undefined : { user: {} })
  expect([status, text]).toEqual([400, `Required parameter missing: ${missing}`])
  expect((await zendesk.ask('GET', '/api/v2/job_statuses')).body.job_statuses).toEqual([])
})

test('a setting limits the updates of users in a second, whoever is updated', async () => {
  const zendesk = account({ users: ['Ada', 'Bob', 'Eve'].map((name, i) => ({ name, id: 5 + i })) }, { userUpdatesPerSecond: 2 })
  const update = async (id: number) => (await zendesk.ask('PUT', `/api/v2/users/${id}`, { user: { notes: 'x' } })).status
  expect([await update(5), await update(6), await update(7)]).toEqual([200, 200, 429])
  zendesk.world.clock.set(zendesk.world.clock.now() + 1000)
  expect(await update(7)).toBe(200)
})

test('a name is refused beyond 255 characters', async () => {
  const zendesk = account()
  expect((await zendesk.ask('POST', '/api/v2/users', { user: { name: 'n'.repeat(255) } })).status).toBe(201)
  const { status, body } = await zendesk.ask('POST', '/api/v2/users', { user: { name: 'n'.repeat(256) } })
  expect([status, body.error, Object.keys(body.details)]).toEqual([422, 'RecordInvalid', ['name']])
})

describe('an endpoint’s own limit', () => {
  const seed = {
    users: [{ name: 'Ada', id: 5 }],
    organizations: [{ name: 'Engines', id: 8 }],
    tickets: [{ subject: 'One' }],
    ticketFields: [{ id: 31, type: 'tagger', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] }],
  }
  const organization = { organization: { notes: 'x' } }
  const option = { custom_field_option: { name: 'Gold', value: 'gold' } }

  test.each<[string, number, string, string, object | undefined]>([
    ['deep pages of tickets', 50, 'GET', '/api/v2/tickets?page=501', undefined],
    ['updates of one ticket', 30, 'PUT', '/api/v2/tickets/1', { ticket: {} }],
    ['deletions of tickets', 400, 'DELETE', '/api/v2/tickets/99', undefined],
    ['deleted tickets', 10, 'GET', '/api/v2/deleted_tickets', undefined],
    ['the tags', 100, 'GET', '/api/v2/tags', undefined],
    ['the audits', 500, 'GET', '/api/v2/ticket_audits', undefined],
    ['updates of one user', 5, 'PUT', '/api/v2/users/5', { user: {} }],
    ['updates of one organization', 5, 'PUT', '/api/v2/organizations/8', organization],
    ['incremental exports', 10, 'GET', '/api/v2/incremental/users?start_time=0', undefined],
    ['exports of a search', 100, 'GET', '/api/v2/search/export?query=x&filter[type]=ticket', undefined],
    ['options of a ticket field', 100, 'POST', '/api/v2/ticket_fields/31/options', option],
  ])('of %s is %i in its time', async (_, total, method, path, body) => {
    const zendesk = account(seed, { rateLimit: 10_000 })
    for (let i = 0; i < total; i++) expect((await zendesk.ask(method, path, body)).status).not.toBe(429)
    const refused = await zendesk.ask(method, path, body)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    await zendesk.world.clock.advance(10 * 60_000)
    expect((await zendesk.ask(method, path, body)).status).not.toBe(429)
  })

  test('of organizations is told in a list of errors', async () => {
    const zendesk = account(seed)
    let last: Json
    for (let i = 0; i < 6; i++) last = await zendesk.ask('PUT', '/api/v2/organizations/8', organization)
    expect(last.body).toEqual({ errors: [{ code: 'TooManyRequests', title: 'Too many requests to update' }] })
  })

  test('counts for each plan', async () => {
    const limit = async (settings: object) => (await account(seed, settings as never).ask('GET', '/api/v2/tickets')).headers.get('x-rate-limit')
    expect(await Promise.all(['team', 'growth', 'professional', 'enterprise', 'enterprise-plus'].map((plan) => limit({ plan })))).toEqual(
      '200 400 400 700 2500'.split(' '),
    )
  })
})

describe('lists', () => {
  test.each([
    [
      'POST',
      '/api/v2/organizations/create_many',
      { organizations: Array.from({ length: 101 }, (_, i) => ({ name: `O${i}` })) },
      'Parameter  cannot specify more than 100 values',
    ],
    ['POST', '/api/v2/users/create_many', { users: Array.from({ length: 101 }, (_, i) => ({ name: `U${i}` })) }, 'Maximum 100 users may be created per call'],
  ])('%s %s takes a hundred', async (method, path, body, description) => {
    const answer = await account().ask(method, path, body)
    expect([answer.status, answer.body.error, answer.body.description]).toEqual([400, 'TooManyValues', description])
  })
})

test('an account has three hundred custom statuses, a category a hundred', async () => {
  const zendesk = account({}, { rateLimit: 10_000 })
  const made: Json[] = []
  for (const status_category of ['open', 'pending', 'hold', 'solved'])
    for (let i = 0; i < 100; i++)
      made.push(await zendesk.ask('POST', '/api/v2/custom_statuses', { custom_status: { status_category, agent_label: `${status_category} ${i}` } }))
  expect(made.filter(({ status }) => status === 201).length).toBe(295)
  expect(made.at(-1).body.details.base[0].description).toBe('An account has at most 300 statuses')
  expect(made[99].body.details.base[0].description).toBe('A status category has at most 100 statuses')
})

test('the webhooks’ own limit is told when they refuse, too', async () => {
  const answer = await account().ask('GET', '/api/v2/webhooks/none')
  expect([answer.status, answer.headers.get('x-rate-limit'), answer.headers.get('x-rate-limit-remaining')]).toEqual([404, '100', '99'])
})

test('an account has 256 API tokens', () => {
  const tokens = (count: number) => ({ apiTokens: Array.from({ length: count }, (_, i) => `token-${i}`) })
  expect(() => account(tokens(256))).not.toThrow()
  expect(() => account(tokens(257))).toThrow('256')
})
