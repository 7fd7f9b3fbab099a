import { type Call, Refusal, type World } from '../../core/index.ts'
import type { IdTokenWishes, Proof } from '../claims.ts'
import { type App, hasConsent, type Tenant, type User, userNamed, users } from '../directory.ts'
import { aadsts } from '../problems.ts'
import { appScope, type Permissions, type Resource, resourceNamed, userScope } from '../resource.ts'

/** A request at the token endpoint whose client is known and has proved itself. */
export interface TokenRequest {
  call: Call
  world: World
  tenant: Tenant
  /** True when it came by `common` or `organizations`. */
  shared: boolean
  /** Of the endpoint: 1 takes `resource`, 2 takes `scope`. */
  version: 1 | 2
  form: URLSearchParams
  client: App
  proof: Proof
}

/** What a grant allows. Without `user` the application acts as itself, and gets an access token only. */
export interface Granted {
  resource: Resource
  user?: UserGrant
}

export interface UserGrant {
  user: User
  permissions: Permissions
  id: IdTokenWishes
  /** A single-page application's refresh token lives a day from the first sign-in, however often it is renewed. */
  spa: boolean
  /** When that day ends; absent before the first refresh token. */
  until?: number
}

/** One grant, one file. `run` throws a Refusal when it gives nothing. */
export interface Grant {
  /** Values of `grant_type`. */
  names: readonly string[]
  run(request: TokenRequest): Granted
}

/** A parameter that must be there (AADSTS900144). */
export function required(form: URLSearchParams, parameter: string): string {
  const value = form.get(parameter)
  if (!value) throw new Refusal(aadsts(900144, { parameter }))
  return value
}

/** The resource that an application asks for as itself. */
export function appResource({ world, tenant, version, form }: TokenRequest): Resource {
  if (version === 1) return resourceNamed(world, tenant, required(form, 'resource'))
  if (form.has('resource')) throw new Refusal(aadsts(901002))
  return appScope(world, tenant, required(form, 'scope'))
}

/** What a client asks for on behalf of a user; `earlier` is what the request before this one asked for, as a v2 scope. */
export function userPermissions(request: Pick<TokenRequest, 'world' | 'tenant' | 'version' | 'form'>, earlier?: string): Permissions {
  const { world, tenant, version, form } = request
  if (version === 2) {
    if (form.has('resource')) throw new Refusal(aadsts(901002))
    return userScope(world, tenant, form.get('scope') || earlier || required(form, 'scope'))
  }
  const named = form.get('resource')
  if (!named && earlier) return userScope(world, tenant, earlier)
  const resource = resourceNamed(world, tenant, required(form, 'resource'))
  return { resource, names: ['user_impersonation'], openid: ['openid', 'profile', 'offline_access'] }
}

/** Who signs in on a page: the one of that name, the first of all where nobody is named. Throws a Refusal for who is not there, or may not. */
export function signingIn(world: World, tenant: Tenant, name: string | null): User | undefined {
  const [user] = name ? [userNamed(world, name)] : users(world).scan()
  if (!user && name) throw new Refusal(aadsts(50034, { user: name, tenant: tenant.id }))
  if (user) admitAtAll(user)
  return user
}

export function admitAtAll(user: User): void {
  if (user.disabled) throw new Refusal(aadsts(50057))
  if (user.policy === 'blocked') throw new Refusal(aadsts(53003))
}

/** Throws a Refusal for a user who may not use the application at the resource, however they sign in. */
export function admitInBrowser(world: World, client: App, user: User, resource: Resource): void {
  admitAtAll(user)
  if (!hasConsent(world, client, user.oid, resource.key)) throw new Refusal(aadsts(65001, { app: client.clientId, name: client.name }))
}

/** The same, where nobody is there to answer a second factor. */
export function admit(world: World, client: App, user: User, resource: Resource): void {
  if (user.policy === 'mfa' && !user.disabled) throw new Refusal(aadsts(50076, { resource: resource.audience }, { claims: challenge(world) }))
  admitInBrowser(world, client, user, resource)
}

/** What the client must send back as `claims` with its next sign-in (documented shape). */
const challenge = (world: World): string =>
  JSON.stringify({ access_token: { capolids: { essential: true, values: [world.random('entra.policy').stream('mfa').guid()] } } })
