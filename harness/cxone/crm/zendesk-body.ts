import { byteLength, cutCharacters } from '../text.ts'
import type { Loss } from './client.ts'

/** Fields of a user that are Zendesk's own; any other name is one of the account's user fields. */
const USER_FIELDS = new Set(
  'name email phone role alias details notes external_id locale time_zone organization_id signature tags verified suspended shared_phone_number'.split(' '),
)

/** Mapped fields, as Zendesk nests them: a comment is an object, custom fields are a list, a user's own fields a member. */
export function bodyOf(type: string, fields: Record<string, unknown>): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const customs: { id: number; value: unknown }[] = []
  const own: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const id = /^custom_field_(\d+)$/.exec(name)?.[1]
    if (id !== undefined) customs.push({ id: Number(id), value })
    // What an agent noted and a transcript are for colleagues: a public comment would be sent to the customer.
    else if (type === 'ticket' && name === 'comment' && typeof value === 'string') body.comment = { body: value, public: false }
    else if (type === 'user' && !USER_FIELDS.has(name)) own[name] = value
    else body[name] = value
  }
  return { ...body, ...(customs.length > 0 ? { custom_fields: customs } : {}), ...(Object.keys(own).length > 0 ? { user_fields: own } : {}) }
}

/** 64 kB, cut without an error (Zendesk's page on ticket comments, "Body size limits"). */
const COMMENT_BYTES = 65_536
/** Cut without an error (seen by integrators in 2021). */
const SUBJECT_CHARACTERS = 255

/** What Zendesk cuts without saying so: nothing in its answer tells, so it is reckoned here. */
export function silentLosses(type: string, fields: Record<string, string>): Loss[] {
  if (type !== 'ticket') return []
  const { comment, subject } = fields
  const losses: Loss[] = []
  if (comment !== undefined && byteLength(comment) > COMMENT_BYTES)
    losses.push({ field: 'comment', sent: byteLength(comment), kept: COMMENT_BYTES, unit: 'bytes' })
  if (subject !== undefined && subject.length > SUBJECT_CHARACTERS)
    losses.push({ field: 'subject', sent: subject.length, kept: cutCharacters(subject, SUBJECT_CHARACTERS).length, unit: 'characters' })
  return losses
}
