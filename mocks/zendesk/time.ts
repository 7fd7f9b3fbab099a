import { isDay, stamp, type World } from '../core/index.ts'

export { stamp }

export const now = (world: World): string => stamp(world.clock.now())

/** An instant that a client sent, in Zendesk's spelling; undefined when it is none. */
export function readStamp(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const [day] = /^\d{4}-\d\d-\d\d/.exec(value) ?? []
  if (day !== undefined && !isDay(day)) return undefined
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? undefined : stamp(ms)
}
