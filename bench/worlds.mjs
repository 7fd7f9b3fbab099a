// What forked Worlds weigh: `node --expose-gc worlds.mjs SEED COUNT RECORDS`.
import { rehearsalSeeds } from '../dist/harness/demo.js'
import { scaledClock } from '../dist/mocks/core/clock.js'
import { discoverMocks } from '../dist/mocks/core/discover.js'
import { edge } from '../dist/mocks/core/edge.js'
import { createWorlds } from '../dist/mocks/core/world.js'
import { contactsPath, dynamicsHeaders, newContact, ok } from './client.mjs'
import { unhurried } from './settings.mjs'
import { megabytes, round } from './statistics.mjs'

const [seed, count, records] = process.argv.slice(2).map(Number)
const { seeds, credentials } = rehearsalSeeds({ contacts: records, cases: 0 })
const mocks = await discoverMocks()
const worlds = createWorlds({ mocks, clock: scaledClock, seed, settings: unhurried, plant: seeds })
const [entra, dynamics] = ['entra', 'dynamics'].map((name) =>
  edge(
    mocks.find((mock) => mock.name === name),
    worlds,
  ),
)
const at = (name) => worlds.baseline.origins[name][0]
const signIn = (url, init) => entra.fetch(new Request(url, init))
const headers = await dynamicsHeaders(signIn, `${at('entra')}/${credentials.entra.tenantId}/oauth2/v2.0/token`, {
  ...credentials.entra,
  scope: `${at('dynamics')}/.default`,
})

const weigh = () => {
  global.gc()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapUsed, rss }
}
const grown = (from, to) => ({ heapMB: megabytes(to.heapUsed - from.heapUsed), residentMB: megabytes(to.rss - from.rss) })

const before = weigh()
const begun = performance.now()
for (let turn = 0; turn < count; turn++) worlds.fork(`w${turn}`)
const took = performance.now() - begun
const forked = weigh()
for (let turn = 0; turn < count; turn++)
  await ok(await dynamics.fetch(new Request(`${at('dynamics')}/w/w${turn}${contactsPath}`, { method: 'POST', headers, body: newContact })))
const used = weigh()
process.stdout.write(
  `${JSON.stringify({ worlds: count, records, forkMicroseconds: round((took / count) * 1000, 0), forked: grown(before, forked), written: grown(before, used), target: 150 })}\n`,
)
