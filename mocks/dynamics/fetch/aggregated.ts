import { own } from '../../core/own.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { coded, refuseFeature, refuseWith } from '../problems.ts'
import { type Aggregation, aggregateRows, type Cell, columnsOf, type Grouping, type Measure, requireNumbers } from '../query/aggregate.ts'
import { reader } from '../query/columns.ts'
import { order } from '../query/match.ts'
import { renderGroup } from '../render/group.ts'
import type { Json } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'
import type { Fetch, FetchAttribute, FetchEntity } from './ast.ts'
import { columnOf, type Joined, MAIN } from './run.ts'

const MEASURES: Record<string, Measure> = { count: 'count', countcolumn: 'countcolumn', sum: 'sum', avg: 'average', min: 'min', max: 'max' }

/** The groups of a fetch with `aggregate`; `aggregatelimit` can only lower what the service allows (documented). */
export function aggregated(fetch: Fetch, results: readonly Joined[], tables: ReadonlyMap<string, Table>, request: WebRequest): Json[] {
  const { organization, prefer } = request
  if (results.length > Math.min(settingsOf(organization.world).aggregateLimit, fetch.aggregateLimit ?? Number.POSITIVE_INFINITY)) {
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
        const row = own(joined, alias)
        return row ? read(row) : null
      }
      if (one.groupby) groupings.push({ alias: one.alias as string, of: (joined) => part(of(joined), one), ...(one.dategrouping ? {} : { column }) })
      else aggregations.push({ alias: one.alias as string, measure: measureOf(one, column), of, column })
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
  const columns = columnsOf(groupings, aggregations)
  return (fetch.top === undefined ? rows : rows.slice(0, fetch.top)).map((group) => renderGroup(group, columns, organization, prefer.annotations))
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
    case 'fiscal-period':
    case 'fiscal-year':
      return refuseFeature(`dategrouping="${dategrouping}" in fetchXml`)
    default:
      return refuseWith(coded('0x80041135', 400, 'An invalid value was specified for dategrouping.'))
  }
}
