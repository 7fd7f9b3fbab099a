import { createHash } from 'node:crypto'
import type { Found, Unit } from './unit.ts'

/** One kind of finding, the first time it was seen, and how often it came again. */
export type Kind = Found & { times: number }

/** What a soak has come to so far. */
export interface Tally {
  interactions: number
  plays: number
  held: number
  findings: number
  /** In the order in which they were first seen; no more than `MOST_KINDS`. */
  kinds: Kind[]
  simulatedMs: number
  /** Eight digits that are the same when the same happened. */
  traceHash: string
}

/** Findings of one rule in one scenario on one CRM are one kind. There is an end to what a person reads. */
export const MOST_KINDS = 1000

/** Adds up plays in their own order, in whatever order they come in, until `wanted` interactions were judged; what was played beyond them does not count. */
export function createTally(wanted: number) {
  const waiting = new Map<number, Unit>()
  const kinds = new Map<string, Kind>()
  const hash = createHash('sha256')
  const sums = { interactions: 0, plays: 0, held: 0, findings: 0, simulatedMs: 0 }

  const add = (unit: Unit) => {
    sums.interactions += unit.interactions
    sums.plays++
    sums.simulatedMs += unit.simulatedMs
    sums.findings += unit.findings.length
    if (unit.findings.length === 0) sums.held++
    hash.update(unit.traceHash)
    for (const found of unit.findings) {
      const key = `${found.rule} ${found.scenario} ${found.crm}`
      const known = kinds.get(key)
      if (known) known.times++
      else if (kinds.size < MOST_KINDS) kinds.set(key, { ...found, times: 1 })
    }
  }

  return {
    /** Plays from `place` on. */
    take(place: number, units: readonly Unit[]): void {
      units.forEach((unit, i) => {
        waiting.set(place + i, unit)
      })
      for (let next = waiting.get(sums.plays); next && sums.interactions < wanted; next = waiting.get(sums.plays)) {
        waiting.delete(sums.plays)
        add(next)
      }
    },
    get plays() {
      return sums.plays
    },
    get interactions() {
      return sums.interactions
    },
    get done() {
      return sums.interactions >= wanted
    },
    total: (): Tally => ({ ...sums, kinds: [...kinds.values()], traceHash: hash.copy().digest('hex').slice(0, 8) }),
  }
}
