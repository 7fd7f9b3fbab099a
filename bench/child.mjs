import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = (file) => fileURLToPath(new URL(file, import.meta.url))

/** Each process on a core of its own where the machine can do that (Linux): the load must not take the server's time. */
const pinned = (core, args) => (process.platform === 'linux' ? ['taskset', ['-c', String(core), process.execPath, ...args]] : [process.execPath, args])

/** Starts a file of this folder and waits for its first line of JSON. */
export async function start(file, args = [], { core = 0, flags = [] } = {}) {
  const [command, all] = pinned(core, [...flags, here(file), ...args.map(String)])
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ${args.join(' ')} ended with ${code} before it said anything`)))
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => JSON.parse(text))
  const said = await Promise.race([line, failed])
  failed.catch(() => {})
  // Ending by the channel lets a profiler (node --cpu-prof) write down what it saw.
  /** Tells the process something, and waits for what it says to that. */
  const ask = (message) => {
    child.send(message)
    return once(child, 'message').then(([answer]) => answer)
  }
  return { said, pid: child.pid, ask, stop: () => (child.connected ? child.disconnect() : child.kill()) }
}

/** Processor time that a process has used, in microseconds; undefined where the system does not say (all but Linux). */
export function processorTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  } catch {
    return undefined
  }
}
