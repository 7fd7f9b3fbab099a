import type { CrmConfiguration } from '../configuration/schema.ts'
import { faultPlans } from '../fault-plans.ts'
import { namedToRepeat } from '../report/repeat.ts'
import { playAll, RunError, selectPlays } from '../run.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { playShift, shiftConfiguration } from './shift-play.ts'
import { count, seedOf, type Unit, unitOf } from './unit.ts'

/** What is to be soaked; plain data, for it travels to other threads. */
export interface Task {
  seed: number
  interactions: number
  /** Interactions of one shift. */
  shift: number
  /** Names of fault plans. */
  faults: readonly string[]
  /** Scenarios; none: generated shifts. */
  patterns: readonly string[]
  profiles: readonly string[]
  crm?: Crm
}

/** Plays by their place, which are the same whoever plays them, and when. */
export interface Programme {
  /** Plays of one round: each by the same seed. */
  round: number
  /** How many places there are. */
  places: number
  /** Plays that a thread is given at once: enough that asking costs nothing, few enough that all threads end together. */
  stretch: number
  play(place: number): Promise<Unit>
}

/** Throws a RunError for scenarios that cannot be played. */
export const programmeOf = (task: Task): Programme => (task.patterns.length === 0 ? shifts(task) : rounds(task))

/** Shift after shift, each of them once on each CRM. */
function shifts({ seed, interactions, shift, faults, profiles, crm }: Task): Programme {
  const crms: readonly Crm[] = crm ? [crm] : ['dynamics', 'zendesk']
  const plans = faultPlans.filter(({ name }) => faults.includes(name))
  const configurations = new Map<Crm, CrmConfiguration>()
  const configurationOf = (on: Crm): CrmConfiguration => {
    const configuration = configurations.get(on) ?? shiftConfiguration(on, profiles)
    configurations.set(on, configuration)
    return configuration
  }
  return {
    round: crms.length,
    places: Math.ceil(interactions / shift),
    stretch: 1,
    play(place) {
      const on = crms[place % crms.length] as Crm
      return playShift({
        seed: seedOf(Math.floor(place / crms.length), seed),
        crm: on,
        configuration: configurationOf(on),
        interactions: Math.min(shift, interactions - place * shift),
        faults: plans,
        profiles,
      })
    },
  }
}

/** Every scenario in a World of its own, with its expectations, round after round. */
function rounds({ seed, faults, interactions: _, shift: __, ...chosen }: Task): Programme {
  const selection = selectPlays(chosen)
  if (selection.problems.length > 0 || selection.unmatched.length > 0) throw new RunError(selection)
  const { plays } = selection
  const plans = faultPlans.filter(({ name }) => faults.includes(name))
  return {
    round: plays.length,
    places: Number.POSITIVE_INFINITY,
    stretch: 8,
    async play(place) {
      const one = plays[place % plays.length] as (typeof plays)[number]
      const own = seedOf(Math.floor(place / plays.length), seed)
      const { results } = await playAll({ plays: [one], problems: [], unmatched: [] }, { seed: own, faults: plans })
      const { crm } = one.play
      const result = results[0] as (typeof results)[number]
      const counted = count()
      for (const entry of result.trace) counted.on(entry)
      return unitOf(result, counted.interactions(), own, `rehearsal play ${namedToRepeat(one.play)} --crm ${crm} --seed ${own}`)
    },
  }
}
