import type { Exchange } from '../../../mocks/core/journal.ts'
import type { PlayResult } from '../reporter.ts'
import { isSignIn } from './meaning.ts'
import type { Anchors } from './picture/marks.ts'

/** Exchanges that a play shows in full, beside those that its findings name. */
const MOST = 40

/** Ids of a play's elements on the page, from its number in the run. */
export const playAnchor = (index: number): string => `p${index + 1}`

export function anchorsOf(index: number, shown: readonly Exchange[]): Anchors {
  const ids = new Set(shown.map(({ id }) => id))
  return {
    exchange: (id) => (ids.has(id) ? `${playAnchor(index)}x${id}` : undefined),
    finding: (finding) => `${playAnchor(index)}f${finding + 1}`,
  }
}

/** Those that the findings and open questions name, all that sign in, then the first ones, in their order; so that fifty agents at once still make a readable page. */
export function shownExchanges({ trace, findings, unmet, unjudged = [] }: PlayResult): {
  shown: { exchange: Exchange; interaction?: string }[]
  omitted: number
} {
  const named = new Set([...findings, ...unmet, ...unjudged].flatMap(({ exchanges }) => exchanges))
  const all = trace.filter((entry) => entry.kind === 'exchange').sort((a, b) => a.exchange.id - b.exchange.id)
  let room = MOST
  const shown = all.filter(({ exchange }) => named.has(exchange.id) || isSignIn(exchange) || room-- > 0)
  return { shown, omitted: all.length - shown.length }
}
