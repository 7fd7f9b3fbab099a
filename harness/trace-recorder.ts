import type { Exchange } from '../mocks/core/journal.ts'
import { traceIdOf } from './contact-centre/envelope.ts'
import type { TraceEntry } from './trace.ts'

export interface Recorder {
  add(entry: TraceEntry): void
  exchange(exchange: Exchange): void
  entries(): readonly TraceEntry[]
}

/** Records what happened and says whose an exchange was: by trace context, else by the one interaction that its records belong to. */
export function createRecorder(onEntry: (entry: TraceEntry) => void): Recorder {
  const entries: TraceEntry[] = []
  const interactions = new Map<string, string>()
  /** Interactions that touched a record, by its id. */
  const owners = new Map<string, Set<string>>()

  const own = (id: string | undefined, interaction: string) => {
    if (id === undefined) return
    const known = owners.get(id) ?? new Set()
    owners.set(id, known.add(interaction))
  }
  const idsOf = ({ actions }: Exchange): string[] =>
    actions.flatMap((action) => ('id' in action && action.id !== undefined ? [action.id] : action.kind === 'searched' ? action.found : []))
  const ownerOf = (exchange: Exchange): string | undefined => {
    const traced = interactions.get(traceIdOf(exchange.traceparent) ?? '')
    if (traced !== undefined) return traced
    const candidates = new Set(idsOf(exchange).flatMap((id) => [...(owners.get(id) ?? [])]))
    return candidates.size === 1 ? [...candidates][0] : undefined
  }
  const add = (entry: TraceEntry) => {
    if (entry.kind === 'event') {
      const trace = traceIdOf(entry.event.traceparent)
      if (trace) interactions.set(trace, entry.event.subject)
    }
    if (entry.kind === 'notice' && 'record' in entry.notice && entry.notice.record) own(entry.notice.record.id, entry.notice.interaction)
    entries.push(entry)
    onEntry(entry)
  }

  return {
    add,
    exchange(exchange) {
      const interaction = ownerOf(exchange)
      if (interaction !== undefined) for (const id of idsOf(exchange)) own(id, interaction)
      add({ kind: 'exchange', at: exchange.until, exchange, ...(interaction === undefined ? {} : { interaction }) })
    },
    entries: () => entries,
  }
}
