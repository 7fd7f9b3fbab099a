import { Readable } from 'node:stream'
import { createClient } from 'node-zendesk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import zendesk from '../../mocks/zendesk/index.ts'
import { type Json, START } from './account.ts'

const worlds = createWorlds({
  mocks: [zendesk],
  clock: () => virtualClock(START),
  seed: 5,
  settings: { zendesk: { rateLimit: 100_000, endpointLimits: false, webhookDelivery: 'off' } },
  plant: {
    zendesk: {
      users: [
        { id: 5, name: 'Ada', email: 'ada@example.org', phone: '+49301234567' },
        { id: 6, name: 'Mia', email: 'mia@rehearsal.example', role: 'agent' },
        { id: 7, name: 'Bob', email: 'bob@example.org' },
      ],
      generate: { users: 120, tickets: 115 },
    },
  },
})
const { clock } = worlds.baseline

/** Which methods of the client were called: `tickets.show`. */
const called = new Set<string>()

/** The client as it is; only its calls are counted. */
function counted(client: Json): Json {
  return new Proxy(client, {
    get: (_all, group: string) =>
      new Proxy(client[group], {
        get: (part, method: string) => {
          called.add(`${group}.${method}`)
          return part[method].bind(part)
        },
      }),
  })
}

let server: Listening
let client: Json
const options = () => ({ subdomain: 'rehearsal', endpointUri: `${server.url}/api/v2` })

beforeAll(async () => {
  server = await listen({ edge: edge(zendesk, worlds), port: 0 })
  client = counted(createClient({ ...options(), username: 'admin@rehearsal.example', token: 'rehearsal-token' }))
})
afterAll(() => server.close())

const ids = (rows: Json[]): number[] => rows.map(({ id }) => id)
const ticket = async (more: object = {}): Promise<Json> =>
  (await client.tickets.create({ ticket: { subject: 'Invoice', comment: { body: 'Where is it?' }, ...more } })).result

/** The job's end, once the World's clock has passed it. */
async function done({ result }: Json): Promise<Json> {
  const { job_status } = result.job_status ? result : { job_status: result }
  expect(job_status.status).toBe('queued')
  await clock.advance(2000)
  const { result: shown } = await client.jobstatuses.show(job_status.id)
  return shown.job_status ?? shown
}

describe('node-zendesk, unmodified: tickets', () => {
  test('are made, shown, listed, changed and deleted', async () => {
    const made = await ticket({ requester_id: 5, priority: 'low', tags: ['first'] })
    expect((await client.tickets.show(made.id)).result).toMatchObject({ id: made.id, subject: 'Invoice', requester_id: 5 })
    await client.tickets.update(made.id, { ticket: { assignee_id: 6, comment: { body: 'Found it.' } } })
    const many = (await client.tickets.showMany([made.id, 1])).result
    expect(ids(many.tickets ?? many).sort()).toEqual([1, made.id].sort())
    expect(ids(await client.tickets.listAssigned(6))).toEqual([made.id])
    expect(ids(await client.tickets.listByUserRequested(5))).toContain(made.id)
    expect(ids(await client.tickets.listRecent())).toContain(made.id)
    expect((await client.tickets.getComments(made.id)).map(({ body }: Json) => body)).toEqual(['Where is it?', 'Found it.'])
    expect((await client.tickets.exportAudit(made.id)).length).toBe(2)
    expect((await client.tickets.listMetrics(made.id)).result.ticket_metric.ticket_id).toBe(made.id)
    expect((await client.tickets.listCollaborators(made.id))[0].users).toEqual([])
    await client.tickets.addTags(made.id, { tags: ['second'] })
    expect((await client.tickets.show(made.id)).result.tags).toEqual(['first', 'second'])
    await client.tickets.updateTags(made.id, { tags: ['only'] })
    expect((await client.tickets.show(made.id)).result.tags).toEqual(['only'])
    await client.tickets.delete(made.id)
    await expect(client.tickets.show(made.id)).rejects.toThrow('Zendesk Error (404)')
  })

  test('are copied to somebody, and belong to a problem', async () => {
    const problem = await ticket({ type: 'problem', email_ccs: [{ user_id: 5, action: 'put' }] })
    const incident = await ticket({ type: 'incident', problem_id: problem.id })
    expect(ids(await client.tickets.listIncidents(problem.id))).toEqual([incident.id])
    expect(ids(await client.tickets.listByUserCCD(5))).toContain(problem.id)
    await ticket({ external_id: 'crm-1' })
    expect((await client.tickets.listWithFilter('external_id', 'crm-1')).map((row: Json) => row.external_id)).toEqual(['crm-1'])
  })

  test('of every page come once', async () => {
    const all = await client.tickets.list()
    expect(all.length).toBeGreaterThan(100)
    expect(new Set(ids(all)).size).toBe(all.length)
  })

  test('are written in bulk by jobs on the clock', async () => {
    const made = await done(await client.tickets.createMany({ tickets: [{ comment: { body: 'a' } }, { comment: { body: 'b' } }] }))
    expect(made).toMatchObject({ status: 'completed', progress: 2 })
    const two = ids(made.results)
    expect((await done(await client.tickets.updateMany(two, { ticket: { priority: 'urgent' } }))).results.map(({ success }: Json) => success)).toEqual([
      true,
      true,
    ])
    expect((await client.tickets.show(two[0])).result.priority).toBe('urgent')
    const merged = await done(await client.tickets.merge(two[0], { ids: [two[1]], target_comment: 'Both', source_comment: 'Gone' }))
    expect(merged.status).toBe('completed')
    expect((await client.tickets.show(two[1])).result.status).toBe('closed')
    await client.tickets.deleteMany([two[0]])
    await clock.advance(2000)
    await expect(client.tickets.show(two[0])).rejects.toThrow('Zendesk Error (404)')
    expect((await client.jobstatuses.list()).result.length ?? 1).toBeGreaterThan(0)
  })

  test('are exported and imported', async () => {
    const { result } = await client.ticketimport.import({ ticket: { subject: 'Old', created_at: '2020-01-01T00:00:00Z', comments: [{ value: 'Then' }] } })
    expect(result.ticket.created_at).toBe('2020-01-01T00:00:00Z')
    await clock.advance(120_000)
    expect((await client.tickets.incrementalInclude(0, 'users')).length).toBeGreaterThan(100)
    expect((await client.tickets.incremental(0)).length).toBeGreaterThan(100)
    expect((await client.ticketaudits.list(result.ticket.id)).length).toBe(1)
    expect((await client.ticketmetrics.list(result.ticket.id)).result.ticket_id).toBe(result.ticket.id)
  })
})

describe('node-zendesk, unmodified: users', () => {
  test('of every page come once', async () => {
    const all = await client.users.list()
    expect([all.length >= 124, new Set(ids(all)).size]).toEqual([true, all.length])
    expect(ids(await client.users.listWithFilter('role', 'agent'))).toEqual([6])
  })

  test('are made, found, changed, suspended and deleted', async () => {
    const { result: made } = await client.users.create({ user: { name: 'Eve', email: 'eve@example.org', external_id: 'e1' } })
    expect((await client.users.show(made.id)).result.name).toBe('Eve')
    expect((await client.users.createOrUpdate({ user: { name: 'Eva', email: 'EVE@example.org' } })).result.id).toBe(made.id)
    expect((await client.users.update(made.id, { user: { notes: 'Prefers mail' } })).result.notes).toBe('Prefers mail')
    const some = (await client.users.showMany([made.id, 5])).result
    expect(ids(some.users ?? some)).toEqual(expect.arrayContaining([5, made.id]))
    expect(ids(await client.users.search({ external_id: 'e1' }))).toEqual([made.id])
    expect((await client.users.suspend(made.id)).result.suspended).toBe(true)
    expect((await client.users.unsuspend(made.id)).result.suspended).toBe(false)
    expect((await client.users.me()).result.role).toBe('admin')
    expect((await client.users.auth()).result.email).toBe('admin@rehearsal.example')
    await client.users.delete(made.id)
    expect((await client.users.show(made.id)).result.active).toBe(false)
  })

  test('have tags and identities', async () => {
    await client.users.setTags(5, { tags: ['vip'] })
    await client.users.addTags(5, { tags: ['gold'] })
    expect((await client.users.listTags(5))[0].tags).toEqual(expect.arrayContaining(['gold', 'vip']))
    const { result: second } = await client.useridentities.create(5, { type: 'email', value: 'ada@work.example' })
    expect((await client.useridentities.show(5, second.id)).result.value).toBe('ada@work.example')
    await client.useridentities.verify(5, second.id)
    await client.useridentities.makePrimary(5, second.id)
    expect((await client.users.show(5)).result.email).toBe('ada@work.example')
    expect((await client.useridentities.list(5)).map(({ type }: Json) => type)).toEqual(expect.arrayContaining(['email', 'phone_number']))
    const first = (await client.useridentities.list(5)).find(({ value }: Json) => value === 'ada@example.org')
    await client.useridentities.delete(5, first.id)
  })

  test('are written in bulk', async () => {
    const made = await done(await client.users.createMany({ users: [{ name: 'One' }, { name: 'Two' }] }))
    expect(made.results.map(({ status }: Json) => status)).toEqual(['Created', 'Created'])
    await done(await client.users.createOrUpdateMany({ users: [{ name: 'Three', external_id: 't3' }] }))
    expect((await client.users.search({ external_id: 't3' })).length).toBe(1)
    await clock.advance(120_000)
    expect((await client.users.incremental(0)).length).toBeGreaterThan(100)
    const { result } = await client.users.create({ user: { name: 'Double' } })
    await client.users.merge(result.id, 7)
    expect((await client.users.show(result.id)).result.active).toBe(false)
  })
})

describe('node-zendesk, unmodified: organizations and groups', () => {
  test('organizations are made, found, changed and deleted', async () => {
    const { result: made } = await client.organizations.create({ organization: { name: 'Engines', external_id: '77' } })
    expect((await client.organizations.show(made.id)).result.name).toBe('Engines')
    expect((await client.organizations.update(made.id, { organization: { notes: 'x' } })).result.notes).toBe('x')
    expect((await client.organizations.createOrUpdate({ organization: { name: 'Engines', external_id: '77' } })).result.id).toBe(made.id)
    expect(ids(await client.organizations.list())).toContain(made.id)
    expect(ids(await client.organizations.search('77'))).toEqual([made.id])
    expect(ids(await client.organizations.autocomplete({ name: 'Eng' }))).toEqual([made.id])
    expect(ids(await client.organizations.showMany([made.id]))).toEqual([made.id])
    const { result: member } = await client.organizationmemberships.create({ user_id: 7, organization_id: made.id })
    expect((await client.organizationmemberships.show(member.id)).result.user_id).toBe(7)
    expect(ids(await client.organizationmemberships.listByUser(7))).toEqual([member.id])
    expect(ids(await client.organizations.listByUser(7))).toEqual([made.id])
    expect(ids(await client.users.listByOrganization(made.id))).toEqual([7])
    const mine = await ticket({ requester_id: 7 })
    expect(ids(await client.tickets.listByOrganization(made.id))).toEqual([mine.id])
    expect((await client.organizations.related(made.id)).result.organization_related).toEqual({ users_count: 1, tickets_count: 1 })
    await client.organizationmemberships.delete(member.id)
    const bulk = await done(await client.organizations.createMany({ organizations: [{ name: 'A1' }, { name: 'A2' }] }))
    await client.organizations.bulkDelete(ids(bulk.results))
    await client.organizations.delete(made.id)
    await expect(client.organizations.show(made.id)).rejects.toThrow('Zendesk Error (404)')
  })

  test('groups have members', async () => {
    const { result: made } = await client.groups.create({ group: { name: 'Second line' } })
    const { result: member } = await client.groupmemberships.create({ group_membership: { user_id: 6, group_id: made.id } })
    expect(ids(await client.groupmemberships.listByGroup(made.id))).toEqual([member.id])
    expect(ids(await client.users.listByGroup(made.id))).toEqual([6])
    expect((await client.groups.update(made.id, { group: { name: 'Third line' } })).result.name).toBe('Third line')
    expect(ids(await client.groups.list())).toContain(made.id)
    expect(ids(await client.groups.assignable())).toContain(made.id)
    expect((await client.groups.count()).result.count.value).toBeGreaterThan(1)
    await client.groupmemberships.delete(member.id)
    await client.groups.delete(made.id)
  })
})

describe('node-zendesk, unmodified: the rest', () => {
  test('searches, counts and exports', async () => {
    const { result } = await client.search.query('type:user 49301234567')
    expect(ids(result.results ?? result)).toEqual([5])
    const all = await client.search.queryAll('type:ticket created>2000-01-01')
    expect([all.length > 100, new Set(ids(all)).size]).toEqual([true, all.length])
    expect((await client.search.showResultsCount('type:ticket')).result.count).toBe(all.length)
    expect((await client.search.exportResults('created>2000-01-01', 'ticket', 50)).length).toBe(all.length)
  })

  test('uploads, attaches and takes back', async () => {
    const upload = async (filename: string, text: string): Promise<Json> => {
      // The service calls this JSON `text/plain`, so that the client does not read it; it shows the answer to whoever listens.
      const answers: Json[] = []
      const one = createClient({ ...options(), username: 'admin@rehearsal.example', token: 'rehearsal-token' }) as Json
      one.attachments.on('debug::response', ({ detail }: Json) => answers.push(detail))
      await counted(one).attachments.upload(Readable.from([Buffer.from(text)]), { filename, binary: true })
      return (await answers[0].json()).upload
    }
    const { token, attachment } = await upload('note.txt', 'hello')
    expect(attachment).toMatchObject({ file_name: 'note.txt', size: 5 })
    const made = await ticket({ comment: { body: 'See file', uploads: [token] } })
    expect((await client.tickets.getComments(made.id))[0].attachments.map((one: Json) => one.id)).toEqual([attachment.id])
    expect((await client.attachments.show(attachment.id)).result.attachment.file_name).toBe('note.txt')
    await client.attachments.deleteUpload((await upload('x.txt', 'x')).token)
  })

  test('works on webhooks', async () => {
    const webhook = {
      name: 'Mirror',
      endpoint: 'https://hooks.example/here',
      http_method: 'POST',
      request_format: 'json',
      status: 'active',
      subscriptions: ['conditional_ticket_events'],
    }
    const { result: made } = await client.webhooks.create({ webhook })
    expect((await client.webhooks.show(made.id)).result.name).toBe('Mirror')
    expect((await client.webhooks.list()).map(({ id }: Json) => id)).toContain(made.id)
    const { signing_secret: secret } = (await client.webhooks.getSigningSecret(made.id)).result
    expect((await client.webhooks.resetSigningSecret(made.id)).result.signing_secret.secret).not.toBe(secret.secret)
    await client.webhooks.patch(made.id, { webhook: { name: 'Mirror 2' } })
    await client.webhooks.update(made.id, { webhook: { ...webhook, name: 'Mirror 3' } })
    expect((await client.webhooks.show(made.id)).result.name).toBe('Mirror 3')
    expect((await client.webhooks.listInvocations(made.id)).result.length ?? 0).toBe(0)
    await client.webhooks.delete(made.id)
    await expect(client.webhooks.show(made.id)).rejects.toThrow('Zendesk Error (404)')
  })

  test('works on fields, forms, brands and tags', async () => {
    const { result: field } = await client.ticketfields.create({ ticket_field: { type: 'text', title: 'Order' } })
    expect((await client.ticketfields.show(field.id)).result.title).toBe('Order')
    expect((await client.ticketfields.update(field.id, { ticket_field: { title: 'Order number' } })).result.title).toBe('Order number')
    expect(ids(await client.ticketfields.list())).toContain(field.id)
    await client.ticketfields.delete(field.id)
    const { result: own } = await client.userfields.create({ user_field: { type: 'text', title: 'Tier', key: 'tier' } })
    expect((await client.userfields.show(own.id)).result.key).toBe('tier')
    expect((await client.userfields.list()).length).toBe(1)
    const { result: theirs } = await client.organizationfields.create({ organization_field: { type: 'text', title: 'Size', key: 'size' } })
    expect((await client.organizationfields.show(theirs.id)).result.key).toBe('size')
    expect((await client.ticketforms.list()).length).toBeGreaterThan(0)
    const { result: brands } = await client.brand.list()
    expect((brands.brands ?? brands).length).toBe(1)
    expect((await client.tags.list()).length).toBeGreaterThan(0)
  })

  test('reads as its OAuth token allows', async () => {
    const response = await fetch(`${server.url}/oauth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read' }),
    })
    const { access_token } = (await response.json()) as { access_token: string }
    const reader = counted(createClient({ ...options(), oauth: true, token: access_token }))
    expect((await reader.users.me()).result.email).toBe('admin@rehearsal.example')
    expect((await reader.tickets.list()).length).toBeGreaterThan(100)
    const { result } = await reader.oauthtokens.current()
    expect(result.scopes).toEqual(['read'])
    expect((await reader.oauthclients.list()).map(({ identifier }: Json) => identifier)).toEqual(['rehearsal'])
    await expect(reader.users.create({ user: { name: 'x' } })).rejects.toThrow('Zendesk Error (403)')
    const stranger = createClient({ ...options(), username: 'admin@rehearsal.example', token: 'wrong' })
    await expect(stranger.tickets.list()).rejects.toThrow('Zendesk Error (401)')
  })
})

test('that were at least sixty different calls', () => {
  expect(called.size).toBeGreaterThanOrEqual(60)
})
