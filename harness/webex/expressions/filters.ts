import { argument, type Call, type Given } from './call.ts'
import { formatDate, parseDate } from './date.ts'
import { asText, encodable, isMap, kindOf, limits, type Value } from './value.ts'

type Filter = (input: Value, given: Given, call: Call) => Value

const text =
  (change: (text: string) => string): Filter =>
  (input) =>
    input === null ? null : change(asText(input))

const whole = (value: Value | undefined, otherwise: number, what: string, call: Call): number => {
  if (value === undefined || value === null) return otherwise
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) ? number : call.refuse(`${what} must be a whole number; it is ${kindOf(value)}.`)
}

const list = (input: Value, name: string, call: Call): readonly Value[] =>
  Array.isArray(input) ? input : call.refuse(`${name} needs a list; this is ${kindOf(input)}.`)

/** Replaces what the map names, one entry after another, and never into a text that is longer than any flow needs. */
const replace: Filter = (input, given, call) => {
  const pairs = argument(given, 0, 'replace_pairs')
  if (pairs === undefined || !isMap(pairs)) return call.refuse('replace needs a map, such as {"+":""}.')
  let text = asText(input)
  for (const [from, to] of Object.entries(pairs)) {
    const by = asText(to)
    call.spend(text.length + 1)
    if (from === '') return call.refuse('replace cannot look for an empty text.')
    const parts = text.split(from)
    if (text.length + (parts.length - 1) * (by.length - from.length) > limits.text) return call.refuse(`The text grows to more than ${limits.text} characters.`)
    text = parts.join(by)
  }
  return text
}

/** From one place to another, the end not included. What is too short for that is refused, as it stops the flow (source: Pebble, documented). */
const slice: Filter = (input, given, call) => {
  if (input === null) return null
  const of = Array.isArray(input) ? input : asText(input)
  const from = whole(argument(given, 0, 'fromIndex'), 0, 'The start of slice', call)
  const end = argument(given, 1, 'toIndex')
  const to = whole(end, of.length, 'The end of slice', call)
  if (Math.max(from, to) > of.length)
    return call.refuse(
      `slice(${end === undefined ? from : `${from}, ${to}`}) ends past what is there: ${of.length} ${Array.isArray(of) ? 'parts' : 'characters'}.`,
    )
  if (from < 0 || (end !== undefined && to <= from)) return call.refuse(`slice(${from}, ${to}) has nothing between its start and its end.`)
  return of.slice(from, to)
}

const date: Filter = (input, given, call) => {
  if (input === null) return null
  const format = argument(given, 0, 'format')
  if (typeof format !== 'string') return call.refuse('date needs a format, such as "yyyy-MM-dd".')
  const existing = argument(given, 1, 'existingFormat')
  const zone = asText(argument(given, 2, 'timeZone') ?? 'UTC')
  const instant = typeof input === 'number' ? input : parseDate(asText(input), existing === undefined ? undefined : asText(existing), call)
  return formatDate(instant, format, zone, call)
}

const split: Filter = (input, given, call) => {
  const by = asText(argument(given, 0, 'delimiter') ?? '')
  // The vendor's template language reads the delimiter as a regular expression; nothing is compiled from a flow's text here.
  if (/[\\^$.|?*+()[\]{}]/.test(by)) return call.refuse(`split by a regular expression ("${by}") is not imitated; split by plain text.`)
  const limit = argument(given, 1, 'limit')
  if (limit !== undefined) return call.refuse('split with a limit is not imitated.')
  return asText(input).split(by)
}

const join: Filter = (input, given, call) => {
  const joined = list(input, 'join', call).map(asText)
  const by = asText(argument(given, 0, 'separator') ?? '')
  if (joined.reduce((sum, one) => sum + one.length + by.length, 0) > limits.text) return call.refuse(`The text grows to more than ${limits.text} characters.`)
  return joined.join(by)
}

const abbreviate: Filter = (input, given, call) => {
  const length = whole(argument(given, 0, 'length'), 0, 'The length of abbreviate', call)
  const text = asText(input)
  if (length < 4) return call.refuse('abbreviate needs a length of at least 4.')
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`
}

const sorted = (input: Value, call: Call): Value[] =>
  [...list(input, 'sort', call)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : asText(a) < asText(b) ? -1 : asText(a) > asText(b) ? 1 : 0,
  )

const isEmpty = (value: Value): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '') || (typeof value === 'object' && Object.keys(value).length === 0)

/** Form encoding, as Java's encoder does it: a space is `+`, and `*` stays. */
const urlencode = (plain: string): string =>
  encodeURIComponent(encodable(plain))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** By name, as in Pebble, which the flows' expressions are written in (source: documented; seen in templates: replace, slice, date). */
export const filters: Readonly<Record<string, Filter>> = {
  abbreviate,
  abs: (input, _, call) => (typeof input === 'number' ? Math.abs(input) : call.refuse(`abs needs a number; this is ${kindOf(input)}.`)),
  base64encode: text((plain) => Buffer.from(plain, 'utf8').toString('base64')),
  base64decode: text((coded) => Buffer.from(coded, 'base64').toString('utf8')),
  capitalize: text((plain) => plain.slice(0, 1).toUpperCase() + plain.slice(1)),
  date,
  default: (input, given) => (isEmpty(input) ? (argument(given, 0, 'default') ?? '') : input),
  first: (input) => (Array.isArray(input) ? (input[0] ?? null) : asText(input).slice(0, 1)),
  join,
  last: (input) => (Array.isArray(input) ? (input.at(-1) ?? null) : asText(input).slice(-1)),
  length: (input) => (typeof input === 'string' || Array.isArray(input) ? input.length : isMap(input) ? Object.keys(input).length : 0),
  lower: text((plain) => plain.toLowerCase()),
  replace,
  reverse: (input, _, call) => [...list(input, 'reverse', call)].reverse(),
  rsort: (input, _, call) => sorted(input, call).reverse(),
  slice,
  sort: (input, _, call) => sorted(input, call),
  split,
  title: text((plain) => plain.replaceAll(/(^|\s)(\S)/g, (_, before: string, letter: string) => before + letter.toUpperCase())),
  trim: text((plain) => plain.trim()),
  upper: text((plain) => plain.toUpperCase()),
  urlencode: text(urlencode),
}
