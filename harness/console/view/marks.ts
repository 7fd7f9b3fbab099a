import { marksOf } from '../../report/html/picture/marks.ts'
import type { TraceEntry } from '../../trace.ts'
import type { FindingView, MarkView } from '../protocol.ts'

/** Marks that a strip has room for. */
const MOST = 250

const anchor = { exchange: () => undefined, finding: () => '' }

export interface Marks {
  on(entry: TraceEntry): void
  list(findings: readonly FindingView[]): MarkView[]
}

/** The strip at the bottom: the same marks as in the picture of a report, as they come. */
export function createMarks(): Marks {
  let marks: MarkView[] = []
  let ids = 0
  const made = (entry: TraceEntry): MarkView[] =>
    marksOf([entry], [], entry.at, anchor).map(({ lane, at, until, shape, label }) => ({
      id: ++ids,
      lane,
      at,
      ...(until === undefined ? {} : { until }),
      shape,
      label,
      ...(entry.kind === 'step' ? { verb: entry.verb } : {}),
      ...(entry.kind === 'exchange' ? { exchange: entry.exchange.id } : {}),
      ...interactionOf(entry),
    }))

  return {
    on(entry) {
      marks = [...marks, ...made(entry)].slice(-MOST)
    },
    list: (findings) =>
      findings.length === 0
        ? marks
        : [
            ...marks,
            ...findings.slice(-50).map(
              ({ at, says, interaction }, i): MarkView => ({
                id: -1 - i,
                lane: 'findings',
                at,
                shape: 'finding',
                label: says,
                ...(interaction === undefined ? {} : { interaction }),
              }),
            ),
          ],
  }
}

function interactionOf(entry: TraceEntry): { interaction?: string } {
  if (entry.kind === 'exchange') return entry.interaction === undefined ? {} : { interaction: entry.interaction }
  if (entry.kind === 'moment') return { interaction: entry.moment.interaction }
  if (entry.kind === 'notice') return { interaction: entry.notice.interaction }
  return entry.kind === 'step' ? {} : { interaction: entry.event.subject }
}
