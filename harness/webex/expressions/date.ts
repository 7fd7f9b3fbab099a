import type { Call } from './call.ts'

/** Letters of a Java date pattern, texts in quotes, and everything else as it stands. */
const PIECES = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g

type Fields = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond', number>

const two = (value: number) => String(value).padStart(2, '0')
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Minutes east of Greenwich at an instant. */
function offsetAt(instant: number, zone: string, call: Call): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).formatToParts(instant)
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
    return Math.round((local - instant) / 60_000)
  } catch {
    return call.refuse(`There is no time zone "${zone}".`)
  }
}

function sign(offset: number, between: string): string {
  const minutes = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${between}${two(minutes % 60)}`
}

/** An instant in a Java pattern (`yyyy-MM-dd HH:mm:ss`) in a time zone, English names. Refuses letters that it does not know. */
export function formatDate(instant: number, pattern: string, zone: string, call: Call): string {
  if (!Number.isFinite(new Date(instant).getTime())) return call.refuse(`${instant} is no instant.`)
  const offset = offsetAt(instant, zone, call)
  const local = new Date(instant + offset * 60_000)
  const hour = local.getUTCHours()
  const letters = (run: string): string => {
    const pad = (value: number) => String(value).padStart(run.length, '0')
    switch (run[0]) {
      case 'y':
        return run.length === 2 ? two(local.getUTCFullYear() % 100) : pad(local.getUTCFullYear())
      case 'M': {
        const name = MONTHS[local.getUTCMonth()] as string
        return run.length > 3 ? name : run.length === 3 ? name.slice(0, 3) : pad(local.getUTCMonth() + 1)
      }
      case 'd':
        return pad(local.getUTCDate())
      case 'E': {
        const name = DAYS[local.getUTCDay()] as string
        return run.length > 3 ? name : name.slice(0, 3)
      }
      case 'H':
        return pad(hour)
      case 'h':
        return pad(hour % 12 === 0 ? 12 : hour % 12)
      case 'm':
        return pad(local.getUTCMinutes())
      case 's':
        return pad(local.getUTCSeconds())
      case 'S':
        return pad(local.getUTCMilliseconds())
      case 'a':
        return hour < 12 ? 'AM' : 'PM'
      case 'Z':
        return sign(offset, '')
      case 'X':
        return offset === 0 ? 'Z' : run.length === 1 ? sign(offset, '').slice(0, 3) : sign(offset, run.length === 3 ? ':' : '')
      default:
        return call.refuse(`The date pattern's "${run}" is not imitated.`)
    }
  }
  return pieces(pattern, call)
    .map((piece) => ('text' in piece ? piece.text : letters(piece.letters)))
    .join('')
}

function pieces(pattern: string, call: Call): ({ text: string } | { letters: string })[] {
  if (pattern.length > 200) return call.refuse('A date pattern has 200 characters at most.')
  if ((pattern.match(/'/g)?.length ?? 0) % 2 === 1) return call.refuse(`The date pattern "${pattern}" has a quote that does not end.`)
  return [...pattern.matchAll(PIECES)].map(([whole, quoted, letter]) =>
    quoted !== undefined ? { text: quoted === '' ? "'" : quoted.replaceAll("''", "'") } : letter === undefined ? { text: whole } : { letters: whole },
  )
}

const ISO = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/
const FIELD: Record<string, keyof Fields> = { y: 'year', M: 'month', d: 'day', H: 'hour', m: 'minute', s: 'second', S: 'millisecond' }

/**
 * Reads a date in a Java pattern; without one as ISO 8601. What names no zone is in UTC, the zone of the vendor's servers
 * (inferred); so is a text with a quoted Z, which is only a letter to Java.
 */
export function parseDate(given: string, pattern: string | undefined, call: Call): number {
  const text = given.endsWith('[UTC]') ? given.slice(0, -'[UTC]'.length) : given
  const refuse = () => call.refuse(`"${text.slice(0, 60)}" is no date${pattern === undefined ? '' : ` in the form "${pattern}"`}.`)
  if (pattern === undefined) {
    const [, day, time = 'T00:00:00', zone = 'Z'] = ISO.exec(text) ?? []
    const instant = day === undefined ? Number.NaN : Date.parse(day + time + zone)
    return Number.isNaN(instant) ? refuse() : instant
  }
  const fields: Fields = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 }
  let at = 0
  for (const piece of pieces(pattern, call)) {
    if ('text' in piece) {
      if (!text.startsWith(piece.text, at)) return refuse()
      at += piece.text.length
      continue
    }
    const field = FIELD[piece.letters[0] as string]
    if (!field || (field === 'month' && piece.letters.length > 2)) return call.refuse(`Reading a date by the pattern's "${piece.letters}" is not imitated.`)
    let end = at
    while (end < text.length && end - at < Math.max(piece.letters.length, 2) && /\d/.test(text[end] as string)) end++
    if (end === at) return refuse()
    fields[field] = Number(text.slice(at, end))
    at = end
  }
  if (at < text.length) return refuse()
  return Date.UTC(fields.year, fields.month - 1, fields.day, fields.hour, fields.minute, fields.second, fields.millisecond)
}
