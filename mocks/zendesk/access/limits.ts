import type { Call, Problem, World } from '../../core/index.ts'
import { jsonBody } from '../body.ts'
import { listed, plain, raise } from '../problems.ts'
import { userById } from '../records.ts'
import { settingsOf } from '../settings.ts'
import { knownUser } from '../users/known.ts'
import { meter } from './rates.ts'

const MINUTE = 60_000

interface Limit {
  /** What it is called in the headers, where a recording shows that. */
  name: string
  total: number
  window?: number
  /** Counted apart for each of these; undefined: this call does not count. */
  key?: (call: Call, world: World, caller: number) => string | undefined
  refused?: (world: World, retryAfter: string, key: string) => Problem
}

const tooManyTo = (what: string) => (_world: World, seconds: string) => ({
  ...listed('TooManyRequests', 429, `Too many requests to ${what}`),
  headers: { 'retry-after': seconds },
})
const deep = (page: number) => (call: Call) => (Number(call.query.get('page') ?? 1) > page ? 'deep' : undefined)
/** Of one ticket by one user. */
const ticketUpdates = (ticket: string): Limit => ({
  name: 'per-ticket-updates',
  total: 30,
  window: 10 * MINUTE,
  key: (call, _world, caller) => `${param(ticket)(call)} ${caller}`,
})
const param = (name: string) => (call: Call) => (call.params[name] ?? '').replace('.json', '')

/** The text that a client sees who updates one user too often (reported in the community). */
const oneUser = (world: World, seconds: string, id: string): Problem => {
  const user = userById(world, Number(id))
  const about = user ? ` user email: ${user.email ?? ''}  id: ${user.id} external_id: ${user.external_id ?? ''}` : ''
  return plain(429, `You have exceeded the rate limit for updating a single unique user.${about}`, { 'retry-after': seconds })
}

/** Who is meant by a body that may also make a new user, who has no limit yet. */
const meantUser = (call: Call, world: World): string | undefined => {
  const { user } = (jsonBody(call) ?? {}) as { user?: Record<string, unknown> }
  const known = user && knownUser(world, user)
  return known ? String(known.id) : undefined
}

/** Limits of single endpoints, by operation (documented 2025/26; names in headers as recorded). */
const LIMITS: Record<string, readonly Limit[]> = {
  // Probed of a paid account in 2026, beside the documented one of deep pages.
  'tickets.index': [
    { name: 'tickets-index', total: 20_000 },
    { name: 'tickets-index', total: 50, key: deep(500) },
  ],
  'tickets.update': [{ name: 'tickets-update', total: 100 }, ticketUpdates('id')],
  'attachments.redact': [ticketUpdates('ticket')],
  'tickets.destroy': [{ name: 'tickets-destroy', total: 400 }],
  'tickets.create': [{ name: 'ticket-request-create-by-user-and-ip', total: 300, key: (_call, _world, caller) => String(caller) }],
  'deleted_tickets.index': [{ name: 'deleted-tickets-index', total: 10 }],
  'deleted_tickets.destroy': [{ name: 'deleted-tickets-destroy', total: 1000 }],
  'tags.index': [{ name: 'tags-index', total: 100 }],
  'ticket_audits.index': [{ name: 'ticket-audits-index', total: 500 }],
  'users.update': [{ name: 'users-update', total: 5, key: param('id'), refused: oneUser }],
  'users.create_or_update': [{ name: 'users-update', total: 5, key: meantUser, refused: oneUser }],
  'organizations.update': [{ name: 'organizations-update', total: 5, key: param('id'), refused: tooManyTo('update') }],
  'organizations.autocomplete': [{ name: 'organizations-autocomplete', total: 100, refused: tooManyTo('autocomplete') }],
  'search.export': [{ name: 'search-export', total: 100 }],
  'ticket_fields.set_option': [{ name: 'ticket-field-options', total: 100 }],
  'incremental.tickets': [{ name: 'incremental-exports', total: 10 }],
  'incremental.users': [{ name: 'incremental-exports', total: 10 }],
  'incremental.organizations': [{ name: 'incremental-exports', total: 10 }],
}

const HIGH_VOLUME: Record<string, number> = { 'tickets-update': 300, 'incremental-exports': 30 }

export function meterEndpoint(call: Call, world: World, operation: string, caller: number): void {
  const { endpointLimits, userUpdatesPerSecond, plan } = settingsOf(world)
  if (!endpointLimits) return
  for (const limit of LIMITS[operation] ?? []) {
    const key = limit.key?.(call, world, caller)
    if (limit.key && key === undefined) continue
    const total = plan === 'enterprise-plus' ? (HIGH_VOLUME[limit.name] ?? limit.total) : limit.total
    const { refused } = limit
    const bucket = { name: limit.name, total, ...(key ? { key } : {}), ...(limit.window ? { window: limit.window } : {}) }
    if (refused) meter(call, world, bucket, (seconds) => raise(refused(world, seconds, key ?? '')))
    else meter(call, world, bucket)
  }
  if (userUpdatesPerSecond !== null && (operation === 'users.update' || operation === 'users.create_or_update'))
    meter(call, world, { name: 'users-update-account', total: userUpdatesPerSecond, window: 1000 })
}
