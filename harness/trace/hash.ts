import { createHash } from 'node:crypto'
import type { TraceEntry } from '../trace.ts'

/** Hashes a trace while it grows. */
export interface TraceHash {
  add(entry: TraceEntry): void
  /** Eight digits that are the same when the same happened. */
  digits(): string
}

/** So many bytes are handed over at once: each time costs more than the hashing of an entry. */
const BATCH = 65_536
/** A character of a text has no more bytes in UTF-8. */
const WIDEST = 3

/**
 * Token text, keys and wall time are chance or the host's business and stay out; what an exchange meant, when and to whom,
 * stays in. `brief` goes by what follows from nothing else: of an event by its id and its envelope, for its data are the
 * contact centre's own and show in what is due and in what reaches the CRM.
 */
export function createTraceHash({ brief = false }: { brief?: boolean | undefined } = {}): TraceHash {
  const hash = createHash('sha256')
  // Written down entry by entry: of a long text with a single emoji in it each character would be looked at.
  const bytes = Buffer.allocUnsafe(BATCH)
  let length = 0
  const flush = () => {
    hash.update(bytes.subarray(0, length))
    length = 0
  }
  let last = Number.NaN
  let lastText = ''
  /** Several entries have the same. */
  const instant = (at: number): string => {
    if (at !== last) {
      last = at
      lastText = String(at)
    }
    return lastText
  }
  return {
    add(entry) {
      const text = brief ? essence(entry, instant(entry.at)) : JSON.stringify(canonical(entry))
      if (length + text.length * WIDEST > BATCH) flush()
      if (text.length * WIDEST > BATCH) hash.update(text)
      else length += bytes.write(text, length)
    },
    digits() {
      flush()
      return hash.copy().digest('hex').slice(0, 8)
    },
  }
}

export function traceHash(trace: Iterable<TraceEntry>): string {
  const hash = createTraceHash()
  for (const entry of trace) hash.add(entry)
  return hash.digits()
}

function canonical(entry: TraceEntry): unknown {
  if (entry.kind === 'delivered') return [entry.kind, entry.at, entry.event.id, entry.error]
  if (entry.kind !== 'exchange') return entry
  const { id, mock, operation, at, until, request, response, remarks, actions } = entry.exchange
  return [entry.kind, entry.interaction, id, mock, operation, at, until, request.method, request.url, response.status, remarks.map(({ kind }) => kind), actions]
}

function essence(entry: TraceEntry, at: string): string {
  if (entry.kind === 'step') return `step ${at} ${entry.index}\n`
  if (entry.kind === 'delivered') return `delivered ${at} ${entry.event.id} ${entry.error ?? ''}\n`
  if (entry.kind !== 'event') return JSON.stringify(canonical(entry))
  const { id, type, subject, contactid, agentid = '', endedby = '' } = entry.event
  return `event ${at} ${id} ${type} ${subject} ${contactid} ${agentid} ${endedby}\n`
}

/** One hash for many plays, in their order. */
export const hashOf = (hashes: readonly string[]): string => createHash('sha256').update(hashes.join(' ')).digest('hex').slice(0, 8)
