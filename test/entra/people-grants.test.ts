import { createHash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { codes, DAY, MIDDLE, MINUTE, onBehalf, pkce, proof, redeem, refresh, withMiddle } from './asking.ts'
import { asApp, CLIENT, desk, jwt, LOGIN, MIA, ORG, PUBLIC, REDIRECT, seed, sentBack, signIn, TENANT, type Tenancy, tenancy } from './tenant.ts'

describe('on behalf of', () => {
  const called = async (own: ReturnType<typeof tenancy>) => {
    const code = (await signIn(own, { scope: `openid api://${MIDDLE}/access` })).get('code')
    return (await redeem(own, code, { scope: `api://${MIDDLE}/access` })).body.access_token
  }

  it('a service calls on as the user who called it', async () => {
    const own = tenancy({ seed: { ...seed, apps: withMiddle } })
    const { status, body } = await own.token(onBehalf(await called(own)))
    expect([status, typeof body.refresh_token]).toEqual([200, 'string'])
    expect(jwt(body.access_token).claims).toMatchObject({ aud: 'https://rehearsal.crm.dynamics.com', appid: MIDDLE, oid: MIA, scp: 'user_impersonation' })
  })

  it("refuses what is no token, not for it, expired, or no user's", async () => {
    const own = tenancy({ seed: { ...seed, apps: withMiddle } })
    const code = async (assertion: string) => (await own.token(onBehalf(assertion))).body.error_codes?.[0]
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
    const code = (await signIn(own, { redirect_uri: page, ...pkce.challenge })).get('code') ?? ''
    const { body } = await own.token({ grant_type: 'authorization_code', client_id: CLIENT, code, redirect_uri: page, ...pkce.verifier }, { headers })
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
    const code = (await signIn(own, { redirect_uri: page, ...pkce.challenge })).get('code') ?? ''
    const headers = { origin: 'https://app.example' }
    const { body } = await own.token({ grant_type: 'authorization_code', client_id: CLIENT, code, redirect_uri: page, ...pkce.verifier }, { headers })
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
