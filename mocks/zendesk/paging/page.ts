import type { Problem, Reply } from '../../core/index.ts'
import { listed, raise, recordNotFound, titled } from '../problems.ts'
import { type Context, json } from '../route.ts'
import { now } from '../time.ts'
import { compare, decodeCursor, encodeCursor, type Order, positionOf } from './cursor.ts'

const MOST = 100
/** Offset paging goes no deeper (probed 2026). */
const DEPTH = 10_000

export interface Page<T> {
  rows: T[]
  /** What follows the rows on the wire. */
  envelope: Record<string, unknown>
}

/** Rows in `order`, by cursor when the request speaks of one, else by offset; as an answer under `key`. `beside` adds side-loads. */
export function paged<T>(
  context: Context,
  key: string,
  rows: readonly T[],
  show: (row: T) => unknown,
  options: { order: Order<T>; most?: number; beside?: (rows: T[]) => Record<string, unknown>; offsetRows?: () => readonly T[] },
): Reply {
  const cursor = wantsCursor(context)
  const page = cursor ? cursorPage(context, rows, options.order, options.most) : offsetSlice(context, options.offsetRows?.() ?? sorted(rows, options.order))
  return json({ [key]: page.rows.map(show), ...options.beside?.(page.rows), ...page.envelope })
}

/** Offset paging only, in the order of `rows`: searches and the like. */
export function offsetPage<T>(
  context: Context,
  key: string,
  rows: readonly T[],
  show: (row: T) => unknown,
  beside?: (rows: T[]) => Record<string, unknown>,
): Reply {
  const page = offsetSlice(context, rows)
  return json({ [key]: page.rows.map(show), ...beside?.(page.rows), ...page.envelope })
}

/** All at once, where a list has no pages but by cursor; as one page by offset is told (recorded). */
export const wholeList = (key: string, rows: readonly unknown[]): Reply => json({ [key]: rows, next_page: null, previous_page: null, count: rows.length })

/** How many there are; of what is not there, nothing is counted. */
export const countReply = ({ world }: Pick<Context, 'world'>, value: number | undefined): Reply | Problem =>
  value === undefined ? recordNotFound() : json({ count: { value, refreshed_at: now(world) } })

export const wantsCursor = ({ call }: Pick<Context, 'call'>): boolean =>
  call.search !== '' && ['page[size]', 'page[after]', 'page[before]'].some((name) => call.query.has(name))

/** A copy in this order. */
export const sorted = <T>(rows: readonly T[], order: Order<T>): T[] => {
  const keyed = rows.map((row) => ({ row, at: positionOf(order, row) }))
  return keyed.sort((a, b) => compare(order, a.at, b.at)).map(({ row }) => row)
}

/** `lifetime`: ms that its cursors hold. */
export function cursorPage<T>(context: Context, rows: readonly T[], order: Order<T>, most = MOST, lifetime?: number): Page<T> {
  const { query } = context.call
  const [after, before] = [query.get('page[after]'), query.get('page[before]')]
  const asked = query.get('page[size]')
  if (asked !== null && !/^\d+$/.test(asked)) raise(listed('InvalidPaginationParameter', 400, 'page[size] is not valid'))
  const size = asked === null || Number(asked) === 0 ? MOST : Math.min(Number(asked), most)
  const name = after ? 'after' : before ? 'before' : undefined
  const now = lifetime === undefined ? undefined : context.world.clock.now()
  const from = name && decodeCursor(order, (after || before) as string, now && now - (lifetime as number))
  if (name && !from) raise(listed('InvalidPaginationParameter', 400, `page[${name}] is not valid`))

  const all = sorted(rows, order)
  const rest = from
    ? all.filter((row) => (name === 'after' ? compare(order, positionOf(order, row), from) > 0 : compare(order, positionOf(order, row), from) < 0))
    : all
  const taken = name === 'before' ? rest.slice(-size) : rest.slice(0, size)
  const [first, last] = [taken[0], taken.at(-1)]
  // Cursors and links are there whenever there are rows, on the last page too: a client must ask has_more (recorded, 50 of 50).
  if (first === undefined || last === undefined)
    return { rows: [], envelope: { meta: { has_more: false, after_cursor: null, before_cursor: null }, links: { prev: null, next: null } } }
  const cursors = { after: encodeCursor(order, positionOf(order, last), now), before: encodeCursor(order, positionOf(order, first), now) }
  return {
    rows: taken,
    envelope: {
      meta: { has_more: rest.length > taken.length, after_cursor: cursors.after, before_cursor: cursors.before },
      links: {
        prev: link(context, { 'page[before]': cursors.before, 'page[size]': size }),
        next: link(context, { 'page[after]': cursors.after, 'page[size]': size }),
      },
    },
  }
}

function offsetSlice<T>(context: Context, rows: readonly T[]): Page<T> {
  const { query } = context.call
  const asked = query.get('page') ?? '1'
  if (!/^-?\d+$/.test(asked))
    raise(titled('Invalid attribute', 400, 'You passed an invalid value for the page attribute. Invalid parameter: page must be an integer'))
  const page = Math.max(1, Number(asked))
  const wanted = Number(query.get('per_page') ?? MOST)
  const size = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, MOST) : MOST
  if ((page - 1) * size >= DEPTH) raise(listed('InvalidPaginationDepth', 400, 'Pagination requests using Offset Pagination are limited'))
  const more = page * size < rows.length
  return {
    rows: rows.slice((page - 1) * size, page * size),
    envelope: {
      next_page: more ? link(context, { page: page + 1 }) : null,
      previous_page: page > 1 ? link(context, { page: page - 1 }) : null,
      count: rows.length,
    },
  }
}

/** The same request elsewhere in the list: the path as sent, other parameters kept (undefined: left out), names in alphabetical order. */
export function link({ call, base }: Context, changes: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams([...call.query].filter(([name]) => !/^page(\[\w+\])?$/.test(name)))
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name)
    else query.set(name, String(value))
  }
  query.sort()
  return `${base}${call.path}?${query}`
}
