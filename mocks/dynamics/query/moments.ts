import { isDay } from '../../core/index.ts'

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/i
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/

/**
 * The instant (ms since the epoch) that a text names; undefined when it names none. ISO 8601, or a day as en-US writes it.
 * Where no zone is said it is UTC, as everywhere here: what the host's zone is must not matter.
 */
export function instantIn(text: string): number | undefined {
  const [, month, date, year] = AMERICAN.exec(text.trim()) ?? []
  const iso = year ? `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}` : text.trim()
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(iso) ?? []
  if (day === undefined || !isDay(day)) return undefined
  const at = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(at) ? undefined : at
}
