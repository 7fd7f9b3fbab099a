import { formatDuration } from '../../mocks/core/duration.ts'
import type { FlowNotice } from './notice.ts'

/** What a flow did, in one line for people. */
export function flowText(notice: FlowNotice): string {
  return `${notice.activity}: ${deed(notice)}`
}

function deed(notice: FlowNotice): string {
  switch (notice.did) {
    case 'entered':
      return notice.type
    case 'left':
      return notice.to === undefined ? `ends by ${notice.by}` : `by ${notice.by} to ${notice.to}`
    case 'set':
      return `${notice.variable} = ${JSON.stringify(notice.value)}${notice.path === undefined ? '' : ` (${notice.path})`}`
    case 'unmatched':
      return `nothing at ${notice.path}; ${notice.variable} stays as it was`
    case 'spoke':
      return `says ${JSON.stringify(notice.text.replaceAll(/\s+/g, ' ').trim())}`
    case 'played':
      return `plays ${notice.file}`
    case 'music':
      return `music, ${formatDuration(notice.for)}`
    case 'digits':
      return `the caller presses ${notice.digits}${notice.outcome === 'invalid' ? ', which is no choice' : ''}`
    case 'silence':
      return `the caller presses nothing for ${formatDuration(notice.after)}`
    case 'requested':
      return `${notice.method} ${readably(notice.url)} ${outcome(notice)}${notice.attempt > 1 ? ` (attempt ${notice.attempt})` : ''}`
    case 'decided':
      return `${notice.expression} is ${notice.value || 'nothing'}`
    case 'shown':
      return `the agent sees ${notice.values.map(({ label, value }) => `${label}: ${value || '-'}`).join(', ')}`
    case 'queued':
      return `the caller waits in the queue ${notice.queue}`
    case 'streamed':
      return 'the conversation is streamed'
    case 'disconnected':
      return 'the flow ends the call'
    case 'ended':
      return 'the end of this path'
  }
}

const LONGEST = 120

function readably(url: string): string {
  let path = url
  try {
    path = decodeURIComponent(url)
  } catch {
    // As it stands, then.
  }
  return path.length > LONGEST ? `${path.slice(0, LONGEST)}…` : path
}

function outcome({ status, timedOut, took, error }: Extract<FlowNotice, { did: 'requested' }>): string {
  if (timedOut) return `no answer within ${formatDuration(took)}`
  return status === 0 ? `no answer: ${error ?? 'unknown'}` : `${status}`
}
