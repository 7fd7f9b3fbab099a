import { Recent } from './recent.ts'

const DAY = 86_400

/** An instant in whole seconds, as all these vendors write it: `2026-11-20T08:00:00Z`. */
export const stamp = bySecond((date) => `${date.toISOString().slice(0, 19)}Z`)

const toSecond = byDay((date) => date.toISOString().slice(0, 19))
const THREE = Array.from({ length: 1000 }, (_, ms) => `.${String(ms).padStart(3, '0')}Z`)

/** An instant with its milliseconds, as RFC 3339 and `toISOString` write it: `2026-11-20T08:00:00.250Z`. Parts of a millisecond are left out. */
export function iso(instant: number): string {
  const second = Math.floor(instant / 1000)
  return toSecond(second) + THREE[Math.floor(instant - second * 1000)]
}

/** Is `2026-02-28` a day that there is? The parser itself takes 30 February for 2 March. */
export function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** As HTTP writes instants (RFC 9110, 5.6.7): `Fri, 20 Nov 2026 08:00:00 GMT`. */
export const httpDate = bySecond((date) => date.toUTCString())

/** The second that was written last is kept: within one request, and within one second, everybody asks for the same. */
export function bySecond(write: (date: Date) => string): (instant: number) => string {
  const written = byDay(write)
  let last = Number.NaN
  let text = ''
  return (instant) => {
    const second = Math.floor(instant / 1000)
    if (second !== last) {
      text = written(second)
      last = second
    }
    return text
  }
}

/** `write` is asked once for a day, and must write its time as `00:00:00`: the runtime's own writing of one instant takes as long as that of twenty here. */
function byDay(write: (date: Date) => string): (second: number) => string {
  const days = new Recent<number, string[]>(100)
  return (second) => {
    const day = Math.floor(second / DAY)
    const around = days.get(day) ?? days.set(day, write(new Date(day * DAY * 1000)).split(MIDNIGHT))
    return around[0] + timeOf(second - day * DAY) + around[1]
  }
}

const MIDNIGHT = '00:00:00'
const TWO = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const timeOf = (second: number): string => `${TWO[Math.floor(second / 3600)]}:${TWO[Math.floor(second / 60) % 60]}:${TWO[second % 60]}`
