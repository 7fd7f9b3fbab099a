import { iso } from '../../mocks/core/stamp.ts'

/** Does the runtime know the zone (`Europe/Berlin`)? */
export function isZone(name: string): boolean {
  try {
    return Boolean(writerOf(name))
  } catch {
    return false
  }
}

/** An instant as a clock in the zone shows it, with its distance from UTC (RFC 3339): `2026-11-20T09:00:00.000+01:00`; in UTC with a Z. */
export function zoned(instant: number, zone: string): string {
  if (zone === UTC) return iso(instant)
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(writerOf(zone).format(instant)) ?? []
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return `${iso(instant + ahead).slice(0, -1)}${sign}${hours}:${minutes}`
}

const UTC = 'UTC'
/** Making one takes a hundred times as long as using it. */
const writers = new Map<string, Intl.DateTimeFormat>()

function writerOf(zone: string): Intl.DateTimeFormat {
  let writer = writers.get(zone)
  if (!writer) writers.set(zone, (writer = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })))
  return writer
}
