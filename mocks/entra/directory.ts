import type { Table, TableDefinition, World } from '../core/index.ts'

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
  implicit: { idToken: boolean; accessToken: boolean }
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

/** A device that waits for somebody to type its code. */
export interface Device {
  deviceCode: string
  userCode: string
  client: string
  /** What it asked for, as a v2 scope. */
  scope: string
  expiresAt: number
  state: 'pending' | 'allowed' | 'declined' | 'redeemed'
  user?: string
}

const tenantTable = { name: 'entra.tenant' }
const appTable: TableDefinition<App> = { name: 'entra.apps', secrets: ['secrets'] }
const userTable: TableDefinition<User> = { name: 'entra.users', secrets: ['password'], indexes: { upn: (user: User) => user.upn.toLowerCase() } }
const consentTable = { name: 'entra.consents' }

const deviceTable = { name: 'entra.devices', credentials: true, indexes: { userCode: (device: Device) => device.userCode } }

export const tenants = (world: World): Table<Tenant> => world.store.table<Tenant>(tenantTable)
export const apps = (world: World): Table<App> => world.store.table<App>(appTable)
export const users = (world: World): Table<User> => world.store.table<User>(userTable)
export const devices = (world: World): Table<Device> => world.store.table<Device>(deviceTable)
const consents = (world: World): Table<Consent> => world.store.table<Consent>(consentTable)

export const tenantOf = (world: World): Tenant => tenants(world).get('tenant') as Tenant
export const appOf = (world: World, clientId: string): App | undefined => apps(world).get(clientId.toLowerCase())
export const userNamed = (world: World, upn: string): User | undefined => users(world).find('upn', upn.trim().toLowerCase())[0]

export function consent(world: World, client: string, user: string, resource: string): void {
  consents(world).put(`${client} ${user} ${resource}`, { client, user, resource })
}

/** For everybody in the tenant. */
export const consentForAll = (world: World, app: App): App => apps(world).put(app.clientId, { ...app, adminConsent: true })

export const hasConsent = (world: World, app: App, user: string, resource: string): boolean =>
  app.adminConsent || consents(world).get(`${app.clientId} ${user} ${resource}`) !== undefined
