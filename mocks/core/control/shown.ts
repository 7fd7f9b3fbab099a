import type { ActiveFault } from '../faults.ts'
import type { World, Worlds } from '../world.ts'

/** A World as the control plane shows it. */
export function describe(world: World, worlds: Worlds) {
  return {
    name: world.id,
    baseline: world === worlds.baseline,
    seed: world.seed,
    clock: world.clock.state(),
    tenancy: world.tenancy,
    origins: world.origins,
    holds: Object.fromEntries(worlds.mocks.flatMap((mock) => (mock.census ? [[mock.name, mock.census(world)]] : []))),
    exchanges: world.journal.all().length,
    faults: world.faults.list().length,
  }
}

/** A fault as it was given, instants in text. */
export const faultShown = ({ between, ...fault }: ActiveFault) => ({
  ...fault,
  ...(between ? { between: between.map((at) => new Date(at).toISOString()) } : {}),
})
