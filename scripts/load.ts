// 1,000 keep-alive clients that read and write for five minutes: `npm run load [-- --seconds N --clients N --json FILE]`.
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { cpus } from 'node:os'
import { argumentsOf, countOf } from './arguments.ts'

const USAGE = 'npm run load [-- --seconds N --clients N --json FILE]'

const { values } = argumentsOf(USAGE, {
  options: { seconds: { type: 'string', default: '300' }, clients: { type: 'string', default: '1000' }, json: { type: 'string' } },
})
const seconds = countOf(values.seconds, '--seconds', USAGE)
const clients = countOf(values.clients, '--clients', USAGE)
/** What the heap may grow by in the second half; in the first the journal fills. */
const GROWTH = 1.1
const SPREAD = 10

interface Shot {
  method: 'GET' | 'PATCH' | 'PUT'
  path: string
  headers: Record<string, string>
  body?: string
}
/** Latencies, in buckets of 1 ms. */
class Histogram {
  #buckets = new Uint32Array(60_000)
  count = 0
  max = 0
  add(ms: number): void {
    this.count++
    this.max = Math.max(this.max, ms)
    const at = Math.min(Math.floor(ms), this.#buckets.length - 1)
    this.#buckets[at] = (this.#buckets[at] as number) + 1
  }
  at(share: number): number {
    let left = this.count * share
    return this.#buckets.findIndex((count) => (left -= count) <= 0)
  }
}

interface Server {
  dynamics: string
  zendesk: string
  tokenUrl: string
  scope: string
  clientId: string
  clientSecret: string
  basic: string
}

const child = fork(new URL('load-server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
const told = <T>() => new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)))
const server = await told<Server>()
const memory = () => {
  const answer = told<{ heap: number; rss: number }>()
  child.send('memory')
  return answer
}
const json = async (url: string, init: RequestInit) => (await fetch(url, init)).json()

const { access_token: token } = (await json(server.tokenUrl, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', scope: server.scope, client_id: server.clientId, client_secret: server.clientSecret }),
})) as { access_token: string }
const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const basic = { authorization: `Basic ${server.basic}`, 'content-type': 'application/json' }
const contacts = (await json(`${server.dynamics}/api/data/v9.2/contacts?$select=contactid&$top=50`, { headers: bearer })) as { value: { contactid: string }[] }
const users = (await json(`${server.zendesk}/api/v2/users.json?role=end-user&per_page=50`, { headers: basic })) as { users: { id: number }[] }

/** Two reads and a write for each record. Writes change what is there: memory that grows is then nobody's records. */
const onDynamics: Shot[] = contacts.value.flatMap(({ contactid }, i) => {
  const path = `/api/data/v9.2/contacts(${contactid})`
  return [
    { method: 'GET', path: `${path}?$select=fullname,telephone1`, headers: bearer },
    { method: 'PATCH', path, headers: bearer, body: JSON.stringify({ jobtitle: `Engineer ${i}` }) },
    { method: 'GET', path: `/api/data/v9.2/contacts?$select=fullname&$filter=contactid%20eq%20${contactid}`, headers: bearer },
  ]
})
const onZendesk: Shot[] = users.users.flatMap(({ id }, i) => {
  const path = `/api/v2/users/${id}.json`
  return [
    { method: 'GET', path, headers: basic },
    { method: 'PUT', path, headers: basic, body: JSON.stringify({ user: { notes: `Note ${i}` } }) },
    { method: 'GET', path: `/api/v2/users/${id}/identities.json`, headers: basic },
  ]
})

const heaps: { second: number; heap: number; rss: number }[] = []
const began = performance.now()
const watching = setInterval(
  async () => heaps.push({ second: Math.round((performance.now() - began) / 1000), ...(await memory()) }),
  Math.max(1000, (seconds * 1000) / 20),
)

const send = (origin: URL, agent: Agent, { method, path, headers, body }: Shot) =>
  new Promise<number>((resolve, reject) => {
    const sent = request({
      agent,
      host: '127.0.0.1',
      port: origin.port,
      method,
      path,
      headers: { ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) },
    })
    sent.on('response', (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** Clients of one system, each with a connection of its own that is open before the load begins: a server that is busy takes one new one a turn. */
async function arrive(url: string, shots: Shot[]) {
  const origin = new URL(url)
  const agents = Array.from({ length: Math.floor(clients / 2) }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  for (let i = 0; i < agents.length; i += 50) await Promise.all(agents.slice(i, i + 50).map((agent) => send(origin, agent, shots[0] as Shot)))
  return { url, origin, shots, agents }
}

async function shoot({ url, origin, shots, agents }: Awaited<ReturnType<typeof arrive>>) {
  const latency = new Histogram()
  const statuses: Record<string, number> = {}
  const errors: Record<string, number> = {}
  const until = performance.now() + seconds * 1000
  await Promise.all(
    agents.map(async (agent, number) => {
      for (let i = number; performance.now() < until; i++) {
        const from = performance.now()
        try {
          const status = await send(origin, agent, shots[i % shots.length] as Shot)
          latency.add(performance.now() - from)
          statuses[status] = (statuses[status] ?? 0) + 1
        } catch (error) {
          const { message } = error as Error
          errors[message] = (errors[message] ?? 0) + 1
        }
      }
      agent.destroy()
    }),
  )
  const non2xx = Object.entries(statuses).reduce((sum, [status, count]) => (status.startsWith('2') ? sum : sum + count), 0)
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0)
  return {
    url,
    requests: latency.count,
    perSecond: Math.round(latency.count / seconds),
    p50: latency.at(0.5),
    p99: latency.at(0.99),
    max: Math.round(latency.max),
    failed: failed + non2xx,
    statuses,
    errors,
  }
}
const arrived = await Promise.all([arrive(server.dynamics, onDynamics), arrive(server.zendesk, onZendesk)])
const figures = await Promise.all(arrived.map(shoot))
clearInterval(watching)
const last = await memory()
heaps.push({ second: Math.round((performance.now() - began) / 1000), ...last })
const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
child.kill('SIGTERM')
const code = await ended

const wrong: string[] = []
for (const { url, failed, statuses, errors, p50, p99 } of figures) {
  if (failed > 0) wrong.push(`${url}: ${failed} requests failed: ${JSON.stringify({ statuses, errors })}`)
  if (p99 > SPREAD * Math.max(1, p50)) wrong.push(`${url}: p99 is ${p99} ms, more than ${SPREAD} x p50 (${p50} ms)`)
}
const settled = heaps[heaps.length >> 1] ?? { second: 0, ...last }
if (last.heap > settled.heap * GROWTH) wrong.push(`the heap grew from ${settled.heap.toFixed(1)} to ${last.heap.toFixed(1)} MB`)
if (code !== 0) wrong.push(`the server ended with ${code}`)

for (const { url, requests, perSecond, p50, p99, max, failed } of figures)
  process.stdout.write(`${url}: ${requests} requests, ${perSecond}/s, p50 ${p50} ms, p99 ${p99} ms, max ${max} ms; ${failed} errors\n`)
process.stdout.write(
  `heap ${settled.heap.toFixed(1)} MB after ${settled.second} s, ${last.heap.toFixed(1)} MB at the end; resident ${last.rss.toFixed(0)} MB; ${clients} clients, ${seconds} s, ${cpus()[0]?.model ?? '?'}\n`,
)
for (const one of wrong) process.stdout.write(`wrong: ${one}\n`)
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ clients, seconds, cpu: cpus()[0]?.model, node: process.version, figures, heaps, wrong }, null, 2)}\n`)
process.exitCode = wrong.length > 0 ? 1 : 0
