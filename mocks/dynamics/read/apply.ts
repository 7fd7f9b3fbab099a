import type { Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { preferenceApplied } from '../preferences.ts'
import { badRequest, coded, refuseFeature, refuseWith, unknownProperty } from '../problems.ts'
import { type Aggregation, aggregateRows, columnsOf, type Group, type Grouping, type Measure, requireNumbers } from '../query/aggregate.ts'
import { reach } from '../query/columns.ts'
import { order } from '../query/match.ts'
import { parseQuery, type Query, splitOutside } from '../query/options.ts'
import { parseFilter } from '../query/parse-filter.ts'
import { renderGroup } from '../render/group.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'
import { matching } from './collection.ts'
import { sightOf } from './setting.ts'

const MEASURES: Record<string, Measure> = { sum: 'sum', average: 'average', min: 'min', max: 'max', countdistinct: 'countdistinct' }

interface Grouped {
  groups: Group[]
  groupings: Grouping<Row>[]
  aggregations: Aggregation<Row>[]
}

/** `$apply`: `filter(...)/groupby((a,b),aggregate(x with sum as y,$count as n))`. */
export function aggregate(text: string, table: Table, request: WebRequest, source?: readonly Row[]): Reply {
  const query = parseQuery(request.search)
  let rows = matching(query, table, request, source)
  let result: Grouped | undefined
  for (const step of splitOutside(text, '/')) {
    const [, name = '', inside = ''] = /^\s*(\w+)\((.*)\)\s*$/s.exec(step) ?? []
    if (result) refuseFeature('$apply steps behind groupby or aggregate')
    if (name === 'filter') rows = matching({ filter: parseFilter(inside) }, table, request, rows)
    else if (name === 'groupby') result = grouped(inside, rows, table, request)
    else if (name === 'aggregate') result = measured(rows, [], aggregations(inside, table, request), request)
    else refuseWith(badRequest(`Syntax error in $apply: '${step}' is not filter(...), groupby(...) or aggregate(...).`))
  }
  if (!result) return refuseFeature('$apply that neither groups nor aggregates')
  return answer(result, query, table, request)
}

function answer({ groups, groupings, aggregations }: Grouped, { orderby, top }: Query, table: Table, request: WebRequest): Reply {
  const { organization, root, prefer } = request
  const by = orderby.map(({ path, descending }) => [path.segments.join('/'), descending ? -1 : 1] as const)
  for (const [name] of by) {
    if (aggregations.some(({ alias }) => alias === name)) refuseWith(badRequest('The query node SingleValueOpenPropertyAccess is not supported.'))
    if (!groupings.some(({ alias }) => alias === name)) refuseWith(unknownProperty(name, table.name))
  }
  const columns = columnsOf(groupings, aggregations)
  const shown = groups.sort((a, b) => compare(a, b, by)).slice(0, top)
  return {
    status: 200,
    headers: preferenceApplied(request),
    body: {
      '@odata.context': `${root}/$metadata#${table.set}`,
      value: shown.map((group) => renderGroup(group, columns, organization, prefer.annotations)),
    },
  }
}

const measured = (rows: readonly Row[], groupings: Grouping<Row>[], aggregations: Aggregation<Row>[], request: WebRequest): Grouped => ({
  groups: aggregateRows(limited(rows, request), groupings, aggregations),
  groupings,
  aggregations,
})

function grouped(inside: string, rows: Row[], table: Table, request: WebRequest): Grouped {
  const [names = '', ...rest] = splitOutside(inside, ',')
  const list =
    /^\s*\((.*)\)\s*$/s.exec(names)?.[1] ??
    refuseWith(badRequest(`Syntax error in $apply: groupby needs a list of properties in parentheses, found '${names}'.`))
  const groupings: Grouping<Row>[] = list.split(',').map((one) => {
    const segments = one.trim().split('/')
    const { column, read } = reach(sightOf(request), table, { kind: 'path', segments })
    // Documented; † what is said then.
    if (column.type === 'DateTime') refuseWith(badRequest(`Grouping by the datetime property '${one.trim()}' is not supported.`))
    return { alias: aliasOf(segments, table), of: read, column }
  })
  const inner = rest.join(',').trim()
  const [, aggregated] = /^aggregate\((.*)\)$/s.exec(inner) ?? []
  if (inner !== '' && aggregated === undefined) refuseWith(badRequest(`Syntax error in $apply: '${inner}' is not aggregate(...).`))
  return measured(rows, groupings, aggregated === undefined ? [] : aggregations(aggregated, table, request), request)
}

/** Through a lookup the name is the other table's and the column's: `contact_fullname`. */
function aliasOf(segments: readonly string[], table: Table): string {
  if (segments.length === 1) return segments[0] as string
  const navigation = table.navigations.get(segments[0] as string)
  return `${navigation?.kind === 'lookup' ? navigation.targets[0] : segments[0]}_${segments.slice(1).join('_')}`
}

function aggregations(text: string, table: Table, request: WebRequest): Aggregation<Row>[] {
  return splitOutside(text, ',').map((part) => {
    const count = /^\s*\$count\s+as\s+(\w+)\s*$/.exec(part)
    if (count) return { alias: count[1] as string, measure: 'count', of: () => null }
    const [, path = '', measure = '', alias = ''] = /^\s*([\w/]+)\s+with\s+(\w+)\s+as\s+(\w+)\s*$/.exec(part) ?? []
    const known = own(MEASURES, measure)
    if (!known)
      return refuseWith(badRequest(`Syntax error in $apply: '${part.trim()}' is not 'x with sum|average|min|max|countdistinct as y' or '$count as y'.`))
    const { column, read } = reach(sightOf(request), table, { kind: 'path', segments: path.split('/') })
    requireNumbers(known, measure, column)
    return { alias, measure: known, of: read, column }
  })
}

/** Documented: so many rows and no more. */
function limited(rows: readonly Row[], { organization }: WebRequest): readonly Row[] {
  if (rows.length > settingsOf(organization.world).aggregateLimit)
    refuseWith(coded('0x8004e023', 400, 'The maximum record limit is exceeded. Reduce the number of records.'))
  return rows
}

function compare(a: Group, b: Group, by: readonly (readonly [string, number])[]): number {
  for (const [name, sign] of by) {
    const difference = order(a[name] ?? null, b[name] ?? null)
    if (difference !== 0) return difference * sign
  }
  return 0
}
