import type { Operation, World } from '../../core/index.ts'
import { named } from '../many.ts'
import { byCreation, byId, byNiceId } from '../paging/orders.ts'
import { countReply, offsetPage, paged } from '../paging/page.ts'
import { closedTicket, flat, recordNotFound } from '../problems.ts'
import { type Audit, auditsOf, type Comment, type Ticket, ticketsOf, userById } from '../records.ts'
import { api, bodyOf, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { tagList } from '../tags/tag-list.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { userJson } from '../users/user.ts'
import { changedTicket } from './changed.ts'
import { auditsOn, changeComment, commentById, commentCount, commentsOn } from './conversation.ts'
import { destroyTicket, restoreTicket } from './fate.ts'
import { sourceOf } from './follow-up.ts'
import { importTicket } from './import.ts'
import { metricsJson } from './metrics.ts'
import { authorOf, pathTicket, ticketRow } from './operations.ts'
import { redacted, redactedComment } from './redaction.ts'
import { outdated, updateConflict } from './safe-update.ts'
import { auditRow, commentJson, incidentsOf } from './ticket.ts'
import { updateTicket } from './write.ts'

const scope = 'tickets' as const
const people = (list: 'collaborator_ids' | 'follower_ids' | 'email_cc_ids') => (context: Context) => {
  const ticket = pathTicket(context)
  if (!ticket) return recordNotFound()
  const rows = ticket[list].flatMap((id) => userById(context.world, id) ?? [])
  return offsetPage(context, 'users', rows, (user) => userJson(context.world, user, context.base))
}

/** Sets, adds or takes away tags; with `safe_update` only from the state that the client knows. */
const tags = (how: (own: string[], sent: string[]) => string[], status: number) => (context: Context) => {
  const ticket = pathTicket(context)
  if (!ticket) return recordNotFound()
  const sent = bodyOf(context)
  if (outdated(ticket, sent)) return updateConflict()
  const changed = updateTicket(context.world, ticket, { tags: how(ticket.tags, tagList(sent.tags)) }, authorOf(context)).ticket
  return json({ tags: changed.tags }, status)
}

const deleted = (world: World): Ticket[] => [...ticketsOf(world).scan()].filter((ticket) => ticket.status === 'deleted')
const deletedJson = (world: World) => (ticket: Ticket) => ({
  id: ticket.id,
  subject: ticket.subject,
  actor: { id: ticket.deleted_by, name: userById(world, ticket.deleted_by ?? null)?.name },
  deleted_at: ticket.updated_at,
  previous_state: ticket.before_deletion ?? 'open',
})

function comment(context: Context): { ticket: Ticket; comment: Comment } | undefined {
  const ticket = pathTicket(context)
  const found = commentById(context.world, Number(context.params.comment))
  return ticket && found?.ticket_id === ticket.id ? { ticket, comment: found } : undefined
}

/** A redaction replaces the text by blocks, for good; not once a ticket is closed (documented; the text of the refusal is that of other changes). */
function redact({ world, ...context }: Context) {
  const found = comment({ world, ...context })
  if (!found) return recordNotFound()
  if (found.ticket.status === 'closed') return closedTicket()
  const { text } = bodyOf({ world, ...context })
  if (typeof text !== 'string' || text === '' || !found.comment.body.includes(text))
    return flat('RecordInvalid', 422, 'The text to redact is not in the comment')
  const changed = redactedComment(found.comment, text)
  changeComment(world, changed)
  const opening = commentsOn(world, found.ticket.id)[0]?.id === changed.id
  changedTicket(world, { ...found.ticket, ...(opening ? { description: redacted(found.ticket.description, text) } : {}) })
  return json({ comment: commentJson(changed, attachmentsJson({ world, ...context }, changed.attachments)) })
}

/** From now on for agents only; the comment is named by itself or by its audit. */
function hide(context: Context, found: Comment | undefined) {
  const ticket = pathTicket(context)
  if (!ticket || found?.ticket_id !== ticket.id) return recordNotFound()
  if (ticket.status === 'closed') return closedTicket()
  changeComment(context.world, { ...found, public: false })
  changedTicket(context.world, { ...ticket, is_public: commentsOn(context.world, ticket.id).some((one) => one.public) })
  return json({})
}

export const moreTicketOperations: Operation[] = [
  ...api('GET', '/api/v2/ticket_audits', 'ticket_audits.index', { scope }, (context) =>
    paged<Audit>(context, 'audits', [...auditsOf(context.world).scan()], auditRow(context), { order: byCreation }),
  ),
  ...api('GET', '/api/v2/tickets/:id/comments/count', 'tickets.count_comments', { scope }, (context) => {
    const ticket = pathTicket(context)
    return countReply(context, ticket && commentCount(context.world, ticket.id))
  }),
  ...api('GET', '/api/v2/tickets/:id/audits/count', 'tickets.count_audits', { scope }, (context) => {
    const ticket = pathTicket(context)
    return countReply(context, ticket && auditsOn(context.world, ticket.id).length)
  }),
  ...api('GET', '/api/v2/tickets/:id/audits/:audit', 'tickets.audit', { scope }, (context) => {
    const audit = auditsOf(context.world).get(context.params.audit ?? '')
    return audit && audit.ticket_id === pathTicket(context)?.id ? json({ audit: auditRow(context)(audit) }) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/tickets/:id/comments/:comment/redact', 'tickets.redact_comment', { scope }, redact),
  ...api('PUT', '/api/v2/tickets/:id/comments/:comment/make_private', 'tickets.make_comment_private', { scope }, (context) =>
    hide(context, comment(context)?.comment),
  ),
  ...api('PUT', '/api/v2/tickets/:id/audits/:audit/make_private', 'tickets.make_audit_private', { scope }, (context) =>
    hide(context, auditsOf(context.world).get(context.params.audit ?? '')?.comment),
  ),
  ...api('GET', '/api/v2/tickets/:id/tags', 'tickets.tags', { scope }, (context) => {
    const ticket = pathTicket(context)
    return ticket ? json({ tags: ticket.tags }) : recordNotFound()
  }),
  ...api(
    'POST',
    '/api/v2/tickets/:id/tags',
    'tickets.set_tags',
    { scope },
    tags((_own, sent) => sent, 201),
  ),
  ...api(
    'PUT',
    '/api/v2/tickets/:id/tags',
    'tickets.add_tags',
    { scope },
    tags((own, sent) => [...own, ...sent], 200),
  ),
  ...api(
    'DELETE',
    '/api/v2/tickets/:id/tags',
    'tickets.remove_tags',
    { scope },
    tags((own, sent) => own.filter((tag) => !sent.includes(tag)), 200),
  ),
  ...api('GET', '/api/v2/tickets/:id/metrics', 'tickets.metrics', { scope }, (context) => {
    const ticket = pathTicket(context)
    return ticket ? json({ ticket_metric: metricsJson(context.world, ticket, context.base) }) : recordNotFound()
  }),
  ...api('GET', '/api/v2/ticket_metrics', 'ticket_metrics.index', { scope }, (context) => {
    const alive = [...ticketsOf(context.world).scan()].filter((ticket) => ticket.status !== 'deleted')
    return paged<Ticket>(context, 'ticket_metrics', alive, (ticket) => metricsJson(context.world, ticket, context.base), { order: byId })
  }),
  // The number of a ticket is that of its metrics, too.
  ...api('GET', '/api/v2/ticket_metrics/:id', 'ticket_metrics.show', { scope }, (context) => {
    const ticket = pathTicket(context)
    return ticket ? json({ ticket_metric: metricsJson(context.world, ticket, context.base) }) : recordNotFound()
  }),
  ...api('GET', '/api/v2/tickets/:id/related', 'tickets.related', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    const incidents = incidentsOf(context.world, ticket).length
    return json({
      topic_id: null,
      jira_issue_ids: [],
      followup_source_ids: [sourceOf(ticket)].flatMap((id) => id ?? []).map(String),
      from_archive: false,
      incidents,
      url: null,
    })
  }),
  ...api('GET', '/api/v2/tickets/:id/incidents', 'tickets.incidents', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    return paged<Ticket>(context, 'tickets', incidentsOf(context.world, ticket), ticketRow(context), { order: byNiceId })
  }),
  ...api('GET', '/api/v2/tickets/:id/collaborators', 'tickets.collaborators', { scope }, people('collaborator_ids')),
  ...api('GET', '/api/v2/tickets/:id/followers', 'tickets.followers', { scope }, people('follower_ids')),
  ...api('GET', '/api/v2/tickets/:id/email_ccs', 'tickets.email_ccs', { scope }, people('email_cc_ids')),
  ...api('POST', '/api/v2/imports/tickets', 'tickets.import', { scope, who: 'admin' }, (context) => {
    const shown = ticketRow(context)(importTicket(context.world, rootOf(context, 'ticket'), authorOf(context)))
    return created({ ticket: shown }, shown.url)
  }),
  ...api('GET', '/api/v2/deleted_tickets', 'deleted_tickets.index', { scope }, (context) =>
    paged<Ticket>(context, 'deleted_tickets', deleted(context.world), deletedJson(context.world), { order: byId }),
  ),
  ...api('PUT', '/api/v2/deleted_tickets/restore_many', 'deleted_tickets.restore_many', { scope }, (context) => {
    for (const ticket of named(context, ticketsOf(context.world))) if (ticket.status === 'deleted') restoreTicket(context.world, ticket)
    return json({})
  }),
  ...api('PUT', '/api/v2/deleted_tickets/:id/restore', 'deleted_tickets.restore', { scope }, (context) => {
    const ticket = ticketsOf(context.world).get(idOf(context))
    if (ticket?.status !== 'deleted') return recordNotFound()
    restoreTicket(context.world, ticket)
    return json({})
  }),
  ...api('DELETE', '/api/v2/deleted_tickets/:id', 'deleted_tickets.destroy', { scope, who: 'admin' }, (context) => {
    const ticket = ticketsOf(context.world).get(idOf(context))
    if (ticket?.status !== 'deleted') return recordNotFound()
    destroyTicket(context.world, ticket)
    return noContent()
  }),
]
