import type { Exchange } from '../journal.ts'
import { ControlError } from './answers.ts'

export const JOURNAL_FILTERS = ['mock', 'operation', 'method', 'status', 'path', 'since', 'limit']
const LIMIT = 200
const MOST = 10_000

/** Exchanges that fit the query, in the order in which they were answered; when there are more than the limit, the newest. */
export function filterJournal(exchanges: readonly Exchange[], query: Record<string, string>): Exchange[] {
  const { mock, operation, method, path } = query
  const status = statusFilter(query.status)
  const since = whole(query, 'since', 0, Number.MAX_SAFE_INTEGER)
  const limit = whole(query, 'limit', 1, MOST) ?? LIMIT
  return (since === undefined ? exchanges : answeredSince(exchanges, since))
    .filter(
      (exchange) =>
        (mock === undefined || exchange.mock === mock) &&
        (operation === undefined || exchange.operation === operation) &&
        (method === undefined || exchange.request.method === method.toUpperCase()) &&
        (path === undefined || new URL(exchange.request.url).pathname.includes(path)) &&
        status(exchange.response.status),
    )
    .slice(-limit)
}

/**
 * Exchanges that ended behind the one with that id. Ids are in the order of arrival: one that took long has a lower id than others that
 * were answered, and seen, before it. Where nobody knows the id any more, those with a higher one.
 */
export function answeredSince(exchanges: readonly Exchange[], id: number): readonly Exchange[] {
  const seen = exchanges.findLastIndex((exchange) => exchange.id === id)
  return seen < 0 ? exchanges.filter((exchange) => exchange.id > id) : exchanges.slice(seen + 1)
}

function whole(query: Record<string, string>, name: string, least: number, most: number): number | undefined {
  const text = query[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new ControlError(400, `"${name}" takes a whole number from ${least}${most === MOST ? ` to ${most}` : ''}.`, { got: text })
}

/** `404`, `4xx`, `0` (no answer) or `error` (no answer, 4xx and 5xx). */
function statusFilter(text: string | undefined): (status: number) => boolean {
  if (text === undefined) return () => true
  if (text === 'error') return (status) => status === 0 || status >= 400
  if (/^[1-5]xx$/i.test(text)) return (status) => Math.floor(status / 100) === Number(text[0])
  if (/^(0|[1-5]\d\d)$/.test(text)) return (status) => status === Number(text)
  throw new ControlError(400, `"${text}" is no status.`, { expected: 'a status such as 404, 4xx, error, or 0 for an answer that never came', got: text })
}
