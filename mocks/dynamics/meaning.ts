import type { CrmAction, CrmWrite, Exchange, RecordKind, Remark } from '../core/index.ts'
import { toldOfBatch } from './batch/told.ts'
import { guidOf } from './data/row.ts'
import { standardModel, type Table } from './model/model.ts'
import { pairsOf } from './query/options.ts'

const KINDS: Record<string, RecordKind> = {
  contact: 'contact',
  account: 'account',
  incident: 'case',
  lead: 'lead',
  task: 'task',
  phonecall: 'phonecall',
  annotation: 'note',
  systemuser: 'user',
}
export const kindOf = (table: string): RecordKind => KINDS[table] ?? 'other'

type Members = Record<string, unknown>
const members = (value: unknown): Members => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {})

/** One operation, as a call of its own or as a part of a batch. */
export interface Told {
  method: string
  /** Behind `/api/data/v9.2/`, decoded, without the query. */
  path: string
  search: string
  sent: unknown
  status: number
  headers: Record<string, string>
  answered: unknown
  /** Which row an alternate key named: the answer does not say it. */
  upserted?: Upserted
  /** It names a row that an earlier part of its change set wrote, so it makes none, whatever its headers say. */
  again?: boolean
  /** Which rows other alternate keys named. */
  keyed: readonly Keyed[]
}

export type Upserted = Extract<Remark, { kind: 'upserted' }>
export type Keyed = Extract<Remark, { kind: 'keyed' }>

/** What an exchange meant. */
export function meaning(exchange: Omit<Exchange, 'actions'>): CrmAction[] {
  const url = new URL(exchange.request.url)
  const path = /^(?:\/w\/[^/]+)?\/api\/data\/v\d+\.\d+\/+(.*)$/.exec(url.pathname)?.[1]
  if (path === undefined) return [{ kind: 'other', what: `${exchange.request.method} ${url.pathname}`, ok: exchange.response.status < 400 }]
  const { request, response, remarks } = exchange
  const upserted = remarks.filter((remark) => remark.kind === 'upserted')
  const keyed = remarks.filter((remark) => remark.kind === 'keyed')
  if (path.replace(/\/+$/, '') === '$batch') {
    if (typeof request.body !== 'string' || typeof response.body !== 'string')
      return [{ kind: 'other', what: 'batch', ok: response.status > 0 && response.status < 400 }]
    return toldOfBatch(request.body, request.headers['content-type'] ?? '', response.body, response.headers['content-type'] ?? '', upserted, keyed).flatMap(
      told,
    )
  }
  return told({
    method: exchange.request.method,
    path: decoded(path),
    search: url.search,
    sent: exchange.request.body,
    status: exchange.response.status,
    headers: exchange.response.headers,
    answered: exchange.response.body,
    keyed,
    ...(upserted[0] ? { upserted: upserted[0] } : {}),
  })
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function told(operation: Told): CrmAction[] {
  const { method, path, status } = operation
  const ok = status > 0 && status < 400
  const [, set = '', key, rest = ''] = /^([A-Za-z_]\w*)(?:\(((?:[^')]|'[^']*')*)\))?\/?(.*)$/.exec(path) ?? []
  const table = tableOfSet(set)
  if (!table) return [{ kind: 'other', what: `${method} ${path}`, ok }]
  const record = kindOf(table.name)
  const type = table.name
  const id = key === undefined ? undefined : guidOf(key)
  if (method === 'GET') {
    if (key !== undefined && rest === '') return [{ kind: 'read', record, type, id: id ?? createdId(operation, table) ?? key, ok }]
    if (key === undefined) return [{ kind: 'searched', record, type, ok, found: foundIn(operation.answered, table), terms: termsOf(operation.search) }]
  }
  if (method === 'POST' && key === undefined && rest === '') return [write('created', table, createdId(operation, table), operation, ok)]
  const multiple = method === 'POST' && key === undefined ? /^Microsoft\.Dynamics\.CRM\.(Create|Update|Upsert)Multiple$/.exec(rest)?.[1] : undefined
  if (multiple) return toldOfMany(multiple, table, operation, ok)
  if (method === 'POST' && id) {
    const other = tableBehind(table, rest)
    if (other) return [{ ...write('created', other, createdId(operation, other), operation, ok), about: { record, type, id } }]
  }
  if (method === 'PATCH' && key !== undefined && rest === '') {
    const { upserted, again } = operation
    const created = upserted?.created ?? (status === 201 || (status === 204 && operation.headers.location !== undefined && !again))
    return [write(created ? 'created' : 'updated', table, id ?? idIn(upserted?.record) ?? createdId(operation, table), operation, ok)]
  }
  if (method === 'DELETE' && key !== undefined && rest === '') return [{ kind: 'deleted', record, type, id: id ?? idIn(keyedAs(path, operation)) ?? key, ok }]
  if ((method === 'PUT' || method === 'DELETE') && /^\w+$/.test(rest) && id) {
    const value = method === 'DELETE' ? null : members(operation.sent).value
    return [{ kind: 'updated', record, type, id, fields: { [rest]: value }, ok }]
  }
  return [{ kind: 'other', what: `${method} ${path}`, ok }]
}

/** The table of a row that is posted to a collection. */
function tableBehind(table: Table, name: string): Table | undefined {
  const navigation = table.navigations.get(name)
  if (!navigation || navigation.kind === 'lookup') return undefined
  return standardModel().tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other)
}

/** CreateMultiple and its like: one action for each target, in their order. */
function toldOfMany(name: string, table: Table, operation: Told, ok: boolean): CrmAction[] {
  const { Targets: targets } = members(operation.sent)
  const { Ids: ids, Results: results } = members(operation.answered)
  return (Array.isArray(targets) ? targets : []).map((target, index) => {
    const { '@odata.type': _type, ...fields } = members(target)
    const result = members(Array.isArray(results) ? results[index] : undefined)
    const id = (Array.isArray(ids) ? ids[index] : undefined) ?? members(result.Target)[table.key] ?? fields[table.key]
    const created = name === 'Create' || result.RecordCreated === true
    return write(created ? 'created' : 'updated', table, typeof id === 'string' ? id : undefined, { ...operation, sent: fields }, ok)
  })
}

const tableOfSet = (set: string): Table | undefined => standardModel().sets.get(set)

/** The address of the row that an alternate key named. */
const keyedAs = (named: string, { keyed }: Pick<Told, 'keyed'>): string | undefined => keyed.find((one) => one.named === named)?.record

function write(kind: 'created' | 'updated', table: Table, id: string | undefined, operation: Pick<Told, 'sent' | 'keyed'>, ok: boolean): CrmWrite {
  const fields = members(operation.sent)
  const about = aboutOf(fields, operation)
  return { kind, record: kindOf(table.name), type: table.name, ...(id ? { id } : {}), fields, ...(about ? { about } : {}), ok }
}

/** The record that a task, a phone call or a note is about: what its `regardingobjectid_...` or `objectid_...` names. */
function aboutOf(fields: Members, operation: Pick<Told, 'keyed'>): { record: RecordKind; type: string; id: string } | undefined {
  for (const [name, value] of Object.entries(fields)) {
    if (!/^(regardingobjectid|objectid)_\w+@odata\.bind$/.test(name) || typeof value !== 'string') continue
    const [, set = '', key = ''] = /(\w+)\(([^)]*)\)\s*$/.exec(keyedAs(value, operation) ?? value) ?? []
    const table = tableOfSet(set)
    const id = guidOf(key)
    if (table && id) return { record: kindOf(table.name), type: table.name, id }
  }
  return undefined
}

function createdId({ headers, answered }: Told, table: Table): string | undefined {
  const inBody = members(answered)[table.key]
  return idIn(headers['odata-entityid']) ?? (typeof inBody === 'string' ? inBody : undefined)
}

/** The id at the end of a row's address. */
const idIn = (address = ''): string | undefined => guidOf(/\(([^)]*)\)$/.exec(address)?.[1] ?? '')

function foundIn(answered: unknown, table: Table): string[] {
  const rows = members(answered).value
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row) => {
    const id = members(row)[table.key]
    return typeof id === 'string' ? [id] : []
  })
}

function termsOf(search: string): string {
  const query = new Map(pairsOf(search).reverse())
  return query.get('$filter') ?? query.get('fetchXml') ?? query.get('sql') ?? ''
}
