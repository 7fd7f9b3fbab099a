import type { World } from '../../core/index.ts'
import { idAfter, nextId } from '../ids.ts'
import type { Audit, AuditEvent, Comment, Ticket, Via } from '../records.ts'

/** What a change event calls each field, in the order of a creation's events (recorded). */
const FIELDS: readonly (keyof Ticket)[] = [
  'subject',
  'requester_id',
  'priority',
  'type',
  'status',
  'assignee_id',
  'group_id',
  'organization_id',
  'brand_id',
  'ticket_form_id',
  'custom_status_id',
  'external_id',
  'due_at',
  'problem_id',
  'tags',
  'collaborator_ids',
]

/** Ids go as text, tags as a list. */
const shown = (value: unknown): unknown =>
  typeof value === 'number' ? String(value) : Array.isArray(value) ? value.map((item) => (typeof item === 'number' ? String(item) : item)) : value
const same = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
const nothing = (value: unknown): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0)
/** A creation tells these even when they are null. */
const ALWAYS: ReadonlySet<keyof Ticket> = new Set([
  'subject',
  'requester_id',
  'priority',
  'type',
  'status',
  'organization_id',
  'brand_id',
  'ticket_form_id',
  'custom_status_id',
])
const OPTIONAL = FIELDS.filter((field) => !ALWAYS.has(field))

/** Everything that an audit tells; of a creation it is made of the ticket as it was, with the ids that were taken for it. */
export const eventsOf = (audit: Audit): AuditEvent[] => ('events' in audit ? audit.events : creationEvents(audit.ticket, audit.comment))

/** How many events tell a creation, beside its comment. */
export function creationLength(ticket: Ticket): number {
  let length = ALWAYS.size
  for (const field of OPTIONAL) if (!nothing(ticket[field])) length++
  for (const id in ticket.custom) if (ticket.custom[id] !== null) length++
  return length
}

function creationEvents(ticket: Ticket, comment: Comment): AuditEvent[] {
  const events = [commentEvent(comment)]
  const tell = (value: unknown, field_name: string) => events.push({ id: idAfter(comment.id, events.length), type: 'Create', value: shown(value), field_name })
  for (const field of FIELDS) if (ALWAYS.has(field) || !nothing(ticket[field])) tell(ticket[field], named(field))
  for (const [id, value] of Object.entries(ticket.custom)) if (value !== null) tell(value, id)
  return events
}

/** The event that shows a comment in its audit. */
export const commentEvent = ({ id, type, author_id, body, html_body, plain_body, audit_id, data, ...comment }: Comment): AuditEvent => ({
  id,
  type,
  author_id,
  body,
  html_body,
  plain_body,
  public: comment.public,
  attachments: [],
  audit_id,
  ...(data ? { data } : {}),
})

export function changeEvents(world: World, before: Ticket, after: Ticket): AuditEvent[] {
  const event = (field_name: string, value: unknown, previous: unknown): AuditEvent => ({
    id: nextId(world),
    type: 'Change',
    value: shown(value),
    field_name,
    previous_value: shown(previous),
  })
  const plain = FIELDS.filter((field) => !same(before[field], after[field])).map((field) => event(named(field), after[field], before[field]))
  if (before.custom === after.custom) return plain
  const keys = [...new Set([...Object.keys(before.custom), ...Object.keys(after.custom)])]
  const custom = keys
    .filter((key) => !same(before.custom[key] ?? null, after.custom[key] ?? null))
    .map((key) => event(key, after.custom[key] ?? null, before.custom[key] ?? null))
  return [...plain, ...custom]
}

const named = (field: keyof Ticket): string => (field === 'collaborator_ids' ? 'current_collaborators' : field)

/** Shared by all that came through the API. */
export const VIA_API: Via = { channel: 'api', source: { from: {}, to: {}, rel: null } }
