import type { World } from '../../core/index.ts'
import { type FieldErrors, flat, raise } from '../problems.ts'
import type { Ticket } from '../records.ts'
import { settingsOf } from '../settings.ts'
import type { Note } from '../tickets/comments.ts'
import { checkValue } from './check.ts'
import { type Field, fieldsOf, hasOptions } from './fields.ts'
import { fieldClass } from './keys.ts'

export interface CustomValues {
  values: Record<string, unknown>
  tags: string[]
  errors: FieldErrors
}

/** `[{id, value}]`, or the object form `{id: value}`. */
export function pairs(sent: unknown): [string, unknown][] {
  if (Array.isArray(sent))
    return sent.flatMap((entry: { id?: unknown; value?: unknown } | null) =>
      entry?.id === undefined ? [] : [[String(entry.id), entry.value] as [string, unknown]],
    )
  return sent !== null && typeof sent === 'object' ? Object.entries(sent) : []
}

/** What `custom_fields` (or `fields`) asks for. Options and ticked boxes put their tag on the ticket, and take it off again. */
export function customTicketValues(world: World, attributes: Record<string, unknown>, ticket: Ticket, remark: Note): CustomValues {
  const values: Record<string, unknown> = {}
  const errors: FieldErrors = {}
  let tags = ticket.tags
  for (const [id, sent] of pairs(attributes.custom_fields ?? attributes.fields)) {
    const field = fieldsOf(world, 'ticket').get(id)
    if (!field || field.system) {
      if (settingsOf(world).unknownCustomField === 'refused') raise(flat('RecordInvalid', 422, `Custom field ${id} does not exist`))
      remark({ kind: 'ignored', what: `custom field ${id}, which the account does not have` })
      continue
    }
    const checked = checkValue(field, longEnough(world, field, sent, remark))
    if ('wrong' in checked && hasOptions(field) && settingsOf(world).unknownOption === 'dropped') {
      remark({ kind: 'ignored', what: `custom field ${id}: ${JSON.stringify(sent)}, which is no option of it` })
      continue
    }
    if ('wrong' in checked || checked.value === TOO_LONG) {
      const description = 'wrong' in checked ? checked.wrong : `${field.title}: is too long (maximum is ${settingsOf(world).customTextLimit} characters)`
      errors.base = [...(errors.base ?? []), { description, error: 'InvalidValue', ticket_field_id: field.id, ticket_field_type: fieldClass(field) }]
      continue
    }
    tags = retagged(field, tags, ticket.custom[id], checked.value)
    values[id] = checked.value
  }
  return { values, tags, errors }
}

const TOO_LONG = '\u0000too long'

function longEnough(world: World, field: Field, value: unknown, remark: Note): unknown {
  const { customTextLimit: limit, longCustomText } = settingsOf(world)
  if (!['text', 'textarea'].includes(field.type) || typeof value !== 'string' || value.length <= limit) return value
  const name = `custom_field_${field.id}`
  remark({ kind: longCustomText === 'cut' ? 'cut' : 'too-long', field: name, limit, unit: 'characters', sent: value.length })
  return longCustomText === 'cut' ? value.slice(0, limit) : TOO_LONG
}

/** As tags are kept: an option may have capital letters, its tag has none. */
const tagsFor = (field: Field, value: unknown): string[] => {
  if (field.type === 'checkbox') return value === true && field.tag ? [field.tag.toLowerCase()] : []
  if (field.type === 'tagger') return typeof value === 'string' ? [value.toLowerCase()] : []
  return field.type === 'multiselect' && Array.isArray(value) ? value.map((one) => String(one).toLowerCase()) : []
}

function retagged(field: Field, tags: string[], before: unknown, after: unknown): string[] {
  const old = tagsFor(field, before)
  const added = tagsFor(field, after)
  if (old.length === 0 && added.length === 0) return tags
  return [...new Set([...tags.filter((tag) => !old.includes(tag)), ...added])].sort()
}
