import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hostDelay } from '../../mocks/core/clock.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import type { Integration } from '../integration.ts'
import { type External, ExternalError, type Place } from './external.ts'
import { readNotice } from './notices.ts'

const METHODS = ['start', 'deliver', 'stop'] as const

/**
 * A file whose default export is an Integration, or makes one: `(place) => Integration`, called once a play. It runs in this
 * process on virtual time. Throws an ExternalError.
 */
export async function moduleIntegration(file: string, folder = process.cwd()): Promise<External> {
  const path = resolve(folder, file)
  if (!existsSync(path) || !statSync(path).isFile()) {
    if (/^[\w.-]+:\d+(\/|$)/.test(file)) throw new ExternalError(`"${file}" has no scheme. Write --integration http://${file}.`)
    throw new ExternalError(`There is no file ${file}. --integration takes a module (./my-integration.mjs), an http(s) URL, or "command:..." to start.`)
  }
  const exported = (await load(path, file)) as { default?: unknown } & Record<string, unknown>
  const given = exported.default
  if (given === undefined) {
    const near = Object.keys(exported).length > 0 ? ` It exports ${Object.keys(exported).join(', ')}.` : ''
    throw new ExternalError(`${file} has no default export.${near} Write "export default { start, deliver, stop }", or a function that makes one.`)
  }
  return givenIntegration(given, file)
}

/** In ms of the host's time, for start(), stop() and rest(): as long as a command has until it is ready. */
const PATIENCE = 30_000

/** An Integration, or a function that makes one for each play. Throws an ExternalError that calls it `name`. */
export function givenIntegration(given: unknown, name: string, patience = PATIENCE): External {
  if (typeof given === 'function') {
    const make = given as (place: Pick<Place, 'scenario' | 'crm'>) => unknown
    const made = (place: Pick<Place, 'scenario' | 'crm'>) => {
      try {
        return make(place)
      } catch (error) {
        throw failed(name, `the function that makes the integration failed for ${place.scenario} on ${place.crm}`, error)
      }
    }
    return { name, integration: ({ scenario, crm }) => heard(checked(made({ scenario, crm }), name), name, patience), close: async () => {} }
  }
  const integration = heard(checked(given, name), name, patience)
  return { name, integration: () => integration, close: async () => {} }
}

/** What it says is read before anything is made of it: a notice that is none is its own mistake, and fails its own call. */
const heard = (integration: Integration, name: string, patience: number): Integration => ({
  async start(env) {
    try {
      await within(patience, () => integration.start({ ...env, report: (notice) => env.report(readNotice(notice)) }))
    } catch (error) {
      throw failed(name, 'start() failed', error)
    }
  },
  deliver: (event) => integration.deliver(event),
  async stop() {
    try {
      await within(patience, () => integration.stop())
    } catch (error) {
      throw failed(name, 'stop() failed', error)
    }
  },
  ...(integration.rest ? { rest: () => within(patience, async () => integration.rest?.(), 'rest()') } : {}),
  card: (interaction) => integration.card?.(interaction),
})

/** What never settles leaves Node with nothing to wait for: it ends without a word. */
async function within(ms: number, work: () => Promise<void>, what = 'it'): Promise<void> {
  const settled = new AbortController()
  const late = hostDelay(ms, settled.signal).then(() => {
    // It was thrown nowhere in anybody's code.
    throw Object.assign(new Error(`${what} had not settled after ${ms / 1000} s`), { stack: '' })
  })
  try {
    await Promise.race([work(), late])
  } finally {
    settled.abort()
  }
}

/** An error that nobody caught, as the user's own; undefined where it came from nowhere in their code. */
export function stray(name: string, error: unknown): ExternalError | undefined {
  // What Node makes of a rejection with something that is no error has no place.
  const isPlaced = !(error instanceof Error) || (error as NodeJS.ErrnoException).code === 'ERR_UNHANDLED_REJECTION' || placeOf(error) !== undefined
  return isPlaced ? failed(name, 'it threw an error that nobody caught', error) : undefined
}

/** Ours: the sources, or what is built of them. */
const OURS = ['..', '../../mocks'].map((folder) => new URL(folder, import.meta.url).href)

/** A line of a stack that names a file. Node's own have no folder: `node:internal/process/task_queues`. */
const FRAME = /(?:^\s*at (?:async )?|\()((?:file:\/\/|\/|[A-Z]:\\)[^()\n]+?:\d+:\d+)\)?$/gm
const hrefOf = (place: string): string => (place.startsWith('file://') ? place : pathToFileURL(place).href)

/** Where in the user's code an error was thrown, or called what threw it. */
function placeOf(error: unknown): string | undefined {
  const frames = error instanceof Error ? [...(error.stack ?? '').matchAll(FRAME)] : []
  return frames.map(([, place]) => place as string).find((place) => !OURS.some((folder) => hrefOf(place).startsWith(folder)))
}

/** The user's own code threw: what it said, and where. */
function failed(name: string, what: string, error: unknown): ExternalError {
  const place = placeOf(error)
  return new ExternalError(`${name}: ${what}: ${error instanceof Error ? error.message : String(error)}${place ? ` (${place})` : ''}`)
}

async function load(path: string, file: string): Promise<object> {
  try {
    return (await import(pathToFileURL(path).href)) as object
  } catch (error) {
    const hint = (error as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION' ? ' Node reads .mjs and .js; build other languages first.' : ''
    throw new ExternalError(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}${hint}`)
  }
}

function checked(value: unknown, file: string): Integration {
  const found = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  const missing = METHODS.filter((method) => typeof found[method] !== 'function')
  if (missing.length === 0) return value as Integration
  if (typeof found.then === 'function')
    throw new ExternalError(`${file}: its default export makes a promise, where an integration is wanted at once. Leave out "async", and wait in start(env).`)
  const guess =
    missing.length === 1
      ? didYouMean(
          missing[0] as string,
          Object.keys(found).filter((key) => !(METHODS as readonly string[]).includes(key)),
        )
      : ''
  throw new ExternalError(
    `${file}: its default export is no integration: ${missing.join(', ')} missing.${guess} An integration has start(env), deliver(event) and stop(), which return promises.`,
  )
}
