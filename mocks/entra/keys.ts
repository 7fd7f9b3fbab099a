import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Clock, hostNow } from '../core/index.ts'

/** The key that signs every token of this process. Keys are not seeded: two processes never take each other's tokens. */
export interface SigningKey {
  kid: string
  privateKey: KeyObject
  publicKey: KeyObject
}

let made: SigningKey | undefined

export function signingKey(): SigningKey {
  if (made) return made
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
  made = { kid, privateKey, publicKey }
  return made
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/**
 * A signed JWT (RS256). Signed in this turn, not on another thread: fifty clients that ask at one instant are then
 * answered in the order in which they asked, in every run.
 */
export function signJwt(header: Record<string, unknown>, claims: Record<string, unknown>): string {
  const { kid, privateKey } = signingKey()
  const content = `${encode({ typ: 'JWT', alg: 'RS256', ...header, kid })}.${encode(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
}

export interface PublishedKey {
  kty: 'RSA'
  use: 'sig'
  kid: string
  x5t: string
  n: string
  e: string
  x5c: string[]
}

let published: Promise<PublishedKey> | undefined

/** The key as `/discovery/keys` shows it, with a certificate for validators that want one. */
export function publishedKey(clock: Clock): Promise<PublishedKey> {
  published ??= describe()
  return clock.during(published)
}

async function describe(): Promise<PublishedKey> {
  const { kid, publicKey, privateKey } = signingKey()
  // Loaded here because a play that never asks for the keys need not wait for the certificate library.
  const { selfSigned } = await import('../core/certificates.ts')
  const jwk = publicKey.export({ format: 'jwk' })
  const certificate = await selfSigned({
    name: 'accounts.accesscontrol.windows.net',
    publicKey: jwk,
    privateKey: privateKey.export({ format: 'jwk' }),
    notBefore: hostNow(),
  })
  return { kty: 'RSA', use: 'sig', kid, x5t: kid, n: jwk.n as string, e: jwk.e as string, x5c: [certificate] }
}
