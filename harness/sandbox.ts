/**
 * The library's face: a CRM, its identity provider and a contact centre's clock for a test of one's own.
 *
 * @example
 * ```ts
 * import { createSandbox } from 'crm-rehearsal'
 *
 * const sandbox = await createSandbox({ seed: 7, clock: 'virtual' })
 * await sandbox.dynamics.seed({ contacts: [{ lastname: 'Byron', telephone1: '+49301234567' }] })
 * const connector = new MyConnector({ fetch: sandbox.fetch, ...sandbox.dynamics.credentials })
 * await connector.findByPhone('+49301234567')
 * await sandbox.clock.advance('2h') // the access token is dead now
 * await connector.findByPhone('+49301234567')
 * expect(sandbox.journal.of('entra')).toHaveLength(2) // signed in, renewed once
 * ```
 *
 * @module
 */
import {
  hostNow,
  hostSecret,
  hostTimer,
  instantOf,
  type Mock,
  scaledClock,
  virtualClock,
  type World,
  type WorldOptions,
  type Worlds,
} from '../mocks/core/index.ts'
import { type DemoCredentials, demo, rehearsalSeeds } from './demo.ts'
import { checkOptions, checkSystems, legibly } from './sandbox/options.ts'
import type { SandboxWorld } from './sandbox/world.ts'
import type { Workflows } from './workflow-service/open.ts'

export type { ActiveFault, CrmAction, CrmWrite, Exchange, Journal, RecordKind, Remark } from '../mocks/core/index.ts'
export type * from './events.ts'
export type { CardRecord, CustomerCard, Environment, Integration, Notice } from './integration.ts'
export { type Finding, type PlayResult, type Rehearsal, RehearsalError, type RehearseOptions, rehearse, type Summary } from './rehearse.ts'
export type * from './sandbox/world.ts'

export interface SandboxOptions {
  /** Of all random numbers: the same seed gives the same ids, delays and people. Default 20261120. */
  seed?: number
  /** `virtual` (default) jumps over waiting; `real` runs with the host's clock. */
  clock?: 'virtual' | 'real'
  /** Where time starts: RFC 3339, a Date, or milliseconds. Default: 2026-11-20T08:00:00Z, or now on a real clock. */
  start?: string | Date | number
  /** Simulated seconds per second of a real clock. Default 1. */
  scale?: number
  /** The World's name. Default `demo`. */
  name?: string
  /** A World that nobody made is refused instead of forked from this one. */
  strictWorlds?: boolean
  /** People and cases to begin with, in each CRM. Default none. */
  generate?: { contacts?: number; cases?: number }
  /** By system, what differs from the defaults: `{ entra: { tokenLatency: { min: 0, max: 0 } } }`. See each system's README. */
  settings?: Record<string, unknown>
  /** What every exchange takes, in ms on the World's clock. Default: no time. */
  latency?: WorldOptions['latency']
  /** By system, members of its seed that replace the demonstration's. */
  plant?: Record<string, Record<string, unknown>>
  /**
   * Opens sockets: one per system, and the console's. `true` takes free ports; `port` is the console's and the next ones follow.
   * Off loopback (`host`) the control plane wants the token in `sandbox.console.token`: `token`, or one made on the spot.
   */
  listen?: boolean | { port?: number; host?: string; token?: string }
  /** With `listen`: https, by a certificate authority made on the spot. Its certificate is `sandbox.ca`. */
  tls?: boolean
  /**
   * A folder that keeps this World's records and tokens: what an exchange changed is on the disk before it is answered, and the
   * next sandbox with this folder goes on from there. Other Worlds, clock, faults and journal are not kept.
   */
  data?: string
  /** Told when the folder cannot be written to any more, and when it can be again. */
  onDataTrouble?: (message: string) => void
  /** CRM configurations that the workflow service knows: files, or folders of them. Default: the packaged `support` ones, which fit this World. */
  configurations?: readonly string[]
}

export interface Sandbox extends SandboxWorld {
  /** Another World of this sandbox, forked from this one on first use: same records and time, its own from then on, with a journal and faults of its own. */
  world(name: string): SandboxWorld
  worlds(): string[]
  /** Where the console and the control plane listen; undefined in-process. `token` only off loopback. */
  readonly console: { url: string; token?: string } | undefined
  /** The certificate (PEM) that clients must trust, with `tls`. */
  readonly ca: string | undefined
  /** The folder of `data`, how often it was opened (1: it is new), and what is to be said of how it was found. */
  readonly data: { folder: string; run: number; notices: readonly string[] } | undefined
  /** The systems, in order, with what they hold: for a table. */
  readonly systems: { name: string; title: string; url: string; holds: string; tries: string[] }[]
  /** Closes the sockets and gives the data folder back; with neither there is nothing to close. */
  close(): Promise<void>
}

/** Invented records are made so many ms of host time after everything listens, if nobody asked for them before. */
const SOON = 100

/**
 * Makes a sandbox: Entra ID, Dynamics 365 and Zendesk in one World whose credentials fit each other.
 *
 * In-process (the default), `sandbox.fetch` answers the vendors' own host names and nothing leaves the process. With
 * `listen` each system has a URL as well, for clients that bring their own HTTP.
 *
 * @throws PortInUse when a port that was asked for is taken; NoSuchAddress for a host that this machine is not; DataError when the data folder cannot be used, is in use or damaged; RangeError for an option that is none, and for a setting or a member of a seed that its system does not take.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options)
  const { discoverMocks } = await import('../mocks/core/discover.ts')
  const { createWorlds } = await import('../mocks/core/world.ts')
  const { sandboxWorld } = await import('./sandbox/world.ts')
  const { seeds, credentials } = rehearsalSeeds(options.generate)
  const mocks = await discoverMocks()
  const names = mocks.map(({ name }) => name)
  checkSystems('settings', options.settings ?? {}, names)
  checkSystems('plant', options.plant ?? {}, names)
  const start = options.start === undefined ? undefined : instantOf(options.start)
  if (start === undefined && options.start !== undefined)
    throw new RangeError(`start: ${String(options.start)} is no instant; write it as 2026-11-20T08:00:00Z.`)
  const makeClock = (at = start) => (options.clock === 'real' ? scaledClock(at ?? hostNow(), options.scale ?? 1) : virtualClock(at ?? Date.parse(demo.start)))
  const later = options.clock === 'real' && options.listen !== undefined && options.listen !== false && options.data === undefined
  const worlds = legibly(mocks, () =>
    createWorlds({
      mocks,
      clock: makeClock,
      seed: options.seed ?? demo.seed,
      id: options.name ?? 'demo',
      strict: options.strictWorlds ?? false,
      ...(options.latency ? { latency: options.latency } : {}),
      settings: options.settings ?? {},
      plant: merged(mocks, seeds, options.plant ?? {}),
      later,
    }),
  )
  const { createWorkflows } = await import('./workflow-service/open.ts')
  const workflows = await createWorkflows(worlds, credentials, demo.agentToken, options.configurations)
  const data = options.data === undefined ? undefined : await keep(worlds, options.data, options.onDataTrouble)
  const front = options.listen
    ? await open(worlds, workflows, credentials, options, options.listen === true ? {} : options.listen).catch(async (error) => {
        await data?.close()
        throw error
      })
    : undefined
  const hurry = later ? hostTimer(SOON, worlds.finish) : undefined
  const views = new WeakMap<World, SandboxWorld>()
  const view = (name: string): SandboxWorld => {
    const world = worlds.get(name)
    if (!world)
      throw new RangeError(
        `There is no World "${name}" and none can be made. Known: ${worlds
          .list()
          .map(({ id }) => id)
          .join(', ')}.`,
      )
    let known = views.get(world)
    if (!known) views.set(world, (known = sandboxWorld(worlds, world, front && { ...front.urls, workflows: front.workflows }, credentials, workflows)))
    return known
  }

  return {
    ...view(worlds.baseline.id),
    world: view,
    worlds: () => worlds.list().map((world) => world.id),
    console: front?.console,
    ca: front?.ca,
    get systems() {
      return mocks.map((mock) => {
        const url = front?.urls[mock.name] ?? (worlds.baseline.origins[mock.name]?.[0] as string)
        return {
          name: mock.name,
          title: mock.title,
          url,
          get holds() {
            return mock.census?.(worlds.baseline) ?? ''
          },
          get tries() {
            return mock.tries?.(worlds.baseline, url, front?.urls ?? {}) ?? []
          },
        }
      })
    },
    data: data && { folder: data.folder, run: data.run, notices: data.notices },
    async close() {
      hurry?.()
      await front?.close()
      await data?.close()
    },
  }
}

async function keep(worlds: Worlds, folder: string, tell: ((message: string) => void) | undefined) {
  const { persist } = await import('../mocks/core/persist.ts')
  return persist(worlds.baseline, folder, tell ? { tell } : {})
}

function merged(mocks: readonly Mock[], seeds: Record<string, Record<string, unknown>>, plant: Record<string, Record<string, unknown>>) {
  return Object.fromEntries(mocks.map(({ name }) => [name, { ...seeds[name], ...plant[name] }]))
}

async function open(
  worlds: Worlds,
  workflows: Workflows,
  credentials: DemoCredentials,
  options: SandboxOptions,
  { port = 0, host, token: chosen }: { port?: number; host?: string; token?: string },
) {
  const { createConsole } = await import('./console/console.ts')
  const { listenAll } = await import('./systems.ts')
  const { isLoopback } = await import('../mocks/core/control/guard.ts')
  const token = host === undefined || isLoopback(host) ? undefined : (chosen ?? hostSecret())
  const certificates = options.tls ? await certify(host) : undefined
  const systems = await listenAll(worlds, createConsole(worlds, token, { credentials, configurations: options.configurations }), workflows, {
    port,
    ...(host ? { host } : {}),
    ...(certificates ? { tls: certificates } : {}),
  })
  return { ...systems, console: { url: systems.console, ...(token ? { token } : {}) }, ca: certificates?.ca }
}

async function certify(host: string | undefined) {
  const { makeCertificates } = await import('../mocks/core/certificates.ts')
  const hosts = ['localhost', '127.0.0.1', '::1', ...(host && host !== '0.0.0.0' && host !== '::' ? [host] : [])]
  // An hour of slack: a client whose clock is a little behind must not find a certificate from the future.
  return makeCertificates({ hosts: [...new Set(hosts)], notBefore: hostNow() - 3_600_000 })
}
