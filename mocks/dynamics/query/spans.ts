/** From (inclusive) until (exclusive), in ms since the epoch. */
export interface Span {
  from: number
  until: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FOREVER = 8.64e15

const startOfDay = (at: number) => Math.floor(at / DAY) * DAY
const startOfHour = (at: number) => Math.floor(at / HOUR) * HOUR
/** Sunday. */
const startOfWeek = (at: number) => startOfDay(at) - new Date(at).getUTCDay() * DAY
const monthsOn = (at: number, months: number) => {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
}
const yearsOn = (at: number, years: number) => Date.UTC(new Date(at).getUTCFullYear() + years, 0, 1)
/** The same day of another month, or its last. */
const sameDay = (at: number, months: number) => {
  const date = new Date(at)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate()
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last)) + (at - startOfDay(at))
}

/** The time that a relative date condition means, or undefined when `name` is none. "Last X" counts whole days before today, and today up to now (documented). */
export function span(name: string, values: readonly unknown[], now: number): Span | undefined {
  const today = startOfDay(now)
  const count = Number(values[0] ?? 1)
  const between = (from: number, until: number): Span => ({ from, until })
  switch (name) {
    case 'Today':
      return between(today, today + DAY)
    case 'Yesterday':
      return between(today - DAY, today)
    case 'Tomorrow':
      return between(today + DAY, today + 2 * DAY)
    case 'Last7Days':
      return between(today - 7 * DAY, now + 1)
    case 'Next7Days':
      return between(now, today + 8 * DAY)
    case 'ThisWeek':
      return between(startOfWeek(now), startOfWeek(now) + 7 * DAY)
    case 'LastWeek':
      return between(startOfWeek(now) - 7 * DAY, startOfWeek(now))
    case 'NextWeek':
      return between(startOfWeek(now) + 7 * DAY, startOfWeek(now) + 14 * DAY)
    case 'ThisMonth':
      return between(monthsOn(now, 0), monthsOn(now, 1))
    case 'LastMonth':
      return between(monthsOn(now, -1), monthsOn(now, 0))
    case 'NextMonth':
      return between(monthsOn(now, 1), monthsOn(now, 2))
    case 'ThisYear':
      return between(yearsOn(now, 0), yearsOn(now, 1))
    case 'LastYear':
      return between(yearsOn(now, -1), yearsOn(now, 0))
    case 'NextYear':
      return between(yearsOn(now, 1), yearsOn(now, 2))
    case 'LastXHours':
      return between(startOfHour(now) - count * HOUR, now + 1)
    case 'NextXHours':
      return between(now, startOfHour(now) + (count + 1) * HOUR)
    case 'LastXDays':
      return between(today - count * DAY, now + 1)
    case 'NextXDays':
      return between(now, today + (count + 1) * DAY)
    case 'LastXWeeks':
      return between(today - 7 * count * DAY, now + 1)
    case 'NextXWeeks':
      return between(now, today + (7 * count + 1) * DAY)
    case 'LastXMonths':
      return between(startOfDay(sameDay(now, -count)), now + 1)
    case 'NextXMonths':
      return between(now, startOfDay(sameDay(now, count)) + DAY)
    case 'LastXYears':
      return between(startOfDay(sameDay(now, -12 * count)), now + 1)
    case 'NextXYears':
      return between(now, startOfDay(sameDay(now, 12 * count)) + DAY)
    case 'OlderThanXMinutes':
      return between(-FOREVER, now - count * 60_000)
    case 'OlderThanXHours':
      return between(-FOREVER, now - count * HOUR)
    case 'OlderThanXDays':
      return between(-FOREVER, today - count * DAY)
    case 'OlderThanXWeeks':
      return between(-FOREVER, today - 7 * count * DAY)
    case 'OlderThanXMonths':
      return between(-FOREVER, startOfDay(sameDay(now, -count)))
    case 'OlderThanXYears':
      return between(-FOREVER, startOfDay(sameDay(now, -12 * count)))
    default:
      return undefined
  }
}
