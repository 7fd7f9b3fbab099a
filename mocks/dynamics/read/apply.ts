import type { Reply } from '../../core/index.ts'
import { own } from '../../core/own.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { badRequest, coded, refuseFeature, refuseWith, unknownProperty } from '../problems.ts'
import { type Aggregation, aggregateRows, type Cell, type Grouping, type Measure, requireNumbers } from '../query/aggregate.ts'
import { reach } from '../query/columns.ts'
import { order } from '../query/match.ts'
import { parseQuery, splitOutside } from '../query/options.ts'
import { parseFilter } from '../query/parse-filter.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'
import { matching } from './collection.ts'

const MEASURES: Record<string, Measure> = { sum: 'sum', average: 'average', min: 'min', max: 'max', countdistinct: 'countdistinct' }

/** `$apply`: `filter(...)/groupby((a,b),aggregate(x with sum as y,$count as n))`. */
export function aggregate(text: string, table: Table, request: WebRequest, source?: readonly Row[]): Reply {
  const { organization, root } = request
  const query = parseQuery(request.search)
  let rows = matching(query, table, request, source)
  let result: Record<string, Cell>[] | undefined
  for (const step of splitOutside(text, '/')) {
    const [, name = '', inside = ''] = /^\s*(\w+)\((.*)\)\s*$/s.exec(step) ?? []
    if (result) refuseFeature('$apply steps behind groupby or aggregate')
    if (name === 'filter') rows = matching({ filter: parseFilter(inside) }, table, request, rows)
    else if (name === 'groupby') result = grouped(inside, rows, table, request)
    else if (name === 'aggregate') result = aggregateRows(limited(rows, request), [], aggregations(inside, table, request))
    else refuseWith(badRequest(`Syntax error in $apply: '${step}' is not filter(...), groupby(...) or aggregate(...).`))
  }
  if (!result) return refuseFeature('$apply that neither groups nor aggregates')
  const by = query.orderby.map(({ path, descending }) => [path.segments.join('/'), descending ? -1 : 1] as const)
  const stranger = by.find(([name]) => result?.[0] && !Object.hasOwn(result[0], name))
  if (stranger) return refuseWith(unknownProperty(stranger[0], table.name))
  const value = result.sort((a, b) => compare(a, b, by))
  return { status: 200, body: { '@odata.context': `${root}/$metadata#${table.set}`, value: query.top === undefined ? value : value.slice(0, query.top) } }

  function grouped(inside: string, found: Row[], of: Table, asked: WebRequest): Record<string, Cell>[] {
    const [names = '', ...rest] = splitOutside(inside, ',')
    const list =
      /^\s*\((.*)\)\s*$/s.exec(names)?.[1] ??
      refuseWith(badRequest(`Syntax error in $apply: groupby needs a list of properties in parentheses, found '${names}'.`))
    const groupings: Grouping<Row>[] = list.split(',').map((one) => {
      const segments = one.trim().split('/')
      const column = reach(organization, of, { kind: 'path', segments })
      return { alias: aliasOf(segments, of), of: column.read }
    })
    const inner = rest.join(',').trim()
    const [, aggregated] = /^aggregate\((.*)\)$/s.exec(inner) ?? []
    if (inner !== '' && aggregated === undefined) refuseWith(badRequest(`Syntax error in $apply: '${inner}' is not aggregate(...).`))
    return aggregateRows(limited(found, asked), groupings, aggregated === undefined ? [] : aggregations(aggregated, of, asked))
  }
}

/** Through a lookup the name is the other table's and the column's: `contact_fullname`. */
function aliasOf(segments: readonly string[], table: Table): string {
  if (segments.length === 1) return segments[0] as string
  const navigation = table.navigations.get(segments[0] as string)
  return `${navigation?.kind === 'lookup' ? navigation.targets[0] : segments[0]}_${segments.slice(1).join('_')}`
}

function aggregations(text: string, table: Table, { organization }: WebRequest): Aggregation<Row>[] {
  return splitOutside(text, ',').map((part) => {
    const count = /^\s*\$count\s+as\s+(\w+)\s*$/.exec(part)
    if (count) return { alias: count[1] as string, measure: 'count', of: () => null }
    const [, path = '', measure = '', alias = ''] = /^\s*([\w/]+)\s+with\s+(\w+)\s+as\s+(\w+)\s*$/.exec(part) ?? []
    const known = own(MEASURES, measure)
    if (!known)
      return refuseWith(badRequest(`Syntax error in $apply: '${part.trim()}' is not 'x with sum|average|min|max|countdistinct as y' or '$count as y'.`))
    const { column, read } = reach(organization, table, { kind: 'path', segments: path.split('/') })
    requireNumbers(known, measure, column)
    return { alias, measure: known, of: read }
  })
}

/** Documented: so many rows and no more. */
function limited(rows: readonly Row[], { organization }: WebRequest): readonly Row[] {
  if (rows.length > settingsOf(organization.world).aggregateLimit)
    refuseWith(coded('0x8004e023', 400, 'The maximum record limit is exceeded. Reduce the number of records.'))
  return rows
}

function compare(a: Record<string, Cell>, b: Record<string, Cell>, by: readonly (readonly [string, number])[]): number {
  for (const [name, sign] of by) {
    const difference = order(a[name] ?? null, b[name] ?? null)
    if (difference !== 0) return difference * sign
  }
  return 0
}
