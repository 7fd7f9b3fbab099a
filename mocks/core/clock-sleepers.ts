import type { Clock } from './clock.ts'

interface Sleeper {
  at: number
  order: number
  wake(): void
}

/** Sleepers by due time, then by the order in which they lay down: the reason why equal seeds give equal traces. */
export class Sleepers {
  #queue: Sleeper[] = []
  #order = 0

  get size(): number {
    return this.#queue.length
  }

  get next(): Sleeper | undefined {
    return this.#queue[0]
  }

  /** Answers how to take it away again. */
  add(at: number, wake: () => void): () => void {
    const sleeper: Sleeper = { at, order: this.#order++, wake }
    this.#queue.splice(this.#place(at), 0, sleeper)
    return () => {
      const place = this.#queue.lastIndexOf(sleeper)
      if (place >= 0) this.#queue.splice(place, 1)
    }
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
        if (signal?.aborted) return reject(signal.reason)
        const remove = sleepers.add(now() + ms, () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        })
        const abort = () => {
          remove()
          reject(signal?.reason)
          changed()
        }
        signal?.addEventListener('abort', abort, { once: true })
        changed()
      })
    },
    alarm(ms, ring) {
      const remove = sleepers.add(now() + Math.max(0, ms), ring)
      changed()
      return () => {
        remove()
        changed()
      }
    },
  }
}
