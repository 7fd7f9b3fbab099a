import { neverStrikes } from '../../mocks/core/faults/target.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import {
  type ActiveFault,
  type ClockState,
  DURATION_FORM,
  type Fault,
  faultSchema,
  instantOf,
  type Journal,
  LATEST,
  parseDuration,
  type Snapshot,
  type World,
  type Worlds,
} from '../../mocks/core/index.ts'
import { demo as constants, type DemoCredentials } from '../demo.ts'
import { WORKFLOWS_ORIGIN, type Workflows } from '../workflow-service/open.ts'
import { legibly } from './options.ts'

/** What a fault is made of, with durations and instants in text or milliseconds. */
export type FaultInput = (typeof faultSchema)['_input']

export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** `2h`, `90s`, `1h30m`, or milliseconds. Settles when all that fell due on the way has happened. */
  advance(duration: string | number): Promise<void>
  set(instant: string | Date | number): void
  freeze(): void
  /** Of a real clock: simulated seconds per second. */
  scale(factor: number): void
  reset(): void
  state(): ClockState
}

export interface SandboxFaults {
  /**
   * Harms matching exchanges from now on.
   * @example sandbox.faults.add({ when: { mock: 'dynamics', method: 'PATCH' }, times: 1, effect: { kind: 'drop', when: 'after' } })
   */
  add(fault: FaultInput): ActiveFault
  remove(id: string): boolean
  clear(): void
  list(): readonly ActiveFault[]
}

/** Records by collection, in the vendor's own columns. */
export type Records = Record<string, Record<string, unknown>[]>

export interface SandboxSystem<Credentials> {
  /** Where clients reach it: a local URL while the sandbox listens, else the vendor's own origin, which `fetch` answers. */
  readonly url: string
  readonly credentials: Credentials
  /** Puts records into it past sign-in and journal, and answers them as stored, by collection. */
  seed(records: Records): Promise<Records>
  /** As `sandbox.fetch`, with paths relative to `url`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
}

export interface EntraCredentials {
  tenantId: string
  clientId: string
  clientSecret: string
  /** `https://.../<tenant>`, as MSAL wants it. */
  authority: string
  tokenUrl: string
  /** What to ask for: everything that the application may do in Dynamics, `<its url>/.default`. */
  scope: string
}

export interface DynamicsCredentials extends EntraCredentials {
  /** The organisation's URL. */
  url: string
}

export interface ZendeskCredentials {
  url: string
  subdomain: string
  clientId: string
  clientSecret: string
  tokenUrl: string
  /** For Basic authentication: `<email>/token` and the API token. */
  email: string
  apiToken: string
}

export interface SandboxWorld {
  readonly name: string
  /** `fetch` in-process: the vendors' host names and the local URLs answer, every other host is refused. */
  readonly fetch: typeof fetch
  readonly entra: SandboxSystem<EntraCredentials>
  readonly dynamics: SandboxSystem<DynamicsCredentials>
  readonly zendesk: SandboxSystem<ZendeskCredentials>
  /** The workflow service that an agent application talks to, and what it signs in with: `Authorization: Bearer <token>`. */
  readonly workflows: { readonly url: string; readonly token: string }
  readonly clock: SandboxClock
  readonly faults: SandboxFaults
  /** Every exchange, secrets redacted, with what it meant: `journal.of('entra')`. */
  readonly journal: Journal
  /** As it was when it was made: records, tokens, clock, faults and journal. */
  reset(): void
  /** Records and tokens as they are now; cheap, however many there are. */
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
}

const shown = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))

/** What a user sees of a World. `urls`: local ones by mock, while the sandbox listens. */
export function sandboxWorld(
  worlds: Worlds,
  world: World,
  urls: Readonly<Record<string, string>> | undefined,
  demo: DemoCredentials,
  workflows: Workflows,
): SandboxWorld {
  const systems = worldFetch(worlds, world)
  const prefix = world === worlds.baseline ? '' : `/w/${world.id}`
  const service = urls?.workflows ? urls.workflows + prefix : WORKFLOWS_ORIGIN
  const answer: typeof fetch = async (input, init) => {
    const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input)
    if (origin !== WORKFLOWS_ORIGIN && !(urls?.workflows && origin === new URL(urls.workflows).origin)) return await systems(input, init)
    const [, name, path = pathname] = /^\/w\/([^/]+)(\/.*)$/.exec(pathname) ?? []
    if (name !== undefined && name !== world.id) return await workflows.fetch(new Request(input, init))
    // Loading the service is host work, which a virtual clock cannot see.
    const at = await world.clock.during(workflows.in(world))
    return await at.fetch(new Request(new URL(path + search, origin), new Request(input, init)))
  }
  const urlOf = (mock: string) => (urls?.[mock] ? urls[mock] + prefix : (world.origins[mock]?.[0] as string))

  const system = <Credentials>(name: string, credentials: Credentials): SandboxSystem<Credentials> => ({
    url: urlOf(name),
    credentials,
    async seed(records) {
      const mock = worlds.mocks.find((candidate) => candidate.name === name)
      if (!mock?.sow) throw new Error(`${mock?.title ?? name} takes no records beside its seed.`)
      const before = worlds.snapshot(world)
      try {
        const sown = (await legibly(worlds.mocks, () => mock.sow?.(world, records), ['seed', name])) as Records
        const trouble = await world.durability?.settled()
        if (trouble !== undefined) throw new Error(trouble)
        return sown
      } catch (error) {
        // All of them or none: a test that mends its records and tries again finds no half of them.
        worlds.restore(world, before)
        throw error
      }
    },
    fetch: (input, init) => answer(typeof input === 'string' && input.startsWith('/') ? urlOf(name) + input : input, init),
  })
  const tenantId = world.tenancy.entra ?? demo.entra.tenantId
  const entra = {
    ...demo.entra,
    tenantId,
    authority: `${urlOf('entra')}/${tenantId}`,
    tokenUrl: `${urlOf('entra')}/${tenantId}/oauth2/v2.0/token`,
    scope: `${urlOf('dynamics')}/.default`,
  }

  return {
    name: world.id,
    fetch: answer,
    entra: system('entra', entra),
    dynamics: system('dynamics', { ...entra, url: urlOf('dynamics') }),
    zendesk: system('zendesk', {
      ...demo.zendesk,
      url: urlOf('zendesk'),
      subdomain: world.tenancy.zendesk ?? '',
      tokenUrl: `${urlOf('zendesk')}/oauth/tokens`,
    }),
    workflows: { url: service, token: constants.agentToken },
    clock: {
      now: world.clock.now,
      advance(duration) {
        const ms = typeof duration === 'number' ? duration : parseDuration(String(duration))
        if (ms === undefined || !(ms >= 0)) throw new RangeError(`advance: ${shown(duration)} is not ${DURATION_FORM}.`)
        if (world.clock.now() + ms > LATEST) throw new RangeError(`advance: ${shown(duration)} leads past the year 9999.`)
        return world.clock.advance(ms)
      },
      set(instant) {
        const at = instantOf(instant)
        if (at === undefined) throw new RangeError(`set: ${String(instant)} is no instant; write it as 2026-11-20T08:00:00Z.`)
        world.clock.set(at)
      },
      freeze: world.clock.freeze,
      scale: world.clock.scale,
      reset: world.clock.reset,
      state: world.clock.state,
    },
    faults: {
      add(input) {
        const fault: Fault = faultSchema.parse(input)
        const never = neverStrikes(fault.when, worlds.mocks)
        if (never) throw new RangeError(never.message)
        return world.faults.add(fault)
      },
      remove: world.faults.remove,
      clear: world.faults.clear,
      list: world.faults.list,
    },
    journal: world.journal,
    reset: () => worlds.reset(world),
    snapshot: () => worlds.snapshot(world),
    restore: (snapshot) => worlds.restore(world, snapshot),
  }
}
