import { ZodRealError, type ZodType } from 'zod'
import type { AdjustableClock } from './clock.ts'
import { createFaults, type FaultPlan } from './faults.ts'
import { createJournal, type Journal } from './journal.ts'
import type { Mock } from './mock.ts'
import type { Durability } from './persist.ts'
import { hash32, type Random, seededRandom } from './random.ts'
import { createStore, type Snapshot, type Store } from './store.ts'
import { createVault, type TokenVault } from './tokens.ts'

/** All that one tenant, or one test, can see. */
export interface World {
  readonly id: string
  readonly seed: number
  readonly clock: AdjustableClock
  /** Asking for it makes the records that were put off. */
  readonly store: Store
  readonly tokens: TokenVault
  readonly faults: FaultPlan
  readonly journal: Journal
  /** A stream of random numbers of its own for each purpose; asking again gives the same stream, where it stands. */
  random(purpose: string): Random
  /** Starts all streams anew, for the `run`th life of the same records: numbers that made ids before a restart do not come again. */
  reseed(run: number): void
  /** How often it began anew: what was worked out from its records before is none of theirs any more. */
  resets: number
  /** Present where the World's records are kept on disk. */
  durability?: Durability
  /** How long every exchange takes on the World's clock, in ms, drawn uniformly; undefined: no time at all. */
  latency: { min: number; max: number } | undefined
  /** Each mock's settings, complete. */
  readonly settings: Record<string, unknown>
  /** Each mock's tenancy in this World: tenant id, organisation host, subdomain. Set when the mock is planted. */
  readonly tenancy: Record<string, string>
  /** Where each mock answers for this World: the vendor's own origin, then any local ones. */
  readonly origins: Record<string, string[]>
  /** The mock that answers at an origin for this World: one of `origins`, or another host by which its vendor names the same tenancy. */
  systemAt(origin: string): string | undefined
}

export interface WorldOptions {
  seed?: number
  clock?: AdjustableClock
  latency?: { min: number; max: number }
  /** Settings by mock that differ from the defaults. */
  settings?: Record<string, unknown>
  /** Seeds by mock. A mock that has none is planted with its schema's default. */
  plant?: Record<string, unknown>
}

type Given = Pick<WorldOptions, 'settings' | 'plant'>

/** A World is named by a path segment, so its name is one: letters, digits, `.`, `_`, `-`, 64 at most, whatever their case. */
export const WORLD_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/
export const WORLD_NAME_FORM = 'letters, digits, ".", "_" and "-", 64 characters at most'

/** Upper and lower case are the same: Microsoft's MSAL writes the authority that it is given in lower case, and must not sign in to another World. */
const worldKey = (id: string): string => id.toLowerCase()

export class WorldError extends Error {
  override name = 'WorldError'
}

export interface Worlds {
  readonly mocks: readonly Mock[]
  readonly baseline: World
  list(): World[]
  /** The World of that name, if there is one. */
  known(id: string): World | undefined
  /** The World of that name; forked from the baseline on first use, unless Worlds are strict. */
  get(id: string): World | undefined
  /** Throws a WorldError for a bad or taken name, or one World too many. */
  create(id: string, options?: WorldOptions): World
  /** A World that starts with the baseline's records, at its time; throws as `create` does. */
  fork(id: string, options?: Omit<WorldOptions, 'plant'>): World
  remove(id: string): boolean
  /** The World in which `mock` has this tenancy. */
  byTenancy(mock: string, tenancy: string): World | undefined
  snapshot(world: World): Snapshot
  restore(world: World, snapshot: Snapshot): void
  /** As it was when it was made: records, tokens, clock, faults and journal. */
  reset(world: World): void
  /** Makes the records that `later` put off, unless somebody asked for them already. */
  finish(): void
}

export interface WorldsOptions {
  mocks: readonly Mock[]
  /** `start`: where its time begins, when it is not the first World. */
  clock: (start?: number) => AdjustableClock
  seed: number
  id?: string
  strict?: boolean
  /** How many Worlds at the most. */
  limit?: number
  latency?: { min: number; max: number }
  settings?: Record<string, unknown>
  plant?: Record<string, unknown>
  /** The baseline's invented records are made when somebody first looks. Not for a virtual clock: it may have moved on by then. */
  later?: boolean
}

/** Throws a ZodError whose issues say in which of many settings or seeds they are. */
function readAt(place: readonly string[], schema: ZodType, value: unknown): unknown {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw new ZodRealError(result.error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path] })))
}

export function createWorlds(options: WorldsOptions): Worlds {
  const { mocks, seed, strict = false, limit = 10_000 } = options
  const worlds = new Map<string, World>()
  const origins = new Map<string, Snapshot>()
  const unfinished = new Map<World, () => void>()
  const finish = (world: World) => {
    const work = unfinished.get(world)
    unfinished.delete(world)
    work?.()
  }

  const make = (id: string, wanted: WorldOptions, store: Store, tenancy: Record<string, string>): World => {
    const clock = wanted.clock ?? options.clock()
    const streams = new Map<string, Random>()
    let root = seededRandom(wanted.seed ?? seed)
    const random = (purpose: string) => {
      let stream = streams.get(purpose)
      if (!stream) streams.set(purpose, (stream = root.stream(purpose)))
      return stream
    }
    const settings = Object.fromEntries(
      mocks.map(({ name, settings }) => [
        name,
        readAt(['settings', name], settings, { ...(options.settings?.[name] as object), ...(wanted.settings?.[name] as object) }),
      ]),
    )
    const world: World = {
      id,
      seed: root.seed,
      clock,
      get store() {
        if (unfinished.size > 0) finish(world)
        return store
      },
      tokens: createVault(store, clock),
      faults: createFaults(clock, random('faults')),
      journal: createJournal(),
      resets: 0,
      random,
      reseed(run) {
        root = seededRandom(hash32(`run ${run}`, wanted.seed ?? seed))
        streams.clear()
      },
      latency: wanted.latency ?? options.latency,
      settings,
      tenancy,
      origins: {},
      systemAt(origin) {
        for (const name in world.origins) if (world.origins[name]?.includes(origin)) return name
        const host = /^https:\/\/([^:/]+)$/.exec(origin)?.[1]
        return host && mocks.find((mock) => tenancy[mock.name] !== undefined && mock.tenancy(host, '') === tenancy[mock.name])?.name
      },
    }
    return world
  }
  const settle = (world: World): World => {
    for (const mock of mocks) world.origins[mock.name] ??= [mock.origin(world)]
    worlds.set(worldKey(world.id), world)
    if (!unfinished.has(world)) origins.set(worldKey(world.id), world.store.snapshot())
    return world
  }
  /** What a World only inherits was settled where it comes from. */
  const requireFit = (world: World, { settings, plant }: Given): void => {
    for (const { name, fits } of mocks) if (settings?.[name] !== undefined || plant?.[name] !== undefined) fits?.(world)
  }
  const plant = (world: World, given: Given, later = false): World => {
    const seeded = mocks.map((mock) => ({ mock, seed: readAt(['plant', mock.name], mock.seed, given.plant?.[mock.name] ?? {}) }))
    for (const { mock, seed } of seeded) mock.plant(world, seed)
    requireFit(world, given)
    const invent = () => {
      for (const { mock, seed } of seeded) mock.invent?.(world, seed)
    }
    if (!later) invent()
    else
      unfinished.set(world, () => {
        invent()
        origins.set(worldKey(world.id), world.store.snapshot())
      })
    return settle(world)
  }
  const proper = (id: string) => {
    if (WORLD_NAME.test(id)) return id
    throw new WorldError(`"${id}" is not a World's name: use ${WORLD_NAME_FORM}.`)
  }
  const named = (id: string) => {
    proper(id)
    const other = worlds.get(worldKey(id))
    if (other) throw new WorldError(`There is a World "${other.id}" already.`)
    if (worlds.size >= limit) throw new WorldError(`There are ${limit} Worlds already; remove one first (DELETE /_sim/worlds/NAME).`)
    return id
  }
  const fork = (id: string, wanted: WorldOptions = {}): World => {
    const taken = { seed: hash32(worldKey(id), baseline.seed), clock: options.clock(baseline.clock.now()), ...wanted }
    const world = make(named(id), taken, baseline.store.fork(), { ...baseline.tenancy })
    for (const [mock, where] of Object.entries(baseline.origins)) world.origins[mock] = [...where]
    requireFit(world, wanted)
    return settle(world)
  }

  const baseline = plant(make(proper(options.id ?? 'demo'), {}, createStore(), {}), options, options.later)

  return {
    mocks,
    baseline,
    list: () => [...worlds.values()],
    known: (id) => worlds.get(worldKey(id)),
    get: (id) => worlds.get(worldKey(id)) ?? (strict || !WORLD_NAME.test(id) || worlds.size >= limit ? undefined : fork(id)),
    fork,
    create(id, wanted = {}) {
      const world = plant(make(named(id), { seed: hash32(worldKey(id), seed), ...wanted }, createStore(), {}), wanted)
      // The first origin is the vendor's, which its own tenancy names; the others are sockets, which all Worlds share.
      for (const [mock, where] of Object.entries(baseline.origins)) world.origins[mock]?.push(...where.slice(1))
      return world
    },
    remove(id) {
      if (worldKey(id) === worldKey(baseline.id)) throw new WorldError(`"${id}" is the baseline that other Worlds are forked from; it cannot be removed.`)
      origins.delete(worldKey(id))
      return worlds.delete(worldKey(id))
    },
    byTenancy: (mock, tenancy) => (baseline.tenancy[mock] === tenancy ? baseline : [...worlds.values()].find((world) => world.tenancy[mock] === tenancy)),
    snapshot: (world) => world.store.snapshot(),
    restore: (world, snapshot) => world.store.restore(snapshot),
    finish: () => finish(baseline),
    reset(world) {
      finish(world)
      world.store.restore(origins.get(worldKey(world.id)) as Snapshot)
      world.clock.reset()
      world.faults.clear()
      world.journal.clear()
      world.resets++
    },
  }
}
