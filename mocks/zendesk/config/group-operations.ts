import type { Operation, World } from '../../core/index.ts'
import { crud, crudOfUser, type Kind, listReply, nameOf, shown, stamped } from '../crud.ts'
import { nextId } from '../ids.ts'
import { byId, byName } from '../paging/orders.ts'
import { countReply, paged } from '../paging/page.ts'
import { flat, invalid, raise, recordNotFound } from '../problems.ts'
import { organizationsOf, ticketsOf, type User, userById, usersOf } from '../records.ts'
import { api, type Context } from '../route.ts'
import { among, linked, sideLoader, usersNamed } from '../side-load.ts'
import { changedTicket } from '../tickets/changed.ts'
import { many as manyUsers, pathUser } from '../users/operations.ts'
import { userLoads } from '../users/side-loads.ts'
import { agentsOf, type Group, groupIds, groupsOf, join, leave, type Membership, membershipOf, membershipsOf } from './groups.ts'

const groupKind: Kind<Group> = {
  plural: 'groups',
  singular: 'group',
  table: groupsOf,
  order: byName,
  who: 'admin',
  write(world, sent, before) {
    const name = nameOf(sent, before)
    return {
      id: before?.id ?? nextId(world),
      is_public: typeof sent.is_public === 'boolean' ? sent.is_public : (before?.is_public ?? true),
      name,
      description: String(sent.description ?? before?.description ?? ''),
      default: before?.default ?? false,
      deleted: false,
      ...stamped(world, before),
    }
  },
  /** Not while it is an agent's default (documented) or the account's (inferred, as are the texts). */
  remove(world, group) {
    const members = membershipsOf(world).find('group', String(group.id))
    const whose = group.default ? 'the account' : members.some((one) => one.default) ? 'an agent' : undefined
    if (whose) raise(flat('RecordInvalid', 422, `The default group of ${whose} cannot be deleted`))
    for (const one of members) membershipsOf(world).delete(String(one.id))
    for (const one of organizationsOf(world).scan()) if (one.group_id === group.id) organizationsOf(world).put(String(one.id), { ...one, group_id: null })
    for (const ticket of ticketsOf(world).scan())
      if (ticket.group_id === group.id && ticket.status !== 'closed') changedTicket(world, { ...ticket, group_id: null, assignee_id: null })
  },
}

function makeDefault(world: World, one: Membership): Membership {
  for (const other of membershipsOf(world).find('user', String(one.user_id)))
    if (other.default && other.id !== one.id) membershipsOf(world).put(String(other.id), { ...other, default: false })
  const user = userById(world, one.user_id)
  if (user) usersOf(world).put(String(user.id), { ...user, default_group_id: one.group_id })
  return { ...one, default: true, ...stamped(world, one) }
}

const membershipKind: Kind<Membership> = {
  plural: 'group_memberships',
  singular: 'group_membership',
  table: membershipsOf,
  order: byId,
  who: 'admin',
  write(world, sent, before) {
    if (before) return sent.default === true ? makeDefault(world, before) : before
    const user = userById(world, Number(sent.user_id))
    if (!user?.active || user.role === 'end-user') return raise(invalid({ user: [{ description: 'User: is invalid', error: 'InvalidValue' }] }))
    if (!groupsOf(world).get(String(sent.group_id))) return raise(invalid({ group: [{ description: 'Group: is invalid', error: 'InvalidValue' }] }))
    if (membershipOf(world, user.id, Number(sent.group_id)))
      return raise(invalid({ user_id: [{ description: 'User: has already been taken', error: 'DuplicateValue' }] }))
    return join(world, user, Number(sent.group_id))
  },
  remove: leave,
  beside: sideLoader<Membership>({
    users: usersNamed,
    groups: linked(
      ({ group_id }) => [group_id],
      among(groupsOf),
      (where, group) => groupJson(where, group),
    ),
  }),
}

/** The groups of the user that a path names; undefined when there is no such user. */
function groupsOfUser(context: Context): Group[] | undefined {
  const user = pathUser(context)
  return user && groupIds(context.world, user).flatMap((id) => groupsOf(context.world).get(String(id)) ?? [])
}

export const groupJson = (context: Pick<Context, 'world' | 'base'>, group: Group) => shown(groupKind, context, group)

export const groupOperations: Operation[] = [
  ...api('GET', '/api/v2/groups/assignable', 'groups.assignable', {}, (context) =>
    paged<Group>(context, 'groups', [...groupsOf(context.world).scan()], (group) => shown(groupKind, context, group), { order: byName }),
  ),
  ...crud(groupKind),
  ...crud(membershipKind),
  ...crudOfUser(membershipKind),
  ...api('GET', '/api/v2/groups/:id/memberships', 'group_memberships.of_group', {}, (context) => {
    if (!groupsOf(context.world).get(context.params.id ?? '')) return recordNotFound()
    return listReply(membershipKind, context, membershipsOf(context.world).find('group', context.params.id ?? ''))
  }),
  ...api('GET', '/api/v2/groups/:id/users', 'groups.users', {}, (context) => {
    if (!groupsOf(context.world).get(context.params.id ?? '')) return recordNotFound()
    const rows = agentsOf(context.world, context.params.id ?? '')
    return paged<User>(context, 'users', rows, manyUsers(context), { order: byId, beside: (page) => userLoads(context, page) })
  }),
  ...api('GET', '/api/v2/users/:id/group_memberships', 'group_memberships.of_user', {}, (context) => {
    const user = pathUser(context)
    if (!user) return recordNotFound()
    return listReply(membershipKind, context, membershipsOf(context.world).find('user', String(user.id)))
  }),
  ...api('GET', '/api/v2/groups/:id/users/count', 'groups.count_users', {}, (context) => {
    const group = groupsOf(context.world).get(context.params.id ?? '')
    return countReply(context, group && agentsOf(context.world, String(group.id)).length)
  }),
  ...api('GET', '/api/v2/users/:id/groups/count', 'groups.count_of_user', {}, (context) => countReply(context, groupsOfUser(context)?.length)),
  ...api('GET', '/api/v2/users/:id/groups', 'groups.of_user', {}, (context) => {
    const rows = groupsOfUser(context)
    if (!rows) return recordNotFound()
    return paged<Group>(context, 'groups', rows, (group) => shown(groupKind, context, group), { order: byName })
  }),
]
