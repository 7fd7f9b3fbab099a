import { useEffect, useState } from 'preact/hooks'
import type { DeskRow } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { timeOfDay } from '../state/time.ts'

/** The time at another desk: as the server last told it, and from there on at that desk's speed. */
export function DeskClock({ clock }: Pick<DeskRow, 'clock'>) {
  const { time } = words.value
  const [now, setNow] = useState(clock.now)
  useEffect(() => {
    const began = Number(document.timeline.currentTime ?? 0)
    // To the second, so that nothing is drawn anew in between.
    const show = (at: number) => setNow(Math.floor((clock.now + Math.max(at - began, 0) * (clock.scale ?? 0)) / 1000) * 1000)
    let asked = requestAnimationFrame(function next(at) {
      show(at)
      if (clock.scale) asked = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(asked)
  }, [clock.now, clock.scale])
  return (
    <span class="desk-clock">
      {timeOfDay(now)} <span class="faint">{clock.scale === 0 ? time.paused : clock.scale === null ? '' : time.times(clock.scale)}</span>
    </span>
  )
}
