import type { Operation, Reply, Table, World } from '../core/index.ts'
import type { Order } from './paging/cursor.ts'
import { countReply, paged, sorted, wantsCursor, wholeList } from './paging/page.ts'
import { invalid, raise, recordNotFound } from './problems.ts'
import { userById } from './records.ts'
import { type Access, api, type Context, created, idOf, json, noContent, rootOf } from './route.ts'
import { now } from './time.ts'

export interface Row {
  id: number
  created_at: string
  updated_at: string
}

/** A kind of record with nothing special about its five operations. */
export interface Kind<T extends Row> {
  /** `groups`, also its path and the key of its lists. */
  plural: string
  singular: string
  table(world: World): Table<T>
  order: Order<T>
  /** The record that a client asks for, checked; `before` when it changes one. */
  write(world: World, sent: Record<string, unknown>, before: T | undefined): T
  /** What goes over the wire, behind `url` and `id` unless it puts them itself. */
  show?(world: World, row: T, base: string): Record<string, unknown>
  /** What else goes when one is deleted, or why it cannot be. */
  remove?(world: World, row: T): void
  scope?: Access['scope']
  /** Who may change it. */
  who?: Access['who']
  /** Who may read its list and one of it: agents, unless this says otherwise. */
  readers?: { list?: Access['who']; one?: Access['who'] }
  /** May this caller see it? Who may read sees all, unless this says otherwise. */
  sees?(context: Context, row: T): boolean
  /** Its list has no pages by offset. */
  whole?: true
  /** What the parameters of its list ask for. */
  filter?(context: Context, rows: readonly T[]): readonly T[]
  /** What `include` brings beside its lists. */
  beside?: (context: Context, rows: readonly T[]) => Record<string, unknown>
}

export const shown = <T extends Row>(kind: Kind<T>, { world, base }: Pick<Context, 'world' | 'base'>, row: T): Record<string, unknown> => {
  const { id, ...rest } = kind.show ? { id: row.id, ...kind.show(world, row, base) } : row
  return { url: `${base}/api/v2/${kind.plural}/${id}.json`, id, ...rest }
}

/** Rows of a kind as its lists show them. */
export function listReply<T extends Row>(kind: Kind<T>, context: Context, rows: readonly T[]): Reply {
  const show = (row: T) => shown(kind, context, row)
  if (kind.whole && !wantsCursor(context)) return wholeList(kind.plural, sorted(rows, kind.order).map(show))
  return paged(context, kind.plural, rows, show, { order: kind.order, beside: (page) => kind.beside?.(context, page) ?? {} })
}

/** The name that is sent, or that the record has; never none. */
export function nameOf(sent: Record<string, unknown>, before: { name: string } | undefined): string {
  const name = String(sent.name ?? before?.name ?? '').trim()
  return name === '' ? raise(invalid({ name: [{ description: 'Name: cannot be blank', error: 'BlankValue' }] })) : name
}

export const stamped = (world: World, before: Row | undefined): Pick<Row, 'created_at' | 'updated_at'> => ({
  created_at: before?.created_at ?? now(world),
  updated_at: now(world),
})

function create<T extends Row>(kind: Kind<T>, context: Context, sent: Record<string, unknown>) {
  const made = kind.write(context.world, sent, undefined)
  const row = shown(kind, context, kind.table(context.world).put(String(made.id), made))
  return created({ [kind.singular]: row }, row.url)
}

/** What belongs to a user is made, shown and deleted below that user as well (published API description). */
export function crudOfUser<T extends Row & { user_id: number }>(kind: Kind<T>): Operation[] {
  const { plural, singular, scope, who = 'agent' } = kind
  const read: Access = scope ? { scope } : {}
  const path = `/api/v2/users/:user/${plural}`
  const own = (context: Context): T | undefined => {
    const row = kind.table(context.world).get(String(Number(idOf(context))))
    return row?.user_id === Number(idOf(context, 'user')) ? row : undefined
  }
  return [
    ...api('POST', path, `${plural}.create`, { ...read, who }, (context) => {
      const user = userById(context.world, Number(idOf(context, 'user')))
      return user?.active ? create(kind, context, { ...rootOf(context, singular), user_id: user.id }) : recordNotFound()
    }),
    ...api('GET', `${path}/:id`, `${plural}.show`, read, (context) => {
      const row = own(context)
      return row ? json({ [singular]: shown(kind, context, row) }) : recordNotFound()
    }),
    ...api('DELETE', `${path}/:id`, `${plural}.destroy`, { ...read, who }, (context) => {
      const row = own(context)
      if (!row) return recordNotFound()
      kind.remove?.(context.world, row)
      kind.table(context.world).delete(String(row.id))
      return noContent()
    }),
  ]
}

export function crud<T extends Row>(kind: Kind<T>): Operation[] {
  const { plural, singular, scope, who = 'agent', readers: { list, one: reader } = {} } = kind
  const read: Access = scope ? { scope } : {}
  const change: Access = { ...read, who }
  const sees = (context: Context, row: T) => kind.sees?.(context, row) ?? true
  const find = (context: Context) => {
    const row = kind.table(context.world).get(String(Number(idOf(context))))
    return row && sees(context, row) ? row : undefined
  }
  const one = (context: Context, row: T) => ({ [singular]: shown(kind, context, row) })
  const put = (world: World, row: T) => kind.table(world).put(String(row.id), row)
  return [
    ...api('GET', `/api/v2/${plural}`, `${plural}.index`, list ? { ...read, who: list } : read, (context) => {
      const rows = [...kind.table(context.world).scan()].filter((row) => sees(context, row))
      return listReply(kind, context, kind.filter?.(context, rows) ?? rows)
    }),
    ...api('GET', `/api/v2/${plural}/count`, `${plural}.count`, read, (context) => countReply(context, kind.table(context.world).size)),
    ...api('POST', `/api/v2/${plural}`, `${plural}.create`, change, (context) => create(kind, context, rootOf(context, singular))),
    ...api('GET', `/api/v2/${plural}/:id`, `${plural}.show`, reader ? { ...read, who: reader } : read, (context) => {
      const row = find(context)
      return row ? json(one(context, row)) : recordNotFound()
    }),
    ...api('PUT', `/api/v2/${plural}/:id`, `${plural}.update`, change, (context) => {
      const row = find(context)
      if (!row) return recordNotFound()
      return json(one(context, put(context.world, kind.write(context.world, rootOf(context, singular), row))))
    }),
    ...api('DELETE', `/api/v2/${plural}/:id`, `${plural}.destroy`, change, (context) => {
      const row = find(context)
      if (!row) return recordNotFound()
      kind.remove?.(context.world, row)
      kind.table(context.world).delete(String(row.id))
      return noContent()
    }),
  ]
}
