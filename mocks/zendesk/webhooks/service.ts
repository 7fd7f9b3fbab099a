import type { Operation, Problem, Reply } from '../../core/index.ts'
import { count } from '../access/rates.ts'
import { answeredBy } from '../headers.ts'
import { link } from '../paging/page.ts'
import { invalidEndpoint, listed, plain, raise } from '../problems.ts'
import { type Access, api, type Context } from '../route.ts'

const MINUTE = 60_000

/**
 * An operation of the webhooks service. It is not part of Support: it knows no `.json`, and counts requests by itself, 100 a
 * minute and 20 tests (recorded 2023).
 */
export function service(
  method: Operation['method'],
  path: string,
  name: string,
  access: Access,
  handle: (context: Context) => Reply | Problem | Promise<Reply | Problem>,
  limit = 100,
): Operation[] {
  return api(method, path, name, access, (context) => {
    const { call, world } = context
    if (call.path.endsWith('.json')) return invalidEndpoint()
    const bucket = count(world, `webhooks ${limit}`, MINUTE)
    answeredBy(call, { 'x-rate-limit': String(limit), 'x-rate-limit-remaining': String(Math.max(0, limit - bucket.used)) })
    if (bucket.used > limit)
      return plain(429, 'Number of allowed API requests per minute exceeded', { 'retry-after': String(Math.ceil((bucket.until - world.clock.now()) / 1000)) })
    return handle(context)
  }).filter((operation) => !operation.path.endsWith('.json'))
}

/** The problems of this service are lists of codes and titles (inferred from its neighbours; no recording shows one). */
export const wrong = (title: string): never => raise(listed('InvalidWebhook', 400, title))

export interface ServicePage<T> {
  rows: T[]
  /** Cursors and links that have nothing to say are left out, as recorded. */
  meta: Record<string, unknown>
  links: Record<string, string>
}

const MOST = 100

/** A page by cursor over rows that are in the order of their ids. */
export function servicePage<T extends { id: string }>(context: Context, rows: readonly T[]): ServicePage<T> {
  const { query } = context.call
  const size = Math.min(MOST, Math.max(1, Number(query.get('page[size]')) || MOST))
  const after = read(query.get('page[after]'))
  const before = read(query.get('page[before]'))
  const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1
  const until = before === undefined ? rows.length : rows.findIndex(({ id }) => id === before)
  const rest = rows.slice(from, Math.max(from, until))
  const taken = before === undefined ? rest.slice(0, size) : rest.slice(-size)
  const more = rest.length > taken.length
  const [first, last] = [taken[0], taken.at(-1)]
  const next = more && last ? write(last.id) : undefined
  const previous = first ? write(first.id) : undefined
  return {
    rows: taken,
    meta: { has_more: more, ...(next ? { after_cursor: next } : {}), ...(previous ? { before_cursor: previous } : {}) },
    links: {
      ...(previous ? { prev: link(context, { 'page[before]': previous, 'page[size]': size }) } : {}),
      ...(next ? { next: link(context, { 'page[after]': next, 'page[size]': size }) } : {}),
    },
  }
}

const write = (id: string): string => Buffer.from(id).toString('base64')
const read = (cursor: string | null): string | undefined => (cursor === null ? undefined : Buffer.from(cursor, 'base64').toString())
