import { start } from './child.mjs'
import { median, round } from './statistics.mjs'

const SIZES = [1000, 100_000]
const ROUNDS = 31
const TIMES = 50
const TARGET = 0.85

/** Whether a write takes as long among a hundred thousand records as among a thousand: by turns, so that a slow minute is one of both. */
export async function growth({ seed }) {
  const sizes = []
  for (const records of SIZES) sizes.push(await start('growing.mjs', [seed, records]))
  const rows = []
  for (const work of sizes[0].said.works) {
    const took = sizes.map(() => [])
    for (const { ask } of sizes) await ask({ work, times: 10 * TIMES })
    for (let turn = 0; turn < ROUNDS; turn++) {
      for (const [at, { ask }] of sizes.entries()) took[at].push((await ask({ work, times: TIMES })) / TIMES)
    }
    const [small, large] = took
    rows.push({ work, ms: took.map((all) => round(median(all), 3)), ratio: round(median(small.map((one, turn) => one / large[turn]))), target: TARGET })
  }
  for (const { stop } of sizes) stop()
  return { sizes: SIZES, rows }
}
