import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { crud, crudOfUser, type Kind, listReply, type Row, stamped } from '../crud.ts'
import { nextId } from '../ids.ts'
import { byId } from '../paging/orders.ts'
import { invalid, raise, recordNotFound } from '../problems.ts'
import { organizationsOf, ticketsOf, userById, usersOf } from '../records.ts'
import { api, idOf } from '../route.ts'
import { among, linked, sideLoader, usersNamed } from '../side-load.ts'
import { changedTicket } from '../tickets/changed.ts'
import { isWorking } from '../tickets/working.ts'
import { now } from '../time.ts'
import { organizationJson } from './organization.ts'

export interface OrganizationMembership extends Row {
  user_id: number
  organization_id: number
  default: boolean
}

const memberships: TableDefinition<OrganizationMembership> = {
  name: 'zendesk.organization_memberships',
  indexes: { user: (one) => String(one.user_id), organization: (one) => String(one.organization_id) },
}
export const organizationMembershipsOf = (world: World) => world.store.table(memberships)

const kind: Kind<OrganizationMembership> = {
  plural: 'organization_memberships',
  singular: 'organization_membership',
  table: organizationMembershipsOf,
  order: byId,
  scope: 'organizations',
  write(world, sent, before) {
    if (before) return sent.default === true ? makeDefault(world, before) : before
    const user = userById(world, Number(sent.user_id))
    if (!user?.active) return raise(invalid({ user: [{ description: 'User: is invalid', error: 'InvalidValue' }] }))
    const organization = organizationsOf(world).get(String(sent.organization_id))
    // An id that names none (reported of the PHP client, 353, 2017).
    if (!organization) return raise(invalid({ organization: [{ description: 'Organization cannot be blank', error: 'BlankValue' }] }))
    const own = organizationMembershipsOf(world).find('user', String(user.id))
    if (own.some((one) => one.organization_id === organization.id))
      return raise(invalid({ user_id: [{ description: 'User: has already been taken', error: 'DuplicateValue' }] }))
    const first = user.organization_id === null
    if (first) usersOf(world).put(String(user.id), { ...user, organization_id: organization.id })
    return { id: nextId(world), user_id: user.id, organization_id: organization.id, default: first, ...stamped(world, undefined) }
  },
  remove: removeMembership,
  beside: sideLoader<OrganizationMembership>({
    users: usersNamed,
    organizations: linked(
      ({ organization_id }) => [organization_id],
      among(organizationsOf),
      ({ world, base }, organization) => organizationJson(world, organization, base),
    ),
  }),
}

export const organizationMembershipOperations: Operation[] = [
  ...crud(kind),
  ...crudOfUser(kind),
  ...api('GET', '/api/v2/users/:id/organization_memberships', 'organization_memberships.of_user', { scope: 'organizations' }, (context) => {
    if (!userById(context.world, Number(idOf(context)))) return recordNotFound()
    const rows = organizationMembershipsOf(context.world).find('user', String(Number(idOf(context))))
    return listReply(kind, context, rows)
  }),
  ...api('GET', '/api/v2/organizations/:id/organization_memberships', 'organization_memberships.of_organization', { scope: 'organizations' }, (context) => {
    if (!organizationsOf(context.world).get(idOf(context))) return recordNotFound()
    const rows = organizationMembershipsOf(context.world).find('organization', idOf(context))
    return listReply(kind, context, rows)
  }),
]

/** Out of an organization, which was the user's own or another one. */
export function removeMembership(world: World, one: OrganizationMembership): void {
  leave(world, one)
  const user = userById(world, one.user_id)
  if (user?.organization_id === one.organization_id) usersOf(world).put(String(user.id), { ...user, organization_id: null })
}

/** The user's working tickets are of it no more, either (documented). */
function leave(world: World, one: OrganizationMembership): void {
  organizationMembershipsOf(world).delete(String(one.id))
  for (const ticket of ticketsOf(world).find('requester', String(one.user_id)))
    if (ticket.organization_id === one.organization_id && isWorking(ticket)) changedTicket(world, { ...ticket, organization_id: null })
}

function makeDefault(world: World, one: OrganizationMembership): OrganizationMembership {
  enrol(world, one.user_id, one.organization_id)
  const user = userById(world, one.user_id)
  if (user) usersOf(world).put(String(user.id), { ...user, organization_id: one.organization_id, updated_at: now(world) })
  return { ...one, default: true, ...stamped(world, one) }
}

/** A user's `organization_id` is the default one of the memberships; who has none any more has left that. */
export function enrol(world: World, userId: number, organizationId: number | null): void {
  const table = organizationMembershipsOf(world)
  const own = table.find('user', String(userId))
  if (organizationId === null) {
    for (const one of own) if (one.default) leave(world, one)
    return
  }
  for (const one of own)
    if (one.default !== (one.organization_id === organizationId)) table.put(String(one.id), { ...one, default: one.organization_id === organizationId })
  if (own.some((one) => one.organization_id === organizationId)) return
  const id = nextId(world)
  table.put(String(id), { id, user_id: userId, organization_id: organizationId, default: true, ...stamped(world, undefined) })
}
