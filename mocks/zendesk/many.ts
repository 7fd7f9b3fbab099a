import type { Problem, Table } from '../core/index.ts'
import { flat, raise } from './problems.ts'
import type { Context } from './route.ts'

/** Bulk endpoints take so many (recorded). */
export const MOST_MANY = 100

export const tooManyValues = (): Problem => flat('TooManyValues', 400, `Parameter  cannot specify more than ${MOST_MANY} values`, { max_count: MOST_MANY })

/**
 * `ids=1,2` of a query, or `external_ids=a,b` where a table is found by those; unknown ones are left out, and the order is by id, not as
 * asked (recorded 2022).
 */
export function named<T extends { id: number }>(context: Context, table: Table<T>, external = false): T[] {
  const [ids, externals] = [listOf(context, 'ids'), external ? listOf(context, 'external_ids') : []]
  if (ids.length > MOST_MANY || externals.length > MOST_MANY) raise(tooManyValues())
  const rows = [...ids.flatMap((id) => table.get(String(Number(id))) ?? []), ...externals.flatMap((id) => table.find('external', id.toLowerCase()))]
  return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.id - b.id)
}

export const listOf = ({ call }: Context, parameter: string): string[] =>
  (call.query.get(parameter) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
