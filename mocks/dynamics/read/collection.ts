import type { Reply } from '../../core/index.ts'
import { comesInOrder } from '../data/places.ts'
import { guidOf, type Row } from '../data/row.ts'
import { answerFetch, answerSql } from '../fetch/answer.ts'
import type { Table } from '../model/model.ts'
import { preferenceApplied, wants } from '../preferences.ts'
import { noSuchRecord, refuseWith } from '../problems.ts'
import { candidates } from '../query/candidates.ts'
import { matcher } from '../query/match.ts'
import { parseQuery, type Query } from '../query/options.ts'
import { orderOf, sorted } from '../query/order.ts'
import { pageOf, parseSkipToken, printSkipToken } from '../query/page.ts'
import { contextOf } from '../render/context.ts'
import { renderRow, selectedColumns } from '../render/row.ts'
import type { Asking, WebRequest } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'
import { countDelta, deltaLink, readDelta, requireTrackable } from '../tracking/delta.ts'
import { aggregate } from './apply.ts'
import { expander } from './expand.ts'
import { settingOf, sightOf } from './setting.ts'

/** GET of a set of rows. `source`: only these, where the set hangs on a row. `set`: whose context the answer names. */
export function readCollection(table: Table, request: WebRequest, source?: readonly Row[], set = table.set): Reply {
  const { organization, prefer, root } = request
  const query = parseQuery(request.search)
  requirePrivilege(request.caller, 'Read', table, organization)
  const delta = query.others.get('$deltatoken')
  if (delta !== undefined || prefer.trackChanges) requireTrackable(query, source)
  if (delta !== undefined) return readDelta(delta, query, table, request)
  const xml = query.others.get('fetchXml') ?? savedQuery(query, request)
  if (xml !== undefined) return answerFetch(xml, query.count === true, table, request, source)
  const sql = query.others.get('sql')
  if (sql !== undefined) return answerSql(sql, table, request, source)
  if (query.apply !== undefined) return aggregate(query.apply, table, request, source)
  const limits = settingsOf(organization.world)
  const size = Math.min(prefer.pageSize ?? query.top ?? limits.pageSize, limits.pageSize)
  const order = orderOf(query.orderby, table, sightOf(request))
  const plain = query.orderby.length === 0
  // The first page in the order of creation needs no more rows than it shows, and one to know whether there is another, where they come in that order.
  const first = plain && !query.count && query.skiptoken === undefined && !source && comesInOrder(organization, table.name)
  const enough = first ? size + 1 : Number.POSITIVE_INFINITY
  const rows = sorted(matching(query, table, request, source, enough), order, plain)
  const columns = selectedColumns(table, query.select)
  const expand = expander(query.expand, table, request, true)

  const cookie = query.skiptoken === undefined ? undefined : parseSkipToken(query.skiptoken)
  // What changes between the pages belongs behind the link: the version of the first page counts.
  const tracking = cookie?.tracking ?? (prefer.trackChanges ? organization.nextVersion() : undefined)
  const page = pageOf(rows, size, tracking === undefined ? cookie : { page: 1, ...cookie, tracking }, order)
  const linked = page.next && (prefer.pageSize !== undefined || query.top === undefined)
  // What happens above the limit is not documented; that rows are missing must not go unseen.
  if (page.next && !linked && size < (query.top ?? size))
    request.remark({ kind: 'ignored', what: `$top=${query.top}: a request is answered with ${size} rows at the most, use odata.maxpagesize` })
  return {
    status: 200,
    headers: preferenceApplied(request),
    body: {
      '@odata.context': contextOf(root, set, query, false),
      ...counted(query, rows.length, request, limits.countLimit),
      ...(tracking !== undefined && !linked ? { '@odata.deltaLink': deltaLink(tracking, request) } : {}),
      value: page.rows.map((row) => {
        const json = renderRow(row, table, columns, organization, prefer.annotations)
        expand(row, json)
        return json
      }),
      ...(linked && page.next ? { '@odata.nextLink': nextLink(request, printSkipToken(page.next)) } : {}),
    },
  }
}

/** `savedQuery` and `userQuery` name a row that holds its fetchXml. */
function savedQuery({ others }: Query, { organization }: WebRequest): string | undefined {
  for (const [option, name] of [
    ['savedQuery', 'savedquery'],
    ['userQuery', 'userquery'],
  ] as const) {
    const id = others.get(option)
    if (id === undefined) continue
    const row = organization.get(name, guidOf(id) ?? id) ?? refuseWith(noSuchRecord(name, id))
    return String(row.values.fetchxml ?? '')
  }
  return undefined
}

/** Rows that the filter lets through: by an index where one helps, else by a scan. */
export function matching(query: Pick<Query, 'filter'>, table: Table, request: Asking, source?: readonly Row[], enough = Number.POSITIVE_INFINITY): Row[] {
  const { organization } = request
  const test = query.filter ? matcher(query.filter, table, settingOf(request)) : undefined
  const visible = rowTest(request.caller, 'Read', table, organization)
  const rows = source ?? candidates(query.filter, table, organization) ?? organization.scan(table.name)
  const found: Row[] = []
  for (const row of rows) {
    if ((visible && !visible(row)) || (test && !test(row))) continue
    found.push(row)
    if (found.length >= enough) break
  }
  return found
}

function counted(query: Query, total: number, { prefer }: WebRequest, limit: number): Record<string, unknown> {
  const name = 'Microsoft.Dynamics.CRM.totalrecordcount'
  return {
    ...(query.count ? { '@odata.count': Math.min(total, limit) } : {}),
    ...(wants(prefer.annotations, name) ? { [`@${name}`]: query.count ? Math.min(total, limit) : -1 } : {}),
    ...(wants(prefer.annotations, `${name}limitexceeded`) ? { [`@${name}limitexceeded`]: query.count === true && total > limit } : {}),
    ...(wants(prefer.annotations, 'Microsoft.Dynamics.CRM.globalmetadataversion') ? { '@Microsoft.Dynamics.CRM.globalmetadataversion': '1048576' } : {}),
  }
}

/** The same request as it was sent, with another token. */
function nextLink({ root, path, search }: WebRequest, token: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part))
  return `${root}/${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

/** GET `set/$count`: plain text. */
export function countRows(table: Table, request: WebRequest, source?: readonly Row[]): Reply {
  requirePrivilege(request.caller, 'Read', table, request.organization)
  const query = parseQuery(request.search)
  const delta = query.others.get('$deltatoken')
  if (delta !== undefined) requireTrackable(query, source)
  const total = delta === undefined ? matching(query, table, request, source).length : countDelta(delta, table, request)
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(Math.min(total, settingsOf(request.organization.world).countLimit)) }
}
