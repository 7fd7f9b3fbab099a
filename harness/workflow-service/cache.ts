import type { Line } from '../cxone/crm/line.ts'
import type { WireRecord, WorkflowResult } from './answer.ts'

/** So long pinned records are kept for the agent who gets a contact next, in ms. The vendor's cache expires too; when is simulator-defined. */
const PINS_LIVE = 30 * 60_000
/** Results that are remembered by their cache key. */
const MOST_KEPT = 1000

/** What workflows found and made for a contact, for the agent who gets it by transfer. */
export interface Cache {
  keep(key: string, contact: string, configuration: string, result: WorkflowResult): void
  /** One result for each configuration whose workflows ran. Pinned records are in it as long as they are kept. */
  of(key: string): { contact: string; results: Partial<WorkflowResult>[] } | undefined
}

interface Kept {
  at: number
  result: WorkflowResult
}

export function createCache(clock: Line['clock']): Cache {
  const cached = new Map<string, { contact: string; kept: Map<string, Kept> }>()
  const isOld = ({ at }: Kept) => clock.now() - at > PINS_LIVE
  return {
    keep(key, contact, configuration, result) {
      const kept = cached.get(key)?.kept ?? new Map<string, Kept>()
      const before = kept.get(configuration)
      const pinRecords = [...(before && !isOld(before) ? before.result.pinRecords : []), ...result.pinRecords]
      // R068: all that Search workflows found, the newest first; a create found nothing.
      const records = [...result.records, ...unlike(before?.result.records ?? [], result.records)]
      kept.set(configuration, { at: clock.now(), result: { ...result, records, pinRecords } })
      cached.set(key, { contact, kept })
      if (cached.size > MOST_KEPT) cached.delete(cached.keys().next().value as string)
    },
    of(key) {
      const found = cached.get(key)
      if (!found) return undefined
      const results = [...found.kept.values()].map((one) => {
        const { pinRecords, ...rest } = one.result
        return isOld(one) ? rest : { ...rest, records: without(rest.records, pinRecords), pinRecords }
      })
      return { contact: found.contact, results }
    },
  }
}

const unlike = (records: readonly WireRecord[], others: readonly WireRecord[]): WireRecord[] =>
  records.filter(({ type, id }) => !others.some((other) => other.type === type && other.id === id))

/** R069: a pinned record is moved, not copied. */
const without = (records: readonly WireRecord[], pinned: readonly WireRecord[]): WireRecord[] =>
  unlike(records, pinned).map((record) => (record.related ? { ...record, related: unlike(record.related, pinned) } : record))
