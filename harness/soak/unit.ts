import { hash32 } from '../../mocks/core/random.ts'
import type { FaultPlan } from '../fault-plans.ts'
import { playAll, type Selection } from '../run.ts'

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
  crm: 'dynamics' | 'zendesk'
  seed: number
  expected: string
  happened: string
}

/** Every scenario once is a round; each round has a seed of its own, and the first one the soak's. */
export const seedOf = (round: number, seed: number): number => (round === 0 ? seed : hash32(`round ${round}`, seed))

/** The play that stands at `place`, counted over all rounds. The same place gives the same play, whoever plays it and when. */
export async function playUnit(selection: Selection, place: number, seed: number, faults: readonly FaultPlan[]): Promise<Unit> {
  const count = selection.plays.length
  const one = selection.plays[place % count] as Selection['plays'][number]
  const own = seedOf(Math.floor(place / count), seed)
  const { results, summary } = await playAll({ plays: [one], problems: [], unmatched: [] }, { seed: own, faults })
  const [result] = results as [(typeof results)[number]]
  const where = { scenario: one.play.scenario, crm: one.play.crm, seed: own }
  return {
    interactions: new Set(result.trace.flatMap((entry) => (entry.kind === 'moment' && entry.moment.what === 'started' ? [entry.moment.interaction] : []))).size,
    simulatedMs: summary.simulatedMs,
    traceHash: result.traceHash,
    findings: [
      ...result.findings.map(({ rule, expected, happened }) => ({ ...where, rule, expected, happened })),
      ...result.unmet.map(({ expected, happened }) => ({ ...where, rule: 'expectation', expected, happened })),
    ],
  }
}
