import { figure, problem, Refusal, type World } from '../../core/index.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'

/** What one user asked of the service lately; in-memory, for the window forgets it anyway. */
interface Usage {
  /** Times of requests, oldest first, from `first` on. */
  times: number[]
  first: number
  /** Requests in flight now. */
  running: number
  /** [end, duration] of answered requests on the World's clock. */
  spent: [number, number][]
}

/** Stands in the store, so that a World that is reset or forked starts afresh. */
const MARKERS = { name: 'dynamics.usage' }
const usages = new WeakMap<World, WeakMap<object, Usage>>()

function usageOf(world: World, user: string): Usage {
  const markers = world.store.table<object>(MARKERS)
  const marker = markers.get(user) ?? markers.put(user, {})
  let own = usages.get(world)
  if (!own) usages.set(world, (own = new WeakMap()))
  let usage = own.get(marker)
  if (!usage) own.set(marker, (usage = { times: [], first: 0, running: 0, spent: [] }))
  return usage
}

const throttled = (code: string, message: string, wait: number): never => {
  const seconds = String(Math.max(1, Math.ceil(wait / 1000)))
  throw new Refusal(problem('throttled', 429, message, { detail: { code }, headers: { 'retry-after': seconds } }))
}

/** Counts a request against the signed-in user's allowance; refuses with 429 when it is used up (documented). Impersonation does not change whose allowance it is. */
export function admit({ organization, caller, now }: Pick<WebRequest, 'organization' | 'caller' | 'now'>): void {
  const { world } = organization
  const { serviceProtection: limits } = settingsOf(world)
  if (!limits.enforced) return
  const usage = usageOf(world, (caller.behalf ?? caller.user).id)
  forget(usage, now - limits.window)
  const seconds = limits.window / 1000
  if (usage.times.length - usage.first >= limits.requests) {
    const wait = (usage.times[usage.first] as number) + limits.window - now
    throttled('0x80072322', `Number of requests exceeded the limit of ${limits.requests} over time window of ${seconds} seconds.`, wait)
  }
  const spent = usage.spent.reduce((sum, [, duration]) => sum + duration, 0)
  if (spent > limits.executionTime) {
    const wait = (usage.spent[0]?.[0] ?? now) + limits.window - now
    throttled(
      '0x80072321',
      `Combined execution time of incoming requests exceeded limit of ${figure(limits.executionTime)} milliseconds over time window of ${seconds} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
      wait,
    )
  }
  if (usage.running >= limits.concurrent) throttled('0x80072326', `Number of concurrent requests exceeded the limit of ${limits.concurrent}.`, 1000)
  usage.times.push(now)
}

/** Does `work`, which takes `duration` on the World's clock, as one request in flight. */
export async function occupying<T>({ organization, caller }: Pick<WebRequest, 'organization' | 'caller'>, duration: number, work: () => T): Promise<T> {
  const { world } = organization
  const usage = usageOf(world, (caller.behalf ?? caller.user).id)
  usage.running++
  try {
    await world.clock.sleep(duration)
    return work()
  } finally {
    usage.running--
    usage.spent.push([world.clock.now(), duration])
  }
}

function forget(usage: Usage, before: number): void {
  while (usage.first < usage.times.length && (usage.times[usage.first] as number) <= before) usage.first++
  if (usage.first > 4096) {
    usage.times.splice(0, usage.first)
    usage.first = 0
  }
  while (usage.spent.length > 0 && (usage.spent[0]?.[0] ?? 0) <= before) usage.spent.shift()
}

/** How much is left, for the headers: requests in the window, and milliseconds of execution time. */
export function remaining({ organization, caller }: Pick<WebRequest, 'organization' | 'caller'>): { requests: number; time: number } {
  const { serviceProtection: limits } = settingsOf(organization.world)
  const usage = usageOf(organization.world, (caller.behalf ?? caller.user).id)
  const spent = usage.spent.reduce((sum, [, duration]) => sum + duration, 0)
  return { requests: Math.max(0, limits.requests - (usage.times.length - usage.first)), time: Math.max(0, limits.executionTime - spent) }
}
