import { isDay, stamp, type World } from '../core/index.ts'

export { stamp }

export const now = (world: World): string => stamp(world.clock.now())

/** ISO 8601 with or without seconds and minutes of the offset (the voice documentation has `+01`), and as Rails writes it, with a space. */
const ISO = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i

/** ms; undefined when a text is no instant. One that names no zone is in UTC, wherever this runs. */
export function readInstant(text: string): number | undefined {
  const [, day, time, zone = 'Z'] = ISO.exec(text) ?? []
  if (day === undefined || (day.length === 10 && !isDay(day))) return undefined
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z'
  const ms = Date.parse(time === undefined ? day : `${day}T${time}${offset}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** An instant that a client sent, in Zendesk's spelling; undefined when it is none. */
export function readStamp(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? readInstant(value.trim()) : undefined
  return ms === undefined ? undefined : stamp(ms)
}
