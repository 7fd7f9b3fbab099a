// Single calls through the in-process `fetch`, with RECORDS people and cases in each CRM: `node in-process.mjs SEED RECORDS`.
import { createSandbox } from '../dist/harness/sandbox.js'
import { contactsPath, dynamicsHeaders, newContact, newTicket, ok, zendeskHeaders } from './client.mjs'
import { unhurried } from './settings.mjs'
import { median, quantile, round } from './statistics.mjs'

const [seed, records] = process.argv.slice(2).map(Number)
const begun = performance.now()
const sandbox = await createSandbox({ seed, clock: 'real', generate: { contacts: records, cases: records }, settings: unhurried })
const planted = performance.now() - begun

const dynamics = await dynamicsHeaders(sandbox.fetch, sandbox.entra.credentials.tokenUrl, sandbox.dynamics.credentials)
const agent = zendeskHeaders(sandbox.zendesk.credentials)
const ask = async (url, headers, method = 'GET', body) => ok(await sandbox.fetch(url, { method, headers, ...(body ? { body } : {}) }))
/** What no service likes: as deep, as long and as odd as a URL may be. */
const hostile = (turn) => ['('.repeat(32_000), 'x/any(o:'.repeat(4000), "not+'".repeat(4500), 'a/'.repeat(16_000), 'a+eq+1+or+'.repeat(3200)][turn % 5]
const refused = async (url, headers) => {
  const { status } = await sandbox.fetch(url, { headers })
  if (status !== 400) throw new Error(`${status} where 400 was expected`)
}
const crm = sandbox.dynamics.url + contactsPath
const desk = `${sandbox.zendesk.url}/api/v2`

const filter = (text) => `${crm}?$filter=${encodeURIComponent(text)}`
const search = (where, text) => `${desk}/${where}?query=${encodeURIComponent(text)}`
const { value: contacts } = await ask(`${crm}?$filter=${encodeURIComponent('telephone1 ne null')}&$top=200&$select=contactid,telephone1`, dynamics)
const { users } = await ask(`${desk}/users.json?per_page=100&role=end-user`, agent)
const { tickets } = await ask(`${desk}/tickets.json?per_page=100`, agent)
const people = users.filter((user) => user.phone)
const words = [...new Set(tickets.map((ticket) => ticket.subject.split(' ').at(-1)))]
const of = (list, turn) => list[turn % list.length]

/** [what, how often, its budget in ms, the call, what comes before each] */
const work = [
  ['Dynamics retrieve by id', 400, 2, (turn) => ask(`${crm}(${of(contacts, turn).contactid})`, dynamics)],
  ["Dynamics $filter=telephone1 eq '...'", 400, 2, (turn) => ask(filter(`telephone1 eq '${of(contacts, turn).telephone1}'`), dynamics)],
  ["Dynamics $filter=contains(fullname,'...')", 40, 60, (turn) => ask(`${filter(`contains(fullname,'qzx${turn}')`)}`, dynamics)],
  ["Dynamics $filter=contains(telephone1,'...')", 40, 60, (turn) => ask(`${filter(`contains(telephone1,'555-01${turn % 10}')`)}&$top=5`, dynamics)],
  [
    'Dynamics contains, right after a write',
    40,
    60,
    (turn) => ask(filter(`contains(fullname,'qzy${turn}')`), dynamics),
    () => ask(crm, dynamics, 'POST', newContact),
  ],
  ['Dynamics 32 KB of hostile $filter', 40, 50, (turn) => refused(`${crm}?$filter=${hostile(turn)}`, dynamics)],
  ['Dynamics POST contact', 400, null, () => ask(crm, dynamics, 'POST', newContact)],
  ['Zendesk show user', 400, 2, (turn) => ask(`${desk}/users/${of(users, turn).id}.json`, agent)],
  ['Zendesk show ticket', 400, 2, (turn) => ask(`${desk}/tickets/${of(tickets, turn).id}.json`, agent)],
  ['Zendesk user search by phone', 400, 2, (turn) => ask(search('users/search.json', `phone:"${of(people, turn).phone}"`), agent)],
  ['Zendesk full-text ticket search', 40, 80, (turn) => ask(search('search.json', `type:ticket ${of(words, turn)} qzx${turn}`), agent)],
  ['Zendesk full-text search, every kind', 40, 80, (turn) => ask(search('search.json', of(words, turn)), agent)],
  ['Zendesk POST ticket', 400, null, () => ask(`${desk}/tickets.json`, agent, 'POST', newTicket)],
]

const rows = []
// The first search makes the index of words, once for a World and all that are forked from it.
const asked = performance.now()
await ask(search('search.json', 'qzx'), agent)
const first = round(performance.now() - asked, 3)
rows.push({ work: 'Zendesk first full-text search', p50: first, p99: first, budget: null })
for (const [name, times, budget, call, before] of work) {
  for (let turn = 0; turn < times / 4; turn++) await call(turn)
  const took = []
  for (let turn = 0; turn < times; turn++) {
    await before?.()
    const from = performance.now()
    await call(turn)
    took.push(performance.now() - from)
  }
  rows.push({ work: name, p50: round(median(took), 3), p99: round(quantile(took, 0.99), 3), budget })
}
process.stdout.write(`${JSON.stringify({ records, plantedIn: round(planted, 0), rows })}\n`)
process.exit()
