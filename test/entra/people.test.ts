import { createHash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { type Answer, asApp, CLIENT, desk, jwt, LOGIN, MIA, ORG, PUBLIC, REDIRECT, seed, sentBack, signIn, TENANT, type Tenancy, tenancy } from './tenant.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const AUTHORIZE = `/${TENANT}/oauth2/v2.0/authorize`
const request = {
  client_id: CLIENT,
  response_type: 'code',
  redirect_uri: REDIRECT,
  scope: `openid profile offline_access ${ORG}/user_impersonation`,
  state: 'a b',
}
const link = (more: Record<string, string> = {}) => `${AUTHORIZE}?${new URLSearchParams({ ...request, ...more })}`
const proof = { client_id: CLIENT, client_secret: 'rehearsal-secret' }

const redeem = ({ token }: Tenancy, code: string | null, more: Record<string, string> = {}) =>
  token({ ...proof, grant_type: 'authorization_code', code: code ?? '', redirect_uri: REDIRECT, ...more })
const refresh = ({ token }: Tenancy, refresh_token: string, more: Record<string, string> = {}) =>
  token({ ...proof, grant_type: 'refresh_token', refresh_token, ...more })
const codes = ({ body }: Answer) => body.error_codes

describe('the page where people sign in', () => {
  it('names the application, what it asks for and who there is, and lets no markup through', async () => {
    const { status, headers, body } = await tenancy().get(link({ state: '"><script>alert(1)</script>', login_hint: 'olga@rehearsal.onmicrosoft.com' }))
    expect([status, headers.get('content-type'), headers.get('x-frame-options')]).toEqual([200, 'text/html; charset=utf-8', 'DENY'])
    expect(body).toContain('Permissions requested by Support &lt;b&gt;desk&lt;/b&gt;')
    expect(body).toContain(`user_impersonation at ${ORG}`)
    expect(body).not.toContain('<script>')
    expect(body).toMatch(/value="olga@rehearsal.onmicrosoft.com" checked/)
    expect(body).toMatch(/value="allow">Allow<.*value="deny">Deny</)
  })

  it('sends a code back on Allow, and access_denied on Deny', async () => {
    const own = tenancy()
    const allowed = await signIn(own, { state: 'a b', client_info: '1' })
    expect([...allowed.keys()]).toEqual(['code', 'client_info', 'state', 'session_state'])
    expect(allowed.get('state')).toBe('a b')
    const denied = await signIn(own, { state: 'x', decision: 'deny' })
    expect(denied.get('error')).toBe('access_denied')
    expect(denied.get('error_subcode')).toBe('cancel')
    expect(denied.get('error_description')).toMatch(/^AADSTS65004: /)
    expect(denied.get('state')).toBe('x')
  })

  it('decides nothing by a link', async () => {
    const { status, body } = await tenancy().get(link({ decision: 'allow', user: 'mia@rehearsal.onmicrosoft.com' }))
    expect([status, typeof body]).toEqual([200, 'string'])
  })

  it.each([
    ['AADSTS50011', { redirect_uri: 'https://evil.example/' }, 'https://evil.example/'],
    ['AADSTS700016', { client_id: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' }, 'was not found in the directory'],
  ])('keeps people on a page of its own for %s', async (code, more, words) => {
    const { status, headers, body } = await tenancy().get(link(more))
    expect([status, headers.get('location')]).toEqual([200, null])
    expect(body).toContain(code)
    expect(body).toContain(words)
  })

  it.each([
    ['invalid_resource', { scope: 'api://nothing/.default' }],
    ['invalid_request', { scope: '' }],
    ['login_required', { prompt: 'none' }],
    ['interaction_required', { prompt: 'none', login_hint: 'mia@rehearsal.onmicrosoft.com' }],
  ])('sends %s back to the application', async (error, more) => {
    const back = sentBack(await tenancy().get(link(more)))
    expect([back.get('error'), back.get('state')]).toEqual([error, 'a b'])
  })

  it('is silent for a user who has agreed before', async () => {
    const own = tenancy()
    await signIn(own)
    const back = sentBack(await own.get(link({ prompt: 'none', login_hint: 'mia@rehearsal.onmicrosoft.com' })))
    expect((await redeem(own, back.get('code'))).status).toBe(200)
  })

  it('needs nobody where the settings decide', async () => {
    const back = sentBack(await tenancy({ settings: { consent: 'allow' } }).get(link()))
    expect(back.get('code')).toMatch(/^1\./)
    expect(sentBack(await tenancy({ settings: { consent: 'deny' } }).get(link())).get('error')).toBe('access_denied')
  })

  it('signs nobody else in for one who is not there', async () => {
    const stranger = 'nobody@rehearsal.onmicrosoft.com'
    const own = tenancy({ settings: { consent: 'allow' } })
    for (const back of [await signIn(own, { user: stranger }), sentBack(await own.get(link({ login_hint: stranger })))])
      expect([back.get('code'), back.get('error_description')]).toEqual([null, expect.stringMatching(/^AADSTS50034: The user account nobody@/)])
  })

  it('answers in a fragment or by a form where it was asked to', async () => {
    const own = tenancy({ settings: { consent: 'allow' } })
    expect((await own.get(link({ response_mode: 'fragment' }))).headers.get('location')).toMatch(/^https:\/\/app\.example\/callback#code=1\./)
    const { status, body } = await own.get(link({ response_mode: 'form_post' }))
    expect(status).toBe(200)
    expect(body).toMatch(/<form method="post" action="https:\/\/app\.example\/callback"><input type="hidden" name="code" value="1\./)
  })

  it('takes any port of a registered http://localhost', async () => {
    const own = tenancy({ settings: { consent: 'allow' } })
    const { headers } = await own.get(link({ client_id: PUBLIC, redirect_uri: 'http://localhost:53170/' }))
    expect(headers.get('location')).toMatch(/^http:\/\/localhost:53170\/\?code=/)
  })

  it('answers tokens itself where the application may have them', async () => {
    const own = tenancy({ settings: { consent: 'allow' }, seed: { ...seed, apps: [{ ...desk, implicit: { idToken: true, accessToken: true } }] } })
    const { headers } = await own.get(link({ response_type: 'code id_token token', nonce: 'n-2' }))
    const [address, fields] = (headers.get('location') ?? '').split('#')
    const given = new URLSearchParams(fields)
    expect([address, given.get('token_type'), given.has('refresh_token')]).toEqual(['https://app.example/callback', 'Bearer', false])
    const half = (text: string | null) =>
      createHash('sha256')
        .update(text ?? '')
        .digest()
        .subarray(0, 16)
        .toString('base64url')
    expect(jwt(given.get('id_token') ?? '').claims).toMatchObject({
      aud: CLIENT,
      nonce: 'n-2',
      c_hash: half(given.get('code')),
      at_hash: half(given.get('access_token')),
    })
    expect(own.world.tokens.find(given.get('access_token') ?? '')).toMatchObject({ kind: 'access', client: CLIENT })
    expect((await redeem(own, given.get('code'))).status).toBe(200)
    const [, plain] = ((await own.get(link({ response_type: 'id_token', nonce: 'n' }))).headers.get('location') ?? '').split('#')
    expect([...new URLSearchParams(plain).keys()]).toEqual(['id_token', 'state', 'session_state'])
  })

  it.each([
    [700054, { response_type: 'id_token', nonce: 'n' }],
    [700051, { response_type: 'token' }],
    [70007, { response_type: 'nonsense' }],
    [70007, { response_mode: 'web_message' }],
    [70007, { code_challenge: 'a'.repeat(43), code_challenge_method: 's256' }],
  ])('AADSTS%i for tokens that it may not have, and for ways of asking that there are not', async (code, more) => {
    const { headers } = await tenancy({ settings: { consent: 'allow' } }).get(link(more))
    expect(decodeURIComponent(headers.get('location') ?? '')).toContain(`AADSTS${code}:`)
  })

  it('refuses tokens in a query, and an id token without a nonce', async () => {
    const own = tenancy({ settings: { consent: 'allow' }, seed: { ...seed, apps: [{ ...desk, implicit: { idToken: true } }] } })
    const place = async (more: Record<string, string>) =>
      decodeURIComponent((await own.get(link({ response_type: 'id_token', ...more }))).headers.get('location') ?? '')
    expect(await place({ response_mode: 'query', nonce: 'n' })).toContain('AADSTS70007:')
    expect(await place({})).toContain('AADSTS900144:')
  })
})

describe('on behalf of', () => {
  const MIDDLE = '3d9f60b2-7e5c-4143-8d80-9cbf206e4153'
  const apps = [
    { ...desk, adminConsent: true },
    { clientId: MIDDLE, name: 'Middle', secrets: ['middle'], adminConsent: true },
  ]
  const exchange = (assertion: string) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    client_id: MIDDLE,
    client_secret: 'middle',
    assertion,
    requested_token_use: 'on_behalf_of',
    scope: 'https://rehearsal.crm.dynamics.com/user_impersonation offline_access',
  })
  const called = async (own: ReturnType<typeof tenancy>) => {
    const code = (await signIn(own, { scope: `openid api://${MIDDLE}/access` })).get('code')
    return (await redeem(own, code, { scope: `api://${MIDDLE}/access` })).body.access_token
  }

  it('a service calls on as the user who called it', async () => {
    const own = tenancy({ seed: { ...seed, apps } })
    const { status, body } = await own.token(exchange(await called(own)))
    expect([status, typeof body.refresh_token]).toEqual([200, 'string'])
    expect(jwt(body.access_token).claims).toMatchObject({ aud: 'https://rehearsal.crm.dynamics.com', appid: MIDDLE, oid: MIA, scp: 'user_impersonation' })
  })

  it("refuses what is no token, not for it, expired, or no user's", async () => {
    const own = tenancy({ seed: { ...seed, apps } })
    const code = async (assertion: string) => (await own.token(exchange(assertion))).body.error_codes?.[0]
    const user = await called(own)
    expect(await code('nonsense')).toBe(50013)
    expect(await code((await own.token(asApp)).body.access_token)).toBe(500131)
    expect(await code((await own.token({ ...asApp, scope: `api://${MIDDLE}/.default` })).body.access_token)).toBe(7000114)
    await own.world.clock.advance(2 * 3_600_000)
    expect(await code(user)).toBe(500133)
  })
})

describe('authorization codes', () => {
  it('become tokens for the user, signed with the published key', async () => {
    const own = tenancy()
    const code = (await signIn(own, { nonce: 'n-1' })).get('code')
    const { status, body } = await redeem(own, code, { client_info: '1' })
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token', 'refresh_token', 'id_token', 'client_info'])
    expect(body.scope).toBe(`${ORG}/user_impersonation ${ORG}/.default`)
    expect(JSON.parse(Buffer.from(body.client_info, 'base64url').toString())).toEqual({ uid: MIA, utid: TENANT })
    expect(jwt(body.access_token).claims).toMatchObject({
      scp: 'user_impersonation',
      oid: MIA,
      upn: 'mia@rehearsal.onmicrosoft.com',
      name: 'Mia',
      idtyp: 'user',
      amr: ['pwd'],
    })

    const keys = (await own.get(`/${TENANT}/discovery/v2.0/keys`)).body
    const currentDate = new Date(own.world.clock.now())
    const { payload } = await jwtVerify(body.id_token, createLocalJWKSet(keys), { audience: CLIENT, issuer: `${LOGIN}/${TENANT}/v2.0`, currentDate })
    expect(payload).toMatchObject({ nonce: 'n-1', oid: MIA, tid: TENANT, preferred_username: 'mia@rehearsal.onmicrosoft.com', name: 'Mia', ver: '2.0' })
    await jwtVerify(body.access_token, createLocalJWKSet(keys), { currentDate })

    const me = await own.fetch(`${LOGIN}/${TENANT}/openid/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
    expect(await me.json()).toEqual({ sub: payload.sub, name: 'Mia', email: 'mia@rehearsal.onmicrosoft.com' })
    expect((await own.get(`/${TENANT}/openid/userinfo`)).status).toBe(401)
    const elsewhere = await own.get('/other.example/openid/userinfo')
    expect([elsewhere.status, codes(elsewhere)]).toEqual([400, [90002]])
  })

  it('can be redeemed once, also by two at one instant', async () => {
    const own = tenancy()
    const code = (await signIn(own)).get('code')
    const answers = await Promise.all([redeem(own, code), redeem(own, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(codes(await redeem(own, code))).toEqual([54005])
  })

  it('die after ten minutes, and belong to one client and one redirect URI', async () => {
    const own = tenancy()
    const code = (await signIn(own)).get('code')
    expect(codes(await redeem(own, code, { redirect_uri: `${REDIRECT}/` }))).toEqual([500112])
    expect(codes(await own.token({ grant_type: 'authorization_code', client_id: PUBLIC, code: code ?? '', redirect_uri: REDIRECT }))).toEqual([70000])
    await own.world.clock.advance(10 * MINUTE - 1)
    expect((await redeem(own, (await signIn(own)).get('code'))).status).toBe(200)
    await own.world.clock.advance(1)
    expect(codes(await redeem(own, code))).toEqual([70008])
  })

  it('need the verifier of their challenge', async () => {
    const own = tenancy()
    const verifier = 'a-verifier-of-forty-three-characters-or-more'
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const code = (await signIn(own, { code_challenge: challenge, code_challenge_method: 'S256' })).get('code')
    expect(codes(await redeem(own, code))).toEqual([501481])
    expect(codes(await redeem(own, code, { code_verifier: challenge }))).toEqual([501481])
    expect((await redeem(own, code, { code_verifier: verifier })).status).toBe(200)
  })

  it('work in v1, by common, with a resource', async () => {
    const own = tenancy()
    const answer = await own.post('/common/oauth2/authorize', {
      client_id: CLIENT,
      response_type: 'code',
      redirect_uri: REDIRECT,
      resource: ORG,
      user: 'mia@rehearsal.onmicrosoft.com',
      decision: 'allow',
    })
    const form = { ...proof, grant_type: 'authorization_code', code: sentBack(answer).get('code') ?? '', redirect_uri: REDIRECT }
    const { body } = await own.token(form, { path: '/common/oauth2/token' })
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: 'user_impersonation',
      resource: ORG,
      expires_on: expect.any(String),
      refresh_token: expect.any(String),
    })
    const again = await own.token({ ...proof, grant_type: 'refresh_token', refresh_token: body.refresh_token, resource: ORG }, { path: '/common/oauth2/token' })
    expect(again.status).toBe(200)
  })
})

describe('refresh tokens', () => {
  const first = async (own: Tenancy) => (await redeem(own, (await signIn(own)).get('code'))).body.refresh_token as string

  it('give a new one with every use and stay good themselves', async () => {
    const own = tenancy()
    const one = await first(own)
    const two = (await refresh(own, one)).body.refresh_token
    expect(two).not.toBe(one)
    expect((await refresh(own, one)).status).toBe(200)
    expect((await refresh(own, two)).body.scope).toBe(`${ORG}/user_impersonation ${ORG}/.default`)
  })

  it('take their time when the access token has expired', async () => {
    const own = tenancy()
    const one = await first(own)
    await own.world.clock.advance(2 * 60 * MINUTE)
    const before = own.world.clock.now()
    await refresh(own, one)
    expect(own.world.clock.now() - before).toBeGreaterThanOrEqual(9000)
  })

  it('live 90 days and say since when', async () => {
    const own = tenancy()
    const one = await first(own)
    await own.world.clock.advance(90 * DAY)
    const { body } = await refresh(own, one)
    expect(body.error_description).toContain(
      'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-03-01T08:00:00.0000000Z and was inactive for 90.00:00:00. Trace ID:',
    )
  })

  it('of a single-page application end after a day, renewed or not', async () => {
    const page = 'https://app.example/spa'
    const own = tenancy({ seed: { ...seed, apps: [{ ...desk, spaRedirectUris: [page] }] } })
    const headers = { origin: 'https://app.example' }
    const code = (await signIn(own, { redirect_uri: page })).get('code') ?? ''
    const { body } = await own.token({ grant_type: 'authorization_code', client_id: CLIENT, code, redirect_uri: page }, { headers })
    await own.world.clock.advance(23 * 60 * MINUTE)
    const later = await own.token({ grant_type: 'refresh_token', client_id: CLIENT, refresh_token: body.refresh_token }, { headers })
    expect(later.status).toBe(200)
    await own.world.clock.advance(60 * MINUTE)
    const end = await own.token({ grant_type: 'refresh_token', client_id: CLIENT, refresh_token: later.body.refresh_token }, { headers })
    expect(codes(end)).toEqual([700084])
    expect(end.body.error_description).toContain('limited lifetime of 1.00:00:00')
  })

  it('of a single-page application serve no request that comes from no page', async () => {
    const page = 'https://app.example/spa'
    const own = tenancy({ seed: { ...seed, apps: [{ ...desk, spaRedirectUris: [page] }] } })
    const code = (await signIn(own, { redirect_uri: page })).get('code') ?? ''
    const headers = { origin: 'https://app.example' }
    const { body } = await own.token({ grant_type: 'authorization_code', client_id: CLIENT, code, redirect_uri: page }, { headers })
    expect(codes(await refresh(own, body.refresh_token))).toEqual([9002327])
  })

  it('end when they are revoked, and serve no other client and no resource without consent', async () => {
    const own = tenancy()
    const one = await first(own)
    expect(codes(await own.token({ grant_type: 'refresh_token', client_id: PUBLIC, refresh_token: one }))).toEqual([70000])
    const other = await refresh(own, one, { scope: 'https://graph.microsoft.com/User.Read' })
    expect([other.body.error, other.body.suberror, codes(other)]).toEqual(['invalid_grant', 'consent_required', [65001]])
    own.world.tokens.revoke(one)
    expect(codes(await refresh(own, one))).toEqual([50173])
  })
})

describe('device codes', () => {
  const start = async (own: Tenancy) =>
    (await own.post(`/${TENANT}/oauth2/v2.0/devicecode`, { client_id: PUBLIC, scope: `openid offline_access ${ORG}/.default` })).body
  const poll = ({ token }: Tenancy, device_code: string, grant_type = 'urn:ietf:params:oauth:grant-type:device_code') =>
    token({ grant_type, client_id: PUBLIC, device_code })
  const page = (own: Tenancy, user_code: string, decision: string) =>
    own.post(`/${TENANT}/oauth2/deviceauth`, { user_code, decision, user: 'mia@rehearsal.onmicrosoft.com' })

  it('wait until somebody has typed the code and agreed, and serve once', async () => {
    const own = tenancy()
    const { user_code, device_code, ...rest } = await start(own)
    expect(user_code).toMatch(/^[A-Z2-9]{9}$/)
    const where = `${LOGIN}/${TENANT}/oauth2/deviceauth`
    expect(rest).toEqual({
      verification_uri: where,
      expires_in: 900,
      interval: 5,
      message: expect.stringContaining(`${where} and enter the code ${user_code}`),
    })
    const pending = await poll(own, device_code)
    expect([pending.status, pending.body.error, codes(pending)]).toEqual([400, 'authorization_pending', [70016]])
    expect(own.world.journal.all().at(-1)).toMatchObject({ actions: [], remarks: [] })

    expect((await own.get(`/${TENANT}/oauth2/deviceauth`)).body).toContain('name="user_code"')
    expect((await own.get(`/${TENANT}/oauth2/deviceauth?user_code=${user_code.toLowerCase()}`)).body).toContain('Are you trying to sign in to Desktop?')
    expect((await page(own, user_code, 'allow')).body).toContain('You have signed in to the Desktop application')
    const { status, body } = await poll(own, device_code, 'device_code')
    expect(status).toBe(200)
    expect(body).toMatchObject({ scope: `${ORG}/user_impersonation ${ORG}/.default`, refresh_token: expect.any(String), id_token: expect.any(String) })
    expect(codes(await poll(own, device_code))).toEqual([54005])
  })

  it('are waited for still when somebody typed who is not there, or may not sign in', async () => {
    const own = tenancy()
    const { user_code, device_code } = await start(own)
    for (const [user, why] of [
      ['nobody@rehearsal.onmicrosoft.com', 'AADSTS50034'],
      ['noah@rehearsal.onmicrosoft.com', 'AADSTS50057'],
      ['paul@rehearsal.onmicrosoft.com', 'AADSTS53003'],
    ] as const) {
      const { headers, body } = await own.post(`/${TENANT}/oauth2/deviceauth`, { user_code, decision: 'allow', user })
      expect([headers.get('content-type'), body]).toEqual(['text/html; charset=utf-8', expect.stringContaining(why)])
    }
    expect((await poll(own, device_code)).body.error).toBe('authorization_pending')
  })

  it('say when they were declined, and when it is too late', async () => {
    const own = tenancy()
    const declined = await start(own)
    await page(own, declined.user_code, 'deny')
    expect((await poll(own, declined.device_code)).body.error).toBe('authorization_declined')
    const late = await start(own)
    await own.world.clock.advance(900_000)
    const lapsed = await poll(own, late.device_code)
    expect([lapsed.body.error, codes(lapsed)]).toEqual(['expired_token', [70019]])
    expect((await page(own, late.user_code, 'allow')).body).toContain('That code did not work')
  })
})

describe('administrators', () => {
  const link = `/${TENANT}/adminconsent?${new URLSearchParams({ client_id: CLIENT, redirect_uri: REDIRECT, state: 's' })}`

  it('agree for everybody', async () => {
    const own = tenancy()
    expect((await own.get(link)).body).toContain('permissions for your organisation')
    const answer = await own.post(`/${TENANT}/adminconsent`, { client_id: CLIENT, redirect_uri: REDIRECT, state: 's', decision: 'allow' })
    expect(Object.fromEntries(sentBack(answer))).toEqual({ admin_consent: 'True', tenant: TENANT, state: 's' })
    const ropc = { ...proof, grant_type: 'password', username: 'mia@rehearsal.onmicrosoft.com', password: 'rehearsal', scope: `${ORG}/.default` }
    expect((await own.token(ropc)).status).toBe(200)
  })

  it('or do not', async () => {
    const answer = await tenancy().post(`/${TENANT}/adminconsent`, { client_id: CLIENT, redirect_uri: REDIRECT, state: 's', decision: 'deny' })
    expect(Object.fromEntries(sentBack(answer))).toMatchObject({
      error: 'permission_denied',
      error_description: expect.stringMatching(/^AADSTS65004: /),
      state: 's',
    })
  })
})

describe('signing out', () => {
  it('goes back to a registered place only', async () => {
    const { get } = tenancy()
    const back = await get(`/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(REDIRECT)}&state=1`)
    expect([back.status, back.headers.get('location')]).toEqual([302, `${REDIRECT}?state=1`])
    expect((await get(`/${TENANT}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example`)).status).toBe(200)
  })
})
