import type { Table, World } from '../../core/index.ts'
import type { Term } from './lexer.ts'
import type { Asking } from './match.ts'
import { holds, searchable } from './text.ts'

/** Ids of the groups, brands or forms that a value names: by id or by name. */
export const named =
  (table: (world: World) => Table<{ id: number; name: string }>) =>
  ({ value, quoted }: Pick<Term, 'value' | 'quoted'>, { world }: Asking): ReadonlySet<number> =>
    /^\d+$/.test(value)
      ? new Set([Number(value)])
      : new Set([...table(world).scan()].filter(({ name }) => holds(searchable([name]), value, quoted)).map(({ id }) => id))
