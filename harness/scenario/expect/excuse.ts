import { isWrite } from '../../../mocks/core/meaning.ts'
import type { Notice } from '../../integration.ts'
import type { TraceEntry } from '../../trace.ts'

export interface Circumstances {
  /** The integration is the user's own: it need not show or say what only ours does. */
  foreign: boolean
  /** It has shown a customer card. */
  card?: boolean
  /** Names of the faults that were laid over the scenario, whose expectations are of fair weather. */
  faults: readonly string[]
  trace: readonly TraceEntry[]
}

/** Expectations that something did not happen, which no mishap excuses. */
const REFRAINS = ['silent', 'withheld', 'untouched']

/** What an expectation can only know from the integration's own words. */
const SAID: Readonly<Record<string, { kinds: readonly Notice['kind'][]; what: string }>> = {
  popped: { kinds: ['popped'], what: 'screen pops' },
  linked: { kinds: ['linked', 'unlinked'], what: 'linked records' },
  card: { kinds: [], what: 'a customer card' },
  shown: { kinds: [], what: 'a customer card' },
}

/** Why an expectation that was not met is not held against the integration; undefined when it is. */
export function excuse(kind: string, { foreign, card = false, faults, trace }: Circumstances): string | undefined {
  if (faults.length > 0 && !REFRAINS.includes(kind)) return `the scenario expects it without ${faults.join(' and ')}; the rules judge what was done about that`
  if (!foreign) return undefined
  const said = SAID[kind]
  const shows = card && (kind === 'card' || kind === 'shown')
  if (said && !shows && !trace.some((entry) => entry.kind === 'notice' && said.kinds.includes(entry.notice.kind)))
    return `the integration says nothing of ${said.what}`
  if (kind === 'said') return 'what it tells the agent beside failures is its own affair'
  if (kind === 'failed' || kind === 'lost') return 'how a failure is put is its own affair; that it is told at all is for failures-reported and field-limits'
  if (kind === 'renewed') return 'when it signs in is its own affair; that it does so once, and in time, is for token-renewal'
  const nobodys = trace.some((entry) => entry.kind === 'exchange' && entry.interaction === undefined && entry.exchange.actions.some(isWrite))
  if (kind === 'memorialized' && nobodys) return 'something was written, and it cannot be known for which interaction'
  return undefined
}
