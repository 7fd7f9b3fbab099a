import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ControlError, errorBody, jsonBody, misfit, read } from './control/answers.ts'
import { command, readClockCommand } from './control/clock.ts'
import { openApiRoutes } from './control/documents.ts'
import { type ControlEvent, createEventStreams, type EventStreams } from './control/events.ts'
import { filterJournal, JOURNAL_FILTERS } from './control/journal.ts'
import { describe, faultShown } from './control/shown.ts'
import { snapshotRoutes } from './control/snapshots.ts'
import { neverStrikes } from './faults/target.ts'
import { faultSchema } from './faults.ts'
import { didYouMean } from './nearest.ts'
import { Refusal } from './problem.ts'
import { duration, SeedError } from './schema.ts'
import { type World, WorldError, type Worlds } from './world.ts'

export interface ControlPlane {
  fetch(request: Request, env?: unknown): Response | Promise<Response>
  /** That it runs, and where. */
  health(): object
  /** For events of others' making on the same streams. */
  streams: Pick<EventStreams, 'publish' | 'watched' | 'close'>
  /** Ends the open event streams. */
  close(): void
}

export interface ControlOptions {
  worlds: Worlds
  /** What `health` tells beside its own. */
  about(): Record<string, unknown>
  /** More descriptions by name, made when somebody asks: `asyncapi.json`. */
  documents?: Readonly<Record<string, () => Promise<unknown>>>
  /** Hears what was done to a World from here. */
  steered?(world: World, what: ControlEvent['event']): void
}

const FAULT_EXAMPLE = '{"when":{"mock":"dynamics","method":"PATCH"},"times":1,"effect":{"kind":"refuse","status":503,"retryAfter":5}}'
const WORLD_EXAMPLE = '{"name":"class-07"}'

const worldSchema = z.strictObject({
  name: z.string(),
  /** Random seed. */
  seed: z.int().nonnegative().optional(),
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  latency: z
    .strictObject({ min: duration, max: duration })
    .refine(({ min, max }) => min <= max, 'max is not below min')
    .optional(),
  /** Seeds by mock: a tenancy of its own, instead of a fork of the baseline. */
  plant: z.record(z.string(), z.unknown()).optional(),
})

/** Everything that steers a running sandbox, below one prefix that no vendor uses. JSON in, JSON out. */
export function controlPlane({ worlds, about, steered = () => {}, documents = {} }: ControlOptions): ControlPlane {
  const app = new Hono().basePath('/_sim')
  const streams = createEventStreams()
  const publish = (world: World, event: ControlEvent) => {
    streams.publish(world, event)
    steered(world, event.event)
  }

  const known = () => worlds.list().map((world) => world.id)
  const existing = (name: string): World => {
    const world = worlds.known(name)
    if (world) return world
    throw new ControlError(404, `There is no World "${name}".${didYouMean(name, known())}`, {
      expected: `one of ${known().slice(0, 20).join(', ')}; POST /_sim/worlds ${WORLD_EXAMPLE} makes another`,
    })
  }
  /** The World that the query names. What else it says must be known: a slip of the pen would reach the baseline. */
  const worldOf = (c: Context, also: readonly string[] = []): World => {
    const { world, ...rest } = c.req.query()
    const known = ['world', ...also]
    for (const name of Object.keys(rest))
      if (!also.includes(name))
        throw new ControlError(400, `The query can say nothing about "${name}" here.${didYouMean(name, known)}`, { expected: known.join(', ') })
    return world === undefined ? worlds.baseline : existing(world)
  }

  // What steers a World that is kept on disk is answered when it is there, as every other change is.
  app.use('/*', async (c, next) => {
    await next()
    const trouble = c.req.method === 'GET' ? undefined : await worlds.baseline.durability?.settled()
    if (trouble !== undefined) throw new ControlError(503, trouble)
  })

  const health = () => ({ status: 'ok', ...about(), worlds: worlds.list().length })
  app.get('/health', (c) => c.json(health()))

  app.get('/worlds', (c) => c.json({ worlds: worlds.list().map((world) => describe(world, worlds)) }))
  app.post('/worlds', async (c) => {
    const { name, plant, ...wanted } = read(worldSchema, await jsonBody(c, WORLD_EXAMPLE), WORLD_EXAMPLE)
    knownMocks(worlds, plant, 'plant')
    knownMocks(worlds, wanted.settings, 'settings')
    const there = worlds.known(name)
    if (there) throw new ControlError(409, `There is a World "${there.id}" already.`)
    const world = plant ? worlds.create(name, { ...wanted, plant }) : worlds.fork(name, wanted)
    return c.json(describe(world, worlds), 201)
  })
  app.get('/worlds/:name', (c) => c.json(describe(existing(c.req.param('name')), worlds)))
  app.delete('/worlds/:name', (c) => {
    const world = existing(c.req.param('name'))
    const { id } = world
    if (id === worlds.baseline.id) throw new ControlError(409, `"${id}" is the baseline that other Worlds are forked from; it cannot be removed.`)
    worlds.remove(id)
    streams.close(world)
    return c.body(null, 204)
  })

  app.get('/clock', (c) => {
    const world = worldOf(c)
    return c.json({ world: world.id, ...world.clock.state() })
  })
  app.post('/clock', async (c) => {
    const world = worldOf(c)
    await command(world.clock, readClockCommand(await jsonBody(c, '{"advance":"2h"}')))
    world.durability?.moved()
    publish(world, { event: 'clock', data: world.clock.state() })
    return c.json({ world: world.id, ...world.clock.state() })
  })

  const changedFaults = (world: World) => publish(world, { event: 'faults', data: world.faults.list().map(faultShown) })
  app.get('/faults', (c) => c.json({ faults: worldOf(c).faults.list().map(faultShown) }))
  app.post('/faults', async (c) => {
    const world = worldOf(c)
    const fault = read(faultSchema, await jsonBody(c, FAULT_EXAMPLE), FAULT_EXAMPLE)
    const never = neverStrikes(fault.when, worlds.mocks)
    if (never) throw new ControlError(400, never.message, { expected: never.expected })
    const active = world.faults.add(fault)
    changedFaults(world)
    return c.json(faultShown(active), 201)
  })
  app.delete('/faults', (c) => {
    const world = worldOf(c)
    world.faults.clear()
    changedFaults(world)
    return c.body(null, 204)
  })
  app.delete('/faults/:id', (c) => {
    const world = worldOf(c)
    const ids = world.faults.list().map((fault) => fault.id)
    const id = c.req.param('id')
    if (!world.faults.remove(id)) throw new ControlError(404, `World "${world.id}" has no fault "${id}".${didYouMean(id, ids)}`)
    changedFaults(world)
    return c.body(null, 204)
  })

  app.get('/journal', (c) => {
    const world = worldOf(c, JOURNAL_FILTERS)
    return c.json({ world: world.id, exchanges: filterJournal(world.journal.all(), c.req.query()) })
  })
  app.delete('/journal', (c) => {
    worldOf(c).journal.clear()
    return c.body(null, 204)
  })
  app.get('/journal/:id', (c) => {
    const exchange = worldOf(c).journal.get(Number(c.req.param('id')))
    if (!exchange) throw new ControlError(404, `The journal has no exchange ${c.req.param('id')}.`)
    return c.json(exchange)
  })

  snapshotRoutes(app, { worlds, worldOf, publish })

  app.post('/reset', (c) => {
    const world = worldOf(c)
    worlds.reset(world)
    publish(world, { event: 'reset', data: describe(world, worlds) })
    return c.json(describe(world, worlds))
  })

  app.get('/events', (c) => {
    const world = worldOf(c, ['since'])
    const since = c.req.query('since')
    if (since !== undefined && !/^\d+(@\w+)?$/.test(since))
      throw new ControlError(400, '"since" takes the id of an exchange, or of an event of this stream.', { got: since })
    return streams.open(world, c.req.header('last-event-id') ?? since)
  })

  openApiRoutes(app, { worlds, worldOf, about, documents })

  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => ({ method, path, pattern: new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`) }))
  app.all('/*', (c) => {
    const { path, method } = c.req
    const allowed = routes.filter((route) => route.pattern.test(path)).map((route) => route.method)
    if (allowed.length > 0) {
      c.header('allow', allowed.join(', '))
      throw new ControlError(405, `${path} takes ${allowed.join(' and ')}, not ${method}.`)
    }
    const paths = [...new Set(routes.map((route) => route.path).filter((known) => !known.endsWith('*')))]
    throw new ControlError(404, `The control plane has no ${path}.${didYouMean(path, paths)}`, { expected: paths.join(', ') })
  })

  app.onError((error, c) => {
    if (error instanceof ControlError) return c.json(errorBody(error), error.status)
    if (error instanceof WorldError || error instanceof SeedError) return c.json(errorBody(new ControlError(400, error.message)), 400)
    // A seed that fits its schema and still makes no record: the mock says why in its own words.
    if (error instanceof Refusal) return c.json(errorBody(new ControlError(400, `plant: ${error.message}`, { got: error.problem.detail })), 400)
    // Of a mock's settings or seed, which its own schema reads.
    if (error instanceof z.ZodError) {
      const [what, name] = error.issues[0]?.path ?? []
      const mock = worlds.mocks.find((one) => one.name === name)
      return c.json(errorBody(new ControlError(400, misfit(error, what === 'settings' ? mock?.settings : mock?.seed, 2))), 400)
    }
    throw error
  })
  return { fetch: (request, env) => app.fetch(request, env as object), health, streams, close: () => streams.close() }
}

function knownMocks(worlds: Worlds, named: object | undefined, where: string): void {
  const names = worlds.mocks.map((mock) => mock.name)
  for (const name of Object.keys(named ?? {}))
    if (!names.includes(name))
      throw new ControlError(400, `${where}: there is no "${name}".${didYouMean(name, names)}`, { expected: `one of ${names.join(', ')}` })
}
