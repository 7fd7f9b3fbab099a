import { availableParallelism } from 'node:os'
import autocannon from 'autocannon'
import { processorTime, start } from './child.mjs'
import { contactsPath, dynamicsHeaders, newContact, newTicket, ok, tokenForm, zendeskHeaders } from './client.mjs'
import { median, round } from './statistics.mjs'

const CONNECTIONS = 32
/** Before each measurement code is compiled: at least so many seconds, and so many requests, which a slow work needs as much as a quick one. */
const WARM = { seconds: 1.5, requests: 15_000 }

/** Within a round the yardstick and the work are measured by turns: the machine gives more in one second than in the next. */
const TURNS = 2

/** What must be reached, as a share of the yardstick measured in the same round (issue 9). */
const TARGETS = { get: 0.45, post: 0.25, token: 0.8 }

/**
 * Requests a second of one request sent again and again, and the server's processor time for each in microseconds, which
 * other programs on the machine disturb least. Anything but a 2xx answer is an error of the bench.
 */
export async function rate({ url, ...request }, seconds, pid) {
  const before = processorTime(pid)
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, ...request })
  if (result.non2xx || result.errors) throw new Error(`${request.method ?? 'GET'} ${url}: ${result.non2xx} refusals, ${result.errors} errors`)
  const cost = before === undefined ? undefined : (processorTime(pid) - before) / result['2xx']
  return { answered: result['2xx'], perSecond: result['2xx'] / result.duration, p50: result.latency.p50, p99: result.latency.p99, cost }
}

async function warm(request) {
  let answered = 0
  for (const begun = performance.now(); answered < WARM.requests || performance.now() - begun < WARM.seconds * 1000; )
    answered += (await rate(request, WARM.seconds)).answered
}

export async function requests({ dynamics, zendesk, tokenUrl, entra, basic }) {
  const signedIn = await dynamicsHeaders(fetch, tokenUrl, entra)
  const agent = zendeskHeaders(basic)
  const { value } = await ok(await fetch(`${dynamics}${contactsPath}?$select=contactid&$top=1`, { headers: signedIn }))
  const { users } = await ok(await fetch(`${zendesk}/api/v2/users.json?per_page=1&role=end-user`, { headers: agent }))
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  return [
    { work: 'Dynamics GET contact', target: 'get', url: `${dynamics}${contactsPath}(${value[0].contactid})`, headers: signedIn },
    { work: 'Zendesk GET user', target: 'get', url: `${zendesk}/api/v2/users/${users[0].id}.json`, headers: agent },
    { work: 'Dynamics POST contact', target: 'post', method: 'POST', url: `${dynamics}${contactsPath}`, headers: signedIn, body: newContact },
    { work: 'Zendesk POST ticket', target: 'post', method: 'POST', url: `${zendesk}/api/v2/tickets.json`, headers: agent, body: newTicket },
    { work: 'Entra token', target: 'token', method: 'POST', url: tokenUrl, headers: form, body: tokenForm(entra).toString() },
  ]
}

/**
 * Rounds of everything, each work in a server of its own: what another one wrote must not weigh on it. Each ratio is taken
 * within its round, so that a busy moment of the machine weighs on both sides.
 */
export async function load({ seed, seconds, rounds, records }) {
  const hello = await start('server.mjs', ['hello'])
  const yardsticks = { hello: [], signatures: [] }
  const measured = new Map()
  /** Answers how many kinds of work there are. */
  const measure = async (index) => {
    const sandbox = await start('server.mjs', ['sandbox', seed, records])
    try {
      const works = await requests(sandbox.said)
      const { work, target, ...request } = works[index]
      await warm(request)
      const turns = { yardstick: [], work: [] }
      for (let turn = 0; turn < TURNS; turn++) {
        turns.yardstick.push(target === 'token' ? await signatureRate(seconds / TURNS) : await rate({ url: hello.said.url }, seconds / TURNS, hello.pid))
        turns.work.push(await rate(request, seconds / TURNS, sandbox.pid))
      }
      const [yardstick, one] = [mean(turns.yardstick), { ...turns.work.at(-1), ...mean(turns.work) }]
      yardsticks[target === 'token' ? 'signatures' : 'hello'].push(yardstick)
      const ratio = one.perSecond / yardstick.perSecond
      measured.set(work, [...(measured.get(work) ?? []), { ...one, target, ratio, costRatio: yardstick.cost / one.cost }])
      return works.length
    } finally {
      sandbox.stop()
    }
  }
  try {
    await warm({ url: hello.said.url })
    for (let round = 0; round < rounds; round++) for (let index = 0, works = 1; index < works; index++) works = await measure(index)
    return {
      cores: availableParallelism(),
      connections: CONNECTIONS,
      hello: round(median(yardsticks.hello.map(({ perSecond }) => perSecond)), 0),
      helloMicros: known(median(yardsticks.hello.map(({ cost }) => cost)), 1),
      signatures: round(median(yardsticks.signatures.map(({ perSecond }) => perSecond)), 0),
      work: [...measured].map(([work, rows]) => {
        const [{ target }] = rows
        const middle = (of) => median(rows.map(of))
        return {
          work,
          perSecond: round(
            middle((row) => row.perSecond),
            0,
          ),
          p50: middle((row) => row.p50),
          p99: middle((row) => row.p99),
          of: target === 'token' ? 'signatures' : 'hello',
          ratio: round(middle((row) => row.ratio)),
          micros: known(
            middle((row) => row.cost),
            1,
          ),
          byProcessorTime: known(middle((row) => row.costRatio)),
          target: TARGETS[target],
        }
      }),
    }
  } finally {
    hello.stop()
  }
}

const known = (value, digits) => (Number.isNaN(Number(value)) ? null : round(value, digits))

async function signatureRate(seconds) {
  const { said } = await start('signatures.mjs', [seconds])
  return { perSecond: said.perSecond, cost: said.micros }
}

/** Of what was measured in several turns of the same length. */
const mean = (turns) => {
  const of = (member) => turns.reduce((sum, turn) => sum + turn[member], 0) / turns.length
  return { perSecond: of('perSecond'), cost: turns.some(({ cost }) => cost === undefined) ? undefined : of('cost') }
}
