import { createHash } from 'node:crypto'
import type { TraceEntry } from './trace.ts'

/**
 * Eight digits that are the same when the same happened. Token text, keys and wall time are chance or the host's business
 * and stay out; what an exchange meant, when and to whom, stays in.
 */
export function traceHash(traces: Iterable<TraceEntry>): string {
  const hash = createHash('sha256')
  for (const entry of traces) hash.update(JSON.stringify(canonical(entry)))
  return hash.digest('hex').slice(0, 8)
}

function canonical(entry: TraceEntry): unknown {
  if (entry.kind === 'delivered') return [entry.kind, entry.at, entry.event.id, entry.error]
  if (entry.kind !== 'exchange') return entry
  const { id, mock, operation, at, until, request, response, remarks, actions } = entry.exchange
  return [entry.kind, entry.interaction, id, mock, operation, at, until, request.method, request.url, response.status, remarks.map(({ kind }) => kind), actions]
}

/** One hash for many plays, in their order. */
export const hashOf = (hashes: readonly string[]): string => createHash('sha256').update(hashes.join(' ')).digest('hex').slice(0, 8)
