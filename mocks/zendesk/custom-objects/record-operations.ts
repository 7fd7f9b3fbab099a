import type { Operation, Problem, Reply } from '../../core/index.ts'
import { type Job, jobJson, queue } from '../jobs/jobs.ts'
import { listOf, MOST_MANY, tooManyValues } from '../many.ts'
import type { Order, SortKey } from '../paging/cursor.ts'
import { reversed } from '../paging/orders.ts'
import { cursorPage } from '../paging/page.ts'
import { listed, plain, raise, recordNotFound } from '../problems.ts'
import { api, bodyOf, type Context, created, json, noContent, rootOf } from '../route.ts'
import { holds, searchable } from '../search/text.ts'
import { now } from '../time.ts'
import { fieldsOfObject } from './fields.ts'
import { readFilter } from './filter.ts'
import { pathObject } from './object-operations.ts'
import type { CustomObject } from './objects.ts'
import { type CustomRecord, customRecordsOf, recordByExternalId, recordById, recordJson, recordsOfObject, writeRecord } from './records.ts'
import { RECORD_ACTIONS } from './work.ts'

const path = '/api/v2/custom_objects/:key/records'
const id: SortKey<CustomRecord> = { type: 's', of: (record) => record.id }
const ORDERS: Record<string, Order<CustomRecord>> = {
  id: { name: 'id', keys: [id] },
  name: { name: 'name,id', keys: [{ type: 's', of: (record) => record.name }, id] },
  created_at: { name: 'created_at,id', keys: [{ type: 's', of: (record) => record.created_at }, id] },
  updated_at: { name: 'updated_at,id', keys: [{ type: 's', of: (record) => record.updated_at }, id] },
}

const one = ({ world, base }: Context, record: CustomRecord) => ({ custom_object_record: recordJson(world, record, base) })

const orderOf = ({ call }: Context): Order<CustomRecord> => {
  const sort = call.query.get('sort') ?? 'id'
  const name = sort.replace(/^-/, '')
  const order = (Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined) ?? raise(listed('InvalidPaginationParameter', 400, 'sort is not valid'))
  return sort.startsWith('-') ? reversed(order) : order
}

/** Cursor paging only; a search says how many there are before the records. */
function page(context: Context, rows: readonly CustomRecord[], counted = false): Reply {
  const { rows: taken, envelope } = cursorPage(context, rows, orderOf(context))
  const custom_object_records = taken.map((record) => recordJson(context.world, record, context.base))
  return json({ ...(counted ? { count: rows.length } : {}), custom_object_records, ...envelope })
}

const withObject = (context: Context, then: (object: CustomObject) => Reply | Problem) => {
  const object = pathObject(context)
  return object ? then(object) : recordNotFound()
}
const withRecord = (context: Context, then: (record: CustomRecord, object: CustomObject) => Reply) =>
  withObject(context, (object) => {
    const record = recordById(context.world, object.key, context.params.id ?? '')
    return record ? then(record, object) : recordNotFound()
  })

function listedRows(context: Context, { key }: CustomObject): CustomRecord[] {
  const [ids, external] = [listOf(context, 'filter[ids]'), listOf(context, 'filter[external_ids]')]
  return recordsOfObject(context.world, key).filter(
    (record) => (ids.length === 0 || ids.includes(record.id)) && (external.length === 0 || external.includes(record.external_id ?? '')),
  )
}

const words = (record: CustomRecord): string =>
  searchable([record.name, record.external_id, ...Object.values(record.values).map((value) => String(value ?? ''))])

/** The one that `?external_id=` or `?name=` names. */
const known = (context: Context, { key }: CustomObject): CustomRecord | undefined => {
  const { query } = context.call
  const external = query.get('external_id')
  if (external !== null) return recordByExternalId(context.world, key, external)
  const name = query.get('name')
  if (name === null) return raise(plain(400, 'Required parameter missing: external_id'))
  return recordsOfObject(context.world, key).find((record) => record.name === name)
}

function upsert(context: Context, object: CustomObject): Reply {
  const { query } = context.call
  const before = known(context, object)
  const named = Object.fromEntries(['external_id', 'name'].flatMap((key) => (query.has(key) ? [[key, query.get(key)]] : [])))
  const record = writeRecord(context.world, object, { ...rootOf(context, 'custom_object_record'), ...named }, context.user.id, before)
  return before ? json(one(context, record)) : created(one(context, record), recordJson(context.world, record, context.base).url)
}

function startJob(context: Context, { key }: CustomObject): Reply | Problem {
  const { action, items } = rootOf(context, 'job')
  if (!RECORD_ACTIONS.includes(String(action))) return listed('InvalidJob', 400, `action must be one of ${RECORD_ACTIONS.join(', ')}`)
  if (!Array.isArray(items)) return plain(400, 'Required parameter missing: items')
  if (items.length > MOST_MANY) return tooManyValues()
  const rows = items.map((item: unknown) => ({ object: key, item }))
  const job = queue(context.world, { job_type: 'Bulk Custom Object Records', work: `custom_objects.${action}`, items: rows, author: context.user.id })
  return 'problem' in job ? job : json({ job_status: jobJson(context.world, job as Job, context.base) }, 201)
}

export const customRecordOperations: Operation[] = [
  ...api('POST', '/api/v2/custom_objects/:key/jobs', 'custom_object_records.job', {}, (context) => withObject(context, (object) => startJob(context, object))),
  ...api('GET', path, 'custom_object_records.index', {}, (context) => withObject(context, (object) => page(context, listedRows(context, object)))),
  ...api('POST', path, 'custom_object_records.create', {}, (context) =>
    withObject(context, (object) => {
      const record = writeRecord(context.world, object, rootOf(context, 'custom_object_record'), context.user.id)
      return created(one(context, record), recordJson(context.world, record, context.base).url)
    }),
  ),
  ...api('PATCH', path, 'custom_object_records.upsert', {}, (context) => withObject(context, (object) => upsert(context, object))),
  ...api('DELETE', path, 'custom_object_records.destroy_named', {}, (context) =>
    withObject(context, (object) => {
      const record = known(context, object)
      if (!record) return recordNotFound()
      customRecordsOf(context.world).delete(record.id)
      return noContent()
    }),
  ),
  ...api('GET', `${path}/count`, 'custom_object_records.count', {}, (context) =>
    withObject(context, ({ key }) => json({ count: { refreshed_at: now(context.world), value: recordsOfObject(context.world, key).length } })),
  ),
  ...api('GET', `${path}/autocomplete`, 'custom_object_records.autocomplete', {}, (context) =>
    withObject(context, ({ key }) => {
      const name = context.call.query.get('name') ?? ''
      const found = recordsOfObject(context.world, key).filter((record) => holds(searchable([record.name]), name, false))
      return page(context, found, true)
    }),
  ),
  ...api('GET', `${path}/search`, 'custom_object_records.search', {}, (context) =>
    withObject(context, ({ key }) => {
      const asked = context.call.query.get('query') ?? ''
      const rows = recordsOfObject(context.world, key)
      return page(context, asked.trim() === '' ? rows : rows.filter((record) => holds(words(record), asked, false)), true)
    }),
  ),
  ...api('POST', `${path}/search`, 'custom_object_records.filtered_search', {}, (context) =>
    withObject(context, ({ key }) => {
      const fields = fieldsOfObject(context.world, key).map((field) => field.key)
      return page(context, recordsOfObject(context.world, key).filter(readFilter(bodyOf(context).filter, fields)), true)
    }),
  ),
  ...api('GET', `${path}/:id`, 'custom_object_records.show', {}, (context) => withRecord(context, (record) => json(one(context, record)))),
  ...api('PATCH', `${path}/:id`, 'custom_object_records.update', {}, (context) =>
    withRecord(context, (record, object) =>
      json(one(context, writeRecord(context.world, object, rootOf(context, 'custom_object_record'), context.user.id, record))),
    ),
  ),
  ...api('DELETE', `${path}/:id`, 'custom_object_records.destroy', {}, (context) =>
    withRecord(context, (record) => {
      customRecordsOf(context.world).delete(record.id)
      return noContent()
    }),
  ),
]
