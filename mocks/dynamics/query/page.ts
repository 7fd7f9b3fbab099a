import type { Row } from '../data/row.ts'
import { refuseQuery } from '../problems.ts'
import type { Order, SortKey } from './order.ts'

/** Where a page starts: behind the row with this sort key. */
export interface Cookie {
  page: number
  after?: SortKey
  /** Change tracking: the version at which the first page was read. */
  tracking?: number
}

export interface Page {
  rows: Row[]
  /** Where the next one starts; absent on the last. */
  next?: Cookie
}

/**
 * Cuts one page out of sorted rows. It resumes behind the last row's key, not at a count, so rows that come or go in the
 * meantime neither repeat nor hide others.
 */
export function pageOf(rows: readonly Row[], size: number, cookie: Cookie | undefined, by: Order): Page {
  const start = cookie?.after ? firstAfter(rows, cookie.after, by) : 0
  const cut = rows.slice(start, start + size)
  const last = cut.at(-1)
  if (!last || start + size >= rows.length) return { rows: cut }
  return { rows: cut, next: { page: (cookie?.page ?? 1) + 1, after: by.key(last), ...(cookie?.tracking === undefined ? {} : { tracking: cookie.tracking }) } }
}

function firstAfter(rows: readonly Row[], key: SortKey, by: Order): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (by.compare(by.key(rows[middle] as Row), key) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

// The cookie's outside is as documented; what is inside is the platform's own business, and ours.
const lowerEscapes = (text: string) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())

/** For `$skiptoken` in a link. */
export function printSkipToken(cookie: Cookie): string {
  const tracked = cookie.tracking !== undefined
  const tracking = tracked ? ` tracking="${cookie.tracking}"` : ''
  const inner = `<cookie page="${cookie.page - 1}"${tracking}><row last="${escapeAttribute(JSON.stringify(cookie.after ?? []))}" /></cookie>`
  return `%3Ccookie%20pagenumber=%22${cookie.page}%22%20pagingcookie=%22${lowerEscapes(lowerEscapes(inner))}%22%20istracking=%22${tracked ? 'True' : 'False'}%22%20/%3E`
}

/** `text` is the option's value after the query string was decoded once. */
export function parseSkipToken(text: string): Cookie {
  const outer = /^<cookie pagenumber="(\d+)" pagingcookie="([^"]*)" istracking="(?:False|True)"\s*\/>$/.exec(text.trim())
  if (!outer) return refuseQuery(`Malformed paging cookie in '${text.slice(0, 200)}'.`)
  const key = readCookie(outer[2] as string)
  const tracking = /<cookie [^>]*tracking="(\d+)"/.exec(opened(outer[2] as string))?.[1]
  return key
    ? { page: Number(outer[1]), after: key, ...(tracking === undefined ? {} : { tracking: Number(tracking) }) }
    : refuseQuery(`Malformed paging cookie in '${text.slice(0, 200)}'.`)
}

/** The cookie's inside, which a client may have decoded once or twice. */
function opened(encoded: string): string {
  try {
    let inner = encoded
    for (let round = 0; round < 3 && !inner.includes('<cookie'); round++) inner = decodeURIComponent(inner)
    return inner
  } catch {
    return ''
  }
}

export function readCookie(encoded: string): SortKey | undefined {
  const last = /<row last="([^"]*)"/.exec(opened(encoded))?.[1]
  if (last === undefined) return undefined
  try {
    const key: unknown = JSON.parse(unescapeAttribute(last))
    return Array.isArray(key) && typeof key.at(-1) === 'number' ? (key as SortKey) : undefined
  } catch {
    return undefined
  }
}

/** The cookie alone, as fetchXml carries it. */
export const printCookie = (cookie: Cookie): string =>
  `<cookie pagenumber="${cookie.page}" pagingcookie="${lowerEscapes(lowerEscapes(`<cookie page="${cookie.page - 1}"><row last="${escapeAttribute(JSON.stringify(cookie.after ?? []))}" /></cookie>`))}" istracking="False" />`

const escapeAttribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
const unescapeAttribute = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
