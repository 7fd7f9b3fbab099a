import type { TableDefinition, World } from '../../core/index.ts'
import { type FieldErrors, invalid, raise } from '../problems.ts'
import { now } from '../time.ts'

/** A kind of record that an account defines. User ids are text here (published API description). */
export interface CustomObject {
  key: string
  created_by_user_id: string
  updated_by_user_id: string
  created_at: string
  updated_at: string
  title: string
  title_pluralized: string
  description: string
  include_in_list_view: boolean
}

const objects: TableDefinition<CustomObject> = { name: 'zendesk.custom_objects' }
export const objectsOf = (world: World) => world.store.table(objects)

/** Objects of an account, fields of an object and records of an account, at most (documented; the first differs by plan). */
export const MOST = { objects: 50, fields: 100, records: 50_000_000 }

const KEY = /^[A-Za-z0-9_-]{1,100}$/

export function writeObject(world: World, sent: Record<string, unknown>, user: number, before?: CustomObject): CustomObject {
  const errors: FieldErrors = {}
  const text = (name: 'title' | 'title_pluralized' | 'description') => String(sent[name] ?? before?.[name] ?? '')
  const key = before?.key ?? String(sent.key ?? '')
  if (!KEY.test(key)) errors.key = [{ description: 'Key: may only contain letters, numbers, hyphens and underscores', error: 'InvalidFormat' }]
  else if (!before && objectsOf(world).get(key)) errors.key = [{ description: 'Key: has already been taken', error: 'DuplicateValue' }]
  for (const name of ['title', 'title_pluralized'] as const)
    if (text(name).trim() === '') errors[name] = [{ description: `${name === 'title' ? 'Title' : 'Title pluralized'}: cannot be blank`, error: 'BlankValue' }]
  if (!before && objectsOf(world).size >= MOST.objects)
    errors.base = [{ description: `You can create ${MOST.objects} custom objects at most`, error: 'LimitExceeded' }]
  if (Object.keys(errors).length > 0) raise(invalid(errors))
  return objectsOf(world).put(key, {
    key,
    created_by_user_id: before?.created_by_user_id ?? String(user),
    updated_by_user_id: String(user),
    created_at: before?.created_at ?? now(world),
    updated_at: now(world),
    title: text('title'),
    title_pluralized: text('title_pluralized'),
    description: text('description'),
    include_in_list_view: typeof sent.include_in_list_view === 'boolean' ? sent.include_in_list_view : (before?.include_in_list_view ?? false),
  })
}

export function objectJson(object: CustomObject, base: string): Record<string, unknown> {
  const { title, title_pluralized, description, include_in_list_view, ...rest } = object
  return {
    url: `${base}/api/v2/custom_objects/${object.key}.json`,
    ...rest,
    title,
    title_pluralized,
    raw_title: title,
    raw_title_pluralized: title_pluralized,
    description,
    raw_description: description,
    include_in_list_view,
  }
}
