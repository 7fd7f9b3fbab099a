import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stale } from '../../scripts/stale.mjs'

const root = resolve(import.meta.dirname, '../..')
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
/** The command as it is published where it is up to date, for it starts in a fifth of the time; else its sources. */
export const program = stale(root) ? ['--import', tsx, join(root, 'harness/cli.ts')] : [join(root, 'dist/harness/cli.js')]

export interface Ran {
  code: number | null
  out: string
  err: string
}

/** A folder of its own for a test, gone when the test is. */
export function folder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'rehearsal-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const start = (args: readonly string[], cwd: string, env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, args, { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })

function finished(child: ChildProcess): Promise<Ran> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => (out += chunk))
  child.stderr?.on('data', (chunk) => (err += chunk))
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })))
}

/** Runs a script of the tests, with the command line's own loader. */
export const node = (script: string, args: readonly string[], cwd: string, env?: Record<string, string>): Promise<Ran> =>
  finished(start([join(root, script), ...args], cwd, env))

/** Runs `rehearsal`. */
export const rehearsal = (args: readonly string[], cwd: string = root): Promise<Ran> => finished(start([...program, ...args], cwd))

/** Runs on, and is watched: `until` settles with all that it has said so far, as soon as that fits. */
export function running(args: readonly string[], cwd: string): { until(words: RegExp): Promise<string>; stop(): Promise<Ran> } {
  const child = start([...program, ...args], cwd)
  const end = finished(child)
  let said = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    said += chunk
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  return {
    until: (words) =>
      new Promise((resolve, reject) => {
        const listener = () => {
          if (!words.test(said)) return
          listeners.delete(listener)
          resolve(said)
        }
        listeners.add(listener)
        listener()
        void end.then(({ err }) => reject(new Error(`It ended before it said ${words}: ${err}`)))
      }),
    stop() {
      child.kill('SIGINT')
      return end
    },
  }
}

export interface Up {
  /** What it printed until it was ready. */
  out: string
  /** Ctrl-C; answers how it ended. */
  stop(): Promise<Ran>
}

/** Starts `rehearsal up` and waits until it says that it runs. */
export async function up(args: readonly string[], cwd: string): Promise<Up> {
  const child = start([...program, 'up', '--port', '0', ...args], cwd)
  const end = finished(child)
  let out = ''
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      out += chunk
      if (out.includes('Ctrl-C') || out.startsWith('{')) resolve()
    })
    void end.then(({ err }) => reject(new Error(`rehearsal up ended: ${err}`)))
  })
  await ready
  return {
    out,
    stop() {
      child.kill('SIGINT')
      return end
    },
  }
}
