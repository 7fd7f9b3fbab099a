import type { World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import type { AuditEvent, Ticket, Via } from '../records.ts'

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
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const nothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)
/** A creation tells these even when they are null. */
const ALWAYS: readonly (keyof Ticket)[] = [
  'subject',
  'requester_id',
  'priority',
  'type',
  'status',
  'organization_id',
  'brand_id',
  'ticket_form_id',
  'custom_status_id',
]

export function creationEvents(world: World, ticket: Ticket): AuditEvent[] {
  const plain = FIELDS.filter((field) => ALWAYS.includes(field) || !(ticket[field] === null || nothing(ticket[field])))
  const events = plain.map((field) => ({ id: nextId(world), type: 'Create', value: shown(ticket[field]), field_name: named(field) }))
  const custom = Object.entries(ticket.custom)
    .filter(([, value]) => value !== null)
    .map(([id, value]) => ({ id: nextId(world), type: 'Create', value: shown(value), field_name: id }))
  return [...events, ...custom]
}

export function changeEvents(world: World, before: Ticket, after: Ticket): AuditEvent[] {
  const event = (field_name: string, value: unknown, previous: unknown): AuditEvent => ({
    id: nextId(world),
    type: 'Change',
    value: shown(value),
    field_name,
    previous_value: shown(previous),
  })
  const plain = FIELDS.filter((field) => !same(before[field], after[field])).map((field) => event(named(field), after[field], before[field]))
  const keys = [...new Set([...Object.keys(before.custom), ...Object.keys(after.custom)])]
  const custom = keys
    .filter((key) => !same(before.custom[key] ?? null, after.custom[key] ?? null))
    .map((key) => event(key, after.custom[key] ?? null, before.custom[key] ?? null))
  return [...plain, ...custom]
}

const named = (field: keyof Ticket): string => (field === 'collaborator_ids' ? 'current_collaborators' : field)

export const viaApi = (): Via => ({ channel: 'api', source: { from: {}, to: {}, rel: null } })
