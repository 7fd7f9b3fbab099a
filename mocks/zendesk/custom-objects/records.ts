import type { TableDefinition, World } from '../../core/index.ts'
import { checkValue } from '../fields/check.ts'
import { ulid } from '../ids.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { now } from '../time.ts'
import { fieldsOfObject } from './fields.ts'
import type { CustomObject } from './objects.ts'

export interface CustomRecord {
  /** A ULID. */
  id: string
  name: string
  custom_object_key: string
  /** Values by field key; what is not here is null. */
  values: Record<string, unknown>
  created_by_user_id: string
  updated_by_user_id: string
  created_at: string
  updated_at: string
  external_id: string | null
}

const records: TableDefinition<CustomRecord> = {
  name: 'zendesk.custom_object_records',
  indexes: {
    object: (record) => record.custom_object_key,
    external: (record) => (record.external_id === null ? undefined : `${record.custom_object_key} ${record.external_id}`),
  },
}
export const customRecordsOf = (world: World) => world.store.table(records)

/** In the order of their creation, which is that of their ids but for records of one instant. */
export const recordsOfObject = (world: World, key: string): CustomRecord[] =>
  customRecordsOf(world)
    .find('object', key)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
export const recordById = (world: World, object: string, id: string): CustomRecord | undefined => {
  const found = customRecordsOf(world).get(id)
  return found?.custom_object_key === object ? found : undefined
}
/** External ids are told apart by case here (documented), other than those of users. */
export const recordByExternalId = (world: World, object: string, id: string): CustomRecord | undefined =>
  customRecordsOf(world).find('external', `${object} ${id}`)[0]

/** A record takes 32 kB (documented); a name 255 characters. */
const MOST_BYTES = 32 * 1024
const MOST_NAME = 255

type Sent = Record<string, unknown>

/** Creates or changes a record. Fields that a change does not name stay; unknown keys are left out. */
export function writeRecord(world: World, object: CustomObject, sent: Sent, user: number, before?: CustomRecord): CustomRecord {
  const errors: FieldErrors = {}
  const name = String(sent.name ?? before?.name ?? '')
  if (name.trim() === '') errors.name = [{ description: 'Name: cannot be blank', error: 'BlankValue' }]
  if (name.length > MOST_NAME) errors.name = [{ description: `Name: is too long (maximum is ${MOST_NAME} characters)`, error: 'ValueTooLong' }]
  const external =
    'external_id' in sent ? (sent.external_id === null || sent.external_id === '' ? null : String(sent.external_id)) : (before?.external_id ?? null)
  const holder = external === null ? undefined : recordByExternalId(world, object.key, external)
  if (holder && holder.id !== before?.id) errors.external_id = [{ description: 'External: has already been taken', error: 'DuplicateValue' }]
  const values = { ...before?.values, ...valuesIn(world, object.key, sent.custom_object_fields, errors) }
  if (Buffer.byteLength(JSON.stringify({ name, external, values })) > MOST_BYTES)
    errors.base = [{ description: 'Record size exceeds the maximum of 32 KB', error: 'RecordTooLarge' }]
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  const id = before?.id ?? ulid(world.clock.now(), world.random('zendesk.custom-objects'))
  return customRecordsOf(world).put(id, {
    id,
    name,
    custom_object_key: object.key,
    values,
    created_by_user_id: before?.created_by_user_id ?? String(user),
    updated_by_user_id: String(user),
    created_at: before?.created_at ?? now(world),
    updated_at: now(world),
    external_id: external,
  })
}

function valuesIn(world: World, object: string, sent: unknown, errors: FieldErrors): Record<string, unknown> {
  if (sent === null || typeof sent !== 'object') return {}
  const values: Record<string, unknown> = {}
  for (const field of fieldsOfObject(world, object)) {
    if (!Object.hasOwn(sent, field.key)) continue
    const value = (sent as Sent)[field.key]
    // A lookup may name a ULID, which the fields of tickets and users cannot.
    const checked = field.type === 'lookup' && /^[0-9A-Z]{26}$/.test(String(value)) ? { value } : checkValue(field, value)
    if ('wrong' in checked) errors[field.key] = [{ description: checked.wrong, error: 'InvalidValue' }]
    else values[field.key] = checked.value
  }
  return values
}

/** Every field of the object appears, with null where the record has nothing. */
export function recordJson(world: World, record: CustomRecord, base: string): Record<string, unknown> {
  const { id, name, custom_object_key, created_by_user_id, updated_by_user_id, created_at, updated_at, external_id } = record
  return {
    url: `${base}/api/v2/custom_objects/${custom_object_key}/records/${id}.json`,
    id,
    name,
    custom_object_key,
    custom_object_fields: Object.fromEntries(fieldsOfObject(world, custom_object_key).map(({ key }) => [key, record.values[key] ?? null])),
    created_by_user_id,
    updated_by_user_id,
    created_at,
    updated_at,
    external_id,
    photo: null,
  }
}
