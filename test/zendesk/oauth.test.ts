import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Account, account, bearer } from './account.ts'

const CALLBACK = 'http://localhost/callback'
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-0123456789'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const client = { identifier: 'app', name: 'App', secret: 's3cret', redirectUris: [CALLBACK] }
const seed = {
  clients: [
    client,
    { identifier: 'phone', redirectUris: [CALLBACK], kind: 'public' },
    { ...client, identifier: 'narrow', scopes: ['tickets:read'] },
    { ...client, identifier: 'old', expiresIn: null },
  ],
}

const own = (extra: object = {}) => ({ grant_type: 'client_credentials', client_id: 'app', client_secret: 's3cret', scope: 'read write', ...extra })
const token = (zendesk: Account, body: object) => zendesk.ask('POST', '/oauth/tokens', body, { authorization: undefined })

async function code(zendesk: Account, more: Record<string, string> = {}, decision = 'allow') {
  const form = new URLSearchParams({ response_type: 'code', client_id: 'app', redirect_uri: CALLBACK, scope: 'read write', state: 'st', decision, ...more })
  const answer = await zendesk.ask('POST', '/oauth/authorizations', form.toString(), {
    authorization: undefined,
    'content-type': 'application/x-www-form-urlencoded',
  })
  return { answer, query: new URL(answer.headers.get('location') ?? 'http://none').searchParams }
}
const signIn = async (zendesk: Account) => {
  const { query } = await code(zendesk)
  return token(zendesk, { grant_type: 'authorization_code', code: query.get('code'), client_id: 'app', client_secret: 's3cret', redirect_uri: CALLBACK })
}

describe('the authorization page', () => {
  test('shows who asks for what, and escapes what came from outside', async () => {
    const zendesk = account(seed)
    const path = `/oauth/authorizations/new?response_type=code&client_id=app&redirect_uri=${encodeURIComponent(CALLBACK)}&scope=read&state=${encodeURIComponent('"><script>alert(1)</script>')}`
    const { status, text, headers } = await zendesk.ask('GET', path, undefined, { authorization: undefined })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/html')
    expect(text).toContain('Allow App to use your account?')
    expect(text).toMatch(/value="allow"[\s\S]*value="deny"/)
    expect(text).not.toContain('<script>')
  })

  test('sends nobody to an address that is not registered byte for byte', async () => {
    const zendesk = account(seed)
    const { answer } = await code(zendesk, { redirect_uri: `${CALLBACK}/` })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
  })

  test('tells the client that the user said no', async () => {
    const { answer, query } = await code(account(seed), {}, 'deny')
    expect(answer.status).toBe(302)
    expect(Object.fromEntries(query)).toEqual({
      error: 'access_denied',
      error_description: 'The end-user or authorization server denied the request.',
      state: 'st',
    })
  })

  test.each([
    ['the implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['a public client without PKCE', { client_id: 'phone' }, 'invalid_request'],
    ['a scope beyond the ceiling', { client_id: 'narrow', scope: 'write' }, 'invalid_scope'],
  ])('refuses %s', async (_, more, error) => {
    const { query } = await code(account(seed), more)
    expect(query.get('error')).toBe(error)
  })
})

describe('a code', () => {
  test('becomes a pair of tokens, once', async () => {
    const zendesk = account(seed)
    const { query } = await code(zendesk)
    const exchange = { grant_type: 'authorization_code', code: query.get('code'), client_id: 'app', client_secret: 's3cret', redirect_uri: CALLBACK }
    const first = await token(zendesk, exchange)
    expect(first.status).toBe(200)
    expect(Object.keys(first.body)).toEqual(['access_token', 'refresh_token', 'token_type', 'scope', 'expires_in', 'refresh_token_expires_in'])
    expect(first.body).toMatchObject({ token_type: 'bearer', scope: 'read write', expires_in: 1800, refresh_token_expires_in: 2_592_000 })
    expect((await token(zendesk, exchange)).body.error).toBe('invalid_grant')
  })

  test('is dead after 120 seconds', async () => {
    const zendesk = account(seed)
    const { query } = await code(zendesk)
    await zendesk.world.clock.advance(120_000)
    const { status, body } = await token(zendesk, {
      grant_type: 'authorization_code',
      code: query.get('code'),
      client_id: 'app',
      client_secret: 's3cret',
      redirect_uri: CALLBACK,
    })
    expect(status).toBe(400)
    expect(body.error).toBe('invalid_grant')
  })

  test('needs the verifier of its challenge, and a public client nothing else', async () => {
    const zendesk = account(seed)
    const pkce = { client_id: 'phone', code_challenge: CHALLENGE, code_challenge_method: 'S256' }
    const exchange = { grant_type: 'authorization_code', client_id: 'phone', redirect_uri: CALLBACK }
    const wrong = (await code(zendesk, pkce)).query.get('code')
    expect((await token(zendesk, { ...exchange, code: wrong, code_verifier: 'another' })).body.error).toBe('invalid_grant')
    const right = await token(zendesk, { ...exchange, code: wrong, code_verifier: VERIFIER })
    expect(right.status).toBe(200)
    const renewed = await token(zendesk, { grant_type: 'refresh_token', client_id: 'phone', refresh_token: right.body.refresh_token })
    expect(renewed.status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('rotates: both old tokens are dead, the new ones live', async () => {
    const zendesk = account(seed)
    const old = (await signIn(zendesk)).body
    const renewed = await token(zendesk, { grant_type: 'refresh_token', refresh_token: old.refresh_token, client_id: 'app', client_secret: 's3cret' })
    expect(renewed.status).toBe(200)
    expect((await zendesk.ask('GET', '/api/v2/users/me', undefined, bearer(old.access_token))).status).toBe(401)
    expect((await zendesk.ask('GET', '/api/v2/users/me', undefined, bearer(renewed.body.access_token))).status).toBe(200)
  })

  test('that was used already fails, and leaves its successor alone', async () => {
    const zendesk = account(seed)
    const refresh = (value: string) => token(zendesk, { grant_type: 'refresh_token', refresh_token: value, client_id: 'app', client_secret: 's3cret' })
    const old = (await signIn(zendesk)).body.refresh_token
    const successor = (await refresh(old)).body
    expect((await refresh(old)).body.error).toBe('invalid_grant')
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(successor.access_token))).status).toBe(200)
    expect((await refresh(successor.refresh_token)).status).toBe(200)
  })

  test('is good for one of two requests that come at once, however long a renewal takes', async () => {
    const zendesk = account(seed, { tokenLatency: { min: 9000, max: 15_000 } })
    const value = (await signIn(zendesk)).body.refresh_token
    const refresh = () => token(zendesk, { grant_type: 'refresh_token', refresh_token: value, client_id: 'app', client_secret: 's3cret' })
    const answers = await Promise.all([refresh(), refresh()])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    const issued = zendesk.world.journal.all().flatMap(({ remarks }) => remarks.filter((remark) => remark.kind === 'token-issued'))
    expect(issued.at(-1)).toMatchObject({ renewal: true, grant: 'refresh_token' })
    expect(issued.at(-1)?.took).toBeGreaterThanOrEqual(9000)
  })
})

describe('client credentials', () => {
  test('give a token of the administrator without a refresh token', async () => {
    const zendesk = account(seed)
    const { status, body } = await token(zendesk, own())
    expect(status).toBe(200)
    expect(body.refresh_token).toBeUndefined()
    const me = await zendesk.ask('GET', '/api/v2/users/me.json', undefined, bearer(body.access_token))
    expect(me.body.user.email).toBe('admin@rehearsal.example')
  })

  test('take no time the first time, nor a renewal unless the setting says so', async () => {
    const zendesk = account(seed)
    const before = zendesk.world.clock.now()
    await token(zendesk, own())
    await zendesk.world.clock.advance(1_800_000)
    const then = zendesk.world.clock.now()
    await token(zendesk, own())
    expect([then - before, zendesk.world.clock.now() - then]).toEqual([1_800_000, 0])
    expect(zendesk.last().actions).toEqual([{ kind: 'signed-in', client: 'app', renewal: true, ok: true, expiresAt: then + 1_800_000 }])
  })

  test('of an older client never expire', async () => {
    const zendesk = account(seed)
    const { body } = await token(zendesk, own({ client_id: 'old' }))
    expect(body.expires_in).toBeNull()
    await zendesk.world.clock.advance(90 * 86_400_000)
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(body.access_token))).status).toBe(200)
  })

  test.each([
    ['a wrong secret', { client_secret: 'no' }, 401, 'invalid_client'],
    ['the numeric id for the identifier', { client_id: '123' }, 401, 'invalid_client'],
    ['a public client', { client_id: 'phone', client_secret: undefined }, 400, 'unauthorized_client'],
    ['no grant type', { grant_type: undefined }, 400, 'invalid_request'],
    ['a password', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a scope beyond the ceiling', { client_id: 'narrow' }, 400, 'invalid_scope'],
    ['a lifetime out of range', { expires_in: 10 }, 400, 'invalid_request'],
  ])('refuse %s', async (_, more, status, error) => {
    const zendesk = account(seed)
    const answer = await token(zendesk, own(more))
    expect(answer.status).toBe(status)
    expect(answer.body.error).toBe(error)
    expect(answer.body.error_description).toMatch(/\.$/)
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="OAuth2 Token Endpoint"' : null)
    expect(zendesk.last().remarks).toContainEqual(expect.objectContaining({ kind: 'token-refused' }))
  })

  test('are read from a form too', async () => {
    const zendesk = account(seed)
    const form = new URLSearchParams(own() as Record<string, string>).toString()
    const { status } = await zendesk.ask('POST', '/oauth/tokens', form, { authorization: undefined, 'content-type': 'application/x-www-form-urlencoded' })
    expect(status).toBe(200)
  })
})

describe('a bearer token', () => {
  test('that has expired is refused in the words of the service, and the journal says why', async () => {
    const zendesk = account(seed)
    const { body } = await token(zendesk, own())
    await zendesk.world.clock.advance(1_800_000)
    const answer = await zendesk.ask('GET', '/api/v2/tickets.json', undefined, bearer(body.access_token))
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({
      error: 'invalid_token',
      error_description: 'The access token provided is expired, revoked, malformed or invalid for other reasons.',
    })
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="Protected by OAuth 2.0", error="invalid_token"/)
    expect(zendesk.last().remarks).toEqual([{ kind: 'token-expired', client: 'app', expiredAt: expect.any(Number) }])
  })

  test('dies with the user who authorised it', async () => {
    const zendesk = account(seed)
    const { body } = await token(zendesk, own())
    const me = (await zendesk.ask('GET', '/api/v2/users/me', undefined, bearer(body.access_token))).body.user
    const other = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Second', email: 'second@rehearsal.example', role: 'admin', verified: true } }))
      .body.user
    const basic = { authorization: `Basic ${Buffer.from(`${other.email}/token:rehearsal-token`).toString('base64')}` }
    expect((await zendesk.ask('PUT', `/api/v2/users/${me.id}`, { user: { suspended: true } }, basic)).status).toBe(200)
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(body.access_token))).status).toBe(401)
    expect((await token(zendesk, own())).body.error).toBe('invalid_grant')
  })

  test('without the scope is refused with 403, also when the scope is none that exists', async () => {
    const zendesk = account(seed)
    const unknown = (await token(zendesk, own({ scope: 'everything' }))).body
    expect(unknown.scope).toBe('everything')
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(unknown.access_token))).body).toEqual({
      error: 'Forbidden',
      description: 'You are missing the following required scopes: read',
    })
    const narrow = (await token(zendesk, own({ client_id: 'narrow', scope: 'tickets:read' }))).body.access_token
    expect((await zendesk.ask('GET', '/api/v2/tickets', undefined, bearer(narrow))).status).toBe(200)
    expect((await zendesk.ask('GET', '/api/v2/users', undefined, bearer(narrow))).status).toBe(403)
    expect((await zendesk.ask('DELETE', '/api/v2/tickets/1', undefined, bearer(narrow))).status).toBe(403)
  })

  test('takes a client’s secret in Basic, colons and all', async () => {
    const zendesk = account({ clients: [{ identifier: 'app', secret: 'one:two' }] })
    const headers = { authorization: `Basic ${Buffer.from('app:one:two').toString('base64')}` }
    expect((await zendesk.ask('POST', '/oauth/tokens', { grant_type: 'client_credentials' }, headers)).status).toBe(200)
  })

  test('with the scope impersonate acts for an end user', async () => {
    const zendesk = account({ ...seed, users: [{ name: 'Ada', email: 'ada@example.org' }] })
    const { access_token } = (await token(zendesk, own({ scope: 'read impersonate' }))).body
    const me = await zendesk.ask('GET', '/api/v2/users/me', undefined, { ...bearer(access_token), 'x-on-behalf-of': 'ada@example.org' })
    expect(me.body.user.name).toBe('Ada')
  })
})

describe('without a bearer token', () => {
  test('nothing is open but the anonymous user', async () => {
    const zendesk = account()
    const tickets = await zendesk.ask('GET', '/api/v2/tickets.json', undefined, { authorization: undefined })
    expect([tickets.status, tickets.body]).toEqual([401, { error: "Couldn't authenticate you" }])
    const me = await zendesk.ask('GET', '/api/v2/users/me.json', undefined, { authorization: undefined })
    expect([me.status, me.body.user.name]).toEqual([200, 'Anonymous user'])
  })

  test('a wrong API token is refused, and anonymous where the setting says so', async () => {
    const wrong = { authorization: `Basic ${Buffer.from('admin@rehearsal.example/token:wrong').toString('base64')}` }
    expect((await account().ask('GET', '/api/v2/users/me', undefined, wrong)).status).toBe(401)
    expect((await account({}, { wrongApiTokenOnMe: 'anonymous' }).ask('GET', '/api/v2/users/me', undefined, wrong)).body.user.name).toBe('Anonymous user')
  })

  test('API tokens end on their day', async () => {
    const zendesk = account()
    expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(200)
    zendesk.world.clock.set(Date.parse('2027-04-30T00:00:00Z'))
    expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(401)
  })

  test('an account that is not this one is not found', async () => {
    const zendesk = account()
    zendesk.world.origins.zendesk?.push('https://other.zendesk.com')
    expect((await zendesk.ask('GET', 'https://other.zendesk.com/api/v2/tickets')).status).toBe(404)
  })
})
