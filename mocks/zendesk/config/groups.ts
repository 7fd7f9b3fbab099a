import type { TableDefinition, World } from '../../core/index.ts'
import { type Row, stamped } from '../crud.ts'
import { nextId } from '../ids.ts'
import { type Ticket, ticketsOf, type User, userById, usersOf } from '../records.ts'
import { changedTicket } from '../tickets/changed.ts'
import { isWorking } from '../tickets/working.ts'

export interface Group extends Row {
  is_public: boolean
  name: string
  description: string
  default: boolean
  deleted: boolean
}
export interface Membership extends Row {
  user_id: number
  group_id: number
  default: boolean
}

const memberKey = (user: number, group: number): string => `${user} ${group}`

const groups: TableDefinition<Group> = { name: 'zendesk.groups' }
const memberships: TableDefinition<Membership> = {
  name: 'zendesk.group_memberships',
  indexes: {
    user: (one) => String(one.user_id),
    group: (one) => String(one.group_id),
    member: (one) => memberKey(one.user_id, one.group_id),
  },
}
export const groupsOf = (world: World) => world.store.table(groups)
export const membershipsOf = (world: World) => world.store.table(memberships)

/** Of this user in this group. */
export const membershipOf = (world: World, user: number, group: number): Membership | undefined =>
  membershipsOf(world).find('member', memberKey(user, group))[0]

/** Puts an agent into a group; the first is the agent's default. */
export function join(world: World, user: User, groupId: number): Membership {
  const known = membershipOf(world, user.id, groupId)
  if (known) return known
  const own = membershipsOf(world).find('user', String(user.id))
  const id = nextId(world)
  if (user.default_group_id === null) usersOf(world).put(String(user.id), { ...user, default_group_id: groupId })
  return membershipsOf(world).put(String(id), { id, user_id: user.id, group_id: groupId, default: own.length === 0, ...stamped(world, undefined) })
}

/** Working tickets of an agent are nobody's. */
function free(world: World, agent: number, which: (ticket: Ticket) => boolean = () => true): void {
  for (const ticket of ticketsOf(world).find('assignee', String(agent)))
    if (isWorking(ticket) && which(ticket)) changedTicket(world, { ...ticket, assignee_id: null })
}

/** A solved ticket must be somebody's: who of the group is longest with the account, whose id is the lowest, takes the place of who leaves it (documented, support.zendesk.com 7431999772954). */
function handOver(world: World, { user_id, group_id }: Membership): void {
  const [next] = agentsOf(world, String(group_id)).sort((a, b) => a.id - b.id)
  if (!next) return
  for (const ticket of ticketsOf(world).find('assignee', String(user_id)))
    if (ticket.status === 'solved' && ticket.group_id === group_id) changedTicket(world, { ...ticket, assignee_id: next.id })
}

/** Out of a group: its working tickets are the agent's no more (documented), and the next group is the default one (inferred). */
export function leave(world: World, one: Membership): void {
  const table = membershipsOf(world)
  table.delete(String(one.id))
  free(world, one.user_id, ({ group_id }) => group_id === one.group_id)
  handOver(world, one)
  const user = userById(world, one.user_id)
  if (user?.default_group_id !== one.group_id) return
  const [next] = table.find('user', String(user.id)).sort((a, b) => a.id - b.id)
  if (next) table.put(String(next.id), { ...next, default: true, ...stamped(world, next) })
  usersOf(world).put(String(user.id), { ...user, default_group_id: next?.group_id ?? null })
}

/** Out of all groups, and no agent any more: what there is to work on is nobody's, what is solved is another one's of its group (documented, as above). */
export function leaveAll(world: World, { id }: User): void {
  for (const one of membershipsOf(world).find('user', String(id))) {
    membershipsOf(world).delete(String(one.id))
    handOver(world, one)
  }
  free(world, id)
}

export const groupIds = (world: World, user: User): number[] =>
  membershipsOf(world)
    .find('user', String(user.id))
    .map(({ group_id }) => group_id)

/** Who of a group is still there. */
export const agentsOf = (world: World, group: string): User[] =>
  membershipsOf(world)
    .find('group', group)
    .flatMap((one) => userById(world, one.user_id) ?? [])
    .filter(({ active }) => active)
