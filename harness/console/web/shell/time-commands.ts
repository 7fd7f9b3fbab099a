import { sendClock } from '../state/desk.ts'
import { clock } from '../state/time.ts'

let last = 1

/** Stops the clock, or goes on as fast as before. */
export function playOrPause(): Promise<void> | undefined {
  const { kind, scale } = clock.value
  if (kind === 'virtual') return undefined
  if (scale) {
    last = scale
    return sendClock({ freeze: true })
  }
  return sendClock({ scale: last })
}
