import type { Operation } from '../../core/index.ts'
import { idempotently } from '../access/idempotency.ts'
import { byCreation, reversed } from '../paging/orders.ts'
import { paged, wantsCursor } from '../paging/page.ts'
import { warnOf } from '../permitted.ts'
import { recordNotFound } from '../problems.ts'
import { type Audit, type Comment, type Ticket, ticketsOf, userById } from '../records.ts'
import { api, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { userJson } from '../users/user.ts'
import { auditsOn, commentsOn } from './conversation.ts'
import { eraseTicket } from './fate.ts'
import { outdated, updateConflict } from './safe-update.ts'
import { memberLoads, sideLoads } from './side-loads.ts'
import { cursorOrder, offsetSorted } from './sorting.ts'
import { auditRow, commentJson, mayHaveIncidents, ticketJson, ticketUrl } from './ticket.ts'
import { type Author, createTicket, updateTicket } from './write.ts'
import { TicketText } from './written.ts'

const scope = 'tickets' as const

export const authorOf = ({ user, call }: Context): Author => ({
  user,
  remark: call.remark,
  ...(call.headers['user-agent'] ? { client: call.headers['user-agent'] } : {}),
})
export const pathTicket = (context: Context, name = 'id'): Ticket | undefined => {
  const ticket = ticketsOf(context.world).get(String(Number(idOf(context, name))))
  return ticket?.status === 'deleted' ? undefined : ticket
}
export const ticketRow = (context: Context) => (ticket: Ticket) => ({
  ...ticketJson(context.world, ticket, context.base, wantsCursor(context) ? 'row' : 'whole'),
  ...memberLoads(context, ticket),
})

/** A ticket, with the audit of what was done to it; `beside` makes what else was asked for. */
function ticketBody(context: Context, ticket: Ticket, audit?: Audit, beside: () => object = () => ({})): unknown {
  if (context.call.search === '' && hangsOnItself(ticket, audit)) return new TicketText(context.world, ticket, context.base, audit)
  return { ticket: ticketRow(context)(ticket), ...(audit ? { audit: auditRow(context)(audit) } : {}), ...beside() }
}

/** Other records tell of incidents and attachments. */
const hangsOnItself = (ticket: Ticket, audit: Audit | undefined): boolean => !mayHaveIncidents(ticket) && !audit?.comment?.attachments.length

export const ticketOperations: Operation[] = [
  ...api('GET', '/api/v2/tickets', 'tickets.index', { scope }, (context) => {
    const external = context.call.query.get('external_id')
    const rows = external === null ? [...ticketsOf(context.world).scan()] : ticketsOf(context.world).find('external', external.toLowerCase())
    return ticketPage(
      context,
      rows.filter((ticket) => ticket.status !== 'deleted'),
    )
  }),
  ...api('POST', '/api/v2/tickets', 'tickets.create', { scope }, (context) =>
    idempotently(context, () => {
      const sent = rootOf(context, 'ticket')
      warnOf(context, 'ticket', sent)
      const { ticket, audit } = createTicket(context.world, sent, authorOf(context))
      return created(ticketBody(context, ticket, audit), ticketUrl(context.base, ticket.id))
    }),
  ),
  ...api('GET', '/api/v2/tickets/:id', 'tickets.show', { scope }, (context) => {
    const ticket = pathTicket(context)
    return ticket ? json(ticketBody(context, ticket, undefined, () => sideLoads(context, [ticket]))) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/tickets/:id', 'tickets.update', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    const attributes = rootOf(context, 'ticket')
    warnOf(context, 'ticket', attributes)
    if (outdated(ticket, attributes)) return updateConflict()
    const { ticket: changed, audit } = updateTicket(context.world, ticket, attributes, authorOf(context))
    return json(ticketBody(context, changed, audit))
  }),
  ...api('DELETE', '/api/v2/tickets/:id', 'tickets.destroy', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    eraseTicket(context.world, ticket, context.user)
    return noContent()
  }),
  ...api('GET', '/api/v2/tickets/:id/comments', 'tickets.comments', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    const rows = commentsOn(context.world, ticket.id)
    return paged<Comment>(context, 'comments', rows, (comment) => commentJson(comment, attachmentsJson(context, comment.attachments)), {
      order: commentOrder(context),
      beside: (comments) => authors(context, comments),
    })
  }),
  ...api('GET', '/api/v2/tickets/:id/audits', 'tickets.audits', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    return paged(context, 'audits', auditsOn(context.world, ticket.id), auditRow(context), {
      order: byCreation,
      beside: (audits) => authors(context, audits),
    })
  }),
]

/** Oldest first, unless `sort_order` (by offset) or `sort` (by cursor) says otherwise (documented). */
export const commentOrder = ({ call: { query } }: Context): typeof byCreation =>
  query.get('sort_order') === 'desc' || query.get('sort') === '-created_at' ? reversed(byCreation) : byCreation

/** `include=users` beside audits and comments (documented). */
function authors(context: Context, audits: readonly { author_id: number }[]): Record<string, unknown> {
  if (!(context.call.query.get('include') ?? '').split(',').includes('users')) return {}
  const ids = [...new Set(audits.map(({ author_id }) => author_id))]
  return { users: ids.flatMap((id) => userById(context.world, id) ?? []).map((user) => userJson(context.world, user, context.base)) }
}

export function ticketPage(context: Context, rows: readonly Ticket[]) {
  return paged(context, 'tickets', rows, ticketRow(context), {
    order: cursorOrder(context),
    offsetRows: () => offsetSorted(context, rows),
    beside: (page) => sideLoads(context, page),
  })
}
