import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { hash32, seededRandom } from '../../mocks/core/random.ts'
import type { Target } from './target.ts'

export interface Failure {
  index: number
  what: string
  input: string
}

export interface Verdict {
  runs: number
  failures: Failure[]
  /** The slowest input, in ms. */
  slowest: number
  /** MB on the heap after a quarter of the inputs and after all, garbage collected. */
  heap: [quarter: number, end: number]
}

export interface FuzzOptions {
  runs: number
  seed: number
  /** One input only: to look at a failure again. */
  only?: number
  progress?(done: number): void
}

/** No input may take longer, in ms. */
export const LONGEST_MS = 100
/** Failures after which there is no use in going on. */
const ENOUGH = 10
/** Inputs between two renewals. */
const EPOCH = 2000
/** How much the heap may grow from a quarter of the way to the end, in MB, before it counts as a leak. */
const GROWTH = 16

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
let gc: (() => void) | undefined
/** MB in use. What is weakly held goes at the end of a turn only, and inputs in-process take none: hence two. */
async function heap(): Promise<number> {
  if (!gc) {
    setFlagsFromString('--expose-gc')
    gc = runInNewContext('gc') as () => void
  }
  for (let round = 0; round < 2; round++) {
    await turn()
    gc()
  }
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** What `Object`, `Array`, `Function` and `String` have; a polluted prototype shows here. */
const prototypes = () =>
  [Object, Array, Function, String, Map, Promise]
    .map((one) => [one.name, Object.getOwnPropertyNames(one.prototype).join(), Object.keys(one).join()].join(':'))
    .join(' ')

/** Throws as many inputs at a target as it is told, each from the seed and its number alone. */
export async function fuzz(target: Target, { runs, seed, only, progress = () => {} }: FuzzOptions): Promise<Verdict> {
  const attempt = await target.open()
  const clean = prototypes()
  const verdict: Verdict = { runs: 0, failures: [], slowest: 0, heap: [0, 0] }
  const fail = (index: number, what: string, input: string) => verdict.failures.push({ index, what, input })
  const tried = async (input: string) => {
    const from = performance.now()
    const used = process.cpuUsage()
    const what = await Promise.resolve()
      .then(() => attempt.run(input))
      .catch((error: Error) => `threw ${error.stack ?? error}`)
    const { user, system } = process.cpuUsage(used)
    // On a busy machine the clock on the wall counts the others' work too.
    return { what, ms: Math.min(performance.now() - from, (user + system) / 1000) }
  }
  try {
    // What is loaded and compiled on first use is not the inputs' fault.
    if (only === undefined)
      for (let index = 0; index < Math.min(150, runs >> 3); index++) await tried(attempt.input(seededRandom(hash32(`warm ${index}`, seed))))
    for (let index = only ?? 0; index < (only === undefined ? runs : only + 1) && verdict.failures.length < ENOUGH; index++) {
      if (index % EPOCH === 0) {
        await attempt.renew?.()
        await turn()
        if (verdict.heap[0] === 0 && runs >= 4 * EPOCH && index >= runs >> 2) verdict.heap[0] = await heap()
      }
      const input = attempt.input(seededRandom(hash32(`${target.name} ${index}`, seed)))
      let { what, ms } = await tried(input)
      // Somebody else on this machine may have taken the time: an input is slow that is slow every time.
      for (let again = 0; ms > LONGEST_MS && again < 4; again++) ms = Math.min(ms, (await tried(input)).ms)
      verdict.runs++
      verdict.slowest = Math.max(verdict.slowest, ms)
      if (ms > LONGEST_MS) what = `took ${Math.round(ms)} ms${what ? `; ${what}` : ''}`
      if (prototypes() !== clean) what = 'polluted a prototype'
      if (what !== undefined) fail(index, what, input)
      if (index % 1000 === 999) progress(index + 1)
    }
    await attempt.renew?.()
    if (verdict.heap[0] > 0) verdict.heap[1] = await heap()
    if (verdict.heap[1] - verdict.heap[0] > GROWTH) fail(runs, `the heap grew from ${verdict.heap[0].toFixed(1)} to ${verdict.heap[1].toFixed(1)} MB`, '')
  } finally {
    await attempt.close?.()
  }
  return verdict
}
