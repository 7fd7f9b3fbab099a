import type { World } from '../../core/index.ts'
import { idAfter, nextId } from '../ids.ts'
import type { Audit, AuditEvent, Comment, Ticket, Via } from '../records.ts'

/** What a change event calls each field, in the order of a creation's events (recorded). */
export const FIELDS: readonly (keyof Ticket)[] = [
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
export const shown = (value: unknown): unknown =>
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

/**
 * Everything that an audit tells; of a creation it is made of the ticket as it was, with the ids that were taken for it.
 * `attachments`: those of its comment, as they are shown.
 */
export function eventsOf(audit: Audit, attachments: readonly unknown[] = NO_ATTACHMENTS): AuditEvent[] {
  if (!('events' in audit)) return creationEvents(audit.ticket, audit.comment, attachments)
  return audit.comment ? [commentEvent(audit.comment, attachments), ...audit.events] : audit.events
}
const NO_ATTACHMENTS: readonly unknown[] = []

/** How many events tell a creation, beside its comment. */
export function creationLength(ticket: Ticket): number {
  let length = ALWAYS.size
  for (const field of OPTIONAL) if (!nothing(ticket[field])) length++
  for (const id in ticket.custom) if (ticket.custom[id] !== null) length++
  return length
}

function creationEvents(ticket: Ticket, comment: Comment, attachments: readonly unknown[]): AuditEvent[] {
  const events = [commentEvent(comment, attachments)]
  for (const field of FIELDS) if (tells(ticket, field)) events.push(creationEvent(idAfter(comment.id, events.length), field, ticket[field]))
  for (const id in ticket.custom) if (ticket.custom[id] !== null) events.push(creationEvent(idAfter(comment.id, events.length), id, ticket.custom[id]))
  return events
}

/** Does a creation tell of this field? */
export const tells = (ticket: Ticket, field: keyof Ticket): boolean => ALWAYS.has(field) || !nothing(ticket[field])

export const creationEvent = <Id>(id: Id, field: string, value: unknown) => ({ id, type: 'Create', value: shown(value), field_name: named(field) })

/** The event that shows a comment in its audit. */
export const commentEvent = (comment: Comment, attachments: readonly unknown[] = NO_ATTACHMENTS): AuditEvent => ({
  id: comment.id,
  type: comment.type,
  author_id: comment.author_id,
  body: comment.body,
  html_body: comment.html_body,
  plain_body: comment.plain_body,
  public: comment.public,
  attachments,
  audit_id: comment.audit_id,
  ...(comment.data ? { data: comment.data } : {}),
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

const named = (field: string): string => (field === 'collaborator_ids' ? 'current_collaborators' : field)

/** Shared by all that came through the API. */
export const VIA_API: Via = { channel: 'api', source: { from: {}, to: {}, rel: null } }
