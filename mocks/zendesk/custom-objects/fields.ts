import type { TableDefinition, World } from '../../core/index.ts'
import type { Field, Option } from '../fields/fields.ts'
import { nextId } from '../ids.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { now } from '../time.ts'
import { type CustomObject, MOST } from './objects.ts'

export interface ObjectField extends Field {
  object: string
  key: string
  /** Of a lookup: `zen:user`, `zen:ticket`, `zen:custom_object:car`. */
  relationship_target_type: string | null
}

const fields: TableDefinition<ObjectField> = { name: 'zendesk.custom_object_fields', indexes: { object: (field) => field.object } }
export const objectFieldsOf = (world: World) => world.store.table(fields)
export const fieldsOfObject = (world: World, key: string): ObjectField[] =>
  objectFieldsOf(world)
    .find('object', key)
    .sort((a, b) => a.position - b.position || a.id - b.id)
/** By key or by id, as paths may name it. */
export const fieldNamed = (world: World, object: string, name: string): ObjectField | undefined =>
  fieldsOfObject(world, object).find((field) => field.key === name || String(field.id) === name)

const TYPES = ['checkbox', 'date', 'decimal', 'dropdown', 'integer', 'lookup', 'multiselect', 'regexp', 'text', 'textarea']
const KEY = /^[A-Za-z0-9_-]{1,100}$/
type Sent = Record<string, unknown>

export function writeObjectField(world: World, object: CustomObject, sent: Sent, before?: ObjectField): ObjectField {
  const errors: FieldErrors = {}
  const own = fieldsOfObject(world, object.key)
  const key = before?.key ?? String(sent.key ?? '')
  const type = before?.type ?? String(sent.type ?? '')
  const title = String(sent.title ?? before?.title ?? '')
  if (!KEY.test(key)) errors.key = [{ description: 'Key: may only contain letters, numbers, hyphens and underscores', error: 'InvalidFormat' }]
  else if (!before && own.some((field) => field.key === key)) errors.key = [{ description: 'Key: has already been taken', error: 'DuplicateValue' }]
  if (!TYPES.includes(type)) errors.type = [{ description: 'Type: is not included in the list', error: 'InvalidValue' }]
  if (title.trim() === '') errors.title = [{ description: 'Title: cannot be blank', error: 'BlankValue' }]
  if (!before && own.length >= MOST.fields)
    errors.base = [{ description: `You can create ${MOST.fields} fields per custom object at most`, error: 'LimitExceeded' }]
  const target = typeof sent.relationship_target_type === 'string' ? sent.relationship_target_type : (before?.relationship_target_type ?? null)
  if (type === 'lookup' && target === null)
    errors.relationship_target_type = [{ description: 'Relationship target type: cannot be blank', error: 'BlankValue' }]
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  const options = Array.isArray(sent.custom_field_options)
    ? sent.custom_field_options.map((option) => optionOf(world, option as Sent))
    : (before?.options ?? [])
  const pattern = 'regexp_for_validation' in sent ? sent.regexp_for_validation : before?.regexp_for_validation
  const field: ObjectField = {
    id: before?.id ?? nextId(world),
    object: object.key,
    type,
    key,
    title,
    description: String(sent.description ?? before?.description ?? ''),
    agent_description: null,
    position: typeof sent.position === 'number' ? sent.position : (before?.position ?? own.length),
    active: typeof sent.active === 'boolean' ? sent.active : (before?.active ?? true),
    required: false,
    regexp_for_validation: typeof pattern === 'string' ? pattern : null,
    visible_in_portal: false,
    editable_in_portal: false,
    required_in_portal: false,
    title_in_portal: title,
    tag: typeof sent.tag === 'string' ? sent.tag : (before?.tag ?? null),
    system: false,
    options,
    relationship_target_type: target,
    created_at: before?.created_at ?? now(world),
    updated_at: now(world),
  }
  return objectFieldsOf(world).put(String(field.id), field)
}

const optionOf = (world: World, sent: Sent): Option => {
  const name = String(sent.name ?? '')
  return { id: typeof sent.id === 'number' ? sent.id : nextId(world), name, raw_name: name, value: String(sent.value ?? name), default: false }
}

export function objectFieldJson(field: ObjectField, base: string): Record<string, unknown> {
  const { id, type, key, title, description, position, active, system, regexp_for_validation, created_at, updated_at, options } = field
  return {
    url: `${base}/api/v2/custom_objects/${field.object}/fields/${id}.json`,
    id,
    type,
    key,
    title,
    description,
    raw_title: title,
    raw_description: description,
    position,
    active,
    system,
    regexp_for_validation,
    created_at,
    updated_at,
    ...(type === 'dropdown' || type === 'multiselect' ? { custom_field_options: options } : {}),
    ...(type === 'checkbox' ? { tag: field.tag } : {}),
    ...(type === 'lookup' ? { relationship_target_type: field.relationship_target_type } : {}),
  }
}
