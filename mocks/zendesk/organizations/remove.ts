import type { World } from '../../core/index.ts'
import { type Organization, organizationsOf, ticketsOf, usersOf } from '../records.ts'
import { changedTicket } from '../tickets/changed.ts'
import { now } from '../time.ts'
import { organizationMembershipsOf } from './memberships.ts'

/** Nobody is a member of it any more, and no ticket is of it. */
export function removeOrganization(world: World, { id }: Organization): void {
  const key = String(id)
  for (const one of organizationMembershipsOf(world).find('organization', key)) organizationMembershipsOf(world).delete(String(one.id))
  for (const user of usersOf(world).find('organization', key)) usersOf(world).put(String(user.id), { ...user, organization_id: null, updated_at: now(world) })
  for (const ticket of ticketsOf(world).find('organization', key)) changedTicket(world, { ...ticket, organization_id: null })
  organizationsOf(world).delete(key)
}
