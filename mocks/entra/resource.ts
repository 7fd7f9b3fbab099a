import { Refusal, type World } from '../core/index.ts'
import { type App, apps, type Tenant } from './directory.ts'
import { aadsts } from './problems.ts'
import { isGuid } from './tenant.ts'

/** Scopes that ask about the user and name no resource. */
export const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const
const DEFAULT = '/.default'
/** In every tenant; bare scopes such as `User.Read` belong to it. Only its tokens are here, not the API. */
export const GRAPH = 'https://graph.microsoft.com'
const GRAPH_APP = '00000003-0000-0000-c000-000000000000'

export interface Resource {
  /** As requested, without `/.default`: what becomes the token's audience. */
  audience: string
  /** How consents remember it: without a slash at the end. */
  key: string
  /** Version of the access tokens that it takes. First-party resources take 1 (recorded for Graph, inferred for Dataverse). */
  version: 1 | 2
  app?: App
}

const trim = (text: string) => (text.endsWith('/') ? text.replace(/\/+$/, '') : text)

/** Another system of this World by its origin, with or without the World's path prefix and a slash. */
function isSystem(world: World, key: string): boolean {
  const bare = key.endsWith(`/w/${world.id}`) ? key.slice(0, -`/w/${world.id}`.length) : key
  const isHere = (origin: string) => {
    const here = trim(origin).toLowerCase()
    return here === bare || here === key
  }
  for (const name in world.origins) if (name !== 'entra' && world.origins[name]?.some(isHere)) return true
  const name = world.systemAt(bare)
  return name !== undefined && name !== 'entra'
}

/** The resource of that name. Throws a Refusal (AADSTS500011) when the tenant knows none. */
export function resourceNamed(world: World, tenant: Tenant, audience: string): Resource {
  const key = trim(audience).toLowerCase()
  if (isSystem(world, key)) return { audience, key, version: 1 }
  if (key === GRAPH || key === GRAPH_APP) return { audience, key: GRAPH, version: 1 }
  for (const app of apps(world).scan()) {
    const names = [app.clientId, `api://${app.clientId}`, ...app.identifierUris.map((uri) => trim(uri).toLowerCase())]
    // A v2 token names its audience by the client id, however it was asked for (recorded).
    if (names.includes(key))
      return { audience: app.accessTokenVersion === 2 ? app.clientId : audience, key: app.clientId, version: app.accessTokenVersion, app }
  }
  const known = Object.entries(world.origins).flatMap(([name, origins]) => (name === 'entra' ? [] : origins))
  throw new Refusal(aadsts(500011, { resource: audience, tenant: tenant.id }, { hint: `This World has ${[...known, GRAPH].join(', ')}.` }))
}

/** The resource of a client credentials request, whose scope is one `<resource>/.default`. */
export function appScope(world: World, tenant: Tenant, scope: string): Resource {
  const wanted = scope.split(' ').filter((part) => part !== '')
  const foreign = wanted.find((part) => !part.endsWith(DEFAULT))
  if (foreign !== undefined) throw new Refusal(aadsts(1002012, { scope }))
  const [first, ...rest] = wanted
  if (first === undefined) throw new Refusal(aadsts(900144, { parameter: 'scope' }))
  if (rest.length > 0) throw new Refusal(aadsts(28000, { scope }))
  return resourceNamed(world, tenant, first.slice(0, -DEFAULT.length))
}

export interface Permissions {
  resource: Resource
  /** Permissions at the resource, by their short names: `user_impersonation`, `User.Read`. */
  names: string[]
  /** `openid`, `profile`, `email`, `offline_access` as asked for. */
  openid: string[]
}

/** What a user is asked for: permissions at one resource, and what the client wants to know about the user. */
export function userScope(world: World, tenant: Tenant, scope: string): Permissions {
  const parts = scope.split(' ').filter((part) => part !== '')
  if (parts.length === 0) throw new Refusal(aadsts(900144, { parameter: 'scope' }))
  const openid = parts.filter((part) => (OPENID_SCOPES as readonly string[]).includes(part))
  const found = parts.filter((part) => !openid.includes(part)).map(split)
  if (found.some((part) => part === undefined)) throw new Refusal(aadsts(70011, { scope }))
  const wanted = found.filter((part) => part !== undefined)
  if (new Set(wanted.map((part) => trim(part.audience).toLowerCase())).size > 1) throw new Refusal(aadsts(28000, { scope }))
  const resource = resourceNamed(world, tenant, wanted[0]?.audience ?? GRAPH)
  return { resource, names: wanted.map((part) => part.name), openid }
}

/** `https://org/user_impersonation` is a permission of `https://org`; a word alone is one of Graph's. undefined: neither. */
function split(scope: string): { audience: string; name: string } | undefined {
  if (/^[A-Za-z][\w.-]*$/.test(scope)) return { audience: GRAPH, name: scope }
  const slash = scope.lastIndexOf('/')
  const [audience, name] = [scope.slice(0, slash), scope.slice(slash + 1)]
  return (URL.canParse(audience) || isGuid(audience)) && /^[\w.-]+$/.test(name) ? { audience, name } : undefined
}

/**
 * The permissions in a token: `.default` stands for all that the application has registered, which is `user_impersonation` here,
 * and at Graph the `User.Read` that a registration begins with (inferred).
 */
export function granted({ resource, names, openid }: Permissions): string[] {
  const plain = names.filter((name) => name !== '.default')
  if (resource.key === GRAPH)
    return [...openid.filter((name) => name !== 'offline_access'), ...(names.length > plain.length && plain.length === 0 ? ['User.Read'] : plain)]
  return plain.length > 0 ? plain : ['user_impersonation']
}

/** The `scope` member of an answer (recorded shape): full names for a resource, bare ones for Graph. */
export function scopeText(permissions: Permissions): string {
  const base = trim(permissions.resource.audience)
  if (permissions.resource.key === GRAPH) return granted(permissions).join(' ')
  return [...granted(permissions), '.default'].map((name) => `${base}/${name}`).join(' ')
}

/** The same permissions as a v2 `scope` parameter would ask for them. */
export const scopeAsked = ({ resource, names, openid }: Permissions): string => [...openid, ...names.map((name) => `${resource.audience}/${name}`)].join(' ')
