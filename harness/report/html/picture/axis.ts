/** Where instants stand on a picture. Bursts are drawn wider than they are and idle time shorter, so that each mark has room. */
export interface Axis {
  x(at: number): number
  width: number
  /** Stretches in which nothing happens, drawn at one length however long they are. */
  breaks: { from: number; until: number; x0: number; x1: number }[]
}

/** Pixels between two instants, however close. */
const APART = 12
const PER_SECOND = 8
/** Idle time beyond this is cut, in ms. */
const IDLE = 4000
const BREAK = 52
/** Waiting for an answer is drawn to scale up to this, in ms. */
const LONGEST_WAIT = 20_000

/**
 * `instants` in ms, in any order; `waits` are stretches in which something is under way. The axis is `room` pixels wide, or
 * up to `most` when that many instants need it.
 */
export function axisOf(instants: readonly number[], waits: readonly (readonly [number, number])[], room: number, most: number): Axis {
  const points = [...new Set(instants)].sort((a, b) => a - b)
  const gaps = points.slice(1).map((until, index) => {
    const from = points[index] as number
    const waiting = waits.some(([start, end]) => start < until && end > from)
    const idle = !waiting && until - from > IDLE
    return { from, until, idle, raw: idle ? BREAK : APART + (PER_SECOND * Math.min(until - from, LONGEST_WAIT)) / 1000 }
  })
  const raw = gaps.reduce((sum, gap) => sum + gap.raw, 0)
  const width = Math.min(Math.max(raw, room), most)
  const scale = raw === 0 ? 1 : width / raw
  let reached = 0
  const stretches = gaps.map(({ from, until, idle, raw: own }) => {
    const x0 = reached
    reached += own * scale
    return { from, until, idle, x0, x1: reached }
  })
  return {
    width,
    breaks: stretches.filter(({ idle }) => idle).map(({ from, until, x0, x1 }) => ({ from, until, x0, x1 })),
    x(at) {
      const stretch = stretches.find(({ until }) => at <= until) ?? stretches.at(-1)
      if (!stretch) return 0
      const share = (at - stretch.from) / (stretch.until - stretch.from)
      return stretch.x0 + Math.min(Math.max(share, 0), 1) * (stretch.x1 - stretch.x0)
    },
  }
}
