import { isWrite } from '../../../mocks/core/meaning.ts'
import { scrub } from '../../report/scrub.ts'
import type { TraceEntry } from '../../trace.ts'
import type { NoticeView, TimelineView } from '../protocol.ts'
import { textOf } from './text.ts'

const MOST = 100

export interface Told {
  on(entry: TraceEntry): void
  notices(): NoticeView[]
  timeline(): TimelineView[]
}

/** What the integration said, and what it hung on records. */
export function createTold(): Told {
  let notices: NoticeView[] = []
  let timeline: TimelineView[] = []
  return {
    on(entry) {
      notices = [...noticesIn(entry), ...notices].slice(0, MOST)
      timeline = [...hungIn(entry), ...timeline].slice(0, MOST)
    },
    notices: () => notices,
    timeline: () => timeline,
  }
}

function noticesIn(entry: TraceEntry): NoticeView[] {
  const { at } = entry
  if (entry.kind === 'delivered')
    return entry.error === undefined ? [] : [{ at, kind: 'rejected', interaction: entry.event.subject, message: scrub(entry.error) }]
  if (entry.kind !== 'notice') return []
  const { notice } = entry
  const { interaction } = notice
  if (notice.kind === 'failed') {
    const status = notice.status === undefined ? {} : { status: notice.status }
    return [{ at, kind: 'failed', interaction, what: notice.what, ...status, message: scrub(notice.message) }]
  }
  if (notice.kind === 'lost') {
    const { field, sent, kept, unit, record } = notice
    return [{ at, kind: 'lost', interaction, ...record, field, sent, kept, unit }]
  }
  return notice.kind === 'information' ? [{ at, kind: 'information', interaction, message: scrub(notice.message) }] : []
}

/** Tasks, notes and comments that were made about a record. */
function hungIn(entry: TraceEntry): TimelineView[] {
  if (entry.kind !== 'exchange') return []
  const { exchange } = entry
  return exchange.actions.filter(isWrite).flatMap((action): TimelineView[] => {
    if (action.kind !== 'created' || !action.ok || !['task', 'note', 'phonecall'].includes(action.record)) return []
    const { subject, description, body, notetext } = action.fields
    return [
      {
        at: exchange.until,
        kind: action.record,
        subject: textOf(subject),
        text: textOf(description ?? body ?? notetext),
        ...(action.about ? { about: { type: action.about.type, id: action.about.id } } : {}),
        exchange: exchange.id,
      },
    ]
  })
}
