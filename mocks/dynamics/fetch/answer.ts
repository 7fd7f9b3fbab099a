import type { Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import type { Organization } from '../data/organization.ts'
import { etagOf, isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { wants } from '../preferences.ts'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import { type Aggregation, aggregateRows, type Cell, type Grouping, type Measure, requireNumbers } from '../query/aggregate.ts'
import { reader } from '../query/columns.ts'
import { parentColumn } from '../query/hierarchy.ts'
import { order } from '../query/match.ts'
import { printCookie } from '../query/page.ts'
import { formatted } from '../render/format.ts'
import { FORMATTED, type Json, LOOKUP_TABLE, renderRow, value } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'
import { parseSql } from '../sql/parse.ts'
import type { Fetch, FetchAttribute, FetchEntity } from './ast.ts'
import { parseFetch } from './parse.ts'
import { columnOf, type Joined, joinedRows, MAIN, nameIn, tablesOf } from './run.ts'

/** Answers `?fetchXml=` on a set. `source`: only these rows, where the set hangs on a row. */
export const answerFetch = (xml: string, table: Table, request: WebRequest, source?: readonly Row[]): Reply => answer(parseFetch(xml), table, request, source)

/** Answers `?sql=` on a set: rows, and nothing about pages. */
export function answerSql(text: string, table: Table, request: WebRequest, source?: readonly Row[]): Reply {
  const { status, body } = answer({ top: settingsOf(request.organization.world).pageSize, ...parseSql(text) }, table, request, source)
  return { status, body }
}

/** What `top` cannot exceed (documented; † what is said then). */
const MOST_TOP = 5000

function answer(fetch: Fetch, table: Table, request: WebRequest, source: readonly Row[] | undefined): Reply {
  if ((fetch.top ?? 0) > MOST_TOP) refuseWith(invalidArgument(`The top value must be between 1 and ${MOST_TOP}; use paging for more rows.`))
  if (fetch.entity.name !== table.name) {
    refuseWith(coded('0x80041128', 400, 'The entity name specified in fetchxml does not match the entity name specified in the Entity or Query Expression.'))
  }
  const tables = tablesOf(fetch, request)
  const results = joinedRows(fetch, tables, request, source)
  const context = { '@odata.context': `${request.root}/$metadata#${table.set}` }
  if (fetch.aggregate) return { status: 200, body: { ...context, value: aggregated(fetch, results, tables, request) } }

  const rendered = fetch.distinct ? distinct(results, fetch, tables, request) : results
  const limit = settingsOf(request.organization.world).pageSize
  const size = Math.min(fetch.top ?? fetch.count ?? request.prefer.pageSize ?? limit, limit)
  const start = fetch.top === undefined ? (fetch.page - 1) * size : 0
  const page = rendered.slice(start, start + size)
  const more = fetch.top === undefined && start + size < rendered.length
  return {
    status: 200,
    body: {
      ...context,
      ...totals(fetch, rendered.length, request),
      ...(fetch.top === undefined ? { '@Microsoft.Dynamics.CRM.morerecords': more } : {}),
      ...(more ? { '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': printCookie({ page: fetch.page + 1, after: [start + size] }) } : {}),
      value: page.map((joined) => shown(joined, fetch.entity, MAIN, tables, request, {})),
    },
  }
}

function totals(fetch: Fetch, total: number, { prefer, organization }: WebRequest): Json {
  const limit = settingsOf(organization.world).countLimit
  if (!fetch.totals && !wants(prefer.annotations, 'Microsoft.Dynamics.CRM.totalrecordcount')) return {}
  return {
    '@Microsoft.Dynamics.CRM.totalrecordcount': fetch.totals ? Math.min(total, limit) : -1,
    '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': fetch.totals && total > limit,
  }
}

function distinct(results: readonly Joined[], fetch: Fetch, tables: ReadonlyMap<string, Table>, request: WebRequest): Joined[] {
  const seen = new Set<string>()
  return results.filter((joined) => {
    const key = JSON.stringify(
      shown(joined, fetch.entity, MAIN, tables, { ...request, prefer: { ...request.prefer, annotations: [] } }, {}, fetch.entity.attributes.length === 0),
    )
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** One result as JSON; linked columns stand beside the main row's as `alias.column`. */
function shown(joined: Joined, entity: FetchEntity, alias: string, tables: ReadonlyMap<string, Table>, request: WebRequest, into: Json, withKey = true): Json {
  const table = tables.get(alias) as Table
  const row = joined[alias]
  const { organization, prefer } = request
  if (alias === MAIN && row) {
    const plainColumns = entity.attributes.filter((one) => !one.alias).map((one) => columnOf(table, one.name))
    const whole = entity.all || (entity.attributes.length === 0 && withKey)
    if (whole) Object.assign(into, withoutNulls(renderRow(row, table, undefined, organization, prefer.annotations)))
    else if (withKey) Object.assign(into, { '@odata.etag': etagOf(row) })
    for (const column of plainColumns) write(into, nameIn(MAIN, column), column, table, row, request)
    if (withKey) into[table.key] ??= row.id
  }
  const named = alias === MAIN ? entity.attributes.filter((one) => one.alias) : entity.attributes
  for (const one of row ? named : []) {
    const column = columnOf(table, one.name)
    const name = one.alias ?? nameIn(alias, column)
    if (one.countChildren) into[name] = childrenOf(row as Row, table, organization)
    else write(into, name, column, table, row as Row, request)
  }
  if (alias !== MAIN && entity.all && row) for (const column of table.properties.values()) write(into, nameIn(alias, column), column, table, row, request)
  for (const link of entity.links) shown(joined, link, link.alias, tables, request, into, withKey)
  return into
}

/** A fetch's answer leaves out what has no value (documented). */
const withoutNulls = (json: Json): Json => Object.fromEntries(Object.entries(json).filter(([, found]) => found !== null))

/** Of a table's hierarchy, one level down (documented). */
function childrenOf(row: Row, table: Table, organization: Organization): number {
  const parent =
    parentColumn(table) ?? refuseWith(coded('0x80040203', 400, `'${table.name}' has no hierarchical relationship whose children could be counted.`))
  return organization.referencing(table.name, parent.name, row.id).length
}

function write(into: Json, name: string, column: Column, table: Table, row: NonNullable<Joined[string]>, { organization, prefer }: WebRequest): void {
  const found = value(row, table, column)
  if (found === null) return
  const text = formatted(found, column, organization)
  if (text !== undefined && wants(prefer.annotations, FORMATTED)) into[`${name}@${FORMATTED}`] = text
  if (isReference(found) && wants(prefer.annotations, LOOKUP_TABLE)) into[`${name}@${LOOKUP_TABLE}`] = found.table
  into[name] = isReference(found) ? found.id : found
}

const MEASURES: Record<string, Measure> = { count: 'count', countcolumn: 'countcolumn', sum: 'sum', avg: 'average', min: 'min', max: 'max' }

function aggregated(fetch: Fetch, results: readonly Joined[], tables: ReadonlyMap<string, Table>, request: WebRequest): Record<string, Cell>[] {
  if (results.length > settingsOf(request.organization.world).aggregateLimit) {
    refuseWith(coded('0x8004e023', 400, 'The maximum record limit is exceeded. Reduce the number of records.'))
  }
  const groupings: Grouping<Joined>[] = []
  const aggregations: Aggregation<Joined>[] = []
  const collect = (entity: FetchEntity, alias: string) => {
    for (const one of entity.attributes) {
      if (!one.alias) refuseWith(coded('0x80041109', 400, 'Invalid alias for aggregate operation.'))
      const table = tables.get(alias) as Table
      const column = columnOf(table, one.name)
      const read = reader(table, column)
      const of = (joined: Joined) => {
        const row = joined[alias]
        return row ? read(row) : null
      }
      if (one.groupby) groupings.push({ alias: one.alias as string, of: (joined) => part(of(joined), one) })
      else aggregations.push({ alias: one.alias as string, measure: measureOf(one, column), of })
    }
    for (const link of entity.links) collect(link, link.alias)
  }
  collect(fetch.entity, MAIN)
  const rows = aggregateRows(results, groupings, aggregations)
  const orders = fetch.entity.orders
  rows.sort((a, b) => {
    for (const { alias = '', descending } of orders) {
      const sign = order(a[alias] ?? null, b[alias] ?? null)
      if (sign !== 0) return descending ? -sign : sign
    }
    return 0
  })
  return fetch.top === undefined ? rows : rows.slice(0, fetch.top)
}

function measureOf({ aggregate = '', distinct: once }: FetchAttribute, column: Column): Measure {
  const measure = own(MEASURES, aggregate) ?? refuseWith(coded('0x8004111a', 400, `An error occurred while processing Aggregates in Query: '${aggregate}'.`))
  requireNumbers(measure, aggregate, column)
  return measure === 'countcolumn' && once ? 'countdistinct' : measure
}

/** A part of a date to group by. */
function part(found: Cell, { dategrouping }: FetchAttribute): Cell {
  if (dategrouping === undefined || typeof found !== 'string') return found
  const date = new Date(found)
  const start = Date.UTC(date.getUTCFullYear(), 0, 1)
  switch (dategrouping) {
    case 'year':
      return date.getUTCFullYear()
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1
    case 'month':
      return date.getUTCMonth() + 1
    case 'week':
      return Math.floor(((date.getTime() - start) / 86_400_000 + new Date(start).getUTCDay()) / 7) + 1
    case 'day':
      return date.getUTCDate()
    default:
      return refuseWith(coded('0x80041135', 400, 'An invalid value was specified for dategrouping.'))
  }
}
