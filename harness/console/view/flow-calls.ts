import type { TraceEntry } from '../../trace.ts'
import type { FlowNotice } from '../../webex/notice.ts'
import type { FlowView, HeardView } from '../protocol.ts'
import { textOf } from './text.ts'

const MOST = 200

export interface FlowCalls {
  on(entry: TraceEntry): void
  /** Undefined where no flow has had the call. */
  of(interaction: string): FlowView | undefined
}

/** Calls in a flow: what their callers heard, word for word, and what the agent was shown. */
export function createFlowCalls(): FlowCalls {
  const calls = new Map<string, FlowView>()
  return {
    on(entry) {
      if (entry.kind !== 'notice' || entry.notice.kind !== 'flow') return
      const { notice, at } = { ...entry, notice: entry.notice }
      const { heard, shown } = calls.get(notice.interaction) ?? { heard: [], shown: [] }
      if (notice.did === 'shown') {
        calls.set(notice.interaction, { heard, shown: notice.values.map(({ label, value }) => ({ label, value: textOf(value) })) })
        return
      }
      const line = lineOf(notice)
      const last = heard.at(-1)
      // Music that goes on is told once.
      const goesOn = line?.did === 'music' && last?.did === 'music' && last.text === line.text
      calls.set(notice.interaction, { heard: line && !goesOn ? [...heard, { at, activity: notice.activity, ...line }].slice(-MOST) : heard, shown })
    },
    of: (interaction) => calls.get(interaction),
  }
}

function lineOf(notice: FlowNotice): Pick<HeardView, 'did' | 'text'> | undefined {
  switch (notice.did) {
    case 'spoke':
      return { did: 'spoke', text: textOf(notice.text.trim()) }
    case 'played':
    case 'music':
      return { did: notice.did, text: textOf(notice.file) }
    case 'digits':
      return { did: notice.outcome === 'invalid' ? 'invalid' : 'digits', text: notice.digits }
    case 'queued':
      return { did: 'queued', text: textOf(notice.queue) }
    case 'silence':
    case 'disconnected':
      return { did: notice.did, text: '' }
    default:
      return undefined
  }
}
