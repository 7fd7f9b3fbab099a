import type { Table, World } from '../core/index.ts'
import { own } from '../core/own.ts'
import { userById } from './records.ts'
import type { Context } from './route.ts'
import { userJson } from './users/user.ts'

type Where = Pick<Context, 'world' | 'base' | 'user'>
/** What comes beside rows under one name that `include` may ask for. */
export type Load<R> = (context: Context, rows: readonly R[]) => unknown[]

/** The records that rows name, each once, as they are shown by themselves. */
export const linked =
  <R, T>(
    ids: (row: R, world: World) => readonly (number | null)[],
    find: (world: World, id: number) => T | undefined,
    show: (where: Where, row: T) => unknown,
  ): Load<R> =>
  (context, rows) =>
    [...new Set(rows.flatMap((row) => ids(row, context.world)))].flatMap((id) => {
      const row = id === null ? undefined : find(context.world, id)
      return row === undefined ? [] : [show(context, row)]
    })

export const among =
  <T>(table: (world: World) => Table<T>) =>
  (world: World, id: number): T | undefined =>
    table(world).get(String(id))

/** The users of rows that have one each. */
export const usersNamed: Load<{ user_id: number }> = linked(
  ({ user_id }) => [user_id],
  userById,
  ({ world, base }, user) => userJson(world, user, base),
)

const NONE: readonly string[] = []
export const included = ({ call }: Context): readonly string[] =>
  call.search === '' ? NONE : (call.query.get('include') ?? '').split(',').map((name) => name.trim())

/** Sibling lists that `include` asks for; what is not known is passed over (documented). */
export const sideLoader =
  <R>(loads: Record<string, Load<R>>) =>
  (context: Context, rows: readonly R[], names: readonly string[] = included(context)): Record<string, unknown[]> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const load = own(loads, name)
        return load ? [[name, load(context, rows)]] : []
      }),
    )
