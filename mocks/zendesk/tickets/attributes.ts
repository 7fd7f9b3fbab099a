import type { World } from '../../core/index.ts'
import { accountOf } from '../account.ts'
import { statusesOf } from '../config/statuses.ts'
import { followTags } from '../fields/linked-tags.ts'
import { customTicketValues, pairs } from '../fields/values.ts'
import { readId } from '../ids.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import type { Ticket, TicketStatus } from '../records.ts'
import { settingsOf } from '../settings.ts'
import { tagList } from '../tags/tag-list.ts'
import { readStamp } from '../time.ts'
import { assign } from './assignment.ts'
import type { Note } from './comments.ts'
import { setLinks } from './linked.ts'

type Attributes = Record<string, unknown>

export const STATUSES: readonly TicketStatus[] = ['new', 'open', 'pending', 'hold', 'solved', 'closed']
export const PRIORITIES = ['low', 'normal', 'high', 'urgent']
export const TYPES = ['problem', 'incident', 'question', 'task']
const SUBJECT_LIMIT = 255

/** Writes what a client asks for, checked, into a ticket that nobody has seen yet: a blank one, or a copy of the one that is to be changed. */
export function setAttributes(world: World, draft: Ticket, attributes: Attributes, remark: Note): void {
  const errors: FieldErrors = {}
  const wrong = (field: string, description: string, error: string | null = 'InvalidValue') =>
    (errors[field] = [...(errors[field] ?? []), { description, error }])
  const { status: was, assignee_id, group_id, tags } = draft

  const choice = (field: 'priority' | 'type' | 'status', allowed: readonly string[]) => {
    if (!(field in attributes)) return
    const value = attributes[field]
    const none = value === null || value === ''
    if (none && field === 'priority' && draft.priority !== null) wrong('priority', 'Priority: cannot be reset', null)
    else if (none) {
      if (field === 'type') draft.type = null
    } else if (typeof value !== 'string' || !allowed.includes(value)) wrong(field, `${title(field)}: ${String(value)} is not included in the list`)
    else draft[field] = value as TicketStatus
  }
  choice('priority', PRIORITIES)
  choice('type', TYPES)
  choice('status', STATUSES)
  if (draft.status === 'new' && was !== 'new') {
    draft.status = was
    remark({ kind: 'ignored', what: 'status: new, which a ticket is never again' })
  }

  const subject = attributes.subject ?? attributes.raw_subject
  if (typeof subject === 'string') draft.subject = keptSubject(world, subject, remark, wrong)
  if ('external_id' in attributes) draft.external_id = attributes.external_id === null ? null : String(attributes.external_id)
  if ('recipient' in attributes) draft.recipient = attributes.recipient === null ? null : String(attributes.recipient)
  if ('due_at' in attributes) {
    const due = readStamp(attributes.due_at)
    if (attributes.due_at !== null && due === undefined) wrong('due_at', 'Due date: is not properly formatted', 'InvalidFormat')
    else draft.due_at = due ?? null
  }
  setLinks(world, draft, attributes, wrong)

  const misplaced = assign(world, draft, attributes, { assignee_id, group_id })
  if (misplaced) errors.assignee = [misplaced]

  if ('tags' in attributes) draft.tags = tagList(attributes.tags).sort()
  if (attributes.additional_tags) draft.tags = [...new Set([...draft.tags, ...tagList(attributes.additional_tags)])].sort()
  if (attributes.remove_tags) draft.tags = draft.tags.filter((tag) => !tagList(attributes.remove_tags).includes(tag))

  if (attributes.custom_fields !== undefined || attributes.fields !== undefined) {
    const custom = customTicketValues(world, attributes, draft, remark)
    for (const [field, found] of Object.entries(custom.errors)) errors[field] = [...(errors[field] ?? []), ...found]
    draft.custom = { ...draft.custom, ...custom.values }
    draft.tags = custom.tags
  }
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  if (draft.tags !== tags) followTags(world, draft, tags, new Set(pairs(attributes.custom_fields ?? attributes.fields).map(([id]) => id)))
  settle(world, draft, was, attributes, remark)
}

/**
 * Assigning a new ticket opens it; a custom status brings its category, and a status its default custom one; solving is dated. No ticket
 * becomes new again (documented, support.zendesk.com 4408894213018; that it is passed over is inferred).
 */
function settle(world: World, draft: Ticket, was: TicketStatus, { custom_status_id }: Attributes, remark: Note): void {
  if (draft.status === 'new' && draft.assignee_id !== null) draft.status = 'open'
  const wanted = readId(custom_status_id)
  const named = wanted === null ? undefined : statusesOf(world).get(String(wanted))
  const again = named?.status_category === 'new' && was !== 'new'
  if (again) remark({ kind: 'ignored', what: `custom_status_id: ${named.id}, which is of new, which a ticket is never again` })
  const chosen = again ? undefined : named
  if (chosen) draft.status = chosen.status_category as TicketStatus
  draft.custom_status_id = chosen?.id ?? customStatus(world, draft)
  if (draft.status === 'solved' && was !== 'solved') draft.solved_at = draft.updated_at
}

/** The custom status that a ticket keeps while it is of its status, else the default one of that. */
export function customStatus(world: World, { status, custom_status_id }: Pick<Ticket, 'status' | 'custom_status_id'>): number {
  const { statuses } = accountOf(world)
  const category = status === 'closed' ? 'solved' : status
  const own = statuses[category] === custom_status_id || statusesOf(world).get(String(custom_status_id))?.status_category === category
  return own ? custom_status_id : (statuses[category] ?? custom_status_id)
}

function keptSubject(world: World, subject: string, remark: Note, wrong: (field: string, description: string, error: string) => void): string {
  if (subject.length <= SUBJECT_LIMIT) return subject
  if (settingsOf(world).longSubject === 'refused') {
    remark({ kind: 'too-long', field: 'subject', limit: SUBJECT_LIMIT, unit: 'characters', sent: subject.length })
    wrong('subject', `Subject: is too long (maximum is ${SUBJECT_LIMIT} characters)`, 'ValueTooLong')
    return subject
  }
  remark({ kind: 'cut', field: 'subject', limit: SUBJECT_LIMIT, unit: 'characters', sent: subject.length })
  return subject.slice(0, SUBJECT_LIMIT)
}

const title = (field: string): string => (field[0] as string).toUpperCase() + field.slice(1)
