import type { Operation, World } from '../../core/index.ts'
import { invalid, recordNotFound } from '../problems.ts'
import { identitiesOf, ticketsOf, type User, userById, usersOf } from '../records.ts'
import { api, json, rootOf } from '../route.ts'
import { changedTicket } from '../tickets/changed.ts'
import { now } from '../time.ts'
import { one, pathUser } from './operations.ts'
import { deleteUser } from './write.ts'

export const mergeOperations: Operation[] = [
  ...api('PUT', '/api/v2/users/:id/merge', 'users.merge', { scope: 'users' }, (context) => {
    const loser = pathUser(context)
    const winner = userById(context.world, Number(rootOf(context, 'user').id))
    if (!loser?.active || !winner?.active) return recordNotFound()
    // Only end users can be merged (documented); the text is inferred.
    if (loser.role !== 'end-user' || winner.role !== 'end-user' || loser.id === winner.id)
      return invalid({ base: [{ description: 'Only two different end users can be merged', error: 'InvalidValue' }] })
    return json(one(context, merge(context.world, loser, winner)))
  }),
]

/** The first gives its tickets, identities and tags to the second and is deleted (documented); its number shows where the second has none. */
function merge(world: World, loser: User, winner: User): User {
  for (const ticket of ticketsOf(world).find('requester', String(loser.id))) changedTicket(world, { ...ticket, requester_id: winner.id })
  const lacking = (type: string) => (type === 'email' ? winner.email === null : type === 'phone_number' ? winner.phone === null : false)
  for (const identity of identitiesOf(world).find('user', String(loser.id)))
    identitiesOf(world).put(String(identity.id), {
      ...identity,
      user_id: winner.id,
      primary: lacking(identity.type) && identity.primary,
      updated_at: now(world),
    })
  deleteUser(world, loser)
  return usersOf(world).put(String(winner.id), {
    ...winner,
    email: winner.email ?? loser.email,
    phone: winner.phone ?? loser.phone,
    shared_phone_number: winner.phone === null ? loser.shared_phone_number : winner.shared_phone_number,
    verified: winner.verified || loser.verified,
    tags: [...new Set([...winner.tags, ...loser.tags])],
    updated_at: now(world),
  })
}
