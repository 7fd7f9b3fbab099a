import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import { certificateOf } from '../../mocks/entra/certificate.ts'
import entra from '../../mocks/entra/index.ts'
import { asApp, CLIENT, desk, jwt, LOGIN, ORG, seed, TENANT, tenancy } from './tenant.ts'

const NOON = Date.parse('2026-03-01T12:00:00Z')
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const certificate = new X509Certificate(certificateOf('support desk', privateKey, Buffer.from('01', 'hex')))
const thumbprint = createHash('sha1').update(certificate.raw).digest('base64url')

describe('client assertions', () => {
  const seconds = Date.parse('2026-03-01T08:00:00Z') / 1000
  const audience = `${LOGIN}/${TENANT}/oauth2/v2.0/token`
  const signed = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = { x5t: thumbprint }) =>
    new SignJWT({ iss: CLIENT, sub: CLIENT, aud: audience, nbf: seconds, exp: seconds + 600, jti: '1', ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
      .sign(privateKey)
  const ask = async (client_assertion: string, client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') => {
    const { token } = tenancy({ seed: { ...seed, apps: [{ ...desk, certificates: [certificate.toString()] }] } })
    const { client_secret: _, ...form } = asApp
    return token({ ...form, client_assertion, client_assertion_type })
  }

  it('prove a client, and the token says that a certificate did', async () => {
    const { status, body } = await ask(await signed())
    expect(status).toBe(200)
    expect(jwt(body.access_token).claims).toMatchObject({ appid: CLIENT, appidacr: '2' })
  })

  it('say of which kind they are', async () => {
    const assertion = await signed()
    const refused = async (type: string) => (await ask(assertion, type)).body
    const missing = { error: 'invalid_request', error_codes: [900144], error_description: expect.stringContaining("'client_assertion_type'") }
    expect(await refused('')).toMatchObject(missing)
    expect(await refused('urn:ietf:params:oauth:client-assertion-type:saml2-bearer')).toMatchObject({ error: 'invalid_request', error_codes: [9002313] })
  })

  it('need a certificate that is one, which is said when it is planted', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----'
    expect(() => tenancy({ seed: { ...seed, apps: [{ ...desk, certificates: [broken] }] } })).toThrow(/certificate in PEM/)
  })

  it.each([
    [700027, 'an unknown certificate', async () => signed({}, { x5t: 'AAAA' }), "Thumbprint of key used by client: '000000'"],
    [
      700027,
      'a changed content',
      async () => (await signed()).replace(/\.[^.]+\./, `.${(await signed({ jti: '2' })).split('.')[1]}.`),
      `for app Id '${CLIENT}'`,
    ],
    [700024, 'a past one', () => signed({ nbf: seconds - 4000, exp: seconds - 400 }), 'expiry time of assertion 2026-03-01 07:53:20Z'],
    [700024, 'a future one', () => signed({ nbf: seconds + 400 }), 'assertion valid from 2026-03-01 08:06:40Z'],
    [700023, 'one for somebody else', () => signed({ aud: 'https://other.example' }), 'audience claim'],
    [50027, 'one that is no JWT', async () => 'no.jwt', 'JWT format is invalid'],
    [50027, 'another subject', () => signed({ sub: 'x' }), "claim 'sub'"],
  ])('AADSTS%i for %s', async (code, _what, make, words) => {
    const { status, body } = await ask(await make())
    expect([status, body.error, body.error_codes]).toEqual([401, 'invalid_client', [code]])
    expect(body.error_description).toContain(words)
  })
})

it('the token endpoint is asked with a slash at its end, too', async () => {
  const { token, world } = tenancy()
  expect((await token(asApp, { path: `/${TENANT}/oauth2/v2.0/token/` })).status).toBe(200)
  expect(world.journal.of('entra').flatMap(({ actions }) => actions)).toMatchObject([{ kind: 'signed-in', client: CLIENT, ok: true }])
})

describe('discovery', () => {
  it('is the tenant’s own by id and by domain, and has the v1 issuer in v1', async () => {
    const { get } = tenancy()
    const byId = (await get(`/${TENANT}/v2.0/.well-known/openid-configuration`)).body
    expect(byId.issuer).toBe(`${LOGIN}/${TENANT}/v2.0`)
    expect((await get('/Rehearsal.onmicrosoft.com/v2.0/.well-known/openid-configuration')).body).toEqual(byId)
    const v1 = (await get(`/${TENANT}/.well-known/openid-configuration`)).body
    expect(v1).toMatchObject({ issuer: `https://sts.windows.net/${TENANT}/`, token_endpoint: `${LOGIN}/${TENANT}/oauth2/token` })
  })

  it('shows the key that signs, with a certificate that holds the same key', async () => {
    const { get, token } = tenancy()
    const [key] = (await get('/common/discovery/v2.0/keys')).body.keys
    const { header } = jwt((await token(asApp)).body.access_token)
    expect(header).toMatchObject({ alg: 'RS256', kid: key.kid, x5t: key.x5t })
    expect(new X509Certificate(Buffer.from(key.x5c[0], 'base64')).publicKey.export({ format: 'jwk' })).toEqual({ kty: 'RSA', n: key.n, e: key.e })
    expect((await get('/common/discovery/keys')).body.keys[0]).toMatchObject({ kid: key.kid, n: key.n })
  })

  it('tells MSAL which hosts are one cloud', async () => {
    const { get } = tenancy()
    const ask = (host: string) =>
      get(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(`https://${host}/${TENANT}/oauth2/v2.0/authorize`)}`)
    expect((await ask('login.microsoftonline.com')).body).toEqual({
      tenant_discovery_endpoint: `${LOGIN}/${TENANT}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.windows.net',
          aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
        },
      ],
    })
    const unknown = await ask('login.example')
    expect([unknown.status, unknown.body.error]).toEqual([400, 'invalid_instance'])
  })
})

describe('Worlds', () => {
  const worlds = () => createWorlds({ mocks: [entra], clock: () => virtualClock(NOON), seed: 7, plant: { entra: seed } })

  it('are found by tenant or by path, and tokens of one are unknown to another', async () => {
    const all = worlds()
    const other = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
    const class7 = all.create('class-7', { plant: { entra: { ...seed, tenantId: other } } })
    for (const world of all.list()) world.origins.dynamics = [ORG]
    const { fetch } = edge(entra, all)
    const ask = async (base: string, tenant: string) => {
      const response = await fetch(new Request(`${base}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(asApp) }))
      return { status: response.status, body: (await response.json()) as { access_token: string } }
    }
    const theirs = await ask('http://localhost:4401', other)
    expect(class7.tokens.find(theirs.body.access_token)).toBeDefined()
    expect(all.baseline.tokens.find(theirs.body.access_token)).toBeUndefined()
    expect((await ask('http://localhost:4401/w/class-7', TENANT)).status).toBe(400)

    const forked = await ask('http://localhost:4401/w/forked', TENANT)
    expect(all.get('forked')?.tokens.find(forked.body.access_token)).toBeDefined()
    const document = await (await fetch(new Request(`http://localhost:4401/w/forked/${TENANT}/v2.0/.well-known/openid-configuration`))).json()
    expect(document).toMatchObject({
      issuer: `http://localhost:4401/w/forked/${TENANT}/v2.0`,
      token_endpoint: `http://localhost:4401/w/forked/${TENANT}/oauth2/v2.0/token`,
    })
  })

  it('have a tenancy that works without a seed, another one for each random seed', async () => {
    const plain = (random: number) => createWorlds({ mocks: [entra], clock: () => virtualClock(NOON), seed: random }).baseline
    expect(plain(1).tenancy.entra).not.toBe(plain(2).tenancy.entra)
    expect(plain(1).store.dump()).toEqual(plain(1).store.dump())
    expect(entra.census?.(plain(1))).toBe('1 application, 1 user')
    const [line] = entra.tries?.(plain(1), 'http://localhost:4401', { entra: 'http://localhost:4401', dynamics: 'http://localhost:4402' }) ?? []
    expect(line).toContain('scope=http://localhost:4402/.default')
  })

  it('answer every form with tokens or with an AADSTS error, never with a failure of their own', async () => {
    const { token } = tenancy()
    const member = fc.constantFrom(
      'grant_type',
      'client_id',
      'client_secret',
      'client_assertion',
      'scope',
      'resource',
      'code',
      'refresh_token',
      'device_code',
      'username',
    )
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        CLIENT,
        'rehearsal-secret',
        ...['client_credentials', 'authorization_code', 'refresh_token', 'password', 'device_code'],
        `${ORG}/.default`,
        'openid',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.dictionary(member, value), fc.string(), async (form, authorization) => {
        const { status, body } = await token(form, { headers: { authorization: `Basic ${Buffer.from(authorization).toString('base64')}` } })
        expect([200, 400, 401]).toContain(status)
        expect(body.access_token ?? body.error_description).toMatch(/^(eyJ|AADSTS\d+: )/)
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})
