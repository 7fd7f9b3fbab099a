import { describe, expect, test } from 'vitest'
import { account, bearer, get, type Json } from './account.ts'

describe('OAuth administration', () => {
  test('shows a client its whole secret once, and a token its first ten characters from then on', async () => {
    const zendesk = account()
    const sent = { client: { name: 'App', identifier: 'app', redirect_uri: ['https://app.example.org/callback'] } }
    const made = await zendesk.ask('POST', '/api/v2/oauth/clients.json', sent)
    expect([made.status, made.body.client.secret.length, made.body.client.kind]).toEqual([201, 64, 'confidential'])
    const { client } = (await zendesk.ask('GET', `/api/v2/oauth/clients/${made.body.client.id}`)).body
    expect(client.secret).toBe(`${made.body.client.secret.slice(0, 15)}...`)

    const { token } = (await zendesk.ask('POST', '/api/v2/oauth/tokens', { token: { client_id: client.id, scopes: ['read'] } })).body
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(token.token))).status).toBe(200)
    const listed = (await zendesk.ask('GET', `/api/v2/oauth/tokens/${token.id}`)).body.token
    expect([listed.token, listed.used_at]).toEqual([token.token.slice(0, 10), '2026-03-01T08:00:00Z'])

    expect((await zendesk.ask('DELETE', `/api/v2/oauth/tokens/${token.id}`)).status).toBe(204)
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(token.token))).status).toBe(401)
  })

  test('keeps the scopes that an update gives a client as its most', async () => {
    const zendesk = account()
    const sent = { client: { name: 'App', identifier: 'app', scopes: ['read'] } }
    const { client } = (await zendesk.ask('POST', '/api/v2/oauth/clients', sent)).body
    const token = async (scope: string) =>
      (await zendesk.ask('POST', '/oauth/tokens', { grant_type: 'client_credentials', client_id: 'app', client_secret: client.secret, scope })).status
    expect([await token('read'), await token('write')]).toEqual([200, 400])
    await zendesk.ask('PUT', `/api/v2/oauth/clients/${client.id}`, { client: { company: 'Engines' } })
    expect([await token('read'), await token('write')]).toEqual([200, 400])
    await zendesk.ask('PUT', `/api/v2/oauth/clients/${client.id}`, { client: { scopes: ['write'] } })
    expect([await token('read'), await token('write')]).toEqual([400, 200])
  })

  test('shows and ends nobody else’s token to an agent', async () => {
    const zendesk = account({ users: [{ id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' }] })
    const mia = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }
    const [{ id: client }] = (await zendesk.ask('GET', '/api/v2/oauth/clients')).body.clients
    const { token } = (await zendesk.ask('POST', '/api/v2/oauth/tokens', { token: { client_id: client, scopes: ['read'] } })).body
    for (const method of ['GET', 'DELETE']) expect((await zendesk.ask(method, `/api/v2/oauth/tokens/${token.id}`, undefined, mia)).status).toBe(404)
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(token.token))).status).toBe(200)
  })

  test.each(['http://example.org/callback', 'urn:ietf:wg:oauth:2.0:oob', '/callback'])('registers no redirection to %s', async (uri) => {
    const { status, body } = await account().ask('POST', '/api/v2/oauth/clients', { client: { name: 'App', identifier: 'app', redirect_uri: uri } })
    expect([status, Object.keys(body.details)]).toEqual([422, ['redirect_uri']])
  })
})

test('an end user sees and ends its own token; no token is of a global client', async () => {
  const zendesk = account({ users: [{ id: 11, name: 'Ada', email: 'ada@example.org', verified: true }] })
  const form = {
    response_type: 'code',
    client_id: 'rehearsal',
    redirect_uri: 'http://localhost/callback',
    scope: 'read write',
    decision: 'allow',
    user_id: '11',
  }
  const type = { authorization: undefined, 'content-type': 'application/x-www-form-urlencoded' }
  const allowed = await zendesk.ask('POST', '/oauth/authorizations', new URLSearchParams(form).toString(), type)
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code')
  const grant = { grant_type: 'authorization_code', client_id: 'rehearsal', client_secret: 'rehearsal-secret', redirect_uri: form.redirect_uri, code }
  const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', grant, { authorization: undefined })).body
  const ada = { authorization: `Bearer ${access_token}` }
  const { id } = (await zendesk.ask('GET', '/api/v2/oauth/tokens/current', undefined, ada)).body.token
  expect((await get(zendesk, 'oauth/tokens?all=true')).tokens).toHaveLength(1)
  expect((await get(zendesk, 'oauth/tokens?all=true&global_client_id=5')).tokens).toEqual([])
  expect((await zendesk.ask('GET', `/api/v2/oauth/tokens/${id}`, undefined, ada)).body.token.token).toBe(access_token.slice(0, 10))
  expect((await zendesk.ask('DELETE', `/api/v2/oauth/tokens/${id}`, undefined, ada)).status).toBe(204)
  expect((await zendesk.ask('GET', `/api/v2/oauth/tokens/${id}`, undefined, ada)).status).toBe(401)
})

describe('search export', () => {
  const seed = { tickets: [{ subject: 'a' }, { subject: 'b' }, { subject: 'c' }] }

  test('ends with null, unlike other lists by cursor', async () => {
    const zendesk = account(seed)
    const seen: number[] = []
    let url: string | null = '/api/v2/search/export?query=*&filter[type]=ticket&page[size]=2'
    while (url) {
      const { body }: Json = await zendesk.ask('GET', url)
      seen.push(...body.results.map(({ id }: Json) => id))
      expect(body.links.prev).toBeNull()
      url = body.links.next
    }
    expect(seen).toEqual([1, 2, 3])
  })

  test.each(['query=a', 'query=type:ticket&filter[type]=ticket'])('refuses %s', async (query) => {
    expect((await account(seed).ask('GET', `/api/v2/search/export?${query}`)).status).toBe(400)
  })
})

test('the agents of a group, as a published contact-centre flow reads them', async () => {
  const zendesk = account()
  const group = (await zendesk.ask('GET', '/api/v2/groups')).body.groups[0].id
  const { body } = await zendesk.ask('GET', `/api/lotus/assignables/groups/${group}/agents.json`)
  expect(body.agents.map(({ name }: Json) => name)).toEqual(['Rehearsal Admin'])
})
