import type { Call, TableDefinition, World } from '../../core/index.ts'
import { plain, raise } from '../problems.ts'
import { PLANS, settingsOf } from '../settings.ts'

interface Bucket {
  /** When the window ends, ms. */
  until: number
  used: number
}

const buckets: TableDefinition<Bucket> = { name: 'zendesk.rates', volatile: true }

/** One more in a window that opens with the first request and lasts `window` ms. */
export function count(world: World, name: string, window: number): Bucket {
  const table = world.store.table(buckets)
  const now = world.clock.now()
  const open = table.get(name)
  const live = open && open.until > now && open.until <= now + window
  return table.put(name, live ? { ...open, used: open.used + 1 } : { until: now + window, used: 1 })
}

/** What a call used of each limit, for its headers. */
export interface Usage {
  name: string
  total: number
  used: number
  resets: number
}
const NONE: readonly Usage[] = []
export const usageOf = ({ notes }: Call): readonly Usage[] => (notes.usage as Usage[] | undefined) ?? NONE

const MINUTE = 60_000
export const minuteLimit = (world: World): number => settingsOf(world).rateLimit ?? PLANS[settingsOf(world).plan]

/** Counts a call against a limit and refuses it when that is used up. `refused` makes the answer that this limit gives. */
export function meter(
  call: Call,
  world: World,
  limit: { name: string; key?: string; total: number; window?: number },
  refused: (retryAfter: string) => never = (seconds) => raise(plain(429, 'Number of allowed API requests per minute exceeded', { 'retry-after': seconds })),
): void {
  const window = limit.window ?? MINUTE
  const bucket = count(world, limit.key ? `${limit.name} ${limit.key}` : limit.name, window)
  const resets = Math.max(1, Math.ceil((bucket.until - world.clock.now()) / 1000))
  const usage = { name: limit.name, total: limit.total, used: bucket.used, resets }
  call.notes.usage = [...usageOf(call), usage]
  if (bucket.used > limit.total) refused(String(resets))
}

export const meterAccount = (call: Call, world: World): void => meter(call, world, { name: 'account', total: minuteLimit(world) })
