import type { Operation } from '../../core/index.ts'
import { named } from '../many.ts'
import { offsetPage } from '../paging/page.ts'
import { recordNotFound } from '../problems.ts'
import { organizationsOf, type Ticket, ticketsOf } from '../records.ts'
import { api, idOf, json } from '../route.ts'
import { now } from '../time.ts'
import { pathUser } from '../users/operations.ts'
import { ticketPage, ticketRow } from './operations.ts'

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

/** Must be registered before `/tickets/:id`. */
export const ticketListOperations: Operation[] = [
  ...api('GET', '/api/v2/tickets/count', 'tickets.count', { scope }, ({ world }) =>
    json({ count: { value: [...ticketsOf(world).scan()].filter(alive).length, refreshed_at: now(world) } }),
  ),
  ...api('GET', '/api/v2/tickets/show_many', 'tickets.show_many', { scope }, (context) => {
    const rows = named(context, ticketsOf(context.world))
    return offsetPage(context, 'tickets', rows.filter(alive), ticketRow(context))
  }),
  ...api('GET', '/api/v2/tickets/recent', 'tickets.recent', { scope }, (context) => {
    const rows = [...ticketsOf(context.world).scan()].filter(alive).sort((a, b) => b.updated_at.localeCompare(a.updated_at) || b.id - a.id)
    return offsetPage(context, 'tickets', rows.slice(0, 5), ticketRow(context))
  }),
  ...Object.entries(OF_USER).flatMap(([list, test]) =>
    api('GET', `/api/v2/users/:id/tickets/${list}`, `tickets.${list}`, { scope }, (context) => {
      const user = pathUser(context)
      if (!user) return recordNotFound()
      const table = ticketsOf(context.world)
      const rows = INDEX[list] ? table.find(INDEX[list], String(user.id)) : [...table.scan()]
      return ticketPage(
        context,
        rows.filter((ticket) => alive(ticket) && test(ticket, user.id)),
      )
    }),
  ),
  ...api('GET', '/api/v2/organizations/:id/tickets', 'organizations.tickets', { scope }, (context) => {
    const organization = organizationsOf(context.world).get(idOf(context))
    return organization ? ticketPage(context, ticketsOf(context.world).find('organization', String(organization.id)).filter(alive)) : recordNotFound()
  }),
]
