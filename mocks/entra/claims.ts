import { hash32, Recent, seededRandom, type World } from '../core/index.ts'
import type { App, Tenant, User } from './directory.ts'
import type { Resource } from './resource.ts'

/** How a client proved itself, in the words of `appidacr` and `azpacr`: 0 not at all, 1 by secret, 2 by certificate. */
export type Proof = '0' | '1' | '2'

export interface Times {
  /** Seconds since the epoch. */
  iat: number
  exp: number
}

export interface Actor {
  client: App
  proof: Proof
  /** Absent when the application acts as itself. */
  user?: User
  permissions: string[]
}

const issuers = new Recent<string, string>(100)
/** The same text in all tokens: thousands of their claims are kept. */
const issuerV1 = ({ id }: Tenant): string => issuers.get(id) ?? issuers.set(id, `https://sts.windows.net/${id}/`)
export const issuerV2 = (tenant: Tenant, base: string): string => `${base}/${tenant.id}/v2.0`

/** The same user is another `sub` for each application (documented: pairwise). */
export const pairwise = (user: User, client: string): string => seededRandom(hash32(`${user.oid} ${client}`)).text(43)

/**
 * Claims of an access token. v2: the names recorded from an application's own resource; v1: those recorded from Graph,
 * which Dataverse follows (inferred).
 */
export function accessClaims(world: World, tenant: Tenant, base: string, resource: Resource, actor: Actor, { iat, exp }: Times): Record<string, unknown> {
  const random = world.random('entra.token')
  const { client, proof, user, permissions } = actor
  const subject = user?.oid ?? client.principal
  const claims: Record<string, unknown> = {
    aud: resource.audience,
    iss: resource.version === 2 ? issuerV2(tenant, base) : issuerV1(tenant),
    iat,
    nbf: iat,
    exp,
    aio: random.text(44),
    rh: `1.${random.text(60)}.`,
    uti: random.text(22),
  }
  const own = () => {
    claims.oid = subject
    claims.sub = user ? pairwise(user, resource.key) : subject
    claims.tid = tenant.id
    if (user) Object.assign(claims, { scp: permissions.join(' '), name: user.name })
  }
  if (resource.version === 2) {
    claims.azp = client.clientId
    claims.azpacr = proof
    own()
    if (user) claims.preferred_username = user.upn
    claims.ver = '2.0'
    claims.xms_ftd = random.text(48)
    return claims
  }
  claims.appid = client.clientId
  claims.appidacr = proof
  claims.idp = issuerV1(tenant)
  claims.idtyp = user ? 'user' : 'app'
  own()
  if (user) Object.assign(claims, { acr: '1', amr: methodsOf(user), upn: user.upn, unique_name: user.upn })
  claims.ver = '1.0'
  return claims
}

/** How the user proved who they are. */
const methodsOf = ({ policy }: User): string[] => (policy === 'mfa' ? ['pwd', 'mfa'] : ['pwd'])

export interface IdTokenWishes {
  nonce?: string | undefined
  openid: readonly string[]
}

/** Claims of an id token (documented); v1 and v2 differ in issuer and in the user's name. */
export function idClaims(world: World, tenant: Tenant, base: string, version: 1 | 2, client: string, user: User, wishes: IdTokenWishes, { iat, exp }: Times) {
  const random = world.random('entra.token')
  return {
    aud: client,
    iss: version === 2 ? issuerV2(tenant, base) : issuerV1(tenant),
    iat,
    nbf: iat,
    exp,
    ...(version === 1 ? { amr: methodsOf(user), unique_name: user.upn, upn: user.upn } : { preferred_username: user.upn }),
    ...(wishes.openid.includes('email') ? { email: user.upn } : {}),
    name: user.name,
    ...(wishes.nonce ? { nonce: wishes.nonce } : {}),
    oid: user.oid,
    rh: `1.${random.text(60)}.`,
    sub: pairwise(user, client),
    tid: tenant.id,
    uti: random.text(22),
    ver: version === 2 ? '2.0' : '1.0',
  }
}
