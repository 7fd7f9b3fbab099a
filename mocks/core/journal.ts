import type { CrmAction } from './meaning.ts'

/** What a mock or the edge noticed about an exchange that its bytes do not say. */
export type Remark =
  | { kind: 'token-issued'; client: string; grant: string; expiresAt: number | null; renewal: boolean; took: number }
  | { kind: 'token-used'; client: string; expiresAt: number | null }
  | { kind: 'token-expired'; client: string; expiredAt: number }
  | { kind: 'token-refused'; why: string }
  | { kind: 'cut'; field: string; limit: number; unit: 'bytes' | 'characters'; sent: number }
  | { kind: 'too-long'; field: string; limit: number; unit: 'bytes' | 'characters'; sent: number }
  | { kind: 'not-imitated'; feature: string }
  | { kind: 'fault'; fault: string }
  /** The work was done, and the answer with this status never reached the client. */
  | { kind: 'answer-lost'; status: number }
  | { kind: 'ignored'; what: string }
  /** A write named its row by a key of its own, as `accounts(accountnumber='A1')`; the answer says neither which row that is, `accounts(id)`, nor whether it is new. */
  | { kind: 'upserted'; named: string; record: string; created: boolean }
  /** A request named another row by a key of its own, or one that it deleted; the answer does not say which row that is. */
  | { kind: 'keyed'; named: string; record: string }
  | { kind: 'crashed'; message: string }

export interface Exchange {
  /** 1, 2, 3 ... in order of arrival in this World. */
  id: number
  mock: string
  operation: string
  /** When the request arrived and when it was answered, on the World's clock. */
  at: number
  until: number
  /** W3C trace context as the client sent it; ties a call to the interaction that caused it. */
  traceparent?: string | undefined
  request: { method: string; url: string; headers: Record<string, string>; body?: unknown }
  /** status 0: no answer reached the client. */
  response: { status: number; headers: Record<string, string>; body?: unknown }
  remarks: readonly Remark[]
  /** What it meant, from the whole bodies, however much of them is kept. */
  actions: CrmAction[]
}

export interface Journal {
  add(exchange: Omit<Exchange, 'id'>): Exchange
  /** Takes an id at arrival, so that ids are in the order of arrival and entries in the order of answers. */
  open(): number
  /** The last id that was taken; 0 when none was. */
  last(): number
  close(exchange: Exchange): void
  all(): readonly Exchange[]
  /** Exchanges of one mock, oldest first. */
  of(mock: string): Exchange[]
  get(id: number): Exchange | undefined
  clear(): void
  /** Calls `listener` for each exchange as it ends; the result unsubscribes. */
  watch(listener: (exchange: Exchange) => void): () => void
}

export const BODY_LIMIT = 16_384
const RING = 10_000

export function createJournal(capacity = RING): Journal {
  const ring: Exchange[] = []
  const listeners = new Set<(exchange: Exchange) => void>()
  let ids = 0
  let oldest = 0

  const journal: Journal = {
    open: () => ++ids,
    last: () => ids,
    close(exchange) {
      ring.push(exchange)
      // Dropping from the front of an array on every write is slow: let it grow by half, then cut once.
      if (ring.length - oldest > capacity) oldest++
      if (oldest > capacity / 2) {
        ring.splice(0, oldest)
        oldest = 0
      }
      for (const listener of listeners) listener(exchange)
    },
    add(exchange) {
      const entry = { id: journal.open(), ...exchange }
      journal.close(entry)
      return entry
    },
    all: () => (oldest === 0 ? ring : ring.slice(oldest)),
    of: (mock) => journal.all().filter((exchange) => exchange.mock === mock),
    get: (id) => journal.all().find((exchange) => exchange.id === id),
    clear() {
      ring.length = 0
      oldest = 0
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return journal
}
