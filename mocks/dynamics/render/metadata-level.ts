import { JsonText, type Reply } from '../../core/index.ts'
import { isLookup, type Model, type Navigation, propertyOf, type Table } from '../model/model.ts'
import { edmTypeOf } from '../query/columns.ts'

export type MetadataLevel = 'none' | 'minimal' | 'full'

/** What `Accept: application/json;odata.metadata=...` asks for. */
export const levelOf = (accept: string | undefined): MetadataLevel =>
  accept === undefined || !/odata/i.test(accept)
    ? 'minimal'
    : ((/;\s*odata\.metadata=(none|full)\b/i.exec(accept)?.[1]?.toLowerCase() as MetadataLevel | undefined) ?? 'minimal')

/** The same answer with less control information, or with more (OData JSON format). Batches and texts stay as they are. */
export function atLevel(reply: Reply, accept: string | undefined, model: Model, root: string): Reply {
  const level = levelOf(accept)
  if (level === 'minimal' || typeof reply.body !== 'object' || reply.body === null || reply.body instanceof Uint8Array) return reply
  const body = reply.body instanceof JsonText ? reply.body.value() : reply.body
  return { ...reply, body: level === 'none' ? stripped(body) : enriched(body as Json, model, root) }
}

type Json = Record<string, unknown>

/** What OData keeps even then (documented). */
const KEPT = new Set(['@odata.nextLink', '@odata.count', '@odata.deltaLink'])

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => !name.startsWith('@odata.') || KEPT.has(name))
  return Object.fromEntries(members.map(([name, member]) => [name, stripped(member)]))
}

/** The context names the set whose rows an answer holds; other answers have no more to say. */
function enriched(body: Json, model: Model, root: string): Json {
  const [, set = '', rest = ''] = /\$metadata#(\w+)(.*)$/s.exec(String(body['@odata.context'])) ?? []
  const table = model.sets.get(set)
  if (!table || /^\([0-9a-f-]{36}\)/.test(rest)) return body
  if (Array.isArray(body.value)) return { ...body, value: body.value.map((row: Json) => full(row, table, model, root)) }
  return full(body, table, model, root)
}

/** Types that JSON does not show by itself. */
const TYPED = /^Edm\.(Guid|DateTimeOffset|Date|Decimal|Int64|Binary)$/

function full(row: Json, table: Table, model: Model, root: string): Json {
  const id = row[table.key]
  if (typeof id !== 'string') return row
  const address = `${table.set}(${id})`
  const head = { '@odata.type': `#Microsoft.Dynamics.CRM.${table.name}`, '@odata.id': `${root}/${address}`, '@odata.editLink': address }
  const { '@odata.context': context, '@odata.etag': etag, ...members } = row
  const shown = Object.entries(members).flatMap(([name, value]): [string, unknown][] => [
    ...typeOf(name, value, table),
    [name, expanded(name, value, table, model, root)],
  ])
  const links = [...table.navigations.keys()].flatMap((name): [string, unknown][] => [
    [`${name}@odata.associationLink`, `${root}/${address}/${name}/$ref`],
    [`${name}@odata.navigationLink`, `${root}/${address}/${name}`],
  ])
  return {
    ...(context === undefined ? {} : { '@odata.context': context }),
    ...head,
    ...(etag === undefined ? {} : { '@odata.etag': etag }),
    ...Object.fromEntries([...shown, ...links]),
  }
}

function typeOf(name: string, value: unknown, table: Table): [string, string][] {
  const column = value === null ? undefined : table.properties.get(name)
  const type = column && propertyOf(column) === name ? (isLookup(column) ? 'Edm.Guid' : edmTypeOf(column)) : undefined
  return type && TYPED.test(type) ? [[`${name}@odata.type`, `#${type.slice('Edm.'.length)}`]] : []
}

/** Rows of a navigation property that was expanded; where it may lead to several tables, the row's own key tells which. */
function expanded(name: string, value: unknown, table: Table, model: Model, root: string): unknown {
  const navigation = table.navigations.get(name)
  if (!navigation || typeof value !== 'object' || value === null) return value
  const targets = tablesBehind(navigation).flatMap((target) => model.tables.get(target) ?? [])
  const one = (row: Json) => {
    const target = targets.find((candidate) => candidate.key in row)
    return target ? full(row, target, model, root) : row
  }
  return Array.isArray(value) ? value.map(one) : one(value as Json)
}

const tablesBehind = (navigation: Navigation): string[] =>
  navigation.kind === 'lookup' ? navigation.targets : [navigation.kind === 'collection' ? navigation.relation.many : navigation.other]
