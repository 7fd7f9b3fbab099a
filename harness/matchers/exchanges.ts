import type { CrmAction, Exchange } from '../../mocks/core/index.ts'
import { timeOfDay } from '../rules/words.ts'

/** What the matchers of records and sign-ins look at: a journal, a World of a sandbox, a rehearsal, one play of it, or exchanges. */
export type Journalled =
  | { all(): readonly Exchange[] }
  | { journal: { all(): readonly Exchange[] } }
  | { exchanges: readonly Exchange[] }
  | { trace: readonly { kind: string; exchange?: Exchange }[] }
  | readonly Exchange[]

export function exchangesIn(received: unknown): readonly Exchange[] {
  const given = (received ?? {}) as Record<string, unknown>
  if (Array.isArray(received)) return received as Exchange[]
  if (typeof given.all === 'function') return (given as { all(): readonly Exchange[] }).all()
  if (given.journal !== undefined) return exchangesIn(given.journal)
  if (Array.isArray(given.exchanges)) return given.exchanges as Exchange[]
  if (Array.isArray(given.trace)) return given.trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry.exchange as Exchange] : []))
  throw new TypeError('This matcher is for a journal: expect(sandbox.journal), expect(sandbox), or what rehearse() answered.')
}

export interface Done {
  action: CrmAction
  exchange: Exchange
}

export const doneIn = (received: unknown): Done[] => exchangesIn(received).flatMap((exchange) => exchange.actions.map((action): Done => ({ action, exchange })))

/** `#14 08:03:31 PATCH dynamics 204` */
export const told = ({ id, at, mock, request, response }: Exchange): string =>
  `#${id} ${timeOfDay(at)} ${request.method} ${mock} ${response.status === 0 ? 'no answer' : response.status}`
