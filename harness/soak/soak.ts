import type { Worker } from 'node:worker_threads'
import { hostElapsed } from '../../mocks/core/clock.ts'
import { RunError, selectPlays } from '../run.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { createTally, type Tally } from './tally.ts'
import { startThread } from './thread.ts'
import type { Unit } from './unit.ts'

/** What every thread is to play; plain data, for it travels. */
export interface Task {
  seed: number
  /** Names of fault plans. */
  faults: readonly string[]
  patterns: readonly string[]
  profiles: readonly string[]
  crm?: Crm
}

/** A stretch of plays, and what became of them. */
export interface Order {
  place: number
  count: number
}
export interface Answer {
  place: number
  units: Unit[]
}

export interface SoakOptions extends Task {
  interactions: number
  workers: number
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

/** Plays that a thread is given at once: enough that asking costs nothing, few enough that all threads end together. */
const STRETCH = 8
const NEWS_MS = 250

/**
 * Plays the chosen scenarios round after round, each round with a seed of its own, until `interactions` were judged. The
 * result is the same for any number of threads. Throws a RunError for scenarios that cannot be played, a RangeError for
 * such that have no interaction at all.
 */
export async function soak({ interactions, workers, progress, ...task }: SoakOptions): Promise<SoakResult> {
  const selection = selectPlays(task)
  if (selection.problems.length > 0 || selection.unmatched.length > 0) throw new RunError(selection)
  const round = selection.plays.length
  const began = hostElapsed()
  const tally = createTally(interactions)
  let next = 0
  let residentBytes = 0
  let told = began

  const thread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = startThread(task)
      threads.push(worker)
      const order = () => {
        worker.postMessage({ place: next, count: STRETCH } satisfies Order)
        next += STRETCH
      }
      worker.on('message', ({ place, units }: Answer) => {
        tally.take(place, units)
        residentBytes = Math.max(residentBytes, process.memoryUsage.rss())
        if (tally.plays >= round && tally.interactions === 0) return reject(new RangeError('What was chosen has no interactions: there is nothing to soak.'))
        if (tally.done) return resolve()
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
  try {
    // The first thread that sees the end ends it for all: what others play by then does not count.
    await Promise.race(Array.from({ length: workers }, thread))
  } finally {
    await Promise.all(threads.map((worker) => worker.removeAllListeners('exit').terminate()))
  }
  return { ...tally.total(), seed: task.seed, workers, round, wallMs: hostElapsed() - began, residentBytes }
}
