import { virtualClock } from '../../../mocks/core/clock.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import { rehearsalSeeds } from '../../demo.ts'
import { lead, plantFor } from '../../play/world.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { markSettled } from './settle.ts'

/** Gives a World back as it was before a scenario. */
export interface Leave {
  settings(): void
  /** And the time, as if the scenario had been played there. */
  records(): void
}

/**
 * Makes a World the scenario's: records as they are when it is played, its settings, and the time at which it is made in a play. The result gives it back.
 * A World for a moment is planted as a play's is, and its records take the place of this one's: a snapshot costs nothing.
 */
export function becomeScenario(worlds: Worlds, world: World, scenario: Scenario, crm: Crm): Leave {
  const { contactCentre: _, ...settings } = scenario.given.settings
  const name = unused(worlds)
  const begins = scenario.given.start - lead[scenario.given.token]
  const before = { records: worlds.snapshot(world), settings: { ...world.settings }, now: world.clock.now() }
  const planted = worlds.create(name, {
    seed: world.seed,
    clock: virtualClock(begins),
    settings,
    plant: plantFor(scenario, crm, rehearsalSeeds().seeds),
  })
  try {
    worlds.restore(world, worlds.snapshot(planted))
    markSettled(world, crm)
    Object.assign(world.settings, planted.settings)
    world.clock.set(begins)
  } finally {
    worlds.remove(name)
  }
  return {
    settings: () => void Object.assign(world.settings, before.settings),
    records() {
      worlds.restore(world, before.records)
      world.clock.set(before.now + Math.max(0, world.clock.now() - scenario.given.start))
    },
  }
}

function unused(worlds: Worlds): string {
  const taken = new Set(worlds.list().map(({ id }) => id))
  for (let i = 1; ; i++) if (!taken.has(`scenario-${i}`)) return `scenario-${i}`
}
