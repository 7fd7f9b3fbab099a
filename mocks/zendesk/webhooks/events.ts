import type { World } from '../../core/index.ts'
import { accountId } from '../ids.ts'
import { type Comment, type Ticket, type User, userById } from '../records.ts'
import type { Saved } from './saved.ts'

const PREFIX = 'zen:event-type:'
const VERSION = '2022-11-06'

interface Event {
  type: string
  /** What the payload's `event` says. */
  event: Record<string, unknown>
}

/** Events of a changed field; `previous` and `current` carry its values (documented). */
const CHANGES: Partial<Record<keyof Ticket, string>> = {
  status: 'status_changed',
  priority: 'priority_changed',
  subject: 'subject_changed',
  type: 'type_changed',
  assignee_id: 'agent_assignment_changed',
  group_id: 'group_assignment_changed',
  organization_id: 'organization_changed',
  requester_id: 'requester_changed',
  external_id: 'external_id_changed',
  brand_id: 'brand_changed',
  ticket_form_id: 'form_changed',
  custom_status_id: 'custom_status_changed',
  due_at: 'task_due_at_changed',
}

/** What a webhook can subscribe to here. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(
  ['created', 'comment_added', 'tags_changed', 'custom_field_changed', ...Object.values(CHANGES)]
    .map((name) => `${PREFIX}ticket.${name}`)
    .concat(`${PREFIX}user.created`, `${PREFIX}user.deleted`),
)

/** Ids go as text, choices in capitals. */
const shown = (field: string, value: unknown): unknown =>
  typeof value === 'number'
    ? String(value)
    : typeof value === 'string' && ['status', 'priority', 'type'].includes(field)
      ? value.toUpperCase()
      : (value ?? null)

/** Everything that a saved ticket tells subscribers, in the order of its audit. */
export function ticketEvents(world: World, { before, ticket, audit }: Saved): Event[] {
  if (!before) return [{ type: `${PREFIX}ticket.created`, event: {} }]
  const events: Event[] = []
  for (const [field, name] of Object.entries(CHANGES) as [keyof Ticket, string][])
    if (before[field] !== ticket[field])
      events.push({ type: `${PREFIX}ticket.${name}`, event: { current: shown(field, ticket[field]), previous: shown(field, before[field]) } })
  const added = ticket.tags.filter((tag) => !before.tags.includes(tag))
  const removed = before.tags.filter((tag) => !ticket.tags.includes(tag))
  if (added.length + removed.length > 0)
    events.push({ type: `${PREFIX}ticket.tags_changed`, event: { tags_added: { tags: added }, tags_removed: { tags: removed } } })
  for (const id of new Set([...Object.keys(before.custom), ...Object.keys(ticket.custom)])) {
    const [was, is] = [before.custom[id] ?? null, ticket.custom[id] ?? null]
    if (JSON.stringify(was) !== JSON.stringify(is))
      events.push({ type: `${PREFIX}ticket.custom_field_changed`, event: { current: is, previous: was, field: { id } } })
  }
  if (audit.comment) events.push({ type: `${PREFIX}ticket.comment_added`, event: { comment: commentDetail(world, audit.comment) } })
  return events
}

function commentDetail(world: World, comment: Comment): Record<string, unknown> {
  const author = userById(world, comment.author_id)
  return {
    id: String(comment.id),
    body: comment.body,
    is_public: comment.public,
    author: { id: String(comment.author_id), is_staff: author?.role !== 'end-user', name: author?.name ?? '' },
  }
}

const ticketDetail = (world: World, ticket: Ticket, actor: number): Record<string, unknown> => ({
  actor_id: String(actor),
  assignee_id: shown('', ticket.assignee_id),
  brand_id: String(ticket.brand_id),
  created_at: ticket.created_at,
  custom_status: String(ticket.custom_status_id),
  description: ticket.description,
  external_id: ticket.external_id,
  form_id: String(ticket.ticket_form_id),
  group_id: shown('', ticket.group_id),
  id: String(ticket.id),
  is_public: ticket.is_public,
  organization_id: shown('', ticket.organization_id),
  priority: shown('priority', ticket.priority),
  requester_id: String(ticket.requester_id),
  status: shown('status', ticket.status),
  subject: ticket.subject,
  submitter_id: String(ticket.submitter_id),
  tags: ticket.tags,
  type: shown('type', ticket.type),
  updated_at: ticket.updated_at,
  via: { channel: String(ticket.via.channel) },
  account_id: String(accountId(world)),
})

const userDetail = (user: User): Record<string, unknown> => ({
  created_at: user.created_at,
  default_group_id: shown('', user.default_group_id) ?? '',
  email: user.email ?? '',
  external_id: user.external_id ?? '',
  id: String(user.id),
  organization_id: shown('', user.organization_id) ?? '',
  role: user.role,
  updated_at: user.updated_at,
})

const envelope = (world: World, { type, event }: Event, subject: string, detail: Record<string, unknown>): string =>
  JSON.stringify({
    account_id: accountId(world),
    detail,
    event,
    id: world.random('zendesk.webhooks').guid(),
    subject,
    time: new Date(world.clock.now()).toISOString(),
    type,
    zendesk_event_version: VERSION,
  })

export const ticketPayload = (world: World, found: Event, { ticket, audit }: Saved): string =>
  envelope(world, found, `zen:ticket:${ticket.id}`, ticketDetail(world, ticket, audit.author_id))
export const userPayload = (world: World, type: 'created' | 'deleted', user: User): { type: string; payload: string } => {
  const found = { type: `${PREFIX}user.${type}`, event: {} }
  return { type: found.type, payload: envelope(world, found, `zen:user:${user.id}`, userDetail(user)) }
}
