import type { Context, Hono } from 'hono'
import { didYouMean } from '../nearest.ts'
import { openapiOf } from '../openapi.ts'
import type { World, Worlds } from '../world.ts'
import { ControlError } from './answers.ts'
import { controlOpenApi } from './openapi.ts'

interface Sources {
  worlds: Worlds
  worldOf(c: Context): World
  about(): Record<string, unknown>
  documents: Readonly<Record<string, () => Promise<unknown>>>
}

/** Descriptions for other programs: of the control plane, of each system as it is in a World, and what the caller adds. */
export function openApiRoutes(app: Hono, { worlds, worldOf, about, documents }: Sources): void {
  const version = () => String(about().version ?? '0')

  app.get('/openapi.json', (c) => {
    const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
    return c.json(controlOpenApi(routes, new URL(c.req.url).origin, version()))
  })
  app.get('/openapi/:name', (c) => {
    const world = worldOf(c)
    const name = c.req.param('name')
    const mock = worlds.mocks.find((candidate) => `${candidate.name}.json` === name)
    if (mock) return c.json(openapiOf(mock, world, { version: version(), prefix: world === worlds.baseline ? '' : `/w/${world.id}` }))
    const known = worlds.mocks.map((candidate) => `${candidate.name}.json`)
    throw new ControlError(404, `There is no description "${name}".${didYouMean(name, known)}`, { expected: `one of ${known.join(', ')}` })
  })
  for (const [name, make] of Object.entries(documents)) app.get(`/${name}`, async (c) => c.json((await make()) as object))
}
