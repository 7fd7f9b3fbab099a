import { standardFieldsOf } from '../../configuration/entities.ts'
import { byteLength, cutCharacters } from '../text.ts'
import type { Loss } from './client.ts'

type Fields = Readonly<Record<string, unknown>>

/** Fields by the names that Zendesk has for them, as it nests them: a comment is an object, fields that the account added are a list in a ticket and a member elsewhere. */
export const bodyOf = (type: string, fields: Fields): Record<string, unknown> => (type === 'ticket' ? ticketBody(fields) : withOwn(type, fields))

function ticketBody(fields: Fields): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  const customs: { id: number; value: unknown }[] = []
  for (const [name, value] of Object.entries(fields)) {
    const id = /^custom_field_(\d+)$/.exec(name)?.[1]
    if (id !== undefined) customs.push({ id: Number(id), value })
    // What an agent noted and a transcript are for colleagues: a public comment would be sent to the customer.
    else if (name === 'comment' && typeof value === 'string') body.comment = { body: value, public: false }
    else body[name] = value
  }
  return customs.length > 0 ? { ...body, custom_fields: customs } : body
}

/** A user or an organization: what the reference does not name is one of the account's own fields. */
function withOwn(type: string, fields: Fields): Record<string, unknown> {
  const member = `${type}_fields`
  const standard = standardFieldsOf('Zendesk', type)
  const body: Record<string, unknown> = {}
  const own: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === member) Object.assign(own, value)
    else if (standard.has(name)) body[name] = value
    else own[name.startsWith(`${member}.`) ? name.slice(member.length + 1) : name] = value
  }
  return Object.keys(own).length > 0 ? { ...body, [member]: own } : body
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
