import { type Call, Refusal, type World } from '../../core/index.ts'
import type { IdTokenWishes, Proof } from '../claims.ts'
import type { App, Tenant, User } from '../directory.ts'
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
  run(request: TokenRequest): Granted | Promise<Granted>
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

/** What a client asks for on behalf of a user; `otherwise` is the scope or resource that an earlier request named. */
export function userPermissions(request: Pick<TokenRequest, 'world' | 'tenant' | 'version' | 'form'>, otherwise?: string): Permissions {
  const { world, tenant, version, form } = request
  if (version === 2) return userScope(world, tenant, form.get('scope') ?? otherwise ?? required(form, 'scope'))
  const resource = resourceNamed(world, tenant, form.get('resource') ?? otherwise ?? required(form, 'resource'))
  return { resource, names: ['user_impersonation'], openid: ['openid', 'profile', 'offline_access'] }
}
