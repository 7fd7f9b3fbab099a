import type { TableDefinition, World } from '../../core/index.ts'
import { type Kind, type Row, stamped } from '../crud.ts'
import { nextId } from '../ids.ts'
import { byPosition } from '../paging/orders.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { dropGoneOptions } from './gone-options.ts'

export interface Option {
  id: number
  name: string
  raw_name: string
  value: string
  default: boolean
}

export interface Field extends Row {
  type: string
  /** Of user and organization fields: the name under which values are kept. */
  key: string | null
  title: string
  description: string
  agent_description: string | null
  position: number
  active: boolean
  required: boolean
  regexp_for_validation: string | null
  visible_in_portal: boolean
  editable_in_portal: boolean
  required_in_portal: boolean
  title_in_portal: string
  tag: string | null
  /** One that every account has. */
  system: boolean
  options: Option[]
}

export type Family = 'ticket' | 'user' | 'organization'

const definitions: Record<Family, TableDefinition<Field>> = {
  ticket: { name: 'zendesk.ticket_fields' },
  user: { name: 'zendesk.user_fields' },
  organization: { name: 'zendesk.organization_fields' },
}
export const fieldsOf = (world: World, family: Family) => world.store.table(definitions[family])

const COMMON = ['text', 'textarea', 'checkbox', 'date', 'integer', 'decimal', 'regexp', 'lookup', 'multiselect']
const TYPES: Record<Family, readonly string[]> = {
  ticket: [...COMMON, 'partialcreditcard', 'tagger'],
  user: [...COMMON, 'dropdown'],
  organization: [...COMMON, 'dropdown'],
}
const CHOICES = ['tagger', 'multiselect', 'dropdown']
export const hasOptions = (field: Pick<Field, 'type'>): boolean => CHOICES.includes(field.type)
/** A field takes so many options (documented). */
export const MOST_OPTIONS = 2000

type Sent = Record<string, unknown>

export function writeField(world: World, family: Family, sent: Sent, before: Field | undefined, system = false): Field {
  const errors: FieldErrors = {}
  // Documented of ticket fields.
  const type = before?.type ?? String(sent.type ?? (family === 'ticket' ? 'text' : ''))
  if (!before && !system && !TYPES[family].includes(type)) errors.type = [{ description: 'Type: is not included in the list', error: 'InvalidValue' }]
  const title = String(sent.title ?? before?.title ?? '')
  if (title.trim() === '') errors.title = [{ description: 'Title: cannot be blank', error: 'BlankValue' }]
  const key = before?.key ?? (typeof sent.key === 'string' ? sent.key : null)
  if (family !== 'ticket' && !before && (key === null || !/^[A-Za-z0-9_.-]+$/.test(key)))
    errors.key = [{ description: 'Key: is invalid', error: 'InvalidValue' }]
  else if (family !== 'ticket' && !before && [...fieldsOf(world, family).scan()].some((field) => field.key === key))
    errors.key = [{ description: 'Key: has already been taken', error: 'DuplicateValue' }]
  const options = Array.isArray(sent.custom_field_options)
    ? sent.custom_field_options.filter((option) => option !== null && typeof option === 'object').map((option) => readOption(world, option as Sent))
    : (before?.options ?? [])
  if (options.length > MOST_OPTIONS) errors.custom_field_options = [{ description: `A field has at most ${MOST_OPTIONS} options`, error: 'TooManyValues' }]
  if (Object.keys(errors).length > 0) raise(invalid(errors))

  const flag = (name: keyof Field & string, fallback: boolean) =>
    typeof sent[name] === 'boolean' ? sent[name] : ((before?.[name] as boolean | undefined) ?? fallback)
  const text = (name: keyof Field & string, fallback: string | null) =>
    name in sent ? (sent[name] === null ? null : String(sent[name])) : ((before?.[name] as string | null | undefined) ?? fallback)
  return {
    id: before?.id ?? nextId(world),
    type,
    key,
    title,
    description: text('description', '') ?? '',
    agent_description: text('agent_description', null),
    position: typeof sent.position === 'number' ? sent.position : (before?.position ?? (system ? fieldsOf(world, family).size + 1 : 9999)),
    active: flag('active', true),
    required: flag('required', false),
    regexp_for_validation: text('regexp_for_validation', null),
    visible_in_portal: flag('visible_in_portal', false),
    editable_in_portal: flag('editable_in_portal', false),
    required_in_portal: flag('required_in_portal', false),
    title_in_portal: text('title_in_portal', title) ?? title,
    tag: text('tag', null),
    system,
    options,
    ...stamped(world, before),
  }
}

const readOption = (world: World, sent: Sent): Option => {
  const name = String(sent.name ?? '')
  return {
    id: typeof sent.id === 'number' ? sent.id : nextId(world),
    name,
    raw_name: name,
    value: String(sent.value ?? name.toLowerCase().replaceAll(/\W+/g, '_')),
    default: sent.default === true,
  }
}

const optionsJson = (field: Field) => (hasOptions(field) ? { custom_field_options: field.options } : {})

/** `key` and `agent_description` end a ticket field; a list of 2015 lacks them (recorded). */
const ticketField: Kind<Field> = {
  plural: 'ticket_fields',
  singular: 'ticket_field',
  table: (world) => fieldsOf(world, 'ticket'),
  order: byPosition,
  who: 'admin',
  // Anyone may list them, all at once unless by cursor; end users see those of their portal (documented).
  whole: true,
  readers: { list: 'end-user' },
  sees: ({ user }, field) => user.role !== 'end-user' || field.visible_in_portal,
  write(world, sent, before) {
    const field = writeField(world, 'ticket', sent, before, before?.system)
    // Reported (zendesk_api_client_php 392, 2018); a seed may leave them for later.
    if (!before && hasOptions(field) && field.options.length === 0)
      raise(invalid({ field_options: [{ description: 'Field options: must contain at least one option', error: 'EmptyValue' }] }))
    if (before) dropGoneOptions(world, before, field)
    return field
  },
  show: (_world, field) => ({
    type: field.type,
    title: field.title,
    raw_title: field.title,
    description: field.description,
    raw_description: field.description,
    position: field.position,
    active: field.active,
    required: field.required,
    collapsed_for_agents: false,
    regexp_for_validation: field.regexp_for_validation,
    title_in_portal: field.title_in_portal,
    raw_title_in_portal: field.title_in_portal,
    visible_in_portal: field.visible_in_portal,
    editable_in_portal: field.editable_in_portal,
    required_in_portal: field.required_in_portal,
    tag: field.tag,
    created_at: field.created_at,
    updated_at: field.updated_at,
    removable: !field.system,
    key: field.key,
    agent_description: field.agent_description,
    ...optionsJson(field),
  }),
  remove(_world, field) {
    if (field.system) raise(invalid({ base: [{ description: 'System fields cannot be deleted', error: 'InvalidValue' }] }))
  },
}

const personal = (family: 'user' | 'organization'): Kind<Field> => ({
  plural: `${family}_fields`,
  singular: `${family}_field`,
  table: (world) => fieldsOf(world, family),
  order: byPosition,
  who: 'admin',
  write: (world, sent, before) => writeField(world, family, sent, before),
  show: (_world, field) => ({
    type: field.type,
    key: field.key,
    title: field.title,
    description: field.description,
    raw_title: field.title,
    raw_description: field.description,
    position: field.position,
    active: field.active,
    system: field.system,
    regexp_for_validation: field.regexp_for_validation,
    created_at: field.created_at,
    updated_at: field.updated_at,
    ...optionsJson(field),
  }),
})

export const fieldKinds: readonly Kind<Field>[] = [ticketField, personal('user'), personal('organization')]
