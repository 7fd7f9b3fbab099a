import { notImitated, type World } from '../../core/index.ts'
import { accountOf } from '../account.ts'
import { groupsOf, join, leaveAll } from '../config/groups.ts'
import { personalValues } from '../fields/personal.ts'
import { flagIn } from '../flag.ts'
import { nextId, readId } from '../ids.ts'
import { enrol } from '../organizations/memberships.ts'
import { type FieldErrors, invalid, raise, recordNotFound } from '../problems.ts'
import { type Identity, identitiesOf, organizationsOf, type Role, ticketsOf, type User, userByEmail, usersOf } from '../records.ts'
import { tagList } from '../tags/tag-list.ts'
import { now } from '../time.ts'
import { userSaved } from '../webhooks/saved.ts'
import { addIdentity } from './identities.ts'
import { isAddress, type NewIdentity, readIdentity } from './identity-check.ts'
import { withPhone } from './phone.ts'
import { blankUser, roleDefaults } from './user.ts'

export type Attributes = Record<string, unknown>

const ROLES: readonly Role[] = ['end-user', 'agent', 'admin']
const TEXTS = ['alias', 'signature', 'details', 'notes', 'time_zone', 'iana_time_zone', 'locale'] as const
const FLAGS = ['moderator', 'only_private_comments', 'restricted_agent', 'suspended', 'verified', 'shared_agent', 'report_csv'] as const
const NUMBERS = ['organization_id', 'custom_role_id', 'locale_id'] as const

const text = (value: unknown): string | null => (value === null || value === undefined || value === '' ? null : String(value))

/** Creates a user, with identities for the email address and for a phone number that nobody else has. `id`: a seed's own. */
export function createUser(world: World, attributes: Attributes, id?: number): User {
  const role = ROLES.find((known) => known === attributes.role) ?? 'end-user'
  const blank = blankUser(world, id ?? nextId(world), role)
  checkUser(world, attributes)
  const identities = Array.isArray(attributes.identities) ? attributes.identities.map((sent) => readIdentity(world, sent)) : []
  // New agents join the account's default group (documented, support.zendesk.com 4408821536794); into another that is named, and that only (inferred).
  const group = role === 'end-user' ? null : (groupOf(world, attributes.default_group_id) ?? accountOf(world).groupId)
  const user = { ...assigned(world, blank, attributes), name: String(attributes.name), default_group_id: group }
  const email = text(attributes.email)
  const withEmail: User = email ? { ...user, email: email.toLowerCase() } : user
  usersOf(world).put(String(user.id), withEmail)
  if (email) addIdentity(world, user.id, 'email', email.toLowerCase(), { primary: true, verified: withEmail.verified })
  const called = attributes.phone ? withPhone(world, withEmail, String(attributes.phone)) : withEmail
  const made = identities.reduce((one, identity) => withIdentity(world, one, identity), called)
  enrol(world, made.id, made.organization_id)
  usersOf(world).put(String(made.id), made)
  if (group !== null) join(world, made, group)
  userSaved(world, 'created', made)
  return made
}

/** One more way to reach a new user (documented: "Create user with multiple identities"); the first of its type is the primary one. */
function withIdentity(world: World, user: User, { type, value }: NewIdentity): User {
  if (type === 'phone_number') return withPhone(world, user, value)
  const own = identitiesOf(world)
    .find('user', String(user.id))
    .filter((other) => other.type === type)
  if (own.some((other) => other.value === value)) return user
  const first = own.length === 0
  addIdentity(world, user.id, type, value, { primary: first, verified: false })
  return type === 'email' && first ? { ...user, email: value } : user
}

/**
 * Changes a user. A new email address or a second phone number is added beside the first, which stays (documented). The default
 * group can only be set when a user is made (documented).
 */
export function updateUser(world: World, user: User, attributes: Attributes): User {
  checkUser(world, attributes, user)
  let changed = assigned(world, user, attributes)
  if ('name' in attributes) changed = { ...changed, name: String(attributes.name) }
  const role = ROLES.find((known) => known === attributes.role)
  if (role && role !== user.role) changed = { ...changed, ...roleDefaults(role) }
  // End users are in no group (documented).
  if (role === 'end-user' && user.role !== 'end-user') {
    leaveAll(world, user)
    changed = { ...changed, default_group_id: null }
  }
  // Whoever becomes an agent is a new one (inferred).
  if (role && role !== 'end-user' && user.role === 'end-user') changed = { ...changed, default_group_id: join(world, user, accountOf(world).groupId).group_id }
  const email = text(attributes.email)?.toLowerCase()
  if (email && !owns(world, user, email)) {
    addIdentity(world, user.id, 'email', email, { primary: user.email === null, verified: false })
    if (user.email === null) changed = { ...changed, email }
  }
  if (flagIn(attributes.verified) === true && !user.verified) verifyAddress(world, user)
  if ('phone' in attributes) changed = withPhone(world, changed, text(attributes.phone))
  if (changed.organization_id !== user.organization_id) enrol(world, user.id, changed.organization_id)
  return usersOf(world).put(String(user.id), { ...changed, updated_at: now(world) })
}

/** Who is said to be verified has a verified address. */
function verifyAddress(world: World, user: User): void {
  for (const identity of identitiesOf(world).find('user', String(user.id)))
    if (identity.type === 'email' && identity.primary) identitiesOf(world).put(String(identity.id), { ...identity, verified: true, updated_at: now(world) })
}

/** An end user who asks in a ticket that is not closed stays (documented, support.zendesk.com 4408821737498; the text is inferred). */
export function checkDeletable(world: World, { id, name, role }: User): void {
  const asks = ticketsOf(world).find('requester', String(id))
  if (role === 'end-user' && asks.some(({ status }) => status !== 'closed' && status !== 'deleted'))
    raise(invalid({ base: [{ description: `${name} is the requester of tickets that are not closed`, error: 'InvalidValue' }] }))
}

/** Soft: the record stays and says `active: false`; its identities are free for others. */
export function deleteUser(world: World, user: User): User {
  for (const identity of identitiesOf(world).find('user', String(user.id))) identitiesOf(world).delete(String(identity.id))
  if (user.role !== 'end-user') leaveAll(world, user)
  const deleted = usersOf(world).put(String(user.id), { ...user, active: false, default_group_id: null, updated_at: now(world) })
  userSaved(world, 'deleted', deleted)
  return deleted
}

const owns = (world: World, user: User, email: string): boolean =>
  identitiesOf(world)
    .find('email', email)
    .some((identity: Identity) => identity.user_id === user.id)

/** The group that is to be an agent's default. What is said of one that is not there is inferred. */
function groupOf(world: World, sent: unknown): number | null {
  const group = readId(sent)
  if (text(sent) === null) return null
  return group !== null && groupsOf(world).get(String(group))
    ? group
    : raise(invalid({ default_group: [{ description: 'Default group: is invalid', error: 'InvalidValue' }] }))
}

/** An organization by its name, where one has it; whether the service makes it otherwise is not known to us. */
function organizationNamed(world: World, sent: unknown): number | undefined {
  const name = (sent as { name?: unknown } | null | undefined)?.name
  if (typeof name !== 'string') return undefined
  const [found] = organizationsOf(world).find('name', name.trim().toLowerCase())
  return found ? found.id : raise(notImitated('a user of an organization that is named and does not exist'))
}

function assigned(world: World, user: User, attributes: Attributes): User {
  const changed: Record<string, unknown> = { ...user, organization_id: organizationNamed(world, attributes.organization) ?? user.organization_id }
  for (const key of TEXTS) if (key in attributes) changed[key] = text(attributes[key]) ?? (user[key] === null ? null : '')
  for (const key of FLAGS) changed[key] = flagIn(attributes[key]) ?? user[key]
  for (const key of NUMBERS) if (key in attributes) changed[key] = readId(attributes[key])
  if ('external_id' in attributes) changed.external_id = text(attributes.external_id)
  if ('ticket_restriction' in attributes) changed.ticket_restriction = text(attributes.ticket_restriction)
  if ('tags' in attributes) changed.tags = tagList(attributes.tags)
  if (attributes.user_fields) changed.user_fields = { ...user.user_fields, ...personalValues(world, 'user', attributes.user_fields) }
  return changed as unknown as User
}

/** Refuses what no user can be; `user`: one that is to be changed so. */
export function checkUser(world: World, attributes: Attributes, user?: User): void {
  const errors = wrongIn(world, attributes, user)
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  // Not found, and nothing more is said (reported of the Java client, 115, 2016).
  if (text(attributes.organization_id) !== null && !organizationsOf(world).get(String(readId(attributes.organization_id)))) raise(recordNotFound())
}

/** What no user can be, by field. */
export function wrongIn(world: World, attributes: Attributes, user?: User): FieldErrors {
  const errors: FieldErrors = {}
  const add = (field: string, description: string, error: string | null) => (errors[field] = [...(errors[field] ?? []), { description, error }])
  const name = attributes.name
  if (user ? 'name' in attributes && !String(name ?? '').trim() : !String(name ?? '').trim())
    add('name', 'Name: is too short (minimum is 1 characters)', 'ValueTooShort')
  else if (String(name ?? '').length > 255) add('name', 'Name: is too long (maximum is 255 characters)', 'ValueTooLong')
  const role = text(attributes.role)
  if (role !== null && !ROLES.some((known) => known === role)) add('role', `Role: ${role} is not included in the list`, 'InvalidValue')
  const email = text(attributes.email)
  if (email && !isAddress(email)) add('email', `Email: ${email} is not properly formatted`, 'InvalidFormat')
  else if (email) {
    const owner = userByEmail(world, email)
    if (owner && owner.id !== user?.id) add('email', `Email: ${email} is already being used by another user`, 'DuplicateValue')
  }
  const external = text(attributes.external_id)
  if (external) {
    const [owner] = usersOf(world)
      .find('external', external.toLowerCase())
      .filter((other) => other.active)
    if (owner && owner.id !== user?.id) add('external_id', 'External has already been taken', 'DuplicateValue')
  }
  return errors
}
