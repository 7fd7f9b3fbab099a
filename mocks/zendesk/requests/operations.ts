import type { Operation } from '../../core/index.ts'
import { customTicketFields } from '../fields/keys.ts'
import { flagIn } from '../flag.ts'
import { byCreation, byId } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { flat, recordNotFound } from '../problems.ts'
import { type Comment, type Ticket, ticketsOf } from '../records.ts'
import { api, type Context, created, idOf, json, rootOf } from '../route.ts'
import { commentsOn } from '../tickets/conversation.ts'
import { sourceOf } from '../tickets/follow-up.ts'
import { authorOf } from '../tickets/operations.ts'
import { customFields } from '../tickets/ticket.ts'
import { createTicket, updateTicket } from '../tickets/write.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { pathUser } from '../users/operations.ts'

/** A ticket as its requester sees it (keys in the service's order): of the account's own fields those that are visible to end users (documented). */
function requestJson({ world, base }: Context, ticket: Ticket): Record<string, unknown> {
  const visible = customTicketFields(world).filter(({ visible_in_portal }) => visible_in_portal)
  const custom = customFields(
    visible.map(({ id }) => id),
    ticket.custom,
  )
  return {
    url: `${base}/api/v2/requests/${ticket.id}.json`,
    id: ticket.id,
    status: ticket.status === 'new' ? 'open' : ticket.status,
    priority: ticket.priority,
    type: ticket.type,
    subject: ticket.subject,
    description: ticket.description,
    organization_id: ticket.organization_id,
    via: ticket.via,
    custom_fields: custom,
    requester_id: ticket.requester_id,
    collaborator_ids: ticket.collaborator_ids,
    email_cc_ids: ticket.email_cc_ids,
    is_public: ticket.is_public,
    due_at: ticket.due_at,
    can_be_solved_by_me: false,
    created_at: ticket.created_at,
    updated_at: ticket.updated_at,
    recipient: ticket.recipient,
    followup_source_id: sourceOf(ticket),
    assignee_id: ticket.assignee_id,
    custom_status_id: ticket.custom_status_id,
    ticket_form_id: ticket.ticket_form_id,
    fields: custom,
  }
}

type Values = Record<string, unknown>

const access = { who: 'end-user', scope: 'requests' } as const
/** Only one's own, only what is public; agents see all. */
const mine = (context: Context): Ticket | undefined => {
  const ticket = ticketsOf(context.world).get(idOf(context))
  if (!ticket || ticket.status === 'deleted' || !ticket.is_public) return undefined
  return context.user.role !== 'end-user' || ticket.requester_id === context.user.id ? ticket : undefined
}
const own = ({ world, user }: Context, id = user.id) =>
  ticketsOf(world)
    .find('requester', String(id))
    .filter((ticket) => ticket.is_public && ticket.status !== 'deleted')

/** What a requester may say of a request (documented); the rest is for agents to decide. */
const ASKED = [
  'subject',
  'priority',
  'type',
  'custom_fields',
  'fields',
  'ticket_form_id',
  'due_at',
  'recipient',
  'collaborators',
  'email_ccs',
  'metadata',
  'via',
  'via_followup_source_id',
]
const SAID = ['body', 'html_body', 'uploads']
const only = (values: Values, keys: readonly string[]): Values => Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)))

/** Requesters speak in their own name, and openly. */
function comment({ user }: Context, sent: unknown): Values {
  const said = typeof sent === 'string' ? { body: sent } : ((sent ?? {}) as Values)
  return user.role === 'end-user' ? { ...only(said, SAID), public: true } : said
}

const asked = (context: Context, sent: Values): Values => ({
  ...(context.user.role === 'end-user' ? only(sent, ASKED) : sent),
  comment: comment(context, sent.comment ?? sent.description),
  submitter_id: context.user.id,
})

export const requestOperations: Operation[] = [
  ...api('GET', '/api/v2/requests', 'requests.index', access, (context) =>
    paged<Ticket>(context, 'requests', own(context), (ticket) => requestJson(context, ticket), { order: byId }),
  ),
  ...api('GET', '/api/v2/users/:id/requests', 'requests.of_user', access, (context) => {
    const user = pathUser(context)
    if (!user || (context.user.role === 'end-user' && user.id !== context.user.id)) return recordNotFound()
    return paged<Ticket>(context, 'requests', own(context, user.id), (ticket) => requestJson(context, ticket), { order: byId })
  }),
  ...api('POST', '/api/v2/requests', 'requests.create', access, (context) => {
    const { ticket } = createTicket(context.world, asked(context, rootOf(context, 'request')), authorOf(context))
    const shown = requestJson(context, ticket)
    return created({ request: shown }, shown.url)
  }),
  ...api('GET', '/api/v2/requests/:id', 'requests.show', access, (context) => {
    const ticket = mine(context)
    return ticket ? json({ request: requestJson(context, ticket) }) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/requests/:id', 'requests.update', access, (context) => {
    const ticket = mine(context)
    if (!ticket) return recordNotFound()
    const sent = rootOf(context, 'request')
    if (!sent.comment) return flat('CommentRequired', 406, 'A comment is required to update your request.')
    const { ticket: changed } = updateTicket(
      context.world,
      ticket,
      {
        comment: { ...comment(context, sent.comment), public: true },
        ...(flagIn(sent.solved) === true ? { status: 'solved' } : {}),
      },
      authorOf(context),
    )
    return json({ request: requestJson(context, changed) })
  }),
  ...api('GET', '/api/v2/requests/:id/comments', 'requests.comments', access, (context) => {
    const ticket = mine(context)
    if (!ticket) return recordNotFound()
    const rows = commentsOn(context.world, ticket.id).filter((comment) => comment.public)
    const show = (comment: Comment) => ({
      url: `${context.base}/api/v2/requests/${ticket.id}/comments/${comment.id}.json`,
      id: comment.id,
      type: comment.type,
      request_id: ticket.id,
      body: comment.body,
      html_body: comment.html_body,
      plain_body: comment.plain_body,
      public: comment.public,
      author_id: comment.author_id,
      attachments: attachmentsJson(context, comment.attachments),
      created_at: comment.created_at,
    })
    return paged<Comment>(context, 'comments', rows, show, { order: byCreation })
  }),
]
