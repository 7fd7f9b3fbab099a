import { computed, signal } from '@preact/signals'
import type { ClockView } from '../../protocol.ts'

/** How often, at most, the page shows another time, in ms of the browser. */
const PACE = 150

export const clock = signal<ClockView>({ kind: 'scaled', now: 0, scale: 0, next: null })
/** Now on the World's clock, to the second: between two messages of the server the page goes on by itself. */
export const now = signal(0)
export const second = computed(() => Math.floor(now.value / 1000))

let received = 0
let shown = 0
let going = false

const frame = () => Number(document.timeline.currentTime ?? 0)

/** The clock as the server says; fields that a message does not have stay as they are. */
export function setClock(view: Partial<ClockView> & { now: number | string }): void {
  const at = typeof view.now === 'string' ? Date.parse(view.now) : view.now
  clock.value = { ...clock.peek(), ...view, now: at }
  received = frame()
  shown = received
  now.value = at
  if (!going && (clock.peek().scale ?? 0) > 0) {
    going = true
    requestAnimationFrame(tick)
  }
}

function tick(at: number): void {
  const { now: from, scale } = clock.peek()
  if (!scale) {
    going = false
    return
  }
  const reached = from + Math.max(at - received, 0) * scale
  // Four times a second is enough for a countdown; on the second where time goes slowly.
  if (at - shown >= PACE && Math.floor(reached / 250) !== Math.floor(now.peek() / 250)) {
    shown = at
    now.value = reached
  }
  requestAnimationFrame(tick)
}

/** `08:00:12`, UTC as in every record of the CRM. */
export const timeOfDay = (at: number): string => new Date(at).toISOString().slice(11, 19)
export const preciseTime = (at: number): string => new Date(at).toISOString().slice(11, 23)

/** `3:06`, `1:02:03`. */
export function span(ms: number): string {
  const seconds = Math.max(Math.floor(ms / 1000), 0)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** `12.4 s`, `350 ms`: how long something took. */
export const took = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms))
