import { virtualClock } from '../../../mocks/core/clock.ts'
import type { World, Worlds } from '../../../mocks/core/world.ts'
import { rehearsalSeeds } from '../../demo.ts'
import { lead, plantFor } from '../../play-world.ts'
import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** Gives a World back as it was before a scenario. */
export interface Leave {
  settings(): void
  records(): void
}

/**
 * Makes a World the scenario's: records as they are when it is played, and its settings. The result gives it back.
 * A World for a moment is planted as a play's is, and its records take the place of this one's: a snapshot costs nothing.
 */
export function becomeScenario(worlds: Worlds, world: World, scenario: Scenario, crm: Crm): Leave {
  const { contactCentre: _, ...settings } = scenario.given.settings
  const name = `scenario.${world.id}`.slice(0, 64)
  const before = { records: worlds.snapshot(world), settings: { ...world.settings } }
  worlds.remove(name)
  const planted = worlds.create(name, {
    seed: world.seed,
    clock: virtualClock(world.clock.now() - lead[scenario.given.token]),
    settings,
    plant: plantFor(scenario, crm, rehearsalSeeds().seeds),
  })
  try {
    worlds.restore(world, worlds.snapshot(planted))
    Object.assign(world.settings, planted.settings)
  } finally {
    worlds.remove(name)
  }
  return {
    settings: () => void Object.assign(world.settings, before.settings),
    records: () => worlds.restore(world, before.records),
  }
}
