import { type Reply, type Soon, soon, type World } from '../core/index.ts'
import { accessClaims, idClaims, type Times } from './claims.ts'
import type { Granted, TokenRequest, UserGrant } from './grants/grant.ts'
import { signJwt, signSoon } from './keys.ts'
import { granted, scopeAsked, scopeText } from './resource.ts'
import { settingsOf } from './settings.ts'
import { TokenText } from './token-text.ts'

const uniform = (world: World, purpose: string, { min, max }: { min: number; max: number }) => world.random(purpose).uniform(min, max)

/** What a client waits that renews an expired token (R001), drawn at arrival; undefined for a first sign-in and for one that still has a living token. */
export function renewalWait(world: World, client: string): number | undefined {
  const last = world.tokens.latest('entra', client)
  return last === undefined || world.tokens.alive(last) ? undefined : Math.round(uniform(world, 'entra.latency', settingsOf(world).tokenLatency))
}

interface Issued {
  value: string
  expiresAt: number
  times: Times
  /** What the answer says of its life: one less than it is (recorded: 3599 where the token lives 3600). */
  seconds: number
  /** Absent when the application acts as itself. */
  scope?: string
}

/** An access token before it is signed. */
interface Draft extends Omit<Issued, 'value' | 'expiresAt'> {
  claims: Record<string, unknown>
  permissions: string[]
}

function draft({ call, world, tenant, client, proof, version }: TokenRequest, { resource, user: delegated }: Granted): Draft {
  const { lifetime, times } = lifeOf(world)
  const permissions = delegated ? granted(delegated.permissions) : []
  const actor = { client, proof, permissions, ...(delegated ? { user: delegated.user } : {}) }
  const claims = accessClaims(world, tenant, call.base, resource, actor, times)
  const scope = delegated && { scope: version === 2 ? scopeText(delegated.permissions) : permissions.join(' ') }
  return { claims, permissions, times, seconds: Math.max(0, lifetime - 1), ...scope }
}

/** Keeps a signed one in the World, where its resource finds it. */
function kept({ world, client }: TokenRequest, { resource, user: delegated }: Granted, { claims, permissions, ...told }: Draft, value: string): Issued {
  const expiresAt = told.times.exp * 1000
  world.tokens.issue({
    value,
    issuer: 'entra',
    kind: 'access',
    client: client.clientId,
    subject: delegated?.user.oid ?? client.principal,
    audience: resource.audience,
    scopes: permissions,
    expiresAt,
    claims,
  })
  return { value, expiresAt, ...told }
}

/** Makes an access token and keeps it, in this turn. */
export function accessToken(request: TokenRequest, allowed: Granted): Issued {
  const drafted = draft(request, allowed)
  return kept(request, allowed, drafted, signJwt(request.world, drafted.claims, allowed.resource.version === 1))
}

function lifeOf(world: World): { lifetime: number; times: Times } {
  const settings = settingsOf(world)
  const now = Math.floor(world.clock.now() / 1000)
  const lifetime = Math.round(uniform(world, 'entra.lifetime', settings.tokenLifetime) / 1000)
  return { lifetime, times: { iat: now - Math.round(settings.tokenBackdating / 1000), exp: now + lifetime } }
}

interface Answer {
  reply: Reply
  expiresAt: number
}

/** Makes the tokens that a grant allows and answers in the body of the endpoint's version. */
export function issue(request: TokenRequest, allowed: Granted): Soon<Answer> {
  const drafted = draft(request, allowed)
  return soon(signSoon(request.world, drafted.claims, allowed.resource.version === 1), (value) =>
    answer(request, allowed, kept(request, allowed, drafted, value)),
  )
}

function answer(request: TokenRequest, { resource, user: delegated }: Granted, { value, expiresAt, times, seconds, scope }: Issued): Answer {
  const lasting =
    request.version === 2
      ? { expires_in: seconds, ext_expires_in: seconds }
      : {
          expires_in: String(seconds),
          ext_expires_in: String(seconds),
          expires_on: String(times.exp),
          not_before: String(times.iat),
          resource: resource.audience,
        }
  const said = scope === undefined ? { token_type: 'Bearer', ...lasting } : { token_type: 'Bearer', scope, ...lasting }
  const body = new TokenText(said, value, delegated && userTokens(request, delegated, times))
  return { reply: { status: 200, body }, expiresAt }
}

/** What comes with a user's access token, as far as the client asked for it. */
function userTokens(request: TokenRequest, delegated: UserGrant, times: Times): Record<string, string> {
  const { tenant, form } = request
  const { user, permissions } = delegated
  return {
    ...(permissions.openid.includes('offline_access') ? { refresh_token: refreshToken(request, delegated) } : {}),
    ...(permissions.openid.includes('openid') ? { id_token: idToken(request, delegated, {}, times) } : {}),
    ...(form.get('client_info') === '1' ? { client_info: Buffer.from(JSON.stringify({ uid: user.oid, utid: tenant.id })).toString('base64url') } : {}),
  }
}

/** `hashes`: of what comes beside it from /authorize. */
export function idToken(
  { call, world, tenant, client, version }: TokenRequest,
  { user, id }: UserGrant,
  hashes: Readonly<Record<string, string>> = {},
  times: Times = lifeOf(world).times,
): string {
  return signJwt(world, { ...idClaims(world, tenant, call.base, version, client.clientId, user, id, times), ...hashes })
}

/** Each use gives another one, and the one that was used stays good (documented). */
function refreshToken({ world, client }: TokenRequest, { user, permissions, spa, until }: UserGrant): string {
  const settings = settingsOf(world)
  const now = world.clock.now()
  const { value } = world.tokens.issue({
    value: `1.${world.random('entra.token').text(320)}`,
    issuer: 'entra',
    kind: 'refresh',
    client: client.clientId,
    subject: user.oid,
    audience: permissions.resource.audience,
    scopes: [...permissions.openid, ...granted(permissions)],
    expiresAt: until ?? now + (spa ? settings.spaRefreshLifetime : settings.refreshLifetime),
    claims: { spa, scope: scopeAsked(permissions) },
  })
  return value
}
