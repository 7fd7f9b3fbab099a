import type { Operation, Problem, Reply } from '../../core/index.ts'
import { organizationJson } from '../organizations/organization.ts'
import { link } from '../paging/page.ts'
import { flat, invalidEndpoint } from '../problems.ts'
import { organizationsOf, type Ticket, ticketsOf, type User, usersOf } from '../records.ts'
import { api, type Context, json } from '../route.ts'
import { settingsOf } from '../settings.ts'
import { included } from '../side-load.ts'
import { memberLoads, sideLoads } from '../tickets/side-loads.ts'
import { ticketJson } from '../tickets/ticket.ts'
import { userLoads } from '../users/side-loads.ts'
import { userJson } from '../users/user.ts'

/** A record with the second of its last change, which is what exports go by. */
interface Stamped {
  id: number
  /** Seconds. */
  at: number
  show(): Record<string, unknown>
  /** What it is, where other records come beside it. */
  ticket?: Ticket
  user?: User
}

type Kind = 'tickets' | 'users' | 'organizations'
/** What `include` asks for comes here, too (documented), but for the last audits of tickets (documented, for they take long). */
const BESIDE: Record<Kind, (context: Context, rows: readonly Stamped[]) => object> = {
  tickets: (context, rows) =>
    sideLoads(
      context,
      rows.flatMap(({ ticket }) => ticket ?? []),
      included(context).filter((name) => name !== 'last_audits'),
    ),
  users: (context, rows) =>
    userLoads(
      context,
      rows.flatMap(({ user }) => user ?? []),
    ),
  organizations: () => ({}),
}
const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000)
const LARGEST = 1000

const ROWS: Record<Kind, (context: Context) => Stamped[]> = {
  // Deleted tickets come too, and say so in their status (documented).
  tickets: (context) =>
    [...ticketsOf(context.world).scan()].map((ticket) => ({
      id: ticket.id,
      at: ticket.generated_timestamp,
      show: () => ({ ...ticketJson(context.world, ticket, context.base, 'stamped'), ...memberLoads(context, ticket) }),
      ticket,
    })),
  users: ({ world, base }) =>
    [...usersOf(world).scan()].map((user) => ({ id: user.id, at: seconds(user.updated_at), show: () => userJson(world, user, base), user })),
  organizations: ({ world, base }) =>
    [...organizationsOf(world).scan()].map((one) => ({ id: one.id, at: seconds(one.updated_at), show: () => organizationJson(world, one, base) })),
}

/** In order of change; the last minute is never among them (documented). */
function rows(kind: Kind, context: Context): Stamped[] {
  const newest = Math.floor((context.world.clock.now() - settingsOf(context.world).incrementalFloor) / 1000)
  return ROWS[kind](context)
    .filter(({ at }) => at <= newest)
    .sort((a, b) => a.at - b.at || a.id - b.id)
}

function startOf({ call, world }: Context): number | Problem {
  const start = Number(call.query.get('start_time') ?? Number.NaN)
  if (!Number.isInteger(start) || start < 0) return flat('InvalidValue', 400, 'start_time is not a valid Unix time')
  const tooRecent = start * 1000 > world.clock.now() - settingsOf(world).incrementalFloor
  return tooRecent ? flat('InvalidValue', 422, 'Too recent start_time. Use a start_time older than 1 minute') : start
}
const sizeOf = ({ call }: Context): number => Math.min(LARGEST, Math.max(1, Number(call.query.get('per_page') ?? LARGEST) || LARGEST))

/** `base64("<seconds>.0||<id>|")` (recorded). */
const encode = ({ at, id }: Stamped): string => Buffer.from(`${at}.0||${id}|`).toString('base64')
function decode(cursor: string): { at: number; id: number } | undefined {
  const [, at, id] = /^(\d{1,12})\.0\|\|(\d{1,16})\|$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? []
  return at === undefined ? undefined : { at: Number(at), id: Number(id) }
}

const byCursor =
  (kind: Kind) =>
  (context: Context): Reply | Problem => {
    const cursor = context.call.query.get('cursor')
    const from = cursor === null ? startOf(context) : decode(cursor)
    if (from === undefined) return flat('InvalidValue', 400, 'cursor is not valid')
    if (typeof from === 'object' && 'problem' in from) return from
    const rest = rows(kind, context).filter(({ at, id }) => (typeof from === 'number' ? at >= from : at > from.at || (at === from.at && id > from.id)))
    const taken = rest.slice(0, sizeOf(context))
    const last = taken.at(-1)
    const after = last ? encode(last) : cursor
    return json({
      [kind]: taken.map((row) => row.show()),
      ...BESIDE[kind](context, taken),
      after_url: after === null ? null : link(context, { cursor: after, start_time: undefined }),
      before_url: null,
      after_cursor: after,
      before_cursor: null,
      end_of_stream: taken.length === rest.length,
    })
  }

/** By time: a page always has every record of its last second, so it may be longer than asked (recorded: 7, 6, 10 for `per_page=1`). */
const byTime =
  (kind: Kind) =>
  (context: Context): Reply | Problem => {
    const start = startOf(context)
    if (typeof start !== 'number') return start
    const rest = rows(kind, context).filter(({ at }) => at >= start)
    const border = rest[sizeOf(context) - 1]?.at
    const taken = border === undefined ? rest : rest.filter(({ at }) => at <= border)
    const end = taken.at(-1)?.at ?? start
    const next_page = link(context, { start_time: end })
    const [count, end_of_stream] = [taken.length, taken.length === rest.length]
    const shown = taken.map((row) => row.show())
    // Tickets and users put the same keys in different orders (recorded).
    return json(
      kind === 'tickets'
        ? { tickets: shown, ...BESIDE[kind](context, taken), count, end_of_stream, next_page, end_time: end }
        : { [kind]: shown, ...BESIDE[kind](context, taken), next_page, count, end_of_stream, end_time: end },
    )
  }

const admin = { who: 'admin' } as const

export const incrementalOperations: Operation[] = (['tickets', 'users', 'organizations'] as const).flatMap((kind) => [
  // Organizations are exported by time only (published API description).
  ...api('GET', `/api/v2/incremental/${kind}/cursor`, `incremental.${kind}`, admin, kind === 'organizations' ? invalidEndpoint : byCursor(kind)),
  ...api('GET', `/api/v2/incremental/${kind}`, `incremental.${kind}`, admin, byTime(kind)),
])
