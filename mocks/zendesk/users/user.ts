import type { World } from '../../core/index.ts'
import { fieldKeys } from '../fields/keys.ts'
import { type Identity, identitiesOf, type User } from '../records.ts'
import { now } from '../time.ts'

/** What goes with a role; `role_type` 4 is an administrator, 0 an agent with a role of the account's own. */
export function roleDefaults(role: User['role']): Pick<User, 'role' | 'role_type' | 'moderator' | 'ticket_restriction' | 'restricted_agent' | 'report_csv'> {
  const agent = role !== 'end-user'
  return {
    role,
    role_type: role === 'admin' ? 4 : agent ? 0 : null,
    moderator: agent,
    ticket_restriction: agent ? null : 'requested',
    restricted_agent: !agent,
    report_csv: role === 'admin',
  }
}

/** Defaults of a new user (recorded 2024). */
export function blankUser(world: World, id: number, role: User['role']): User {
  const at = now(world)
  const { role_type, moderator, ticket_restriction, restricted_agent, report_csv } = roleDefaults(role)
  return {
    id,
    name: '',
    email: null,
    created_at: at,
    updated_at: at,
    time_zone: 'Pacific Time (US & Canada)',
    iana_time_zone: 'America/Los_Angeles',
    phone: null,
    shared_phone_number: null,
    photo: null,
    locale_id: 1,
    locale: 'en-US',
    organization_id: null,
    role,
    verified: role !== 'end-user',
    external_id: null,
    tags: [],
    alias: null,
    active: true,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    two_factor_auth_enabled: null,
    signature: null,
    details: null,
    notes: null,
    role_type,
    custom_role_id: null,
    moderator,
    ticket_restriction,
    only_private_comments: false,
    restricted_agent,
    suspended: false,
    default_group_id: null,
    report_csv,
    user_fields: {},
  }
}

/** On the wire: `id` and `url` first, then the record; every field of the account appears in `user_fields`. */
export function userJson(world: World, user: User, base: string): Record<string, unknown> {
  const { id } = user
  const fields: Record<string, unknown> = {}
  for (const key of fieldKeys(world, 'user')) fields[key] = user.user_fields[key] ?? null
  const shown: Record<string, unknown> = { id, url: `${base}/api/v2/users/${id}.json` }
  for (const name in user) shown[name] = user[name as keyof User]
  shown.user_fields = fields
  return shown
}

/** `GET /users/me` without credentials: 200 and nobody. Which keys it has is from memory. */
export const anonymousJson = (base: string): Record<string, unknown> => ({
  id: null,
  url: `${base}/api/v2/users/.json`,
  name: 'Anonymous user',
  email: 'invalid@example.com',
  created_at: null,
  updated_at: null,
  time_zone: 'Pacific Time (US & Canada)',
  iana_time_zone: 'America/Los_Angeles',
  phone: null,
  shared_phone_number: null,
  photo: null,
  locale_id: 1,
  locale: 'en-US',
  organization_id: null,
  role: 'end-user',
  verified: false,
  external_id: null,
  tags: [],
  alias: '',
  active: false,
  shared: false,
  shared_agent: false,
  last_login_at: null,
  two_factor_auth_enabled: null,
  signature: null,
  details: '',
  notes: '',
  custom_role_id: null,
  moderator: false,
  ticket_restriction: 'requested',
  only_private_comments: false,
  restricted_agent: true,
  suspended: false,
  default_group_id: null,
  user_fields: {},
})

export function identityJson(identity: Identity, base: string): Record<string, unknown> {
  const { id, user_id, type, value, verified, primary, created_at, updated_at } = identity
  const url = `${base}/api/v2/users/${user_id}/identities/${id}.json`
  const common = { url, id, user_id, type, value, verified, primary, created_at, updated_at }
  return type === 'email' ? { ...common, undeliverable_count: 0, deliverable_state: 'deliverable', verification_method: verified ? 'embed' : 'none' } : common
}

/** Primary first, then oldest first. */
export const identitiesOfUser = (world: World, userId: number): Identity[] =>
  identitiesOf(world)
    .find('user', String(userId))
    .sort((a, b) => Number(b.primary) - Number(a.primary) || a.id - b.id)
