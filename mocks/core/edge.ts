import { type Context, Hono } from 'hono'
import { readBody } from './body.ts'
import { perform } from './exchange.ts'
import type { Remark } from './journal.ts'
import { type Call, encodeBody, type Mock, type Operation, type Reply } from './mock.ts'
import { problem } from './problem.ts'
import { journalled } from './record.ts'
import type { World, Worlds } from './world.ts'

/** A path that starts so addresses another World than the baseline. */
const WORLD_PREFIX = /^\/w\/([^/?#]+)(?=\/|$)/
const BODY_LIMIT = 16 * 1024 * 1024

/** What node-server hands over beside the request; absent in-process. */
interface Socketed {
  incoming?: { headers: Record<string, string | string[] | undefined> } | undefined
  outgoing?: { destroy(): void } | undefined
}

export interface Edge {
  fetch(request: Request, env?: Socketed): Response | Promise<Response>
}

/** The error that `fetch` itself gives when a connection breaks, so that in-process clients see what they would see over sockets. */
const hungUp = () => new TypeError('fetch failed', { cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }) })

/** Turns HTTP into calls and replies into HTTP, for one mock in all Worlds, or in `only` one. */
export function edge(mock: Mock, worlds: Worlds, only?: World): Edge {
  const router = routerOf(mock)
  return { fetch: (request, env) => router.fetch(request, { incoming: env?.incoming, outgoing: env?.outgoing, worlds, only }) }
}

/** Whose request it is: what differs between two edges of one mock. */
interface Place extends Socketed {
  worlds: Worlds
  only: World | undefined
}
type Routed = Context<{ Bindings: Place }>

/** One router a mock, whatever the number of Worlds: building one for hundreds of paths costs more than a short play. */
const routers = new WeakMap<Mock, Hono<{ Bindings: Place }>>()

function routerOf(mock: Mock): Hono<{ Bindings: Place }> {
  const known = routers.get(mock)
  if (known) return known
  const router = new Hono<{ Bindings: Place }>({ getPath: (request) => split(new URL(request.url)).path })
  const unrouted: Operation = {
    name: 'unrouted',
    method: 'ALL',
    path: '*',
    run: (call) => problem('not-found', 404, `${mock.title} has no ${call.method} ${call.path}.`),
  }
  for (const operation of [...mock.operations, unrouted]) {
    const methods = operation.method === 'ALL' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] : [operation.method]
    router.on(methods, operation.path, (c) => answer(mock, operation, c))
  }
  // Hono's own handler would turn the broken connection of `hungUp` into a 500.
  router.onError((error) => {
    throw error
  })
  routers.set(mock, router)
  return router
}

function split(url: URL) {
  const prefix = WORLD_PREFIX.exec(url.pathname)
  return { name: prefix?.[1], prefix: prefix?.[0] ?? '', path: url.pathname.slice(prefix?.[0].length ?? 0) || '/' }
}

async function answer(mock: Mock, operation: Operation, c: Routed): Promise<Response> {
  const { raw } = c.req
  const { worlds, only } = c.env
  const url = new URL(raw.url)
  const { name, prefix, path } = split(url)
  const tenancy = mock.tenancy(prefix === '' ? url : new URL(path + url.search, url.origin))
  const world = only ?? (name === undefined ? ((tenancy && worlds.byTenancy(mock.name, tenancy)) ?? worlds.baseline) : worlds.get(name))
  if (!world) {
    const known = worlds.list().map(({ id }) => id)
    return c.json({ error: `There is no World "${name}". Known: ${known.join(', ')}.` }, 404)
  }

  const id = world.journal.open()
  const at = world.clock.now()
  const remarks: Remark[] = []
  const limit = operation.body ?? mock.limits?.body ?? BODY_LIMIT
  const body = await readBody(raw, limit)
  const call: Call = {
    method: raw.method === 'HEAD' ? 'GET' : raw.method,
    path,
    params: c.req.param() as Record<string, string>,
    query: url.searchParams,
    search: url.search,
    headers: requestHeaders(raw, c.env),
    body: body === 'too-large' ? new Uint8Array() : body,
    base: url.origin + prefix,
    at,
    remark: (remark) => void remarks.push(remark),
  }
  const tooLarge = () => problem('too-large', 413, `The body is larger than ${limit} bytes.`, { detail: { limit } })
  const reply = await perform(mock, body === 'too-large' ? { ...operation, run: tooLarge } : operation, call, world)

  if (reply === 'dropped') {
    world.journal.close(journalled(id, mock, operation, call, world, raw.url, { status: 0 }, [], 0, remarks))
    if (!c.env.outgoing) throw hungUp()
    c.env.outgoing.destroy()
    return new Response(null)
  }
  const headers = wireHeaders(mock, call, world, reply)
  const encoded = encodeBody(reply.body)
  const sent = headers instanceof Headers ? headers : Object.entries(headers)
  world.journal.close(journalled(id, mock, operation, call, world, raw.url, reply, sent, encoded?.length ?? 0, remarks))
  const empty = raw.method === 'HEAD' || reply.status === 204 || reply.status === 304
  return new Response(empty ? null : (encoded ?? null), { status: reply.status, headers })
}

/** Over a socket Node has them in plain form already; making a `Headers` of them and taking it apart again is a tenth of an exchange. */
function requestHeaders(request: Request, env: Socketed | undefined): Record<string, string> {
  const parsed = env?.incoming?.headers
  if (!parsed) return Object.fromEntries(request.headers)
  const headers: Record<string, string> = {}
  for (const name in parsed) {
    const value = parsed[name]
    // HTTP/2 has pseudo-headers, which are no headers.
    if (value !== undefined && !name.startsWith(':')) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return headers
}

/** Plain where no name comes twice: the server passes a plain record on as it is, which costs a fifth of a `Headers`. */
function wireHeaders(mock: Mock, call: Call, world: World, reply: Reply): Record<string, string> | Headers {
  const all: Record<string, string | string[]> = { date: new Date(world.clock.now()).toUTCString(), ...mock.headers?.(call, world, reply), ...reply.headers }
  const headers: Record<string, string> = {}
  const repeated: [string, string][] = []
  for (const [name, value] of Object.entries(all)) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value
    else for (const one of value) repeated.push([name, one])
  }
  if (reply.body !== undefined && !(reply.body instanceof Uint8Array))
    headers['content-type'] ??= typeof reply.body === 'string' ? 'text/plain; charset=UTF-8' : 'application/json; charset=utf-8'
  if (repeated.length === 0) return headers
  const several = new Headers(headers)
  for (const [name, value] of repeated) several.append(name, value)
  return several
}
