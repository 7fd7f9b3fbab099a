import type { World } from '../../core/index.ts'
import { digitsOf, identitiesOf, type User, userById, usersOf } from '../records.ts'
import { now } from '../time.ts'
import { addIdentity } from './identities.ts'

/**
 * What setting `phone` does (documented, and reports of client libraries): the first unique number is a direct line with an
 * identity; one that somebody else has is a shared number without; a second number beside a direct line is one more identity
 * and `phone` goes on showing the first. A number is kept as text, E.164 or not (from memory).
 */
export function withPhone(world: World, user: User, phone: string | null): User {
  const identities = identitiesOf(world)
  const lines = identities.find('user', String(user.id)).filter((identity) => identity.type === 'phone_number')
  if (phone === null) {
    for (const line of lines) if (line.value === user.phone) identities.delete(String(line.id))
    const next = lines.find((line) => line.value !== user.phone)
    if (next) identities.put(String(next.id), { ...next, primary: true, updated_at: now(world) })
    return { ...user, phone: next?.value ?? null, shared_phone_number: next ? false : null }
  }
  if (lines.some((line) => digitsOf(line.value) === digitsOf(phone))) return user
  const taken = holders(world, digitsOf(phone)).some((holder) => holder.id !== user.id)
  if (lines.length > 0) {
    if (!taken) addIdentity(world, user.id, 'phone_number', phone, { primary: false, verified: true })
    return user
  }
  if (!taken) addIdentity(world, user.id, 'phone_number', phone, { primary: true, verified: true })
  return { ...user, phone, shared_phone_number: taken }
}

/** Everybody who can be reached at these digits, on a direct line or a shared number, oldest first. */
export function holders(world: World, digits: string): User[] {
  if (digits === '') return []
  const found = new Map(
    usersOf(world)
      .find('phone', digits)
      .map((user) => [user.id, user]),
  )
  for (const line of identitiesOf(world).find('phone', digits)) {
    const user = userById(world, line.user_id)
    if (user?.active) found.set(user.id, user)
  }
  return [...found.values()].sort((a, b) => a.id - b.id)
}
