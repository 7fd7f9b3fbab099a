import type { Exchange } from '../../mocks/core/journal.ts'
import { type Attribution, createAttributor } from '../attribution.ts'
import type { TraceEntry } from '../trace.ts'

export interface Recorder {
  add(entry: TraceEntry): void
  exchange(exchange: Exchange): void
  /** Passes on what has been gathered so far. */
  settle(): void
  entries(): readonly TraceEntry[]
}

export interface RecorderOptions {
  /** What an entry shows to have happened before it. */
  before?: ((entry: TraceEntry) => TraceEntry[]) | undefined
  /** Entries are passed on, many at once, and none is kept. */
  forgets?: boolean | undefined
}

/**
 * Entries that are passed on at once where nobody waits for them: whoever reads a trace then goes through it with all its code
 * in the processor's caches, out of which a single entry would find it driven by what happened in between.
 */
const GATHERED = 256

type ExchangeEntry = Extract<TraceEntry, { kind: 'exchange' }>
const attributed = ({ kind, at, exchange }: ExchangeEntry, whose: Attribution | undefined): ExchangeEntry =>
  whose ? { kind, at, exchange, interaction: whose.interaction, by: whose.by } : { kind, at, exchange }

/** Records what happened, in order, and whose each exchange was. */
export function createRecorder(onEntry: (entry: TraceEntry) => void, { before, forgets = false }: RecorderOptions = {}): Recorder {
  const entries: TraceEntry[] = []
  let gathered: TraceEntry[] = []
  const attributor = createAttributor()

  const pass = (entry: TraceEntry) => {
    const known = entry.kind === 'exchange' ? attributed(entry, attributor.of(entry.exchange)) : entry
    if (before) for (const earlier of before(known)) pass(earlier)
    if (entry.kind === 'event') attributor.event(entry.event)
    if (entry.kind === 'notice') attributor.notice(entry.notice)
    if (!forgets) entries.push(known)
    onEntry(known)
  }
  const settle = () => {
    const all = gathered
    gathered = []
    for (const entry of all) pass(entry)
  }
  const add = (entry: TraceEntry) => {
    if (!forgets) pass(entry)
    else if (gathered.push(entry) === GATHERED) settle()
  }

  return { add, exchange: (exchange) => add({ kind: 'exchange', at: exchange.until, exchange }), settle, entries: () => entries }
}
