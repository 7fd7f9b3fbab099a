import { Hono } from 'hono'
import { ControlError, errorBody, jsonBody, read } from '../../mocks/core/control/answers.ts'
import { command, readClockCommand } from '../../mocks/core/control/clock.ts'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { WORLD_NAME, WORLD_NAME_FORM, type World, WorldError, type Worlds } from '../../mocks/core/world.ts'
import { commandSchema, DESK_EXAMPLE, DESKS_EXAMPLE, desksSchema } from './commands.ts'
import { DeskError } from './desk/problem.ts'
import type { Desks } from './desks.ts'
import type { Library } from './library.ts'
import type { DesksCommand } from './protocol.ts'

/** A command is a few lines: the longest message a trainee pastes fits. */
const LONGEST = 64 * 1024

const PATHS = 'GET or POST /_sim/desk, GET /_sim/desk/scenarios, GET /_sim/desk/scenario.yaml, GET or POST /_sim/desks'

/** What the page asks of desks, below the control plane's prefix and with its manners. */
export function deskRoutes(worlds: Worlds, desks: Desks, library: Library): Hono {
  const app = new Hono().basePath('/_sim')

  const existing = (name: string): World => {
    const world = worlds.known(name)
    if (world) return world
    const known = worlds.list().map(({ id }) => id)
    throw new ControlError(404, `There is no World "${name}".${didYouMean(name, known)}`, { expected: `one of ${known.slice(0, 20).join(', ')}` })
  }
  /** A desk's World is made when somebody sits down: that is what the link that a trainer shares is for. It begins at the trainer's time. */
  const worldOf = (name: string | undefined, site?: string): World => {
    if (name === undefined) return worlds.baseline
    const known = worlds.known(name)
    if (known) return known
    // A picture on a foreign page is a GET, too.
    if (site === 'cross-site') throw new ControlError(403, 'A page of another site may not open a desk.')
    if (!WORLD_NAME.test(name)) throw new ControlError(400, `"${name}" is not a World's name.`, { expected: WORLD_NAME_FORM })
    const world = worlds.get(name) ?? existing(name)
    const { scale, kind } = worlds.baseline.clock.state()
    if (scale === 0) world.clock.freeze()
    else if (kind === 'scaled' && scale !== null) world.clock.scale(scale)
    return world
  }

  app.use('/*', async (c, next) => {
    await next()
    const trouble = c.req.method === 'GET' ? undefined : await worlds.baseline.durability?.settled()
    if (trouble !== undefined) throw new ControlError(503, trouble)
  })

  app.get('/desk', async (c) => c.json(await desks.view(worldOf(c.req.query('world'), c.req.header('sec-fetch-site')))))
  app.post('/desk', async (c) => {
    const body = await jsonBody(c, DESK_EXAMPLE, LONGEST)
    return c.json(await desks.command(worldOf(c.req.query('world')), read(commandSchema(body), body, DESK_EXAMPLE)))
  })
  app.get('/desk/scenarios', async (c) => c.json({ scenarios: await library.scenarios() }))
  app.get('/desk/scenario.yaml', async (c) => {
    const title = (c.req.query('title') ?? '').trim().slice(0, 200) || 'Free play'
    const story = c.req.query('story')?.trim().slice(0, 2000)
    const text = await desks.yaml(existing(c.req.query('world') ?? worlds.baseline.id), title, story)
    const name =
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || 'free-play'
    c.header('content-disposition', `attachment; filename="${name}.yaml"`)
    c.header('content-type', 'application/yaml; charset=utf-8')
    c.header('x-content-type-options', 'nosniff')
    return c.body(text)
  })

  app.get('/desks', async (c) => c.json({ desks: await desks.rows() }))
  app.post('/desks', async (c) => {
    const wanted = read(desksSchema, await jsonBody(c, DESKS_EXAMPLE, LONGEST), DESKS_EXAMPLE)
    await steer(wanted)
    return c.json({ desks: await desks.rows() })
  })

  const steer = async ({ do: verb, worlds: named, by, scale }: DesksCommand): Promise<void> => {
    if (verb === 'opens') {
      if (named === 'all') throw new ControlError(400, 'Say which desks to open.', { expected: DESKS_EXAMPLE })
      for (const name of named) await desks.view(worldOf(name))
      return
    }
    const all = named === 'all' ? (await desks.rows()).map(({ world }) => existing(world)) : named.map(existing)
    if (verb === 'closes' && named !== 'all' && all.includes(worlds.baseline))
      throw new ControlError(409, `"${worlds.baseline.id}" is the trainer's own World; it cannot be closed.`)
    for (const world of all) {
      if (verb === 'closes') {
        if (world !== worlds.baseline) desks.remove(world)
      } else if (verb === 'resets') {
        worlds.reset(world)
        desks.steered(world, 'reset')
      } else {
        const steps = { advances: { advance: by ?? '1m' }, pauses: { freeze: true }, plays: { scale: scale ?? 1 } } as const
        await command(world.clock, readClockCommand(steps[verb]))
        desks.steered(world, 'clock')
      }
    }
  }

  app.notFound((c) => {
    throw new ControlError(404, `The console has no ${c.req.method} ${c.req.path}.`, { expected: PATHS })
  })
  app.onError((error, c) => {
    if (error instanceof DeskError) return c.json({ error: { ...errorBody(error).error, code: error.code } }, error.status)
    if (error instanceof ControlError) return c.json(errorBody(error), error.status)
    if (error instanceof WorldError) return c.json(errorBody(new ControlError(400, error.message)), 400)
    throw error
  })
  return app
}
