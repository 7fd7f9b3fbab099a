import type { Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import type { Organization } from '../data/organization.ts'
import { etagOf, isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { preferenceApplied, wants } from '../preferences.ts'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import { parentColumn } from '../query/hierarchy.ts'
import { printCookie } from '../query/page.ts'
import { formatted } from '../render/format.ts'
import { FORMATTED, type Json, LOOKUP_TABLE, renderRow, value } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'
import { parseSql } from '../sql/parse.ts'
import { aggregated } from './aggregated.ts'
import type { Fetch, FetchEntity } from './ast.ts'
import { parseFetch } from './parse.ts'
import { columnOf, type Joined, joinedRows, MAIN, nameIn, tablesOf } from './run.ts'

/** Answers `?fetchXml=` on a set. `count`: as `returntotalrecordcount` (documented). `source`: only these rows, where the set hangs on a row. */
export function answerFetch(xml: string, count: boolean, table: Table, request: WebRequest, source?: readonly Row[]): Reply {
  const fetch = parseFetch(xml)
  return answer({ ...fetch, totals: fetch.totals || count }, table, request, source)
}

/** Answers `?sql=` on a set: rows, and nothing about pages. */
export const answerSql = (text: string, table: Table, request: WebRequest, source?: readonly Row[]): Reply =>
  answer({ top: settingsOf(request.organization.world).pageSize, ...parseSql(text) }, table, request, source)

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
  const headers = preferenceApplied(request)
  if (fetch.aggregate) return { status: 200, headers, body: { ...context, value: aggregated(fetch, results, tables, request) } }

  const rendered = fetch.distinct ? distinct(results, fetch, tables, request) : results
  const limit = settingsOf(request.organization.world).pageSize
  const size = Math.min(fetch.top ?? fetch.count ?? request.prefer.pageSize ?? limit, limit)
  const start = fetch.top === undefined ? (fetch.page - 1) * size : 0
  const page = rendered.slice(start, start + size)
  const more = fetch.top === undefined && start + size < rendered.length
  const asked = (name: string) => wants(request.prefer.annotations, `Microsoft.Dynamics.CRM.${name}`)
  // Who did not ask for pages is told of none: that rows are missing must not go unseen.
  if (more && fetch.count === undefined && !asked('morerecords') && !asked('fetchxmlpagingcookie'))
    request.remark({ kind: 'ignored', what: `more rows than ${size}: Prefer: odata.include-annotations="Microsoft.Dynamics.CRM.*" tells of them` })
  return {
    status: 200,
    headers,
    body: {
      ...context,
      ...totals(fetch, rendered.length, request),
      ...(fetch.top === undefined && asked('morerecords') ? { '@Microsoft.Dynamics.CRM.morerecords': more } : {}),
      ...(more && asked('fetchxmlpagingcookie')
        ? { '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': printCookie({ page: fetch.page + 1, after: [start + size] }) }
        : {}),
      value: page.map((joined) => shown(joined, fetch.entity, MAIN, tables, request, blank())),
    },
  }
}

/** The count for who asks for it, the annotations for whose `Prefer` does (documented). */
function totals({ totals: wanted }: Fetch, total: number, { prefer, organization }: WebRequest): Json {
  const limit = settingsOf(organization.world).countLimit
  const name = 'Microsoft.Dynamics.CRM.totalrecordcount'
  return {
    ...(wanted ? { '@odata.count': Math.min(total, limit) } : {}),
    ...(wants(prefer.annotations, name) ? { [`@${name}`]: wanted ? Math.min(total, limit) : -1 } : {}),
    ...(wants(prefer.annotations, `${name}limitexceeded`) ? { [`@${name}limitexceeded`]: wanted && total > limit } : {}),
  }
}

function distinct(results: readonly Joined[], fetch: Fetch, tables: ReadonlyMap<string, Table>, request: WebRequest): Joined[] {
  const seen = new Set<string>()
  return results.filter((joined) => {
    const key = JSON.stringify(
      shown(joined, fetch.entity, MAIN, tables, { ...request, prefer: { ...request.prefer, annotations: [] } }, blank(), fetch.entity.attributes.length === 0),
    )
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Where a member may have any name: a client chooses the aliases. */
const blank = (): Json => Object.create(null) as Json

/** One result as JSON; linked columns stand beside the main row's as `alias.column`. */
function shown(joined: Joined, entity: FetchEntity, alias: string, tables: ReadonlyMap<string, Table>, request: WebRequest, into: Json, withKey = true): Json {
  const table = tables.get(alias) as Table
  const row = own(joined, alias)
  const { organization, prefer } = request
  if (alias === MAIN && row) {
    const named = entity.attributes.filter((one) => !one.alias).map((one) => columnOf(table, one.name))
    const currency = named.some(({ type }) => type === 'Money') ? table.columns.get('transactioncurrencyid') : undefined
    // Money tells its currency (documented), as it does where it is selected.
    const plainColumns = currency ? new Set([...named, currency]) : named
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
