import { type Handler, Hono } from 'hono'
import { hostTimer } from '../../mocks/core/clock.ts'
import { ControlError, errorBody } from '../../mocks/core/control/answers.ts'
import { guard, isLocalHost } from '../../mocks/core/control/guard.ts'
import { controlPlane } from '../../mocks/core/control.ts'
import type { Fetching } from '../../mocks/core/serve/fetch.ts'
import type { World, Worlds } from '../../mocks/core/world.ts'
import type { DemoCredentials } from '../demo.ts'
import { version } from '../version.ts'
import { pageFiles } from './assets.ts'
import { DOOR_POLICY, door } from './door.ts'
import { page } from './page.ts'

export interface Console {
  fetch(request: Request, env?: unknown): Response | Promise<Response>
  quick: Fetching['quick']
  /** Where everything listens, as soon as it does. */
  opened(console: string, urls: Readonly<Record<string, string>>): void
  close(): void
}

export interface DesksSettings {
  /** What the desks' integration signs in with. */
  credentials: DemoCredentials
  /** CRM configurations of free play, as for the workflow service. */
  configurations?: readonly string[] | undefined
}

/** The front door: the page, the desks and the control plane behind it. `token`: see `guard`. Without `at` it has no desks: it steers, and shows what runs. */
export function createConsole(worlds: Worlds, token?: string, at?: DesksSettings): Console {
  let where: { console: string; urls: Readonly<Record<string, string>> } = { console: '', urls: {} }
  const control = controlPlane({
    worlds,
    about: () => ({ product: 'crm-rehearsal', version, systems: where.urls }),
    documents: { 'asyncapi.json': async () => (await import('../asyncapi/document.ts')).asyncApi(version) },
    steered: (world, what) => desks?.then(({ desks }) => desks.steered(world, what)),
  })
  /** Loaded when somebody first sits down: who uses the systems only does not wait for it. */
  let desks: ReturnType<typeof open> | undefined
  const open = async ({ credentials, configurations }: DesksSettings) => {
    const [{ createDesks }, { createLibrary }, { deskRoutes }] = await Promise.all([import('./desks.ts'), import('./library.ts'), import('./routes.ts')])
    const library = createLibrary(credentials, configurations)
    const made = createDesks({
      worlds,
      library,
      urls: () => where.urls,
      publish: (world: World, event, data) => control.streams.publish(world, { event, data }),
      watched: control.streams.watched,
      ends: control.streams.close,
    })
    return { desks: made, routes: deskRoutes(worlds, made, library) }
  }

  const app = new Hono()
  app.use(guard(token))
  const systems: Handler = (c) => {
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cache-control', 'no-store')
    return c.html(page(worlds, where))
  }
  if (at) {
    const ready = () => (desks ??= open(at))
    // Who asks for the page asks for a desk next: it is made ready once the page is on its way, while the browser reads the script.
    app.get('/', async (c, next) => {
      await next()
      const name = c.req.query('world')
      const world = name === undefined ? worlds.baseline : worlds.known(name)
      hostTimer(
        0,
        () =>
          void ready()
            .then(({ desks }) => world && desks.view(world))
            .catch(() => {}),
      )
    })
    app.use(pageFiles())
    for (const path of ['/_sim/desk', '/_sim/desk/*', '/_sim/desks']) app.all(path, async (c) => (await ready()).routes.fetch(c.req.raw))
  } else app.get('/', systems)
  app.get('/systems', systems)
  app.get('/_sim/events', async (c) => {
    const stream = await control.fetch(c.req.raw, c.env)
    if (stream.ok) void desks?.then(({ desks }) => desks.greet(c.req.query('world')))
    return stream
  })
  app.all('/_sim/*', (c) => control.fetch(c.req.raw, c.env))
  app.get('/favicon.ico', (c) => c.body(null, 204))
  app.notFound((c) => c.json(errorBody({ message: `The console has no ${c.req.path}.`, expected: '/, /systems or /_sim/...', got: undefined }), 404))
  app.onError((error, c) => {
    const isVisit = c.req.method === 'GET' && c.req.path === '/' && c.req.header('accept')?.includes('text/html')
    if (error instanceof ControlError && error.status === 401 && isVisit) {
      c.header('content-security-policy', DOOR_POLICY)
      c.header('x-content-type-options', 'nosniff')
      c.header('referrer-policy', 'no-referrer')
      c.header('cache-control', 'no-store')
      return c.html(door(new URL(c.req.url).searchParams), 401)
    }
    if (error instanceof ControlError) return c.json(errorBody(error), error.status)
    // A mistake of ours: whoever runs it sees where, and the page has a sentence to show.
    process.stderr.write(`${error.stack}\n`)
    return c.json(errorBody({ message: `crm-rehearsal failed inside: ${error.message} Please report it.`, expected: undefined, got: undefined }), 500)
  })
  return {
    fetch: (request, env) => app.fetch(request, env as object),
    // Health, for who waits until it runs: only what the guard lets through anyway.
    quick: ({ method, url, headers: { host, origin } }) =>
      method === 'GET' && url === '/_sim/health' && token === undefined && origin === undefined && isLocalHost(host) ? control.health() : undefined,
    opened: (console, urls) => void (where = { console, urls }),
    close() {
      void desks?.then(({ desks }) => desks.close())
      control.close()
    },
  }
}
