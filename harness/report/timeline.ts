import { formatDuration } from '../../mocks/core/duration.ts'
import { counted } from '../../mocks/core/figure.ts'
import type { Exchange } from '../../mocks/core/journal.ts'
import type { Notice } from '../integration.ts'
import type { TraceEntry } from '../trace.ts'
import { flowText } from '../webex/describe.ts'
import type { FlowNotice } from '../webex/notice.ts'
import { oneLine } from './one-line.ts'
import type { Paint } from './paint.ts'
import { scrub, scrubUrl } from './scrub.ts'

/** One line of a timeline; undefined for what has no line of its own. */
interface Line {
  at: number
  who: string
  what: string
  tone: 'plain' | 'mark' | 'bad' | 'dim'
}

/** A play as it went, one line for each step, trigger, exchange and notice; times are minutes and seconds since its start. */
export function timeline(trace: readonly TraceEntry[], from: number, paint: Paint): string[] {
  const lines = trace.flatMap((entry) => lineOf(entry) ?? []).map((line, order) => ({ ...line, order }))
  lines.sort((a, b) => a.at - b.at || a.order - b.order)
  const width = Math.max(0, ...lines.map(({ who }) => who.length))
  const tones = { plain: (text: string) => text, mark: paint.mark, bad: paint.bad, dim: paint.dim }
  return lines.map(({ at, who, what, tone }) => `  ${paint.dim(sinceStart(at - from).padStart(9))}  ${who.padEnd(width)}  ${tones[tone](oneLine(what))}`)
}

/** `03:06`, with milliseconds where they are not zero. Before the start: `-00:02`. */
export function sinceStart(ms: number): string {
  const sign = ms < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(ms))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60_000)
  const rest = whole % 1000
  return `${sign}${two(minutes)}:${two(Math.floor(whole / 1000) % 60)}${rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`}`
}

function lineOf(entry: TraceEntry): Line | undefined {
  const { at } = entry
  switch (entry.kind) {
    case 'step':
      return { at, who: entry.verb.split('.')[0] ?? entry.verb, what: scrub(entry.says), tone: 'plain' }
    case 'moment':
      if (entry.moment.what !== 'due') return undefined
      return {
        at,
        who: 'trigger',
        what: `memorialization is due${entry.moment.withheld.length > 0 ? `, ${counted(entry.moment.withheld.length, 'field')} withheld` : ''}`,
        tone: 'mark',
      }
    case 'exchange':
      return ofExchange(entry.exchange)
    case 'notice':
      if (entry.notice.kind === 'flow') return ofFlow(at, entry.notice)
      return {
        at,
        who: 'integration',
        what: scrub(noticeText(entry.notice)),
        tone: entry.notice.kind === 'failed' || entry.notice.kind === 'lost' ? 'bad' : 'dim',
      }
    case 'delivered':
      return entry.error === undefined ? undefined : { at, who: 'integration', what: scrub(`rejected an event: ${entry.error}`), tone: 'bad' }
    case 'event':
      return undefined
  }
}

/** Steps between activities are the flow's own business; what the caller does is the caller's. */
function ofFlow(at: number, notice: FlowNotice): Line | undefined {
  if (notice.did === 'entered' || notice.did === 'left' || notice.did === 'ended') return undefined
  // An answered request has its line as an exchange.
  if (notice.did === 'requested' && notice.status > 0) return undefined
  const caller = notice.did === 'digits' || notice.did === 'silence'
  return { at, who: caller ? 'caller' : 'flow', what: scrub(flowText(notice)), tone: notice.did === 'spoke' || caller ? 'plain' : 'dim' }
}

/** Longer addresses are told in full by `--show`. */
const LONGEST_PATH = 100

function ofExchange({ id, mock, at, until, request, response, remarks }: Exchange): Line {
  const url = new URL(request.url)
  const path = readably(scrubUrl(url.pathname + url.search))
  const short = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path
  const status = response.status === 0 ? 'no answer' : String(response.status)
  const took = until - at >= 1000 ? ` after ${formatDuration(until - at)}` : ''
  const noticed = remarks.flatMap((remark) => (remark.kind === 'token-used' ? [] : [remark.kind.replace('-', ' ')]))
  return {
    at,
    who: mock,
    what: `#${id} ${request.method} ${short} ${status}${took}${noticed.length > 0 ? ` (${noticed.join(', ')})` : ''}`,
    tone: response.status === 0 || response.status >= 400 ? 'bad' : 'plain',
  }
}

function readably(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case 'failed':
      return `failed: ${notice.what}${notice.record ? ` (${notice.record.type} ${notice.record.id})` : ''}${notice.status === undefined ? '' : `, ${notice.status}`}: ${notice.message}`
    case 'lost':
      return `lost: ${notice.sent - notice.kept} of ${notice.sent} ${notice.unit} of ${notice.field} in ${notice.record.type} ${notice.record.id}`
    case 'linked':
    case 'unlinked':
      return `${notice.kind} ${notice.record.type} ${notice.record.id}`
    case 'popped':
      return `popped ${notice.record.id === '' ? (notice.record.type === 'page' ? notice.url : `a form for a new ${notice.record.type}`) : `${notice.record.type} ${notice.record.id}`}`
    case 'flow':
      return flowText(notice)
    case 'information':
      return notice.message
  }
}
