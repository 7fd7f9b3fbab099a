import type { Problem, Table } from '../core/index.ts'
import { flat, raise } from './problems.ts'
import type { Context } from './route.ts'

/** Bulk endpoints take so many (recorded). */
export const MOST_MANY = 100

export const tooManyValues = (): Problem => flat('TooManyValues', 400, `Parameter  cannot specify more than ${MOST_MANY} values`, { max_count: MOST_MANY })

/** `ids=1,2` of a query; unknown ones are left out, and the order is by id, not as asked (recorded 2022). */
export function named<T extends { id: number }>(context: Context, table: Table<T>, parameter = 'ids'): T[] {
  const ids = listOf(context, parameter)
  if (ids.length > MOST_MANY) raise(tooManyValues())
  const found = new Map(ids.flatMap((id) => table.get(String(Number(id))) ?? []).map((row) => [row.id, row]))
  return [...found.values()].sort((a, b) => a.id - b.id)
}

export const listOf = ({ call }: Context, parameter: string): string[] =>
  (call.query.get(parameter) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
