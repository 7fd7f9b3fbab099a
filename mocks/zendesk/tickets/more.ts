import type { Operation, TableDefinition, World } from '../../core/index.ts'
import { named } from '../many.ts'
import { byCreation } from '../paging/orders.ts'
import { offsetPage, paged } from '../paging/page.ts'
import { flat, recordNotFound } from '../problems.ts'
import { type Audit, auditsOf, type Comment, type Ticket, ticketsOf, userById } from '../records.ts'
import { api, bodyOf, type Context, created, idOf, json, noContent, rootOf } from '../route.ts'
import { tagList } from '../tags/tag-list.ts'
import { now, readStamp } from '../time.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { userJson } from '../users/user.ts'
import { changeComment, commentById, commentsOn } from './conversation.ts'
import { restoreTicket } from './fate.ts'
import { metricsJson } from './metrics.ts'
import { authorOf, pathTicket, ticketRow, updateConflict } from './operations.ts'
import { auditJson, commentJson } from './ticket.ts'
import { createTicket, updateTicket } from './write.ts'

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
  if (sent.safe_update === true && sent.updated_stamp !== ticket.updated_at) return updateConflict()
  const changed = updateTicket(context.world, ticket, { tags: how(ticket.tags, tagList(sent.tags)) }, authorOf(context)).ticket
  return json({ tags: changed.tags }, status)
}

const deleted = (world: World): Ticket[] => [...ticketsOf(world).scan()].filter((ticket) => ticket.status === 'deleted')
const deletedJson = (ticket: Ticket) => ({
  id: ticket.id,
  subject: ticket.subject,
  actor: { id: ticket.submitter_id, name: 'Rehearsal' },
  deleted_at: ticket.updated_at,
  previous_state: ticket.before_deletion ?? 'open',
})

function comment(context: Context): { ticket: Ticket; comment: Comment } | undefined {
  const ticket = pathTicket(context)
  const found = commentById(context.world, Number(context.params.comment))
  return ticket && found?.ticket_id === ticket.id ? { ticket, comment: found } : undefined
}

const betweenTags = (html: string, change: (text: string) => string): string => html.replace(/(^|>)([^<]+)/g, (_all, edge, text) => edge + change(text))

/** A redaction replaces the text by blocks, for good. */
function redact({ world, ...context }: Context) {
  const found = comment({ world, ...context })
  if (!found) return recordNotFound()
  const { text } = bodyOf({ world, ...context }) as { text?: string }
  if (!text || !found.comment.body.includes(text)) return flat('RecordInvalid', 422, 'The text to redact is not in the comment')
  const blocks = '▇'.repeat(text.length)
  const swap = (whole: string) => whole.split(text).join(blocks)
  const changed = {
    ...found.comment,
    body: swap(found.comment.body),
    html_body: betweenTags(found.comment.html_body, swap),
    plain_body: swap(found.comment.plain_body),
  }
  changeComment(world, changed)
  ticketsOf(world).put(String(found.ticket.id), { ...found.ticket, description: swap(found.ticket.description) })
  return json({ comment: commentJson(changed, attachmentsJson({ world, ...context }, changed.attachments)) })
}

const imports: TableDefinition<{ id: number }> = { name: 'zendesk.imports' }

/** An import keeps the times it is given, and may be closed from the start (documented). */
function importTicket(context: Context) {
  const { created_at, updated_at, solved_at, comments, status, ...sent } = rootOf(context, 'ticket') as Record<string, unknown>
  const [first, ...rest] = Array.isArray(comments) ? (comments as Record<string, unknown>[]) : []
  const opening = first ? { ...sent, comment: { ...first, body: first.value ?? first.body } } : sent
  const { ticket } = createTicket(context.world, opening, authorOf(context))
  let whole = ticket
  for (const one of rest) whole = updateTicket(context.world, whole, { comment: { ...one, body: one.value ?? one.body } }, authorOf(context)).ticket
  const dated: Ticket = {
    ...whole,
    status: typeof status === 'string' && ['open', 'pending', 'hold', 'solved', 'closed'].includes(status) ? (status as Ticket['status']) : whole.status,
    created_at: readStamp(created_at) ?? whole.created_at,
    updated_at: readStamp(updated_at) ?? whole.updated_at,
    solved_at: readStamp(solved_at) ?? whole.solved_at,
  }
  ticketsOf(context.world).put(String(dated.id), dated)
  context.world.store.table(imports).put(String(dated.id), { id: dated.id })
  const shown = ticketRow(context)(dated)
  return created({ ticket: shown }, shown.url)
}

export const moreTicketOperations: Operation[] = [
  ...api('GET', '/api/v2/ticket_audits', 'ticket_audits.index', { scope }, (context) =>
    paged<Audit>(context, 'audits', [...auditsOf(context.world).scan()], auditJson, { order: byCreation }),
  ),
  ...api('GET', '/api/v2/tickets/:id/audits/:audit', 'tickets.audit', { scope }, (context) => {
    const audit = auditsOf(context.world).get(context.params.audit ?? '')
    return audit && audit.ticket_id === pathTicket(context)?.id ? json({ audit: auditJson(audit) }) : recordNotFound()
  }),
  ...api('GET', '/api/v2/tickets/:id/comments/count', 'tickets.count_comments', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    return json({ count: { value: commentsOn(context.world, ticket.id).length, refreshed_at: now(context.world) } })
  }),
  ...api('PUT', '/api/v2/tickets/:id/comments/:comment/redact', 'tickets.redact_comment', { scope }, redact),
  ...api('PUT', '/api/v2/tickets/:id/comments/:comment/make_private', 'tickets.make_comment_private', { scope }, (context) => {
    const found = comment(context)
    if (!found) return recordNotFound()
    changeComment(context.world, { ...found.comment, public: false })
    return json({})
  }),
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
  ...api('GET', '/api/v2/tickets/:id/related', 'tickets.related', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    const incidents = [...ticketsOf(context.world).scan()].filter((other) => other.problem_id === ticket.id).length
    return json({ topic_id: null, jira_issue_ids: [], followup_source_ids: ticket.followup_ids.map(String), from_archive: false, incidents, url: null })
  }),
  ...api('GET', '/api/v2/tickets/:id/incidents', 'tickets.incidents', { scope }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    const rows = [...ticketsOf(context.world).scan()].filter((other) => other.problem_id === ticket.id && other.status !== 'deleted')
    return offsetPage(context, 'tickets', rows, ticketRow(context))
  }),
  ...api('GET', '/api/v2/tickets/:id/collaborators', 'tickets.collaborators', { scope }, people('collaborator_ids')),
  ...api('GET', '/api/v2/tickets/:id/followers', 'tickets.followers', { scope }, people('follower_ids')),
  ...api('GET', '/api/v2/tickets/:id/email_ccs', 'tickets.email_ccs', { scope }, people('email_cc_ids')),
  ...api('POST', '/api/v2/imports/tickets', 'tickets.import', { scope, who: 'admin' }, importTicket),
  ...api('GET', '/api/v2/deleted_tickets', 'deleted_tickets.index', { scope }, (context) =>
    offsetPage(context, 'deleted_tickets', deleted(context.world), deletedJson),
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
    ticketsOf(context.world).delete(String(ticket.id))
    return noContent()
  }),
]
