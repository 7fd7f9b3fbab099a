import type { World } from '../world.ts'
import { DataError } from './folder.ts'
import { withSecretsOf } from './secrets.ts'
import { type Kept, snapshotOf } from './snapshot.ts'

/** Puts what was kept in the place of what was planted. Time goes on where it was, if that is later. */
export function takeUp(world: World, kept: Kept, folder: string, run: number): void {
  if (kept.world !== world.id)
    throw new DataError(`${folder} holds the World "${kept.world}", not "${world.id}". Start with --world ${kept.world}, or name another folder.`)
  for (const [mock, tenancy] of Object.entries(kept.tenancy))
    if (world.tenancy[mock] !== tenancy)
      throw new DataError(
        `${folder} holds the ${mock} tenancy ${tenancy}, and ${world.tenancy[mock]} is asked for. Plant the same one, or name another folder.`,
      )
  world.store.restore(snapshotOf(withSecretsOf(kept, world.store.snapshot())))
  world.reseed(run)
  if (kept.at > world.clock.now()) world.clock.set(kept.at)
}
