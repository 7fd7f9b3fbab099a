// Throws inputs at every door through which strangers' text comes in: `npm run fuzz [TARGET...] [-- --runs N --seed N --only N]`.
import { fuzz, LONGEST_MS } from '../test/fuzz/run.ts'
import { targets } from '../test/fuzz/targets/index.ts'
import { argumentsOf, countOf } from './arguments.ts'

const USAGE = 'npm run fuzz [TARGET...] [-- --runs N --seed N --only N]'

const { values, positionals } = argumentsOf(USAGE, {
  allowPositionals: true,
  options: { runs: { type: 'string', default: '200000' }, seed: { type: 'string' }, only: { type: 'string' } },
})
const wanted = countOf(values.runs, '--runs', USAGE)
const seed = countOf(values.seed ?? String(Date.now() % 1_000_000_007), '--seed', USAGE, 0)
const only = values.only === undefined ? {} : { only: countOf(values.only, '--only', USAGE, 0) }
const unknown = positionals.filter((name) => !targets.some((target) => target.name === name))
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. Known: ${targets.map(({ name }) => name).join(', ')}.\n`)
  process.exit(2)
}
process.stdout.write(`seed ${seed}\n`)
let failed = 0
for (const target of targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const from = performance.now()
  const { runs, failures, slowest, heap } = await fuzz(target, {
    runs: wanted,
    seed,
    ...only,
    progress: (done) => process.stderr.isTTY && process.stderr.write(`\r${target.name} ${done}`),
  })
  failed += failures.length
  const memory = heap[1] > 0 ? `, heap ${heap.map((one) => one.toFixed(0)).join(' -> ')} MB` : ''
  process.stdout.write(
    `\r${target.name}: ${runs.toLocaleString('en')} inputs in ${((performance.now() - from) / 1000).toFixed(0)} s, ${failures.length} failures, slowest ${slowest.toFixed(0)} ms (limit ${LONGEST_MS})${memory}\n`,
  )
  for (const { index, what, input } of failures)
    process.stdout.write(`  ${what}\n    again: npm run fuzz ${target.name} -- --seed ${seed} --only ${index}\n    ${JSON.stringify(input.slice(0, 600))}\n`)
}
process.exitCode = failed > 0 ? 1 : 0
