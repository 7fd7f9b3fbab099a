import type { Operation } from '../../core/index.ts'
import { named } from '../many.ts'
import { countReply, offsetPage } from '../paging/page.ts'
import { recordNotFound } from '../problems.ts'
import { organizationsOf, type Ticket, ticketsOf } from '../records.ts'
import { api, type Context, idOf } from '../route.ts'
import { pathUser } from '../users/operations.ts'
import { ticketPage, ticketRow } from './operations.ts'
import { sideLoads } from './side-loads.ts'

const scope = 'tickets' as const
const alive = (ticket: Ticket): boolean => ticket.status !== 'deleted'

/** Tickets of one person: what each list of `/users/{id}/tickets/` holds. */
const OF_USER: Record<string, (ticket: Ticket, user: number) => boolean> = {
  requested: (ticket, user) => ticket.requester_id === user,
  assigned: (ticket, user) => ticket.assignee_id === user,
  ccd: (ticket, user) => ticket.email_cc_ids.includes(user) || ticket.collaborator_ids.includes(user),
  followed: (ticket, user) => ticket.follower_ids.includes(user),
}
const INDEX: Record<string, string> = { requested: 'requester', assigned: 'assignee' }

/** Undefined when there is no such user, or no such organization. */
function ofUser(context: Context, list: string): Ticket[] | undefined {
  const user = pathUser(context)
  if (!user) return undefined
  const table = ticketsOf(context.world)
  const rows = INDEX[list] ? table.find(INDEX[list], String(user.id)) : [...table.scan()]
  return rows.filter((ticket) => alive(ticket) && OF_USER[list]?.(ticket, user.id))
}
function ofOrganization(context: Context): Ticket[] | undefined {
  const organization = organizationsOf(context.world).get(idOf(context))
  return organization && ticketsOf(context.world).find('organization', String(organization.id)).filter(alive)
}

/** Must be registered before `/tickets/:id`. */
export const ticketListOperations: Operation[] = [
  ...api('GET', '/api/v2/tickets/count', 'tickets.count', { scope }, (context) =>
    countReply(context, [...ticketsOf(context.world).scan()].filter(alive).length),
  ),
  ...api('GET', '/api/v2/tickets/show_many', 'tickets.show_many', { scope }, (context) => {
    const rows = named(context, ticketsOf(context.world))
    return offsetPage(context, 'tickets', rows.filter(alive), ticketRow(context), (page) => sideLoads(context, page))
  }),
  // Those that the agent looked at last in the browser (documented). Nobody looks at any here, so the five that changed last stand for them.
  ...api('GET', '/api/v2/tickets/recent', 'tickets.recent', { scope }, (context) => {
    const rows = [...ticketsOf(context.world).scan()].filter(alive).sort((a, b) => b.updated_at.localeCompare(a.updated_at) || b.id - a.id)
    return offsetPage(context, 'tickets', rows.slice(0, 5), ticketRow(context), (page) => sideLoads(context, page))
  }),
  ...Object.keys(OF_USER).flatMap((list) => [
    ...api('GET', `/api/v2/users/:id/tickets/${list}`, `tickets.${list}`, { scope }, (context) => {
      const rows = ofUser(context, list)
      return rows ? ticketPage(context, rows) : recordNotFound()
    }),
    ...api('GET', `/api/v2/users/:id/tickets/${list}/count`, `tickets.count_${list}`, { scope }, (context) =>
      countReply(context, ofUser(context, list)?.length),
    ),
  ]),
  ...api('GET', '/api/v2/organizations/:id/tickets', 'organizations.tickets', { scope }, (context) => {
    const rows = ofOrganization(context)
    return rows ? ticketPage(context, rows) : recordNotFound()
  }),
  ...api('GET', '/api/v2/organizations/:id/tickets/count', 'organizations.count_tickets', { scope }, (context) =>
    countReply(context, ofOrganization(context)?.length),
  ),
]
