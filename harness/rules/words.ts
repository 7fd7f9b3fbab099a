import { figure } from '../../mocks/core/figure.ts'

/** How findings speak: times of day on the World's clock (UTC), short quotations, counted things. */

const MOST_QUOTED = 80

/** `08:00:12`, with milliseconds where they are not zero: `08:00:00.310`. */
export function timeOfDay(at: number): string {
  const text = new Date(at).toISOString()
  return text.slice(11, text.endsWith('.000Z') ? 19 : 23)
}

/** The same, with the date where it is not the day of `today`: `2026-11-19 07:05:54`. */
export function timeSeenFrom(today: number, at: number): string {
  const date = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  return date(at) === date(today) ? timeOfDay(at) : `${date(at)} ${timeOfDay(at)}`
}

/** `76,817` */
export const count = (amount: number): string => figure(amount)

/** `12.4 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** A value in quotation marks, on one line, cut to what a line can show. */
export function quote(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).replaceAll(/\s+/g, ' ')
  return text.length > MOST_QUOTED ? `"${text.slice(0, MOST_QUOTED - 1)}…" (${count(text.length)} characters)` : `"${text}"`
}

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** Small numbers in words. */
export const inWords = (count: number): string => NUMBERS[count] ?? String(count)

/** `a, b and c` */
export const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`

export const recordName = (record: { type: string; id?: string }): string => (record.id ? `${record.type} ${record.id}` : `a ${record.type}`)
