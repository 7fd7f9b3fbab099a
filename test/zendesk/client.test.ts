import { createClient } from 'node-zendesk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import zendesk from '../../mocks/zendesk/index.ts'
import { START } from './account.ts'

// biome-ignore lint/suspicious/noExplicitAny: the client's own types call half of its answers any
type Client = any

let server: Listening
let client: Client
const settings = { zendesk: { rateLimit: 100_000, endpointLimits: false } }
const worlds = createWorlds({
  mocks: [zendesk],
  clock: () => virtualClock(START),
  seed: 3,
  settings,
  plant: { zendesk: { generate: { users: 130, tickets: 12 } } },
})
const options = () => ({ subdomain: 'rehearsal', endpointUri: `${server.url}/api/v2` })

beforeAll(async () => {
  server = await listen({ fetch: edge(zendesk, worlds).fetch as never, port: 0 })
  client = createClient({ ...options(), username: 'admin@rehearsal.example', token: 'rehearsal-token' })
})
afterAll(() => server.close())

describe('node-zendesk, unmodified', () => {
  test('walks all users, page by page', async () => {
    const users = await client.users.list()
    expect(users).toHaveLength(131)
    expect(new Set(users.map((user: { id: number }) => user.id)).size).toBe(131)
  })

  test('works on users', async () => {
    const { result: made } = await client.users.create({ user: { name: 'Ada Byron', email: 'ada@example.org', phone: '+49301234567' } })
    expect(made.phone).toBe('+49301234567')
    const { result: shown } = await client.users.show(made.id)
    expect(shown.name).toBe('Ada Byron')
    const { result: changed } = await client.users.update(made.id, { user: { notes: 'Prefers mail' } })
    expect(changed.notes).toBe('Prefers mail')
    const found = await client.users.search({ query: 'type:user 49301234567' })
    expect(found.map((user: { id: number }) => user.id)).toEqual([made.id])
    const { result: me } = await client.users.me()
    expect(me.role).toBe('admin')
    const identities = await client.useridentities.list(made.id)
    expect(identities.map((identity: { type: string }) => identity.type).sort()).toEqual(['email', 'phone_number'])
    await client.users.delete(made.id)
    expect((await client.users.show(made.id)).result.active).toBe(false)
  })

  test('works on tickets', async () => {
    const { result: made } = await client.tickets.create({ ticket: { subject: 'Invoice', comment: { body: 'Where is it?' } } })
    await client.tickets.update(made.id, { ticket: { priority: 'high', comment: { body: 'Found it.' } } })
    const { result: shown } = await client.tickets.show(made.id)
    expect(shown.priority).toBe('high')
    const comments = await client.tickets.getComments(made.id)
    expect(comments.map((comment: { body: string }) => comment.body)).toEqual(['Where is it?', 'Found it.'])
    const tickets = await client.tickets.list()
    expect(tickets.at(-1).id).toBe(made.id)
    await client.tickets.delete(made.id)
    await expect(client.tickets.show(made.id)).rejects.toThrow('Zendesk Error (404)')
  })

  test('searches', async () => {
    const { result: results } = await client.search.query('type:ticket priority:high')
    expect(results.length).toBeGreaterThan(0)
    expect(results.every((row: { priority: string }) => row.priority === 'high')).toBe(true)
  })

  test('works on organizations', async () => {
    const { result: made } = await client.organizations.create({ organization: { name: 'Engines Ltd' } })
    expect((await client.organizations.show(made.id)).result.name).toBe('Engines Ltd')
    expect((await client.organizations.list()).map((one: { name: string }) => one.name)).toContain('Engines Ltd')
    await expect(client.organizations.create({ organization: { name: 'Engines Ltd' } })).rejects.toThrow('Zendesk Error (422)')
    await client.organizations.delete(made.id)
  })

  test('works with an OAuth token', async () => {
    const response = await fetch(`${server.url}/oauth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read' }),
    })
    const { access_token } = (await response.json()) as { access_token: string }
    const reader: Client = createClient({ ...options(), oauth: true, token: access_token })
    expect((await reader.users.me()).result.email).toBe('admin@rehearsal.example')
    await expect(reader.users.create({ user: { name: 'x' } })).rejects.toThrow('Zendesk Error (403)')
  })
})
