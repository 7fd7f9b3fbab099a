import { describe, expect, test } from 'vitest'
import { account, bearer, START } from './account.ts'

describe('marketplace headers', () => {
  const marketplace = {
    'x-zendesk-marketplace-name': 'Rehearsed Connector',
    'x-zendesk-marketplace-organization-id': '1234',
    'x-zendesk-marketplace-app-id': '98765',
  }

  test('are in the journal as they were sent', async () => {
    const zendesk = account()
    expect((await zendesk.ask('GET', '/api/v2/users/me', undefined, marketplace)).status).toBe(200)
    expect(zendesk.last().request.headers).toMatchObject(marketplace)
  })

  test('change no answer, whatever they say', async () => {
    const [plain, odd] = [account(), account()]
    const create = { user: { name: 'Ada' } }
    const without = await plain.ask('POST', '/api/v2/users', create)
    const withThem = await odd.ask('POST', '/api/v2/users', create, { ...marketplace, 'x-zendesk-marketplace-app-id': 'not a number' })
    expect(withThem.status).toBe(201)
    expect(withThem.text).toBe(without.text)
  })
})

describe('a page of another origin', () => {
  const origin = 'https://agent.example'
  const own = { grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read' }
  const signedIn = async (zendesk: ReturnType<typeof account>) =>
    bearer((await zendesk.ask('POST', '/oauth/tokens', own, { authorization: undefined })).body.access_token as string)

  test('may call with an OAuth token, and not with an API token', async () => {
    const zendesk = account()
    const asked = await zendesk.ask('OPTIONS', '/api/v2/tickets/1', undefined, {
      authorization: undefined,
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,content-type',
    })
    expect([asked.status, asked.headers.get('access-control-allow-origin'), asked.headers.get('access-control-allow-headers')]).toEqual([
      200,
      '*',
      'authorization,content-type',
    ])
    const withOauth = await zendesk.ask('GET', '/api/v2/users/me', undefined, { origin, ...(await signedIn(zendesk)) })
    expect([withOauth.status, withOauth.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    const withApiToken = await zendesk.ask('GET', '/api/v2/users/me', undefined, { origin })
    expect([withApiToken.status, withApiToken.headers.get('access-control-allow-origin')]).toEqual([200, null])
  })

  test('is told nothing that it did not ask for', async () => {
    const zendesk = account()
    const answer = await zendesk.ask('GET', '/api/v2/users/me', undefined, await signedIn(zendesk))
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('the end of API tokens', () => {
  test('comes on its day on the World’s clock, for API tokens alone', async () => {
    const zendesk = account({}, { apiTokensEndAt: new Date(START + 60_000).toISOString() })
    const own = { grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read' }
    expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(200)
    await zendesk.world.clock.advance(60_000)
    const refused = await zendesk.ask('GET', '/api/v2/tickets')
    expect(refused.status).toBe(401)
    expect(refused.body).toEqual({ error: "Couldn't authenticate you" })
    expect(zendesk.last().remarks).toContainEqual({ kind: 'token-refused', why: expect.stringContaining('apiTokensEndAt') })
    const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', own, { authorization: undefined })).body
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, { authorization: `Bearer ${access_token}` })).status).toBe(200)
  })

  test('is 2027-04-30 unless a setting says otherwise, and can be never', async () => {
    const years = 2 * 365 * 86_400_000
    const [announced, never] = [account(), account({}, { apiTokensEndAt: null })]
    for (const zendesk of [announced, never]) await zendesk.world.clock.advance(years)
    expect((await announced.ask('GET', '/api/v2/tickets')).status).toBe(401)
    expect((await never.ask('GET', '/api/v2/tickets')).status).toBe(200)
  })
})

describe('X-On-Behalf-Of', () => {
  const seed = { users: [{ name: 'Ada', email: 'ada@example.org' }] }
  const ada = { 'x-on-behalf-of': 'ada@example.org' }
  const signedIn = async (scope: string) => {
    const zendesk = account(seed)
    const own = { grant_type: 'client_credentials', client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope }
    const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', own, { authorization: undefined })).body
    return { zendesk, headers: bearer(access_token) }
  }

  test('makes an administrator’s request the end user’s, with no more rights than hers', async () => {
    const { zendesk, headers } = await signedIn('read write impersonate')
    const request = { request: { subject: 'Help', comment: { body: 'Please' } } }
    expect((await zendesk.ask('POST', '/api/v2/requests', request, { ...headers, ...ada })).status).toBe(201)
    const { ticket } = (await zendesk.ask('GET', '/api/v2/tickets/1', undefined, headers)).body
    const { user } = (await zendesk.ask('GET', `/api/v2/users/${ticket.requester_id}`, undefined, headers)).body
    expect(user.name).toBe('Ada')
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, { ...headers, ...ada })).status).toBe(403)
  })

  test('names her by address or by id', async () => {
    const { zendesk, headers } = await signedIn('read impersonate')
    const me = async (name: string) => (await zendesk.ask('GET', '/api/v2/users/me', undefined, { ...headers, 'x-on-behalf-of': name })).body.user
    const { id } = await me('ADA@example.org')
    expect((await me(String(id))).name).toBe('Ada')
  })

  test.each(['nobody@example.org', '987654', 'Ada', ''])('that names nobody whom the account has is an invalid token: "%s"', async (name) => {
    const { zendesk, headers } = await signedIn('read impersonate')
    const answer = await zendesk.ask('GET', '/api/v2/tickets', undefined, { ...headers, 'x-on-behalf-of': name })
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token'])
    expect(zendesk.last().remarks).toContainEqual({ kind: 'token-refused', why: expect.stringContaining(`"${name}"`) })
  })

  test('needs the scope, and the journal says so', async () => {
    const { zendesk, headers } = await signedIn('read write')
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, { ...headers, ...ada })).status).toBe(401)
    expect(zendesk.last().remarks).toContainEqual({ kind: 'token-refused', why: expect.stringContaining('impersonate') })
  })

  test.each([['tickets'], ['users/me']])('beside an API token, of which nothing is documented, is refused by name: %s', async (path) => {
    const zendesk = account(seed, { wrongApiTokenOnMe: 'anonymous' })
    const { status, body } = await zendesk.ask('GET', `/api/v2/${path}`, undefined, ada)
    expect([status, body.error]).toEqual([501, 'NotImitated'])
    expect(body.description).toContain('X-On-Behalf-Of')
  })
})
