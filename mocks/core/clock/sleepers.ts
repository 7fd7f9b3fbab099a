import type { Clock } from '../clock.ts'

interface Sleeper {
  at: number
  wake(): void
}

/** Sleepers by due time, then by the order in which they lay down: the reason why equal seeds give equal traces. */
export class Sleepers {
  #queue: Sleeper[] = []

  get size(): number {
    return this.#queue.length
  }

  get next(): Sleeper | undefined {
    return this.#queue[0]
  }

  add(at: number, wake: () => void): Sleeper {
    const sleeper: Sleeper = { at, wake }
    this.#queue.splice(this.#place(at), 0, sleeper)
    return sleeper
  }

  remove(sleeper: Sleeper): void {
    const place = this.#queue.lastIndexOf(sleeper)
    if (place >= 0) this.#queue.splice(place, 1)
  }

  take(): Sleeper | undefined {
    return this.#queue.shift()
  }

  /** Binary search for the place behind every sleeper due at or before `at`. */
  #place(at: number): number {
    let low = 0
    let high = this.#queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#queue[middle] as Sleeper).at <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Sleeping and alarms, as both kinds of clock have them. `changed`: who wakes next may be another one now. */
export function sleeping(sleepers: Sleepers, now: () => number, changed: () => void): Pick<Clock, 'sleep' | 'alarm'> {
  return {
    sleep(ms, signal) {
      if (ms <= 0) return Promise.resolve()
      return new Promise((resolve, reject) => {
        if (!signal) {
          sleepers.add(now() + ms, resolve)
          return changed()
        }
        if (signal.aborted) return reject(signal.reason)
        const sleeper = sleepers.add(now() + ms, () => {
          signal.removeEventListener('abort', abort)
          resolve()
        })
        const abort = () => {
          sleepers.remove(sleeper)
          reject(signal.reason)
          changed()
        }
        signal.addEventListener('abort', abort, { once: true })
        changed()
      })
    },
    alarm(ms, ring) {
      const sleeper = sleepers.add(now() + Math.max(0, ms), ring)
      changed()
      return () => {
        sleepers.remove(sleeper)
        changed()
      }
    },
  }
}
