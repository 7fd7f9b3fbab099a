import type { Clock } from '../../mocks/core/clock.ts'
import type { Activity } from './format.ts'
import { FlowFault } from './run.ts'

/** ms in which no call does more than what follows; simulator-defined. */
const WHILE = 60_000
/** So many activities in that time are a loop, whatever their variables do. */
const MOST_STEPS = 2000
/** So many requests in that time are a loop that asks until something else comes. */
const MOST_REQUESTS = 100
/** Characters that expressions may come to in that time. */
const MOST_TEXT = 20_000_000

export type Progress = ReturnType<typeof createProgress>

/** Notices when a path goes round in circles: the same activity again with nothing changed and no time passed, or far too much in too little time. */
export function createProgress(clock: Pick<Clock, 'now'>) {
  let instant = clock.now()
  let since = instant
  let steps = 0
  let requests = 0
  let text = 0
  let seen = new Set<string>()
  const tick = () => {
    if (clock.now() === instant) return
    instant = clock.now()
    seen = new Set()
    if (instant - since < WHILE) return
    since = instant
    steps = 0
    requests = 0
    text = 0
  }
  return {
    /** Enters an activity; `version` counts up whenever a variable gets another value. Throws a FlowFault for a loop. */
    enter({ id, name }: Activity, version: number): void {
      tick()
      const state = `${id} ${version}`
      steps++
      if (seen.has(state))
        throw new FlowFault(
          name,
          `${name}: the flow goes round in circles here: it comes back to this activity, and neither has time passed nor has anything changed.`,
        )
      if (steps > MOST_STEPS) throw new FlowFault(name, `${name}: the flow goes round in circles here: ${MOST_STEPS} activities within a minute.`)
      seen.add(state)
    },
    /** An expression came to so many characters. */
    read(characters: number, { name }: Activity): void {
      tick()
      text += characters
      if (text > MOST_TEXT) throw new FlowFault(name, `${name}: the flow makes more text than any call should need, within a minute.`)
    },
    /** Something outside was asked: what comes back may be different, though no time has passed. */
    asked({ name }: Activity): void {
      tick()
      seen = new Set()
      if (++requests > MOST_REQUESTS)
        throw new FlowFault(
          name,
          `${name}: the flow goes round in circles here: ${MOST_REQUESTS} requests within a minute. Count them, and give up after a few.`,
        )
    },
  }
}
