import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { gathered, type Soon, type World } from '../core/index.ts'
import { certificateOf } from './certificate.ts'

/** A key as it signs tokens and as `/discovery/keys` shows it. Its id is its certificate's thumbprint (SHA-1), as Entra's are. */
export interface SigningKey {
  privateKey: KeyObject
  published: PublishedKey
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

/** Keys are not seeded: two processes never take each other's tokens, unless one goes on where the other stopped. */
let own: string | undefined
const processKey = (): string => (own ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)

/** In PEM. */
const KEPT = { name: 'entra.keys', credentials: true }

/**
 * The key that signs a World's tokens: the process's own, or the one that was kept with the World's records, so that tokens
 * that outlive a restart still verify.
 */
export function signingKey({ store, durability }: World): SigningKey {
  const kept = store.table<string>(KEPT)
  const pem = kept.get('signing') ?? processKey()
  if (durability && kept.size === 0) kept.put('signing', pem)
  return opened(pem)
}

const known = new Map<string, SigningKey>()

function opened(pem: string): SigningKey {
  let key = known.get(pem)
  if (!key) known.set(pem, (key = describe(createPrivateKey(pem))))
  return key
}

function describe(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const { n, e } = publicKey.export({ format: 'jwk' }) as { n: string; e: string }
  const serial = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 15)
  const certificate = certificateOf('accounts.accesscontrol.windows.net', privateKey, serial)
  const kid = createHash('sha1').update(certificate).digest('base64url')
  return { privateKey, published: { kty: 'RSA', use: 'sig', kid, x5t: kid, n, e, x5c: [certificate.toString('base64')] } }
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Headers by key and by whether they carry its thumbprint: the same for all tokens. */
const headers = new WeakMap<SigningKey, { plain: string; withThumbprint: string }>()

function headersOf(key: SigningKey): { plain: string; withThumbprint: string } {
  const known = headers.get(key)
  if (known) return known
  const { kid, x5t } = key.published
  const made = { plain: encode({ typ: 'JWT', alg: 'RS256', kid }), withThumbprint: encode({ typ: 'JWT', alg: 'RS256', x5t, kid }) }
  headers.set(key, made)
  return made
}

/** A JWT but for its signature. v1 access tokens carry the key's thumbprint beside its id; the recorded v2 header does not. */
const unsigned = (key: SigningKey, claims: object, withThumbprint: boolean): string =>
  `${headersOf(key)[withThumbprint ? 'withThumbprint' : 'plain']}.${encode(claims)}`

const signature = (content: string, { privateKey }: SigningKey): string => sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')

/** A signed JWT (RS256). */
export function signJwt(world: World, claims: object, withThumbprint = false): string {
  const key = signingKey(world)
  const content = unsigned(key, claims, withThumbprint)
  return `${content}.${signature(content, key)}`
}

interface Waiting {
  content: string
  key: SigningKey
  take(jwt: string): void
}

const signLater = gathered<Waiting>((all) => {
  const signatures = all.map(({ content, key }) => signature(content, key))
  for (const [at, { content, take }] of all.entries()) take(`${content}.${signatures[at]}`)
})

/**
 * The same for a client that waits. On a real clock what is asked for in one turn is signed together: between two requests a
 * signature would drive all other code out of the processor's caches. Never on another thread: fifty clients that ask at one
 * instant are answered in the order in which they asked, in every run. On a virtual clock at once, for time would go on meanwhile.
 */
export function signSoon(world: World, claims: object, withThumbprint = false): Soon<string> {
  if (world.clock.kind === 'virtual') return signJwt(world, claims, withThumbprint)
  const key = signingKey(world)
  return new Promise((take) => signLater({ content: unsigned(key, claims, withThumbprint), key, take }))
}
