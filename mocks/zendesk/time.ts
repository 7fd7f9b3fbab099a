import { stamp, type World } from '../core/index.ts'

export { stamp }

export const now = (world: World): string => stamp(world.clock.now())

/** Does this text begin with a day that there is? The parser itself takes 30 February for 2 March. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  return year === undefined || new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
}

/** An instant that a client sent, in Zendesk's spelling; undefined when it is none. */
export function readStamp(value: unknown): string | undefined {
  if (typeof value !== 'string' || !isDay(value)) return undefined
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? undefined : stamp(ms)
}
