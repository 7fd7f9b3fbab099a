import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { didYouMean } from '../nearest.ts'
import type { Snapshot } from '../store.ts'
import { WORLD_NAME, WORLD_NAME_FORM, type World, type Worlds } from '../world.ts'
import { ControlError, jsonBody, read } from './answers.ts'
import type { ControlEvent } from './events.ts'

interface Sources {
  worlds: Worlds
  worldOf(c: Context): World
  publish(world: World, event: ControlEvent): void
}

const snapshotSchema = z.strictObject({ name: z.string().regex(WORLD_NAME, `a name has ${WORLD_NAME_FORM}`).optional() })

/** States of a World under names, to go back to: kept as long as the World is, in memory alone. */
export function snapshotRoutes(app: Hono, { worlds, worldOf, publish }: Sources): void {
  const kept = new WeakMap<World, Map<string, { name: string; takenAt: string; snapshot: Snapshot }>>()
  const snapshotsOf = (world: World) => {
    const snapshots = kept.get(world) ?? new Map()
    kept.set(world, snapshots)
    return snapshots
  }
  const snapshotOf = (world: World, name: string) => {
    const found = snapshotsOf(world).get(name)
    if (found) return found
    throw new ControlError(404, `World "${world.id}" has no snapshot "${name}".${didYouMean(name, snapshotsOf(world).keys())}`)
  }

  app.get('/snapshots', (c) => {
    const world = worldOf(c)
    return c.json({ world: world.id, snapshots: [...snapshotsOf(world).values()].map(({ name, takenAt }) => ({ name, takenAt })) })
  })
  app.post('/snapshots', async (c) => {
    const world = worldOf(c)
    const snapshots = snapshotsOf(world)
    const { name = unnamed(snapshots) } = read(snapshotSchema, await jsonBody(c, '{"name":"before-class"}'), '{"name":"before-class"}')
    if (snapshots.has(name)) throw new ControlError(409, `World "${world.id}" has a snapshot "${name}" already; delete it first or choose another name.`)
    const taken = { name, takenAt: new Date(world.clock.now()).toISOString(), snapshot: worlds.snapshot(world) }
    snapshots.set(name, taken)
    return c.json({ world: world.id, name, takenAt: taken.takenAt }, 201)
  })
  app.post('/snapshots/:name/restore', (c) => {
    const world = worldOf(c)
    const { name, takenAt, snapshot } = snapshotOf(world, c.req.param('name'))
    worlds.restore(world, snapshot)
    publish(world, { event: 'restored', data: { name } })
    return c.json({ world: world.id, restored: name, takenAt })
  })
  app.delete('/snapshots/:name', (c) => {
    const world = worldOf(c)
    snapshotsOf(world).delete(snapshotOf(world, c.req.param('name')).name)
    return c.body(null, 204)
  })
}

function unnamed(snapshots: ReadonlyMap<string, unknown>): string {
  for (let i = snapshots.size + 1; ; i++) if (!snapshots.has(`snapshot-${i}`)) return `snapshot-${i}`
}
