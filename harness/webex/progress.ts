import type { Clock } from '../../mocks/core/clock.ts'
import type { Activity } from './format.ts'
import { FlowFault } from './run.ts'

/** So many activities at one instant are a loop, whatever their variables do. */
const MOST_STEPS = 2000
/** Characters that expressions may come to at one instant. */
const MOST_TEXT = 20_000_000

export type Progress = ReturnType<typeof createProgress>

/** Notices when a path goes round in circles: the same activity again with nothing changed, and no time has passed. */
export function createProgress(clock: Pick<Clock, 'now'>) {
  let instant = clock.now()
  let steps = 0
  let text = 0
  let seen = new Set<string>()
  const tick = () => {
    if (clock.now() === instant) return
    instant = clock.now()
    steps = 0
    text = 0
    seen = new Set()
  }
  return {
    /** Enters an activity; `version` counts up whenever a variable gets another value. Throws a FlowFault for a loop. */
    enter({ id, name }: Activity, version: number): void {
      tick()
      const state = `${id} ${version}`
      steps++
      if (seen.has(state) || steps > MOST_STEPS)
        throw new FlowFault(
          name,
          `${name}: the flow goes round in circles here: it comes back to this activity, and neither has time passed nor has anything changed.`,
        )
      seen.add(state)
    },
    /** An expression came to so many characters. */
    read(characters: number, { name }: Activity): void {
      tick()
      text += characters
      if (text > MOST_TEXT) throw new FlowFault(name, `${name}: the flow makes more text than any call should need, without time passing.`)
    },
    /** Something outside was asked: what comes back may be different, though no time has passed. */
    asked(): void {
      seen = new Set()
    },
  }
}
