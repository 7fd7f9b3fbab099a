import { hash32 } from '../../mocks/core/random.ts'
import type { PlayResult } from '../report/reporter.ts'
import type { Crm } from '../scenario/crm/words.ts'
import type { TraceEntry } from '../trace.ts'

/** One play of a soak, as much of it as is kept: a soak's memory does not grow with what it plays. */
export interface Unit {
  interactions: number
  simulatedMs: number
  traceHash: string
  /** Findings and unmet expectations. */
  findings: Found[]
}

/** What went wrong in a play, and how to see it again. */
export interface Found {
  /** A rule's id; `expectation` for one that the scenario states. */
  rule: string
  scenario: string
  crm: Crm
  seed: number
  /** The command that plays it again, without mishaps and profiles. */
  again: string
  expected: string
  happened: string
}

/** Each round has a seed of its own, and the first one the soak's. */
export const seedOf = (round: number, seed: number): number => (round === 0 ? seed : hash32(`round ${round}`, seed))

/** Counts interactions in a trace. */
export interface Count {
  on(entry: TraceEntry): void
  interactions(): number
}

export function count(): Count {
  const begun = new Set<string>()
  return {
    on(entry) {
      if (entry.kind === 'moment' && entry.moment.what === 'started') begun.add(entry.moment.interaction)
    },
    interactions: () => begun.size,
  }
}

export function unitOf(result: PlayResult, interactions: number, seed: number, again: string): Unit {
  const where = { scenario: result.play.scenario, crm: result.play.crm, seed, again }
  return {
    interactions,
    simulatedMs: result.until - result.from,
    traceHash: result.traceHash,
    findings: [
      ...result.findings.map(({ rule, expected, happened }) => ({ ...where, rule, expected, happened })),
      ...result.unmet.map(({ expected, happened }) => ({ ...where, rule: 'expectation', expected, happened })),
    ],
  }
}
