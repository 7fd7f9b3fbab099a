import { describe, expect, it } from 'vitest'
import { fuzz } from './run.ts'
import { targets } from './targets/index.ts'

/** The same inputs every time; `npm run fuzz` takes others, and 200,000 for each target. */
const SEED = Number(process.env.FUZZ_SEED ?? 20261120)
const RUNS = 150

describe(`inputs of seed ${SEED}`, () => {
  it.each(targets.map((target) => [target.name, target] as const))('do no worse than be refused: %s', async (_, target) => {
    const { failures, runs } = await fuzz(target, { runs: RUNS, seed: SEED })
    expect(failures).toEqual([])
    expect(runs).toBe(RUNS)
  })

  it('a crash, a hang and a polluted prototype are noticed', async () => {
    const faulty = (run: () => string | undefined) =>
      fuzz({ name: 'faulty', open: async () => ({ input: (random) => random.text(5), run }) }, { runs: 1, seed: SEED, only: 0 })
    const throws = await faulty(() => {
      throw new Error('a bug')
    })
    expect(throws.failures.map(({ what }) => what.slice(0, 18))).toEqual(['threw Error: a bug'])
    const slow = await faulty(() => {
      const from = performance.now()
      const used = process.cpuUsage()
      const worked = () => process.cpuUsage(used).user / 1000
      // By both clocks, as a hang is measured.
      while (Math.min(performance.now() - from, worked()) < 130);
      return undefined
    })
    expect(slow.failures[0]?.what).toMatch(/^took \d+ ms$/)
    const pollutes = await fuzz(
      {
        name: 'pollutes',
        open: async () => ({
          input: () => '',
          run: () => void Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true, enumerable: false }),
        }),
      },
      { runs: 1, seed: SEED, only: 0 },
    )
    Reflect.deleteProperty(Object.prototype, 'polluted')
    expect(pollutes.failures[0]?.what).toBe('polluted a prototype')
  })
})
