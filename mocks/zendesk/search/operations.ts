import type { Operation } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import { groupJson } from '../config/group-operations.ts'
import type { Group } from '../config/groups.ts'
import { organizationJson } from '../organizations/organization.ts'
import { link } from '../paging/page.ts'
import { flat, titled } from '../problems.ts'
import type { Organization, Ticket, User } from '../records.ts'
import { api, type Context, json } from '../route.ts'
import { TYPES } from '../tickets/attributes.ts'
import { searchLoads } from '../tickets/side-loads.ts'
import { sortTickets } from '../tickets/sorting.ts'
import { ticketJson } from '../tickets/ticket.ts'
import { userJson } from '../users/user.ts'
import { searchGroups } from './groups.ts'
import type { Term } from './lexer.ts'
import { searchOrganizations } from './organizations.ts'
import { readQuery } from './read.ts'
import { searchTickets } from './tickets.ts'
import { searchUsers } from './users.ts'

/** Of a true total, so many can be reached (documented). */
const REACH = 1000
const SORTS = ['updated_at', 'created_at', 'commented', 'priority', 'status', 'ticket_type']
/** Inside a query times have shorter names (documented: `order_by:created`, `order_by:commented`). */
const SHORT: Record<string, string> = { created: 'created_at', updated: 'updated_at' }

export type Hit = { type: 'ticket'; row: Ticket } | { type: 'user'; row: User } | { type: 'organization'; row: Organization } | { type: 'group'; row: Group }

/** Every record that a query finds, in the order asked for; else tickets, users, organizations, newest first. */
export function find(context: Context, query: string): Hit[] {
  const terms = readQuery(context, query)
  const typed = (negated: boolean) => terms.filter((term) => term.keyword === 'type' && term.negated === negated).map((term) => term.value.toLowerCase())
  const [asked, unwanted] = [typed(false), typed(true)]
  const kinds = asked.filter((value) => TYPES.includes(value))
  const rest = terms.filter((term) => !['type', 'order_by', 'sort'].includes(term.keyword ?? ''))
  const wants = (type: string) => !unwanted.includes(type) && (asked.length === 0 || asked.includes(type) || (type === 'ticket' && kinds.length > 0))

  const tickets = wants('ticket')
    ? searchTickets(context, rest).filter(
        ({ type }) => !unwanted.includes(type ?? '') && (kinds.length === 0 || asked.includes('ticket') || kinds.includes(type ?? '')),
      )
    : []
  const users = wants('user') ? searchUsers(context, rest) : []
  const organizations = wants('organization') ? searchOrganizations(context, rest) : []
  const groups = asked.includes('group') ? searchGroups(context, rest) : []
  const { by, descending } = sorting(context, terms)
  const sorted = sortTickets(context.world, tickets, by === 'relevance' ? 'updated_at' : by, descending)
  const dated = <T extends { created_at: string; updated_at: string; id: number }>(rows: T[]): T[] => {
    const key = by === 'updated_at' ? 'updated_at' : 'created_at'
    return rows.sort((a, b) => (descending ? -1 : 1) * (a[key].localeCompare(b[key]) || a.id - b.id))
  }
  return [
    ...sorted.map((row) => ({ type: 'ticket' as const, row })),
    ...dated(users).map((row) => ({ type: 'user' as const, row })),
    ...dated(organizations).map((row) => ({ type: 'organization' as const, row })),
    ...dated(groups).map((row) => ({ type: 'group' as const, row })),
  ]
}

function sorting({ call }: Context, terms: readonly Term[]): { by: string; descending: boolean } {
  const inside = (keyword: string) => terms.find((term) => term.keyword === keyword)?.value
  const asked = call.query.get('sort_by') ?? inside('order_by') ?? 'relevance'
  const wanted = own(SHORT, asked) ?? asked
  const order = call.query.get('sort_order') ?? inside('sort') ?? 'desc'
  return { by: SORTS.includes(wanted) ? wanted : 'relevance', descending: order !== 'asc' }
}

const recordJson = ({ world, base }: Context, hit: Hit): Record<string, unknown> => {
  switch (hit.type) {
    case 'ticket':
      return ticketJson(world, hit.row, base)
    case 'user':
      return userJson(world, hit.row, base)
    case 'organization':
      return organizationJson(world, hit.row, base)
    case 'group':
      return groupJson({ world, base }, hit.row)
  }
}
export const hitJson = (context: Context, hit: Hit): Record<string, unknown> => ({ ...recordJson(context, hit), result_type: hit.type })

const nothingAsked = () => flat('invalid', 422, 'Invalid search: query is required')

export const searchOperations: Operation[] = [
  ...api('GET', '/api/v2/search', 'search.index', {}, (context) => {
    const { query } = context.call
    if (query.has('page[size]') || !/^\d+$/.test(query.get('page') ?? '1'))
      return titled('Invalid attribute', 400, 'You passed an invalid value for the page attribute. Invalid parameter: page must be an integer')
    const text = query.get('query')
    if (text === null || text.trim() === '') return nothingAsked()
    const hits = find(context, text)
    const asked = Number(query.get('per_page') ?? 100)
    const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100) : 100
    const page = Math.max(1, Number(query.get('page') ?? 1))
    if (page > 1 && page * size > REACH) return flat('invalid', 422, 'Invalid search: Requested response size was greater than Search Response Limits')
    const rows = hits.slice((page - 1) * size, page * size)
    return json({
      results: rows.map((hit) => hitJson(context, hit)),
      ...searchLoads(
        context,
        rows.flatMap((hit) => (hit.type === 'ticket' ? [hit.row] : [])),
      ),
      facets: null,
      next_page: page * size < hits.length ? link(context, { page: page + 1 }) : null,
      previous_page: page > 1 ? link(context, { page: page - 1 }) : null,
      count: hits.length,
    })
  }),
  ...api('GET', '/api/v2/search/count', 'search.count', {}, (context) => {
    const text = context.call.query.get('query')
    return text === null || text.trim() === '' ? nothingAsked() : json({ count: find(context, text).length })
  }),
]
