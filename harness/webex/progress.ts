import type { Clock } from '../../mocks/core/clock.ts'
import type { Activity } from './format.ts'
import { FlowFault } from './run.ts'

/** So many activities at one instant are a loop, whatever their variables do. */
const MOST = 2000

/** Notices when a flow goes round in circles: the same activity again with nothing changed, and no time has passed. */
export function createProgress(clock: Pick<Clock, 'now'>) {
  let instant = clock.now()
  let steps = 0
  let seen = new Set<string>()
  return {
    enter({ id, name }: Activity, version: number): void {
      if (clock.now() !== instant) {
        instant = clock.now()
        steps = 0
        seen = new Set()
      }
      const state = `${id} ${version}`
      steps++
      if (seen.has(state) || steps > MOST)
        throw new FlowFault(
          name,
          `${name}: the flow goes round in circles here: it comes back to this activity, and neither has time passed nor has anything changed.`,
        )
      seen.add(state)
    },
    /** Something outside was asked: what comes back may be different, though no time has passed. */
    asked(): void {
      seen = new Set()
    },
  }
}

export type Progress = ReturnType<typeof createProgress>
