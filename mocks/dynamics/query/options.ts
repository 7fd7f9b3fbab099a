import { refuseQuery } from '../problems.ts'
import type { Filter, Path } from './ast.ts'
import { parseFilter } from './parse-filter.ts'

export interface OrderBy {
  path: Path
  descending: boolean
}

export interface Expand {
  navigation: string
  /** `nav/$ref`: links instead of rows. */
  ref: boolean
  options: Query
  /** Its options as they were written, such as `$select=subject`. */
  written: readonly string[]
}

/** Query options, read but not looked up. */
export interface Query {
  select?: string[]
  filter?: Filter
  orderby: OrderBy[]
  top?: number
  count?: boolean
  expand: Expand[]
  apply?: string
  skiptoken?: string
  /** fetchXml, savedQuery, userQuery and others without `$`. */
  others: Map<string, string>
}

const KNOWN = new Set(['$select', '$filter', '$orderby', '$top', '$count', '$expand', '$apply', '$skiptoken', '$format', '$id', '$deltatoken'])
const OTHERS = new Set([
  'fetchXml',
  'savedQuery',
  'userQuery',
  'sql',
  'annotations',
  'tag',
  'size',
  'api-version',
  'LabelLanguages',
  'partitionId',
  'partitionid',
])

/** Splits a query string into decoded pairs; `+` is a blank, as in form encoding. */
export function pairsOf(search: string): [string, string][] {
  return search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]
    })
}

function decode(text: string): string {
  if (!ENCODED.test(text)) return text
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    // A stray percent sign stands for itself.
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
      try {
        return decodeURIComponent(bytes)
      } catch {
        return bytes
      }
    })
  }
}

const ENCODED = /[+%]/

/** Reads the query options of a request. */
export function parseQuery(search: string): Query {
  const pairs = pairsOf(search)
  const aliases = new Map(pairs.filter(([name]) => name.startsWith('@')))
  const options = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (name.startsWith('@')) continue
    if (name === '$skip') refuseQuery('Skip Clause is not supported in CRM')
    if (name === '$search' || name === '$levels') refuseQuery(`The query parameter ${name} is not supported.`)
    if (!KNOWN.has(name) && !OTHERS.has(name)) refuseQuery(`The query parameter ${name} is not supported.`)
    // The service speaks JSON and nothing else, whatever it is asked for (documented); `$format=json` is recorded.
    if (name === '$format' && !/^(application\/)?json\b/i.test(value)) refuseQuery(`The query parameter ${name} is not supported.`)
    add(options, name, value)
  }
  const query = readOptions(options, aliases)
  for (const [name, value] of options) if (OTHERS.has(name) || name === '$id' || name === '$deltatoken') query.others.set(name, value)
  return query
}

function add(options: Map<string, string>, name: string, value: string): void {
  if (options.has(name)) refuseQuery(`Query option '${name}' was specified more than once, but it must be specified at most once.`)
  options.set(name, value)
}

/** `aliases`: none within `$expand`, where none are taken (documented). */
function readOptions(options: ReadonlyMap<string, string>, aliases?: ReadonlyMap<string, string>): Query {
  const text = (name: string) => options.get(name)
  const select = text('$select')
  const filter = text('$filter')
  const top = text('$top')
  const count = text('$count')
  const apply = text('$apply')
  const skiptoken = text('$skiptoken')
  const query: Query = { orderby: [], expand: [], others: new Map() }
  if (select !== undefined) query.select = selected(select)
  if (filter !== undefined) query.filter = parseFilter(filter, aliases)
  query.orderby = orderBy(text('$orderby') ?? '', aliases)
  if (top !== undefined) query.top = wholeNumber('$top', top)
  if (count !== undefined) query.count = truthOf(count)
  query.expand = expandList(text('$expand') ?? '', { left: MOST_EXPANDS })
  if (apply !== undefined) query.apply = apply
  if (skiptoken !== undefined) query.skiptoken = skiptoken
  return query
}

function selected(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text.trim()) || value > 2 ** 31 - 1) {
    return refuseQuery(`Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`)
  }
  return value
}

function truthOf(text: string): boolean {
  if (text !== 'true' && text !== 'false') return refuseQuery(`Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`)
  return text === 'true'
}

function orderBy(text: string, aliases: ReadonlyMap<string, string> | undefined): OrderBy[] {
  if (text.trim() === '') return []
  return text.split(',').map((part, index) => {
    const words = part.trim().split(/\s+/)
    const [name = '', direction = 'asc'] = words
    if (name === '' || words.length > 2 || (direction !== 'asc' && direction !== 'desc')) {
      return refuseQuery(`Syntax error at position ${text.split(',').slice(0, index).join(',').length + (index ? 1 : 0)} in '${text}'.`)
    }
    return { path: { kind: 'path', segments: (aliases?.get(name) ?? name).split('/') }, descending: direction === 'desc' }
  })
}

/** Splits at `mark` outside brackets of every kind and quotes. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = []
  let depth = 0
  let inQuotes = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === "'") inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (character === '(' || character === '[' || character === '{') depth++
    else if (character === ')' || character === ']' || character === '}') depth--
    else if (character === mark && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  if (depth !== 0) refuseQuery(`Found an unbalanced bracket expression in '${text}'.`)
  return [...parts, text.slice(start)]
}

/** Documented: so many per query, nested ones included. */
const MOST_EXPANDS = 15

function expandList(text: string, counter: { left: number }): Expand[] {
  if (text.trim() === '') return []
  return splitOutside(text, ',').map((part) => {
    if (--counter.left < 0) refuseQuery(`The number of $expand options exceeds the limit of ${MOST_EXPANDS}.`)
    const item = part.trim()
    const open = item.indexOf('(')
    const target = open < 0 ? item : item.slice(0, open).trim()
    const ref = target.endsWith('/$ref')
    const navigation = ref ? target.slice(0, -'/$ref'.length) : target
    if (navigation === '') refuseQuery(`Syntax error: the value of $expand is not valid in '${text}'.`)
    if (open >= 0 && !item.endsWith(')')) refuseQuery(`Syntax error at position ${text.indexOf(item) + item.length} in '${text}'.`)
    const inner = open < 0 ? '' : item.slice(open + 1, -1)
    if (open >= 0 && inner.trim() === '') {
      refuseQuery(
        `Missing expand option on navigation property '${navigation}'. If a parenthesis expression follows an expanded navigation property, then at least one expand option must be provided.`,
      )
    }
    const options = new Map<string, string>()
    const written = (open < 0 ? [] : splitOutside(inner, ';')).map((option) => option.trim()).filter((option) => option !== '')
    for (const option of written) {
      const equals = option.indexOf('=')
      const name = option.slice(0, equals).trim()
      if (name === '$levels' || name === '$count') refuseQuery(`The query parameter ${name} is not supported.`)
      if (!['$select', '$filter', '$orderby', '$top', '$expand'].includes(name)) refuseQuery(`Syntax error: '${option}' is not an expand option in '${text}'.`)
      add(options, name, option.slice(equals + 1))
    }
    const nested = options.get('$expand')
    options.delete('$expand')
    return {
      navigation,
      ref,
      written,
      options: { ...readOptions(options), expand: nested === undefined ? [] : expandList(nested, counter) },
    }
  })
}
