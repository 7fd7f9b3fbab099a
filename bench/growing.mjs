// Writes on request in a sandbox of RECORDS people and cases in each CRM: `node growing.mjs SEED RECORDS`. Told `{work, times}`, it says how many ms that took.
import { createSandbox } from '../dist/harness/sandbox.js'
import { contactsPath, dynamicsHeaders, newContact, newTicket, ok, zendeskHeaders } from './client.mjs'
import { unhurried } from './settings.mjs'

const [seed, records] = process.argv.slice(2).map(Number)
const sandbox = await createSandbox({ seed, clock: 'real', generate: { contacts: records, cases: records }, settings: unhurried })
const post = async (url, headers, body) => ok(await sandbox.fetch(url, { method: 'POST', headers, body }))
const dynamics = await dynamicsHeaders(sandbox.fetch, sandbox.entra.credentials.tokenUrl, sandbox.dynamics.credentials)
const agent = zendeskHeaders(sandbox.zendesk.credentials)
const works = {
  'Dynamics POST contact': () => post(sandbox.dynamics.url + contactsPath, dynamics, newContact),
  'Zendesk POST ticket': () => post(`${sandbox.zendesk.url}/api/v2/tickets.json`, agent, newTicket),
}

process.on('message', async ({ work, times }) => {
  const from = performance.now()
  for (let turn = 0; turn < times; turn++) await works[work]()
  process.send(performance.now() - from)
})
process.on('disconnect', () => process.exit())
process.stdout.write(`${JSON.stringify({ works: Object.keys(works) })}\n`)
