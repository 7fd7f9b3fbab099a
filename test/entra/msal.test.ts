import { execFile } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificates } from '../../mocks/core/certificates.ts'
import { edge } from '../../mocks/core/edge.ts'
import { createWorlds, hostNow, scaledClock, type World } from '../../mocks/core/index.ts'
import { type Listening, listen } from '../../mocks/core/serve.ts'
import { certificateOf } from '../../mocks/entra/certificate.ts'
import entra from '../../mocks/entra/index.ts'
import { CLIENT, desk, MIA, ORG, PUBLIC, REDIRECT, seed, TENANT } from './tenant.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('msal-client.mjs', import.meta.url))
const users = {
  good: 'mia@rehearsal.onmicrosoft.com',
  disabled: 'noah@rehearsal.onmicrosoft.com',
  mfa: 'olga@rehearsal.onmicrosoft.com',
  stranger: 'rosa@rehearsal.onmicrosoft.com',
}

/** A client's own RSA key with a certificate, as somebody would upload it to the application. */
function clientCertificate() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = new X509Certificate(certificateOf('support desk', privateKey, Buffer.from('01', 'hex')))
  return {
    pem: certificate.toString(),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

describe('@azure/msal-node, unmodified, over TLS', () => {
  let folder: string
  let server: Listening
  let world: World
  // biome-ignore lint/suspicious/noExplicitAny: what MSAL gave, as the tests below say it is.
  let results: any

  beforeAll(async () => {
    const own = clientCertificate()
    const stranger = { oid: 'bf1c2d3e-4b5a-4968-8776-655443322114', upn: users.stranger, name: 'Rosa' }
    const worlds = createWorlds({
      mocks: [entra],
      clock: () => scaledClock(),
      seed: 7,
      settings: { entra: { consent: 'allow', deviceCodeInterval: 1000 } },
      plant: { entra: { ...seed, apps: [{ ...desk, certificates: [own.pem] }, ...seed.apps.slice(1)], users: [...seed.users, stranger] } },
    })
    world = worlds.baseline
    world.origins.dynamics = [ORG]
    const { ca, key, cert } = makeCertificates({ notBefore: hostNow() })
    folder = await mkdtemp(join(tmpdir(), 'rehearsal-msal-'))
    await writeFile(join(folder, 'ca.pem'), ca)
    server = await listen({ edge: edge(entra, worlds), port: 0, tls: { key, cert } })
    const { pem: _, ...certificate } = own
    const orders = {
      origin: server.url,
      tenant: TENANT,
      client: CLIENT,
      secret: 'rehearsal-secret',
      publicClient: PUBLIC,
      resource: ORG,
      redirect: REDIRECT,
      certificate,
      users,
    }
    const { stdout } = await run(process.execPath, [script, JSON.stringify(orders)], { env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } })
    results = JSON.parse(stdout)
  })

  afterAll(async () => {
    await server?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  it('gets application tokens by secret, and the second from its own cache', () => {
    const [first, second] = results.clientCredentials
    expect(first).toMatchObject({ tokenType: 'Bearer', fromCache: false, accessToken: expect.stringMatching(/^eyJ/) })
    expect(second).toMatchObject({ fromCache: true, accessToken: first.accessToken })
    expect(world.tokens.find(first.accessToken)).toMatchObject({ client: CLIENT, audience: ORG })
  })

  it('gets them by a certificate, too', () => {
    expect(world.tokens.find(results.certificate.accessToken)?.claims).toMatchObject({ appid: CLIENT, appidacr: '2' })
  })

  it('signs a user in by code and PKCE, and renews silently', () => {
    const [first, silent, renewed] = results.codeAndRefresh
    expect(first).toMatchObject({
      username: users.good,
      homeAccountId: `${MIA}.${TENANT}`,
      nonce: 'n-1',
      scopes: [`${ORG}/user_impersonation`, `${ORG}/.default`],
    })
    expect(silent).toMatchObject({ fromCache: true, accessToken: first.accessToken })
    expect(renewed.fromCache).toBe(false)
    expect(renewed.accessToken).not.toBe(first.accessToken)
    expect(world.tokens.find(renewed.accessToken)?.subject).toBe(MIA)
  })

  it('signs a user in on a device without a browser', () => {
    expect(results.deviceCode).toMatchObject({ username: users.good })
    expect(world.tokens.find(results.deviceCode.accessToken)).toMatchObject({ client: PUBLIC, subject: MIA })
  })

  it.each([
    [7000215, 'ServerError', 'invalid_client'],
    [700016, 'ServerError', 'unauthorized_client'],
    [500011, 'ServerError', 'invalid_resource'],
    [1002012, 'ServerError', 'invalid_scope'],
    [9002313, 'ServerError', 'invalid_grant'],
    [50126, 'ServerError', 'invalid_grant'],
    [50057, 'ServerError', 'invalid_grant'],
    [50076, 'InteractionRequiredAuthError', 'interaction_required'],
    [65001, 'InteractionRequiredAuthError', 'invalid_grant'],
  ])('reads AADSTS%i as its %s', (code, name, errorCode) => {
    const found = results.errors[code]
    expect(found).toMatchObject({ error: name, errorCode })
    expect(found.message).toContain(`AADSTS${code}`)
    if (name === 'ServerError') expect(String(found.errorNo)).toBe(String(code))
  })

  it('does not resolve a tenant that is not there', () => {
    expect(results.wrongTenant).toMatchObject({ error: 'ClientAuthError', errorCode: 'endpoints_resolution_error' })
  })
})
