import { createFaults } from '../../../mocks/core/faults.ts'
import { createJournal } from '../../../mocks/core/journal.ts'
import { createStore, type Snapshot } from '../../../mocks/core/store.ts'
import { createVault } from '../../../mocks/core/tokens.ts'
import type { World } from '../../../mocks/core/world.ts'

/** The same World with some of it replaced: what is not replaced stays the World's own, as it is now and later. */
export const shadow = (world: World, own: Partial<World>): World => Object.create(world, Object.getOwnPropertyDescriptors(own)) as World

/**
 * The World as somebody sees it who leaves nothing in it: looking is not journalled, takes no time, meets no fault, and its
 * tokens are in a vault of their own, so that nothing that expires tokens blinds it. `at`: as it was then.
 */
export const unseen = (world: World, at?: Snapshot): World =>
  shadow(world, {
    ...(at ? { store: createStore(at) } : {}),
    journal: createJournal(1),
    faults: createFaults(world.clock, world.random('no faults')),
    tokens: createVault(createStore(), world.clock),
    latency: undefined,
  })
