import type { Worker } from 'node:worker_threads'
import { hostElapsed } from '../../mocks/core/clock.ts'
import { PlayError } from '../play/world.ts'
import { programmeOf, type Task } from './programme.ts'
import { createTally, type Tally } from './tally.ts'
import { startThread } from './thread.ts'
import type { Unit } from './unit.ts'

/** A stretch of plays, and what became of them; or why one of them cannot be played. */
export interface Order {
  place: number
  count: number
}
export type Answer = { place: number; units: Unit[] } | { refused: string }

export interface SoakOptions extends Task {
  workers: number
  /** Ends it early: it comes to what was judged by then. */
  signal?: AbortSignal
  /** Hears how far it is, a few times a second at most. */
  progress?: (tally: { interactions: number; plays: number; perSecond: number }) => void
}

export interface SoakResult extends Tally {
  seed: number
  workers: number
  /** Plays of one round. */
  round: number
  wallMs: number
  /** The most that the process was seen to hold, in bytes. */
  residentBytes: number
}

const NEWS_MS = 250

/**
 * Plays generated shifts, or the chosen scenarios round after round, each round with a seed of its own, until `interactions`
 * were judged. The result is the same for any number of threads. Throws a RunError or a PlayError for scenarios that cannot
 * be played, a RangeError for such that have no interaction at all.
 */
export async function soak({ workers, progress, signal, ...task }: SoakOptions): Promise<SoakResult> {
  const { round, places, stretch } = programmeOf(task)
  const began = hostElapsed()
  const tally = createTally(task.interactions)
  let next = 0
  let residentBytes = 0
  let told = began

  const thread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = startThread(task)
      threads.push(worker)
      const order = () => {
        const count = Math.min(stretch, places - next)
        if (count > 0) worker.postMessage({ place: next, count } satisfies Order)
        next += count
      }
      worker.on('message', (answer: Answer) => {
        if ('refused' in answer) return reject(new PlayError(answer.refused))
        const { place, units } = answer
        tally.take(place, units)
        residentBytes = Math.max(residentBytes, process.memoryUsage.rss())
        if (tally.plays >= round && tally.interactions === 0) return reject(new RangeError('What was chosen has no interactions: there is nothing to soak.'))
        if (tally.done || tally.plays >= places) return resolve()
        const now = hostElapsed()
        if (progress && now - told >= NEWS_MS) {
          told = now
          progress({ interactions: tally.interactions, plays: tally.plays, perSecond: (tally.interactions / (now - began)) * 1000 })
        }
        order()
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('A thread of the soak ended by itself.')))
      order()
    })
  const threads: Worker[] = []
  const stopped = new Promise<void>((resolve) => {
    if (signal?.aborted) resolve()
    signal?.addEventListener('abort', () => resolve())
  })
  try {
    // The first thread that sees the end ends it for all: what others play by then does not count.
    await Promise.race([stopped, ...Array.from({ length: Math.min(workers, Math.ceil(places / stretch)) }, thread)])
  } finally {
    await Promise.all(threads.map((worker) => worker.removeAllListeners('exit').terminate()))
  }
  return { ...tally.total(), seed: task.seed, workers, round, wallMs: hostElapsed() - began, residentBytes }
}
