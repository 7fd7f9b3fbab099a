import type { Operation } from '../../core/index.ts'
import { customTicketFields } from '../fields/keys.ts'
import { flagIn } from '../flag.ts'
import { byId } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { flat, invalid, recordNotFound } from '../problems.ts'
import { type Comment, type Ticket, ticketsOf, userById } from '../records.ts'
import { api, type Context, created, idOf, json, rootOf } from '../route.ts'
import { linked, sideLoader } from '../side-load.ts'
import { commentsOn } from '../tickets/conversation.ts'
import { sourceOf } from '../tickets/follow-up.ts'
import { authorOf, commentOrder } from '../tickets/operations.ts'
import { offsetSorted } from '../tickets/sorting.ts'
import { customFields } from '../tickets/ticket.ts'
import { isWorking } from '../tickets/working.ts'
import { createTicket, updateTicket } from '../tickets/write.ts'
import { readInstant } from '../time.ts'
import { attachmentsJson } from '../uploads/attachment.ts'
import { pathUser } from '../users/operations.ts'
import { userJson } from '../users/user.ts'

/** A ticket as its requester sees it (keys in the service's order): of the account's own fields those that are visible to end users (documented). */
function requestJson(context: Context, ticket: Ticket): Record<string, unknown> {
  const { world, base } = context
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
    can_be_solved_by_me: solvable(context, ticket),
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

/** By who asked, when it is an agent's and no problem (documented); that it is so while there is work to do is inferred. */
const solvable = ({ user }: Context, ticket: Ticket): boolean =>
  ticket.requester_id === user.id && ticket.assignee_id !== null && ticket.type !== 'problem' && isWorking(ticket)

/** The copies of a request (documented for one by itself); what end users are told of each other is inferred. */
const copied = sideLoader<Ticket>({
  users: linked(
    ({ email_cc_ids }) => email_cc_ids,
    userById,
    ({ world, base, user: { role } }, user) => {
      const { id, name, photo, organization_id } = user
      return role === 'end-user' ? { id, name, photo, organization_id } : userJson(world, user, base)
    },
  ),
})

type Values = Record<string, unknown>

const access = { who: 'end-user', scope: 'requests' } as const
/** Only one's own, only what is public; agents see all. */
const mine = (context: Context): Ticket | undefined => {
  const ticket = ticketsOf(context.world).get(idOf(context))
  if (!ticket || ticket.status === 'deleted' || !ticket.is_public) return undefined
  return context.user.role !== 'end-user' || ticket.requester_id === context.user.id ? ticket : undefined
}
/** Somebody's requests: by number, or as `sort_by` and `sort_order` say (documented). */
function list(context: Context, requester: number) {
  const rows = ticketsOf(context.world)
    .find('requester', String(requester))
    .filter((ticket) => ticket.is_public && ticket.status !== 'deleted')
  const show = (ticket: Ticket) => requestJson(context, ticket)
  return paged<Ticket>(context, 'requests', rows, show, { order: byId, offsetRows: () => offsetSorted(context, rows) })
}

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

const says = ({ body, html_body, uploads }: Values): boolean => [body, html_body, uploads].flat().some((text) => typeof text === 'string' && text.trim() !== '')

const asked = (context: Context, sent: Values): Values => ({
  ...(context.user.role === 'end-user' ? only(sent, ASKED) : sent),
  comment: comment(context, sent.comment ?? sent.description),
  submitter_id: context.user.id,
})

export const requestOperations: Operation[] = [
  ...api('GET', '/api/v2/requests', 'requests.index', access, (context) => list(context, context.user.id)),
  ...api('GET', '/api/v2/users/:id/requests', 'requests.of_user', access, (context) => {
    const user = pathUser(context)
    if (!user || (context.user.role === 'end-user' && user.id !== context.user.id)) return recordNotFound()
    return list(context, user.id)
  }),
  ...api('POST', '/api/v2/requests', 'requests.create', access, (context) => {
    const { ticket } = createTicket(context.world, asked(context, rootOf(context, 'request')), authorOf(context))
    const shown = requestJson(context, ticket)
    return created({ request: shown }, shown.url)
  }),
  ...api('GET', '/api/v2/requests/:id', 'requests.show', access, (context) => {
    const ticket = mine(context)
    return ticket ? json({ request: requestJson(context, ticket), ...copied(context, [ticket]) }) : recordNotFound()
  }),
  ...api('PUT', '/api/v2/requests/:id', 'requests.update', access, (context) => {
    const ticket = mine(context)
    if (!ticket) return recordNotFound()
    const sent = rootOf(context, 'request')
    const said = comment(context, sent.comment)
    if (!says(said)) return flat('CommentRequired', 406, 'A comment is required to update your request.')
    const solved = flagIn(sent.solved) === true
    // That an end user is told so is inferred; of a request that is nobody's the missing assignee is told of.
    if (solved && ticket.type === 'problem' && context.user.role === 'end-user')
      return invalid({ base: [{ description: 'Status: a problem is not solved by its requester', error: 'InvalidValue' }] })
    const change = { comment: { ...said, public: true }, additional_collaborators: sent.additional_collaborators, ...(solved ? { status: 'solved' } : {}) }
    return json({ request: requestJson(context, updateTicket(context.world, ticket, change, authorOf(context)).ticket) })
  }),
  ...api('GET', '/api/v2/requests/:id/comments', 'requests.comments', access, (context) => {
    const ticket = mine(context)
    if (!ticket) return recordNotFound()
    const { query } = context.call
    const [since, role] = [readInstant(query.get('since') ?? '') ?? 0, query.get('role')]
    const staff = ({ author_id }: Comment) => userById(context.world, author_id)?.role !== 'end-user'
    const rows = commentsOn(context.world, ticket.id).filter(
      (comment) => comment.public && Date.parse(comment.created_at) >= since && (role === null || (role === 'agent') === staff(comment)),
    )
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
    return paged<Comment>(context, 'comments', rows, show, { order: commentOrder(context) })
  }),
]
