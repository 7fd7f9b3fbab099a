import type { Table, World } from '../core/index.ts'

export interface Tenant {
  id: string
  domain: string
}

export interface App {
  clientId: string
  name: string
  secrets: { value: string; from?: number | undefined; expires?: number | undefined }[]
  certificates: string[]
  redirectUris: string[]
  spaRedirectUris: string[]
  public: boolean
  identifierUris: string[]
  accessTokenVersion: 1 | 2
  adminConsent: boolean
  /** The object id of its service principal: the subject of tokens that act as the application. */
  principal: string
}

export interface User {
  oid: string
  upn: string
  name: string
  password: string
  disabled: boolean
  policy: 'none' | 'mfa' | 'blocked'
}

/** Somebody agreed that an application may act for them at a resource. */
export interface Consent {
  client: string
  user: string
  resource: string
}

const tenantTable = { name: 'entra.tenant' }
const appTable = { name: 'entra.apps' }
const userTable = { name: 'entra.users', indexes: { upn: (user: User) => user.upn.toLowerCase() } }
const consentTable = { name: 'entra.consents' }

export const tenants = (world: World): Table<Tenant> => world.store.table<Tenant>(tenantTable)
export const apps = (world: World): Table<App> => world.store.table<App>(appTable)
export const users = (world: World): Table<User> => world.store.table<User>(userTable)
const consents = (world: World): Table<Consent> => world.store.table<Consent>(consentTable)

export const tenantOf = (world: World): Tenant => tenants(world).get('tenant') as Tenant
export const appOf = (world: World, clientId: string): App | undefined => apps(world).get(clientId.toLowerCase())
export const userNamed = (world: World, upn: string): User | undefined => users(world).find('upn', upn.trim().toLowerCase())[0]

export function consent(world: World, client: string, user: string, resource: string): void {
  consents(world).put(`${client} ${user} ${resource}`, { client, user, resource })
}

export const hasConsent = (world: World, app: App, user: string, resource: string): boolean =>
  app.adminConsent || consents(world).get(`${app.clientId} ${user} ${resource}`) !== undefined
