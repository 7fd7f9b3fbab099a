import type { World } from '../../core/index.ts'
import { digitsOf, type Identity, identitiesOf, type User, userByEmail, usersOf } from '../records.ts'
import { now } from '../time.ts'
import { holders } from './phone.ts'
import { identitiesOfUser } from './user.ts'

// A user shows one address and one number of the identities: what changes there changes on the user, too.

/** As identities of this type are kept. */
export const spelled = (type: string, value: unknown): string => (type === 'email' ? String(value ?? '').toLowerCase() : String(value ?? '')).trim()

/** Who has this address or number. */
export const ownerOf = (world: World, type: string, value: string): User | undefined =>
  type === 'email' ? userByEmail(world, value) : type === 'phone_number' ? holders(world, digitsOf(value))[0] : undefined

export function changeIdentity(world: World, user: User, before: Identity, change: Partial<Pick<Identity, 'value' | 'verified'>>): Identity {
  const identity = put(world, { ...before, ...change })
  keep(world, user, { ...(shows(user, before) ? shownAs(identity.type, identity.value) : {}), ...verifiedBy(identity) })
  return identity
}

/** The primary one is what the user shows. */
export function makePrimary(world: World, user: User, identity: Identity): Identity[] {
  for (const other of identitiesOfUser(world, user.id)) if (other.type === identity.type && other.primary) put(world, { ...other, primary: false })
  put(world, { ...identity, primary: true })
  keep(world, user, { ...shownAs(identity.type, identity.value), ...verifiedBy(identity) })
  return identitiesOfUser(world, user.id)
}

/** The next one of its type takes the place of one that the user shows (inferred). */
export function removeIdentity(world: World, user: User, identity: Identity): void {
  identitiesOf(world).delete(String(identity.id))
  if (!shows(user, identity)) return
  const next = identitiesOfUser(world, user.id).find(({ type }) => type === identity.type)
  if (next) makePrimary(world, user, next)
  else keep(world, user, shownAs(identity.type, null))
}

const shows = (user: User, { type, value }: Identity): boolean => (type === 'email' ? user.email : type === 'phone_number' ? user.phone : undefined) === value

const shownAs = (type: string, value: string | null): Partial<User> =>
  type === 'email' ? { email: value } : type === 'phone_number' ? { phone: value, shared_phone_number: value === null ? null : false } : {}

/** A user of whom one identity is verified is (documented). */
const verifiedBy = ({ verified }: Identity): Partial<User> => (verified ? { verified } : {})

const put = (world: World, identity: Identity): Identity => identitiesOf(world).put(String(identity.id), { ...identity, updated_at: now(world) })
const keep = (world: World, user: User, change: Partial<User>): User => usersOf(world).put(String(user.id), { ...user, ...change, updated_at: now(world) })
