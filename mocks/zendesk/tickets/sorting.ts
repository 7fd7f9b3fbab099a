import type { World } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import type { Order } from '../paging/cursor.ts'
import { byNiceId, reversed, seconds } from '../paging/orders.ts'
import { wantsCursor } from '../paging/page.ts'
import { listed, raise } from '../problems.ts'
import { type Ticket, userById } from '../records.ts'
import type { Context } from '../route.ts'
import { PRIORITIES, STATUSES, TYPES } from './attributes.ts'
import { commentsOn } from './conversation.ts'

type Key = (ticket: Ticket, world: World) => number | string

/** What tickets can be sorted by under offset paging (documented), and search results. */
const KEYS: Record<string, Key> = {
  assignee: (ticket) => ticket.assignee_id ?? 0,
  'assignee.name': (ticket, world) => userById(world, ticket.assignee_id)?.name.toLowerCase() ?? '',
  commented: (ticket, world) => commentsOn(world, ticket.id).at(-1)?.created_at ?? '',
  created_at: (ticket) => ticket.created_at,
  group: (ticket) => ticket.group_id ?? 0,
  id: (ticket) => ticket.id,
  requester: (ticket) => ticket.requester_id,
  'requester.name': (ticket, world) => userById(world, ticket.requester_id)?.name.toLowerCase() ?? '',
  status: (ticket) => STATUSES.indexOf(ticket.status),
  subject: (ticket) => ticket.subject?.toLowerCase() ?? '',
  updated_at: (ticket) => ticket.updated_at,
  priority: (ticket) => PRIORITIES.indexOf(ticket.priority ?? ''),
  ticket_type: (ticket) => TYPES.indexOf(ticket.type ?? ''),
}

/** A copy, sorted by a known key and then by number; an unknown key leaves the order by number. */
export function sortTickets(world: World, rows: readonly Ticket[], by: string, descending: boolean): Ticket[] {
  const key = own(KEYS, by) ?? (KEYS.id as Key)
  const keyed = rows.map((ticket) => ({ ticket, at: key(ticket, world) }))
  const sign = descending ? -1 : 1
  keyed.sort((a, b) => (a.at < b.at ? -sign : a.at > b.at ? sign : sign * (a.ticket.id - b.ticket.id)))
  return keyed.map(({ ticket }) => ticket)
}

const byUpdate: Order<Ticket> = {
  name: 'updated_at,id',
  keys: [
    { type: 'd', of: (ticket) => seconds(ticket.updated_at) },
    { type: 'i', of: (ticket) => ticket.id },
  ],
}
const byStatus: Order<Ticket> = {
  name: 'status,id',
  keys: [
    { type: 'i', of: (ticket) => STATUSES.indexOf(ticket.status) },
    { type: 'i', of: (ticket) => ticket.id },
  ],
}
const CURSOR_ORDERS: Record<string, Order<Ticket>> = { id: byNiceId, updated_at: byUpdate, status: byStatus }

/** Cursors know three orders, by `sort`; `sort_by` and `sort_order` are passed over without a word (probed 2026). */
export function cursorOrder({ call }: Context): Order<Ticket> {
  const sort = call.query.get('sort')
  if (sort === null || !wantsCursor({ call })) return byNiceId
  const order = own(CURSOR_ORDERS, sort.replace(/^-/, ''))
  if (!order) return raise(listed('InvalidPaginationParameter', 400, 'sort is not valid'))
  return sort.startsWith('-') ? reversed(order) : order
}

export function offsetSorted({ world, call }: Context, rows: readonly Ticket[]): Ticket[] {
  const sort = call.query.get('sort')
  const by = sort?.replace(/^-/, '') ?? call.query.get('sort_by') ?? 'id'
  return sortTickets(world, rows, by, sort?.startsWith('-') ?? call.query.get('sort_order') === 'desc')
}
