// Other stand-ins side by side with this one: installed into a scratch folder, given the record that this one shows (or a token endpoint), loaded in turn.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from './child.mjs'
import { ok } from './client.mjs'
import { rate, requests } from './load.mjs'
import { median, round } from './statistics.mjs'

const VERSIONS = { 'json-server': '0.17.4', '@mockoon/cli': '9.9.0', '@stoplight/prism-cli': '5.14.2', wiremock: '3.13.2', 'oauth2-mock-server': '8.2.3' }
/** What must be reached against them (issue 9). */
const TARGETS = { 'json-server': 10, '@stoplight/prism-cli': 4, wiremock: 2, 'oauth2-mock-server': 2 }
const PATIENCE_MS = 60_000

function install() {
  const folder = join(tmpdir(), 'crm-rehearsal-bench-peers')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'package.json')
  const wanted = JSON.stringify({ private: true, dependencies: VERSIONS })
  if (!existsSync(file) || readFileSync(file, 'utf8') !== wanted || !existsSync(join(folder, 'node_modules'))) {
    writeFileSync(file, wanted)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  return folder
}

/** What a peer is asked for: the same record as this stand-in, or a token. */
const RECORDS = ['Dynamics GET contact', 'Zendesk GET user']
const TOKEN = ['Entra token']

/** Each peer's own description of a record, its command, and what is asked of it. */
const peers = {
  'json-server': {
    works: RECORDS,
    write: (put, record) => put('db.json', { records: Array.from({ length: 1000 }, (_, i) => ({ ...record, id: i + 1 })) }),
    command: (port) => ['json-server', '--quiet', '--port', port, 'db.json'],
    path: '/records/1',
  },
  '@stoplight/prism-cli': {
    works: RECORDS,
    write: (put, record) =>
      put('openapi.json', {
        openapi: '3.0.3',
        info: { title: 'Bench', version: '1' },
        paths: {
          '/records/{id}': {
            get: {
              parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
              responses: { 200: { description: 'A record', content: { 'application/json': { example: record } } } },
            },
          },
        },
      }),
    command: (port) => ['prism', 'mock', '--port', port, '--host', '127.0.0.1', '--verboseLevel', 'silent', 'openapi.json'],
    path: '/records/1',
  },
  '@mockoon/cli': {
    works: RECORDS,
    write: (put, record) => put('mockoon.json', environment(record)),
    command: (port) => ['mockoon-cli', 'start', '--data', 'mockoon.json', '--port', port, '--hostname', '127.0.0.1', '--repair', '--disable-log-to-file'],
    path: '/records/1',
  },
  wiremock: {
    works: RECORDS,
    write: (put, record) =>
      put('mappings/record.json', { request: { method: 'GET', urlPattern: '/records/[0-9]+' }, response: { status: 200, jsonBody: record } }),
    command: (port) => ['wiremock', '--port', port, '--root-dir', '.', '--bind-address', '127.0.0.1'],
    path: '/records/1',
  },
  'oauth2-mock-server': {
    works: TOKEN,
    write: () => {},
    command: (port) => ['oauth2-mock-server', '-a', '127.0.0.1', '-p', port],
    path: '/token',
    request: { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&scope=bench' },
  },
}

const route = '0b6c2f1e-5a10-4d6b-9c3f-1d5d3f6f0a01'
const environment = (record) => ({
  uuid: '0b6c2f1e-5a10-4d6b-9c3f-1d5d3f6f0a00',
  name: 'Bench',
  routes: [
    {
      uuid: route,
      type: 'http',
      method: 'get',
      endpoint: 'records/:id',
      responses: [{ uuid: '0b6c2f1e-5a10-4d6b-9c3f-1d5d3f6f0a02', statusCode: 200, body: JSON.stringify(record), default: true }],
    },
  ],
  rootChildren: [{ type: 'route', uuid: route }],
})

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(String(port)))
    })
  })

/** `record`: what it is to answer; a token endpoint needs none. */
async function launch(name, folder, record) {
  const { write, command, path, request = {} } = peers[name]
  const home = join(folder, 'work', name.replace(/\W+/g, '-'))
  write((file, data) => {
    mkdirSync(join(home, file, '..'), { recursive: true })
    writeFileSync(join(home, file), JSON.stringify(data))
  }, record)
  mkdirSync(home, { recursive: true })
  const port = await freePort()
  const [bin, ...args] = command(port)
  const full = [join(folder, 'node_modules', '.bin', bin), ...args]
  const [program, ...rest] = process.platform === 'linux' ? ['taskset', '-c', '0', ...full] : full
  const child = spawn(program, rest, { cwd: home, stdio: 'ignore', detached: true })
  const stop = () => {
    try {
      process.kill(-child.pid)
    } catch {}
  }
  const url = `http://127.0.0.1:${port}${path}`
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const status = await fetch(url, request).then(
      async (answer) => {
        await answer.text()
        return answer.status
      },
      () => 0,
    )
    if (status === 200) return { name, url, request, stop }
    if (performance.now() > until || child.exitCode !== null) {
      stop()
      return { name, failed: child.exitCode === null ? `answered ${status}` : `ended with ${child.exitCode}` }
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** The record in the answer to such a request: Zendesk names its kind around it, Dynamics does not. */
async function shown({ url, headers }) {
  const answer = await ok(await fetch(url, { headers }))
  return answer.user ?? answer
}

/** Rates of this stand-in over each peer's with the same record (or a token), taken turn by turn. A peer that does not start here is named, not left out silently. */
export async function comparePeers({ seed, seconds, rounds }) {
  const folder = install()
  const sandbox = await start('server.mjs', ['sandbox', seed, 1000])
  const asked = await requests(sandbox.said)
  const rows = []
  try {
    for (const name of Object.keys(peers))
      for (const work of peers[name].works) {
        const { target: _, work: __, ...own } = asked.find((one) => one.work === work)
        const target = TARGETS[name]
        const about = { peer: name, version: VERSIONS[name], work, ...(target ? { target } : {}) }
        const peer = await launch(name, folder, own.method === 'POST' ? undefined : await shown(own))
        if (peer.failed) {
          rows.push({ ...about, failed: peer.failed })
          continue
        }
        const other = { url: peer.url, ...peer.request }
        const pairs = []
        for (const one of [own, other]) await rate(one, 1)
        for (let turn = 0; turn < rounds; turn++) pairs.push([(await rate(own, seconds)).perSecond, (await rate(other, seconds)).perSecond])
        peer.stop()
        const middle = (of) => median(pairs.map(of))
        rows.push({
          ...about,
          perSecond: round(
            middle(([mine]) => mine),
            0,
          ),
          peerPerSecond: round(
            middle(([, theirs]) => theirs),
            0,
          ),
          ratio: round(middle(([mine, theirs]) => mine / theirs)),
        })
      }
  } finally {
    sandbox.stop()
  }
  return rows
}
