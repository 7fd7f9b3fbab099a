import { formatDuration } from '../../../../mocks/core/duration.ts'
import type { Exchange } from '../../../../mocks/core/journal.ts'
import { isWrite } from '../../../../mocks/core/meaning.ts'
import type { TraceEntry } from '../../../trace.ts'
import { flowText } from '../../../webex/describe.ts'
import type { FlowNotice } from '../../../webex/notice.ts'
import type { Complaint } from '../../complaints.ts'
import { scrub } from '../../scrub.ts'
import { noticeText, sinceStart } from '../../timeline.ts'
import { isSignIn, meaningOf } from '../meaning.ts'

export const LANES = ['world', 'contact', 'agent', 'integration', 'identity', 'crm', 'findings'] as const
export type Lane = (typeof LANES)[number]

/** One thing on a picture, where it belongs and what it says. */
export interface Mark {
  lane: Lane
  at: number
  /** When it ended; it is drawn as a bar. */
  until?: number
  shape: 'step' | 'trigger' | 'notice' | 'read' | 'write' | 'failed' | 'finding'
  /** Short, beside the mark. */
  label: string
  /** Everything, for who points at it or has it read aloud. */
  title: string
  /** The element of the page that tells the rest. */
  target?: string
  /** A finding names it. */
  blamed?: boolean
}

/** Waiting that is worth a bar, in ms. */
const WORTH_A_BAR = 1000

/** What a picture of a play shows. `anchor` makes the ids of the page's elements. */
export function marksOf(trace: readonly TraceEntry[], complaints: readonly Complaint[], from: number, anchor: Anchors): Mark[] {
  const named = new Set(complaints.flatMap(({ exchanges }) => exchanges))
  const marks = trace.flatMap((entry) => markOf(entry, named, anchor) ?? [])
  const findings = complaints.map(
    ({ at, rule, says, expected }, index): Mark => ({
      lane: 'findings',
      at,
      shape: 'finding',
      label: rule === undefined ? `expected ${expected}` : says,
      title: rule === undefined ? `expected ${expected}` : `${says} (finding of ${rule})`,
      target: anchor.finding(index),
      blamed: true,
    }),
  )
  return [...marks, ...findings].map((mark) => ({ ...mark, title: `${mark.title} · ${sinceStart(mark.at - from)}` }))
}

export interface Anchors {
  exchange(id: number): string | undefined
  finding(index: number): string
}

function markOf(entry: TraceEntry, named: ReadonlySet<number>, anchor: Anchors): Mark | undefined {
  const { at } = entry
  switch (entry.kind) {
    case 'step': {
      const who = entry.verb.split('.')[0]
      const says = scrub(entry.says)
      return { lane: who === 'contact' || who === 'agent' ? who : 'world', at, shape: 'step', label: says, title: says }
    }
    case 'moment': {
      if (entry.moment.what !== 'due') return undefined
      const held = entry.moment.withheld.length
      const withheld = held === 0 ? '' : `, ${held} withheld`
      return { lane: 'integration', at, shape: 'trigger', label: `data is due${withheld}`, title: `memorialization is due${withheld}` }
    }
    case 'exchange':
      return ofExchange(entry.exchange, named.has(entry.exchange.id), anchor)
    case 'notice': {
      const { notice } = entry
      if (notice.kind === 'flow') return ofFlow(at, notice)
      const bad = notice.kind === 'failed' || notice.kind === 'lost'
      const label =
        notice.kind === 'failed' ? `failed: ${notice.what}` : 'record' in notice && notice.record ? `${notice.kind} ${notice.record.type}` : notice.kind
      return { lane: 'integration', at, shape: bad ? 'failed' : 'notice', label: scrub(label), title: scrub(noticeText(notice)) }
    }
    case 'delivered':
      return entry.error === undefined
        ? undefined
        : { lane: 'integration', at, shape: 'failed', label: 'rejected an event', title: scrub(`rejected an event: ${entry.error}`) }
    case 'event':
      return undefined
  }
}

/** Of a flow's doings those that the people on the line notice. */
function ofFlow(at: number, notice: FlowNotice): Mark | undefined {
  const title = scrub(flowText(notice))
  if (notice.did === 'digits' || notice.did === 'silence') return { lane: 'contact', at, shape: 'step', label: title, title }
  const noticed = ['spoke', 'played', 'queued', 'disconnected'].includes(notice.did)
  return noticed ? { lane: 'integration', at, shape: 'notice', label: scrub(notice.activity), title } : undefined
}

function ofExchange(exchange: Exchange, blamed: boolean, anchor: Anchors): Mark {
  const { id, at, until, request, response, actions } = exchange
  const failed = response.status === 0 || response.status >= 400
  const long = until - at >= WORTH_A_BAR
  const outcome = response.status === 0 ? ', no answer' : failed ? ` ${response.status}` : ''
  const meaning = `${meaningOf(exchange)}${long ? ` ${formatDuration(until - at)}` : ''}${outcome}`
  const target = anchor.exchange(id)
  return {
    lane: isSignIn(exchange) ? 'identity' : 'crm',
    at,
    ...(long ? { until } : {}),
    shape: failed ? 'failed' : actions.some((action) => isWrite(action) || action.kind === 'deleted') ? 'write' : 'read',
    label: `#${id} ${meaning}`,
    title: `#${id} ${meaning} · ${request.method}`,
    ...(target === undefined ? {} : { target }),
    ...(blamed ? { blamed } : {}),
  }
}
