import { describe, expect, it } from 'vitest'
import { redeem, refresh } from './asking.ts'
import { asApp, CLIENT, jwt, ORG, signIn, tenancy } from './tenant.ts'

const HOUR = 3_600_000

it('a refresh that asks about the user only needs no more consent than the sign-in had', async () => {
  const own = tenancy()
  const { body } = await redeem(own, (await signIn(own)).get('code'))
  const again = await refresh(own, body.refresh_token, { scope: 'openid profile offline_access' })
  expect([again.status, Object.keys(again.body)]).toEqual([200, expect.arrayContaining(['access_token', 'refresh_token', 'id_token'])])
  expect((await refresh(own, body.refresh_token, { scope: 'openid email' })).body.error_codes).toEqual([65001])
  expect((await refresh(own, body.refresh_token, { scope: 'https://graph.microsoft.com/User.Read' })).body.error_codes).toEqual([65001])
})

it('.default at Graph is the permission that a registration begins with, and not none', async () => {
  const own = tenancy()
  const { body } = await redeem(own, (await signIn(own, { scope: 'https://graph.microsoft.com/.default' })).get('code'))
  expect([body.scope, jwt(body.access_token).claims.scp]).toEqual(['User.Read', 'User.Read'])
})

describe('the lives of tokens (R001)', () => {
  it('signs in at once, and again at once while the token lives', async () => {
    const { token, world } = tenancy()
    const start = world.clock.now()
    await token(asApp)
    await world.clock.advance(0.9 * HOUR)
    await token(asApp)
    expect(world.clock.now()).toBe(start + 0.9 * HOUR)
    expect(world.journal.of('entra').flatMap(({ remarks }) => remarks)).toEqual([
      expect.objectContaining({ kind: 'token-issued', client: CLIENT, grant: 'client_credentials', renewal: false, took: 0 }),
      expect.objectContaining({ kind: 'token-issued', renewal: false, took: 0 }),
    ])
  })

  it('takes 9 to 15 seconds when the last token has expired, for each of many seeds', async () => {
    const waits = await Promise.all(
      Array.from({ length: 40 }, async (_, random) => {
        const { token, world } = tenancy({ random })
        await token(asApp)
        await world.clock.advance(2 * HOUR)
        const asked = world.clock.now()
        const { body } = await token(asApp)
        const took = world.clock.now() - asked
        const [, renewed] = world.journal.of('entra')
        expect(renewed?.remarks).toContainEqual(expect.objectContaining({ kind: 'token-issued', renewal: true, took }))
        expect(renewed?.actions).toEqual([expect.objectContaining({ kind: 'signed-in', client: CLIENT, renewal: true, ok: true })])
        expect(jwt(body.access_token).claims.iat).toBe(Math.floor(world.clock.now() / 1000) - 300)
        return took
      }),
    )
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(9000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000)
    expect(new Set(waits).size).toBeGreaterThan(30)
  })

  it('lets every request that arrives at an expired token wait for itself', async () => {
    const { token, world } = tenancy()
    await token(asApp)
    await world.clock.advance(2 * HOUR)
    await Promise.all([token(asApp), token(asApp), token(asApp)])
    const renewals = world.journal.of('entra').flatMap(({ remarks }) => remarks.filter((remark) => remark.kind === 'token-issued' && remark.renewal))
    expect(renewals).toHaveLength(3)
  })

  it('waits after the fault that ends all tokens, and not after a refusal', async () => {
    const { token, world } = tenancy()
    await token(asApp)
    world.tokens.expireAll()
    const before = world.clock.now()
    expect((await token({ ...asApp, client_secret: 'wrong' })).status).toBe(401)
    expect(world.clock.now()).toBe(before)
    await token(asApp)
    expect(world.clock.now() - before).toBeGreaterThanOrEqual(9000)
  })

  it('is the same for the same seed, and a setting', async () => {
    const play = async (settings: Record<string, unknown>) => {
      const { token, world } = tenancy({ settings })
      await token(asApp)
      await world.clock.advance(2 * HOUR)
      const { body } = await token(asApp)
      return { now: world.clock.now(), claims: jwt(body.access_token).claims }
    }
    expect(await play({})).toEqual(await play({}))
    expect((await play({ tokenLatency: { min: '1s', max: '1s' } })).now).toBe((await play({ tokenLatency: { min: 0, max: 0 } })).now + 1000)
  })

  it('gives tokens of 60 to 90 minutes, and says so in body, claims and vault alike', async () => {
    const { token, world } = tenancy()
    const lives = new Set<number>()
    for (let i = 0; i < 20; i++) {
      const { body } = await token(asApp)
      const { claims } = jwt(body.access_token)
      lives.add(body.expires_in)
      expect(Number(claims.exp) * 1000).toBe(world.clock.now() + (body.expires_in + 1) * 1000)
      expect(world.tokens.find(body.access_token)).toMatchObject({
        issuer: 'entra',
        kind: 'access',
        client: CLIENT,
        audience: ORG,
        expiresAt: Number(claims.exp) * 1000,
      })
    }
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(3599)
    expect(Math.max(...lives)).toBeLessThanOrEqual(5399)
    expect(lives.size).toBeGreaterThan(10)
  })
})

describe('what a token is for', () => {
  it.each([
    [`${ORG}/.default`, ORG],
    [`${ORG}//.default`, `${ORG}/`],
    ['http://localhost:4402/.default', 'http://localhost:4402'],
    ['http://localhost:4402/w/demo/.default', 'http://localhost:4402/w/demo'],
    ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com'],
  ])('%s is for %s', async (scope, audience) => {
    const { token, world } = tenancy()
    const { body } = await token({ ...asApp, scope })
    expect(jwt(body.access_token).claims).toMatchObject({
      aud: audience,
      ver: '1.0',
      appid: CLIENT,
      appidacr: '1',
      idtyp: 'app',
      iss: expect.stringContaining('https://sts.windows.net/'),
    })
    expect(world.tokens.find(body.access_token)?.audience).toBe(audience)
  })

  it('is not for another World', async () => {
    const { token, world } = tenancy()
    const { body } = await token({ ...asApp, scope: 'http://localhost:4402/w/other/.default' })
    expect(body.error_codes).toEqual([500011])
    const why = `This World has ${ORG}, http://localhost:4402, https://graph.microsoft.com.`
    expect(world.journal.of('entra')[0]?.remarks).toEqual([{ kind: 'token-refused', why: expect.stringContaining(why) }])
  })

  it('answers v1 in strings, and takes Basic authentication', async () => {
    const { token } = tenancy()
    const basic = Buffer.from(`${CLIENT}:rehearsal-secret`).toString('base64')
    const { status, body } = await token(
      { grant_type: 'client_credentials', resource: `${ORG}/` },
      { path: '/rehearsal.onmicrosoft.com/oauth2/token', headers: { authorization: `Basic ${basic}` } },
    )
    expect(status).toBe(200)
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: expect.stringMatching(/^\d{4}$/),
      ext_expires_in: body.expires_in,
      expires_on: expect.stringMatching(/^\d{10}$/),
      not_before: expect.stringMatching(/^\d{10}$/),
      resource: `${ORG}/`,
      access_token: expect.stringMatching(/^eyJ/),
    })
    expect(Number(body.expires_on) - Number(body.not_before)).toBe(Number(body.expires_in) + 301)
    expect(jwt(body.access_token).header).toHaveProperty('x5t')
  })
})
