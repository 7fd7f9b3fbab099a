import { formatDuration } from '../../mocks/core/duration.ts'
import type { Exchange, Remark } from '../../mocks/core/journal.ts'
import { timeOfDay } from '../rules/words.ts'
import { oneLine } from './one-line.ts'
import { type Paint, plain } from './paint.ts'
import { scrub, scrubData, scrubHeaders, scrubUrl } from './scrub.ts'

/** One exchange as it went over the wire, without its secrets, and what the stand-in noticed about it. */
export function showExchange(exchange: Exchange, paint: Paint = plain): string {
  const { id, mock, operation, at, until, request, response, remarks } = exchange
  const answer = response.status === 0 ? 'no answer reached the client' : `${response.status}`
  return [
    `${paint.bold(`#${id}  ${mock} ${operation}`)}  ${timeOfDay(at)} → ${timeOfDay(until)} (${formatDuration(until - at)})`,
    '',
    paint.bold(`→ ${request.method} ${scrubUrl(request.url)}`),
    ...headerLines(request.headers),
    ...bodyLines(request.body),
    '',
    paint.bold(`← ${answer}`),
    ...headerLines(response.headers),
    ...bodyLines(response.body),
    ...(remarks.length === 0 ? [] : ['', paint.bold('noticed'), ...remarks.map((remark) => `  ${explain(remark)}`)]),
  ].join('\n')
}

const headerLines = (headers: Record<string, string>): string[] =>
  Object.entries(scrubHeaders(headers))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `  ${oneLine(`${name}: ${value}`)}`)

function bodyLines(body: unknown): string[] {
  if (body === undefined) return []
  const text = typeof body === 'string' ? scrub(body) : JSON.stringify(scrubData(body), undefined, 2)
  return ['', ...text.split('\n').map((line) => `  ${oneLine(line)}`)]
}

const instant = (at: number | null): string => (at === null ? 'never' : `at ${timeOfDay(at)}`)

/** A remark in a sentence. */
export function explain(remark: Remark): string {
  switch (remark.kind) {
    case 'token-issued':
      return `a token was issued to ${remark.client} (${remark.grant}${remark.renewal ? ', a renewal' : ''}); it expires ${instant(remark.expiresAt)}`
    case 'token-used':
      return `the token of ${remark.client} was accepted; it expires ${instant(remark.expiresAt)}`
    case 'token-expired':
      return `the token of ${remark.client} had expired at ${timeOfDay(remark.expiredAt)}`
    case 'token-refused':
      return `the credentials were refused: ${scrub(remark.why)}`
    case 'cut':
      return `${remark.field} was cut: ${remark.sent} ${remark.unit} sent, ${remark.limit} kept`
    case 'too-long':
      return `${remark.field} is too long: ${remark.sent} ${remark.unit} sent, ${remark.limit} allowed`
    case 'not-imitated':
      return `${remark.feature} is not imitated here`
    case 'fault':
      return `the fault ${remark.fault} struck`
    case 'answer-lost':
      return `the work was done, and its answer (${remark.status}) was lost on the way`
    case 'ignored':
      return `ignored: ${remark.what}`
    case 'upserted':
      return `${remark.named} ${remark.created ? 'was made' : 'was changed'}: it is ${remark.record}`
    case 'keyed':
      return `${remark.named} is ${remark.record}`
    case 'crashed':
      return `crm-rehearsal failed inside: ${remark.message.split('\n')[0]}`
  }
}
