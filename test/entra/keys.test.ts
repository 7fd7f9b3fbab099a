import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, expect, it, vi } from 'vitest'
import { persist } from '../../mocks/core/persist.ts'
import { asApp, jwt, type Tenancy } from './tenant.ts'

const folder = mkdtempSync(join(tmpdir(), 'rehearsal-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As if the process had just started: with a key of its own. */
async function anotherProcess(): Promise<Tenancy> {
  vi.resetModules()
  return (await import('./tenant.ts')).tenancy()
}
const published = async ({ get }: Tenancy) => (await get('/common/discovery/v2.0/keys')).body.keys

it('a key is named by the thumbprint of its certificate, which holds it and signs itself', async () => {
  const desk = await anotherProcess()
  const [key] = await published(desk)
  const der = Buffer.from(key.x5c[0], 'base64')
  const certificate = new X509Certificate(der)
  expect(key.kid).toBe(createHash('sha1').update(der).digest('base64url'))
  expect(key.x5t).toBe(key.kid)
  expect(certificate.subject).toBe('CN=accounts.accesscontrol.windows.net')
  expect(certificate.verify(createPublicKey({ key, format: 'jwk' }))).toBe(true)
  expect(certificate.publicKey.export({ format: 'jwk' })).toMatchObject({ n: key.n, e: key.e })
  const { header } = jwt((await desk.token({ ...asApp, grant_type: 'client_credentials' })).body.access_token)
  expect(header).toMatchObject({ alg: 'RS256', kid: key.kid, x5t: key.x5t })
})

it('a token that was kept on disk verifies after a restart; elsewhere it does not', async () => {
  const before = await anotherProcess()
  const first = await persist(before.world, folder)
  const { access_token: token } = (await before.token(asApp)).body
  await first.close()

  const after = await anotherProcess()
  const second = await persist(after.world, folder)
  const stranger = await anotherProcess()
  const options = { currentDate: new Date('2026-03-01T08:10:00Z') }
  expect(after.world.tokens.find(token)).toBeDefined()
  await expect(jwtVerify(token, createLocalJWKSet({ keys: await published(after) }), options)).resolves.toBeDefined()
  await expect(jwtVerify(token, createLocalJWKSet({ keys: await published(stranger) }), options)).rejects.toThrow()
  await second.close()
})
