import type { Exchange } from '../mocks/core/journal.ts'
import { createAttributor } from './attribution.ts'
import type { TraceEntry } from './trace.ts'

export interface Recorder {
  add(entry: TraceEntry): void
  exchange(exchange: Exchange): void
  entries(): readonly TraceEntry[]
}

export interface RecorderOptions {
  /** What an entry shows to have happened before it. */
  before?: ((entry: TraceEntry) => TraceEntry[]) | undefined
  /** Entries are passed on and none is kept. */
  forgets?: boolean | undefined
}

/** Records what happened, in order, and whose each exchange was. */
export function createRecorder(onEntry: (entry: TraceEntry) => void, { before, forgets = false }: RecorderOptions = {}): Recorder {
  const entries: TraceEntry[] = []
  const attributor = createAttributor()

  const add = (entry: TraceEntry) => {
    if (before) for (const earlier of before(entry)) add(earlier)
    if (entry.kind === 'event') attributor.event(entry.event)
    if (entry.kind === 'notice') attributor.notice(entry.notice)
    if (!forgets) entries.push(entry)
    onEntry(entry)
  }

  return {
    add,
    exchange(exchange) {
      const whose = attributor.of(exchange)
      add({ kind: 'exchange', at: exchange.until, exchange, ...whose })
    },
    entries: () => entries,
  }
}
