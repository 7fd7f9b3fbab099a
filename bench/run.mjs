// `npm run bench`: speed and memory of the built package, side by side with this machine's own limits. Never a test.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { chart } from './chart.mjs'
import { start } from './child.mjs'
import { growth } from './growth.mjs'
import { load } from './load.mjs'
import { comparePeers } from './peers.mjs'
import { replay } from './replay.mjs'
import { startup } from './startup.mjs'
import { megabytes } from './statistics.mjs'
import { table } from './table.mjs'

const PARTS = ['load', 'peers', 'calls', 'growth', 'startup', 'replay', 'worlds']
const HELP = `npm run bench -- [--out FILE] [--seed N] [--seconds N] [--rounds N] [--chart FILE] [--only ${PARTS.join(',')}]

  --out       writes the results as JSON
  --chart     draws the ratios as SVG
  --seed      of all random numbers (default 20261120)
  --seconds   of load for each measurement (default 4)
  --rounds    of everything over sockets; the median counts (default 5)
  --only      some parts`

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    chart: { type: 'string' },
    seed: { type: 'string', default: '20261120' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: PARTS.join(',') },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const wanted = values.only.split(',')
const wrong = wanted.find((part) => !PARTS.includes(part))
if (values.help || wrong !== undefined) {
  process.stdout.write(`${wrong === undefined ? '' : `There is no part "${wrong}".\n\n`}${HELP}\n`)
  process.exit(wrong === undefined ? 0 : 2)
}

const seed = Number(values.seed)
const versionOf = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')).version
const commit = () => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}
// The load must not run on the core that serves.
if (process.platform === 'linux' && cpus().length > 1) execFileSync('taskset', ['-apc', `1-${cpus().length - 1}`, String(process.pid)])

const parts = {
  load: () => load({ seed, seconds: Number(values.seconds), rounds: Number(values.rounds), records: 1000 }),
  peers: () => comparePeers({ seed, seconds: Number(values.seconds), rounds: Math.min(3, Number(values.rounds)) }),
  replay: () => replay({ seed }),
  calls: async () => [await measure('in-process.mjs', [seed, 1000]), await measure('in-process.mjs', [seed, 100_000])],
  growth: () => growth({ seed }),
  startup: () => startup({ seed }),
  worlds: () => measure('worlds.mjs', [seed, 5000, 1000], ['--expose-gc']),
}
const measure = async (file, args, flags = []) => (await start(file, args, { flags })).said

const results = {
  seed,
  versions: {
    'crm-rehearsal': versionOf('../package.json'),
    commit: commit(),
    node: process.version,
    v8: process.versions.v8,
    openssl: process.versions.openssl,
  },
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, memoryMB: Math.round(megabytes(totalmem())), platform: `${process.platform} ${process.arch}` },
}
process.stdout.write(table.head(results))
for (const part of PARTS.filter((name) => wanted.includes(name))) {
  results[part] = await parts[part]()
  process.stdout.write(table[part](results[part]))
}
if (values.out) writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`)
if (values.chart) writeFileSync(values.chart, chart(results))
process.exit()
