import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import { isLookup, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { nameBehind } from '../render/format.ts'
import { natureOf, reach, type Sight } from './columns.ts'
import { order, sortable } from './match.ts'
import type { OrderBy } from './options.ts'

type Plain = string | number | boolean
export type SortKey = (Plain | null)[]

/** What a value of the column sorts by: an id of a lookup by the name of its row (documented). */
export function sortKeyOf(value: Plain | null, column: Column, organization: Organization): Plain | null {
  if (value === null) return null
  if (!isLookup(column)) return sortable(value, { nature: natureOf(column) })
  const name = nameBehind(organization, column, String(value))
  return name === undefined ? null : sortable(name, { nature: 'text' })
}

/** How a query sorts: the key of a row, and how two keys compare. Nulls come first ascending, last descending (recorded); ties keep the order of creation. */
export interface Order {
  key(row: Row): SortKey
  compare(a: SortKey, b: SortKey): number
}

export function orderOf(orderby: readonly OrderBy[], table: Table, sight: Sight): Order {
  const columns = orderby.map(({ path, descending }) => ({ found: reach(sight, table, path), sign: descending ? -1 : 1 }))
  return {
    key: (row) => [...columns.map(({ found }) => sortKeyOf(found.read(row), found.column, sight.organization)), row.order],
    compare(a, b) {
      for (let i = 0; i < columns.length; i++) {
        const sign = order(a[i] ?? null, b[i] ?? null)
        if (sign !== 0) return sign * (columns[i] as { sign: number }).sign
      }
      return (a.at(-1) as number) - (b.at(-1) as number)
    },
  }
}

/** Rows in order; the common case, no `$orderby`, costs nothing where rows already come in the order of creation. */
export function sorted(rows: Iterable<Row>, by: Order, plain: boolean): Row[] {
  const all = Array.isArray(rows) ? (rows as Row[]) : [...rows]
  if (plain && ascending(all)) return all
  return all
    .map((row) => ({ row, key: by.key(row) }))
    .sort((a, b) => by.compare(a.key, b.key))
    .map(({ row }) => row)
}

/** Rows in the order of their creation: of those that hang on another row, an index has the one last that was changed last. */
export function byCreation(rows: readonly Row[]): readonly Row[] {
  return ascending(rows) ? rows : [...rows].sort((a, b) => a.order - b.order)
}

/** A row that came back into its table stands last there, whatever its place was. */
function ascending(rows: readonly Row[]): boolean {
  for (let i = 1; i < rows.length; i++) if ((rows[i] as Row).order < (rows[i - 1] as Row).order) return false
  return true
}
