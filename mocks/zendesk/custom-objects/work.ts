import { Refusal, type World } from '../../core/index.ts'
import { recordNotFound } from '../problems.ts'
import type { User } from '../records.ts'
import { type CustomObject, objectsOf } from './objects.ts'
import { type CustomRecord, customRecordsOf, recordByExternalId, recordById, writeRecord } from './records.ts'

type Item = Record<string, unknown>
type Result = Record<string, unknown>
type Line = (world: World, object: CustomObject, item: unknown, author: User) => Result

const found = (record: CustomRecord | undefined): CustomRecord => {
  if (record) return record
  throw new Refusal(recordNotFound())
}
const values = (item: unknown): Item => (item !== null && typeof item === 'object' ? (item as Item) : {})
const erase = (world: World, record: CustomRecord): Result => {
  customRecordsOf(world).delete(record.id)
  return { action: 'delete', id: record.id, status: 'Deleted', success: true }
}

/** One item of a bulk job each. Deletions name ids, the others carry records. */
const LINES: Record<string, Line> = {
  create: (world, object, item, author) => ({ id: writeRecord(world, object, values(item), author.id).id, status: 'Created' }),
  update: (world, object, item, author) => {
    const before = found(recordById(world, object.key, String(values(item).id)))
    return { action: 'update', id: writeRecord(world, object, values(item), author.id, before).id, status: 'Updated', success: true }
  },
  create_or_update_by_external_id: (world, object, item, author) => {
    const before = recordByExternalId(world, object.key, String(values(item).external_id ?? ''))
    return { id: writeRecord(world, object, values(item), author.id, before).id, status: before ? 'Updated' : 'Created' }
  },
  delete: (world, object, item) => erase(world, found(recordById(world, object.key, String(item)))),
  delete_by_external_id: (world, object, item) => erase(world, found(recordByExternalId(world, object.key, String(item)))),
}
export const RECORD_ACTIONS: readonly string[] = Object.keys(LINES)

/** For the jobs: the work `custom_objects.ACTION` on `{object, item}`. */
export const recordWorks: Record<string, (world: World, item: Item, author: User) => Result> = Object.fromEntries(
  Object.entries(LINES).map(([action, line]) => [
    `custom_objects.${action}`,
    (world: World, { object, item }: Item, author: User) => {
      const known = objectsOf(world).get(String(object))
      if (!known) throw new Refusal(recordNotFound())
      return line(world, known, item, author)
    },
  ]),
)
