// Interactions a second of `rehearsal soak` on one thread, and what it holds: at first, and later in the same process.
import { soak } from '../dist/harness/soak/soak.js'
import { megabytes, round } from './statistics.mjs'

const TARGET = 3000
const RESIDENT = 400
/** So many interactions make a stretch whose rate is looked at by itself: the fastest was disturbed least. */
const STRETCH = 2000

/** The rates of a short soak and of a longer one: a cost that grows with the number shows in their ratio. */
export async function replay({ seed, short = 4000, long = 20_000 }) {
  const measure = async (interactions) => {
    const stretches = []
    let from = { interactions: 0, at: performance.now() }
    const progress = ({ interactions: done }) => {
      if (done - from.interactions < STRETCH) return
      const at = performance.now()
      stretches.push(((done - from.interactions) / (at - from.at)) * 1000)
      from = { interactions: done, at }
    }
    const { wallMs, residentBytes, ...result } = await soak({ interactions, workers: 1, seed, faults: [], patterns: [], profiles: [], shift: 250, progress })
    return {
      interactions: result.interactions,
      plays: result.plays,
      findings: result.findings,
      perSecond: round((result.interactions / wallMs) * 1000, 0),
      bestPerSecond: round(Math.max(0, ...stretches), 0),
      residentMB: megabytes(residentBytes),
    }
  }
  const first = await measure(short)
  const then = await measure(long)
  return { first, then, flat: round(then.perSecond / first.perSecond), target: TARGET, residentTarget: RESIDENT }
}
