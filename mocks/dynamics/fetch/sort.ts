import { own } from '../../core/own.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { coded, refuseWith } from '../problems.ts'
import { reader } from '../query/columns.ts'
import { order } from '../query/match.ts'
import { sortKeyOf } from '../query/order.ts'
import type { Fetch, FetchEntity, FetchOrder } from './ast.ts'
import { aliasNamed, columnOf, type Joined, MAIN } from './run.ts'

const CHOICES: ReadonlySet<Column['type']> = new Set(['Picklist', 'State', 'Status'])

/** The orders of the entity, then those of its links (documented). */
function ordersOf(entity: FetchEntity, alias: string): { alias: string; order: FetchOrder }[] {
  return [...entity.orders.map((each) => ({ alias: each.entity ?? alias, order: each })), ...entity.links.flatMap((link) => ordersOf(link, link.alias))]
}

/** Results in the order that a fetch asks for. Choices sort by their labels, unless it wants their values (documented). */
export function sortJoined(results: Joined[], { entity, rawOrder }: Fetch, tables: ReadonlyMap<string, Table>, organization: Organization): Joined[] {
  const orders = ordersOf(entity, MAIN)
  if (orders.length === 0) return results
  const keys = orders.map(({ alias: named, order: { attribute = '', descending } }) => {
    const alias = aliasNamed(named, tables)
    const table = tables.get(alias) ?? refuseWith(coded('0x8004110b', 400, `No alias for the given entity was found: '${alias}'.`))
    const column = columnOf(table, attribute)
    const read = reader(table, column)
    const labels = CHOICES.has(column.type) && !rawOrder ? column.options : undefined
    const key = (row: Row) => {
      const found = read(row)
      return labels?.find(([value]) => value === found)?.[1].toLowerCase() ?? sortKeyOf(found, column, organization)
    }
    return { alias, key, sign: descending ? -1 : 1 }
  })
  const keyed = results.map((result) => ({
    result,
    key: keys.map(({ alias, key }) => {
      const row = own(result, alias)
      return row ? key(row) : null
    }),
  }))
  keyed.sort((a, b) => {
    for (let i = 0; i < keys.length; i++) {
      const sign = order(a.key[i] ?? null, b.key[i] ?? null)
      if (sign !== 0) return sign * (keys[i] as { sign: number }).sign
    }
    return 0
  })
  return keyed.map(({ result }) => result)
}
