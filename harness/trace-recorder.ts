import type { Exchange } from '../mocks/core/journal.ts'
import { createAttributor } from './attribution.ts'
import type { TraceEntry } from './trace.ts'

export interface Recorder {
  add(entry: TraceEntry): void
  exchange(exchange: Exchange): void
  entries(): readonly TraceEntry[]
}

/** Records what happened, in order, and whose each exchange was. `before` says what an entry shows to have happened before it. */
export function createRecorder(onEntry: (entry: TraceEntry) => void, before: (entry: TraceEntry) => TraceEntry[] = () => []): Recorder {
  const entries: TraceEntry[] = []
  const attributor = createAttributor()

  const add = (entry: TraceEntry) => {
    for (const earlier of before(entry)) add(earlier)
    if (entry.kind === 'event') attributor.event(entry.event)
    if (entry.kind === 'notice') attributor.notice(entry.notice)
    entries.push(entry)
    onEntry(entry)
  }

  return {
    add,
    exchange: (exchange) => add({ kind: 'exchange', at: exchange.until, exchange, ...attributor.of(exchange) }),
    entries: () => entries,
  }
}
