import { Hono } from 'hono'
import { controlPlane } from '../../mocks/core/control.ts'
import { ControlError, errorBody } from '../../mocks/core/control-answers.ts'
import { guard } from '../../mocks/core/control-guard.ts'
import type { Worlds } from '../../mocks/core/world.ts'
import { version } from '../version.ts'
import { page } from './page.ts'

export interface Console {
  fetch(request: Request, env?: unknown): Response | Promise<Response>
  /** Where everything listens, as soon as it does. */
  opened(console: string, urls: Readonly<Record<string, string>>): void
  close(): void
}

/** The front door: a page that says what runs, and the control plane behind it. `token`: see `guard`. */
export function createConsole(worlds: Worlds, token?: string): Console {
  let where: { console: string; urls: Readonly<Record<string, string>> } = { console: '', urls: {} }
  const control = controlPlane({ worlds, about: () => ({ product: 'crm-rehearsal', version, systems: where.urls }) })
  const app = new Hono()

  app.use(guard(token))
  app.get('/', (c) => {
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    c.header('cache-control', 'no-store')
    return c.html(page(worlds, where))
  })
  app.all('/_sim/*', (c) => control.fetch(c.req.raw, c.env))
  app.get('/favicon.ico', (c) => c.body(null, 204))
  app.notFound((c) => c.json(errorBody({ message: `The console has no ${c.req.path}.`, expected: '/ or /_sim/...', got: undefined }), 404))
  app.onError((error, c) => {
    if (error instanceof ControlError) return c.json(errorBody(error), error.status)
    throw error
  })
  return { fetch: (request, env) => app.fetch(request, env as object), opened: (console, urls) => void (where = { console, urls }), close: control.close }
}
