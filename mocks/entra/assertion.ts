import { createHash, X509Certificate } from 'node:crypto'
import { type Call, Refusal, type World } from '../core/index.ts'
import type { App, Tenant } from './directory.ts'
import { aadsts } from './problems.ts'
import { timestamp } from './refuse.ts'

/** Clocks may differ by so many seconds (documented: five minutes). */
const TOLERANCE = 300

/** The subject of a client assertion, unverified: who claims to be asking, where the form does not say. */
export function assertedClient(assertion: string | undefined): string | undefined {
  try {
    return assertion === undefined ? undefined : decoded(assertion).claims.sub
  } catch {
    return undefined
  }
}

/** Proves a client by a JWT that it signed with a registered certificate's key. Throws a Refusal when that fails. */
export async function verifyAssertion(call: Call, world: World, tenant: Tenant, client: App, assertion: string): Promise<void> {
  const { header, claims } = read(assertion)
  const certificate = client.certificates.map((pem) => new X509Certificate(pem)).find((known) => identifies(known, header))
  if (!certificate) throw new Refusal(aadsts(700027, { thumbprint: thumbprintSent(header), app: client.clientId }))

  const now = world.clock.now()
  // Loaded by the first who signs in this way: most use a secret.
  const jose = await world.clock.during(import('jose'))
  try {
    await world.clock.during(
      jose.jwtVerify(assertion, certificate.publicKey, {
        algorithms: ['RS256', 'PS256'],
        subject: client.clientId,
        issuer: client.clientId,
        audience: audiences(call, tenant),
        currentDate: new Date(now),
        clockTolerance: TOLERANCE,
        requiredClaims: ['exp'],
      }),
    )
  } catch (error) {
    throw new Refusal(refusalOf(error, jose.errors, claims, now, client))
  }
}

interface Header {
  x5t?: string
  'x5t#S256'?: string
  kid?: string
}

interface Claims {
  sub?: string
  nbf?: number
  exp?: number
}

/** What a JWT says, which is not proven yet. Throws where it is none. */
function decoded(jwt: string): { header: Header; claims: Claims } {
  const parts = jwt.split('.')
  const [header, claims] = parts.slice(0, 2).map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()))
  if (parts.length !== 3 || !isObject(header) || !isObject(claims)) throw new TypeError('not a JWT')
  return { header, claims }
}

const isObject = (value: unknown): value is Record<string, never> => typeof value === 'object' && value !== null && !Array.isArray(value)

function read(assertion: string) {
  try {
    return decoded(assertion)
  } catch {
    throw new Refusal(aadsts(50027, { why: 'JWT format is invalid.' }))
  }
}

/** The certificate is named by its SHA-1 (`x5t`) or SHA-256 (`x5t#S256`) thumbprint; `kid` is taken for the former. */
function identifies(certificate: X509Certificate, header: Header): boolean {
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest()
  const sha1 = digest('sha1')
  const named = header['x5t#S256'] ?? header.x5t ?? header.kid
  return [sha1.toString('base64url'), sha1.toString('hex').toUpperCase(), digest('sha256').toString('base64url')].includes(String(named))
}

const thumbprintSent = (header: Header): string =>
  Buffer.from(String(header['x5t#S256'] ?? header.x5t ?? ''), 'base64url')
    .toString('hex')
    .toUpperCase()

/** The token endpoint, in either version and by any of the tenant's names, or the issuer. */
function audiences(call: Call, tenant: Tenant): string[] {
  const segment = call.params.tenant ?? tenant.id
  return [...new Set([segment, tenant.id, tenant.domain])].flatMap((name) => [
    `${call.base}/${name}/oauth2/v2.0/token`,
    `${call.base}/${name}/oauth2/token`,
    `${call.base}/${name}/v2.0`,
    `https://login.microsoftonline.com/${name}/oauth2/v2.0/token`,
    `https://login.microsoftonline.com/${name}/v2.0`,
  ])
}

function refusalOf(error: unknown, errors: typeof import('jose').errors, claims: Claims, now: number, client: App) {
  const at = (seconds: number | undefined) => (seconds === undefined ? 'unknown' : timestamp(seconds * 1000))
  if (error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf'))
    return aadsts(700024, { now: timestamp(now), from: at(claims.nbf), until: at(claims.exp) })
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return aadsts(700023)
  if (error instanceof errors.JWTClaimValidationFailed) return aadsts(50027, { why: `The claim '${error.claim}' is not the application's.` })
  return aadsts(700027, { thumbprint: '', app: client.clientId })
}
