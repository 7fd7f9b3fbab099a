import type { Reply } from '../../core/index.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { badRequest, refuseFeature, refuseWith } from '../problems.ts'
import type { Query } from '../query/options.ts'
import { contextOf } from '../render/context.ts'
import { renderRow, selectedColumns } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'
import { type Deletion, deletionsSince } from './deletions.ts'
import { parseDeltaToken, printDeltaToken } from './token.ts'

type Change = { version: number; row?: Row; id: string }

/** Documented: a tracked query selects columns of a set and nothing else; the wording of the refusal is ours. */
export function requireTrackable(query: Query, source?: readonly Row[]): void {
  if (source) refuseFeature('change tracking of the rows that hang on another row')
  const used = [
    query.filter && 'filter',
    query.orderby.length > 0 && 'orderby',
    query.expand.length > 0 && 'expand',
    query.top !== undefined && 'top',
    query.apply !== undefined && 'apply',
  ].filter((name) => typeof name === 'string')
  // Documented, but for how it names several.
  if (used.length > 0) refuseWith(badRequest(`The "$${used.join('|')}" query parameter isn't supported when Change Tracking is enabled.`))
}

/** Everything that came, changed or went behind a version, oldest change first. */
function changesSince(version: number, table: Table, { organization, caller }: WebRequest): Change[] {
  const changed: Change[] = []
  const visible = rowTest(caller, 'Read', table, organization)
  for (const row of organization.scan(table.name))
    if (row.version > version && (!visible || visible(row))) changed.push({ version: row.version, row, id: row.id })
  const gone: Change[] = deletionsSince(organization, table.name, version).map((one: Deletion) => ({ version: one.version, id: one.id }))
  return [...changed, ...gone].sort((a, b) => a.version - b.version)
}

/** `set?$deltatoken=...`: what a delta link answers. A page ends in a link whose token is its last change's version. */
export function readDelta(token: string, query: Query, table: Table, request: WebRequest): Reply {
  const { organization, prefer, root } = request
  const changes = changesSince(parseDeltaToken(token, request), table, request)
  const limit = settingsOf(organization.world).pageSize
  const page = changes.slice(0, Math.min(prefer.pageSize ?? limit, limit))
  const columns = selectedColumns(table, query.select)
  const value = page.map(({ row, id }) =>
    row
      ? renderRow(row, table, columns, organization, prefer.annotations)
      : { '@odata.context': `${root}/$metadata#${table.set}/$deletedEntity`, id, reason: 'deleted' },
  )
  const link =
    page.length < changes.length
      ? { '@odata.nextLink': deltaLink(page.at(-1)?.version as number, request) }
      : { '@odata.deltaLink': deltaLink(organization.nextVersion(), request) }
  return { status: 200, body: { '@odata.context': `${contextOf(root, table.set, query, false)}/$delta`, ...link, value } }
}

/** `set/$count?$deltatoken=...`: how many changes there are (documented). */
export const countDelta = (token: string, table: Table, request: WebRequest): number => changesSince(parseDeltaToken(token, request), table, request).length

/** The same query, for what comes behind `version`. */
export function deltaLink(version: number, { root, path, search, now }: WebRequest): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)(deltatoken|skiptoken)=/i.test(part))
  return `${root}/${path}?${[...kept, `$deltatoken=${printDeltaToken(version, now)}`].join('&')}`
}
