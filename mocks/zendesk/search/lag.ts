import type { World } from '../../core/index.ts'
import { settingsOf } from '../settings.ts'

/** Does the index know of this record's present state yet? New and changed ones take a while (setting `indexLag`). */
export function indexed<T extends { updated_at: string }>(world: World): (row: T) => boolean {
  const { indexLag } = settingsOf(world)
  if (indexLag === 0) return () => true
  const newest = world.clock.now() - indexLag
  return (row) => Date.parse(row.updated_at) <= newest
}
