import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { contactsPath, dynamicsHeaders, ok } from './client.mjs'
import { median, megabytes, round } from './statistics.mjs'

const cli = fileURLToPath(new URL('../dist/harness/cli.js', import.meta.url))

/** Of a process, in bytes; undefined where the system does not say (all but Linux). */
async function resident(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return kilobytes ? Number(kilobytes) * 1024 : undefined
}

async function once200(seed) {
  const begun = performance.now()
  const child = spawn(process.execPath, [cli, 'up', '--port', '0', '--json', '--seed', String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const ready = performance.now() - begun
  const answer = await fetch(`${JSON.parse(line).console.replace('localhost', '127.0.0.1')}/_sim/health`)
  if (answer.status !== 200) throw new Error(`/_sim/health answered ${answer.status}`)
  const first = performance.now() - begun
  const memory = await resident(child.pid)
  // Invented people are made behind the first answer: until somebody reads one, and what is held then, are told too.
  const { systems, credentials } = JSON.parse(line)
  const at = (name) => systems[name].url.replace('localhost', '127.0.0.1')
  const headers = await dynamicsHeaders(fetch, `${at('entra')}/${credentials.entra.tenantId}/oauth2/v2.0/token`, credentials.entra)
  await ok(await fetch(`${at('dynamics')}${contactsPath}?$top=1`, { headers }))
  const contact = performance.now() - begun
  const planted = await resident(child.pid)
  child.kill()
  await once(child, 'exit')
  return { ready, first, memory, contact, planted }
}

/** From starting the built command with its 1,000 contacts to the first 200, and what it holds resident then. */
export async function startup({ seed, times = 7 }) {
  const runs = []
  for (let turn = 0; turn < times; turn++) runs.push(await once200(seed))
  const memory = median(runs.map((run) => run.memory))
  return {
    ready: round(median(runs.map((run) => run.ready)), 0),
    first200: round(median(runs.map((run) => run.first)), 0),
    best200: round(Math.min(...runs.map((run) => run.first)), 0),
    target: 500,
    firstContact: round(median(runs.map((run) => run.contact)), 0),
    residentMB: memory === undefined ? null : megabytes(memory),
    residentTarget: 80,
    residentPlantedMB: memory === undefined ? null : megabytes(median(runs.map((run) => run.planted))),
  }
}
