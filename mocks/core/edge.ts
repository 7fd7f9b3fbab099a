import { fromRequest, toResponse, unanswered } from './edge-fetch.ts'
import { perform } from './exchange.ts'
import type { Remark } from './journal.ts'
import { type Call, encodeBody, type Mock, type Reply } from './mock.ts'
import { problem } from './problem.ts'
import { journalled } from './record.ts'
import { routerOf } from './router.ts'
import { type Broken, type Incoming, NO_BYTES, type Outgoing } from './wire.ts'
import type { World, Worlds } from './world.ts'

/** A path that starts so addresses another World than the baseline. */
const WORLD_PREFIX = /^\/w\/([^/?#]+)(?=\/|$)/
const BODY_LIMIT = 16 * 1024 * 1024

export interface Edge {
  /** A word instead of an answer: the connection breaks so, whatever was done. */
  answer(incoming: Incoming): Promise<Outgoing | Broken>
  /** The same for `fetch`; rejects as `fetch` does where the connection breaks. */
  fetch(request: Request): Promise<Response>
}

/** Turns HTTP into calls and replies into HTTP, for one mock in all Worlds, or in `only` one. Plain data in, plain data out: sockets and `fetch` are thin around it. */
export function edge(mock: Mock, worlds: Worlds, only?: World): Edge {
  const route = routerOf(mock)

  async function answer(incoming: Incoming): Promise<Outgoing | Broken> {
    const { name, prefix, path } = split(incoming.pathname)
    const world = only ?? (name === undefined ? addressed(mock, worlds, incoming.origin, path) : worlds.get(name))
    if (!world) return noWorld(name as string, worlds)

    const id = world.journal.open()
    const at = world.clock.now()
    const remarks: Remark[] = []
    const method = incoming.method === 'HEAD' ? 'GET' : incoming.method
    const { operation, params } = route(method, path)
    const limit = operation.body ?? mock.limits?.body ?? BODY_LIMIT
    const read = incoming.read(limit)
    const body = read instanceof Promise ? await read : read
    const call: Call = {
      method,
      path,
      params,
      query: new URLSearchParams(incoming.search),
      search: incoming.search,
      headers: incoming.headers,
      body: body === 'too-large' ? NO_BYTES : body,
      base: incoming.origin + prefix,
      at,
      remark: (remark) => void remarks.push(remark),
    }
    const tooLarge = () => problem('too-large', 413, `The body is larger than ${limit} bytes.`, { detail: { limit } })
    const reply = await perform(mock, body === 'too-large' ? { ...operation, run: tooLarge } : operation, call, world)

    const url = incoming.origin + incoming.pathname + incoming.search
    if (typeof reply === 'string') {
      world.journal.close(journalled(id, mock, operation, call, world, url, { status: 0 }, {}, 0, remarks))
      return reply
    }
    const headers = wireHeaders(mock, call, world, reply)
    const encoded = encodeBody(reply.body)
    world.journal.close(journalled(id, mock, operation, call, world, url, reply, headers, encoded?.length ?? 0, remarks))
    const empty = incoming.method === 'HEAD' || reply.status === 204 || reply.status === 304
    const { delivery } = reply
    if (!delivery) return { status: reply.status, headers, body: empty ? undefined : encoded }
    // Where there is no body to harm, the answer itself is lost; a slow one has nothing to be slow with.
    if (empty || !encoded?.length) return delivery.kind === 'cut' ? 'closed' : { status: reply.status, headers, body: undefined }
    return { status: reply.status, headers, body: encoded, delivery }
  }

  return {
    answer,
    async fetch(request) {
      const outgoing = await answer(fromRequest(request))
      return typeof outgoing === 'string' ? unanswered(outgoing, request.signal) : toResponse(outgoing, request.signal)
    },
  }
}

function split(pathname: string) {
  const prefix = pathname.startsWith('/w/') ? WORLD_PREFIX.exec(pathname) : null
  return prefix ? { name: prefix[1], prefix: prefix[0], path: pathname.slice(prefix[0].length) || '/' } : { name: undefined, prefix: '', path: pathname }
}

/** The World whose tenancy the address names, else the baseline. */
function addressed(mock: Mock, worlds: Worlds, origin: string, path: string): World {
  const tenancy = mock.tenancy(hostOf(origin), path)
  return (tenancy && worlds.byTenancy(mock.name, tenancy)) || worlds.baseline
}

const hostOf = (origin: string): string => /^https?:\/\/(\[[^\]]*\]|[^:/]*)/.exec(origin)?.[1] ?? ''

function noWorld(name: string, worlds: Worlds): Outgoing {
  const known = worlds.list().map(({ id }) => id)
  const body = JSON.stringify({ error: `There is no World "${name}". Known: ${known.join(', ')}.` })
  return { status: 404, headers: { 'content-type': 'application/json' }, body }
}

/** `Date` changes once a second, and writing it costs as much as the rest of a header. */
const dated = { second: Number.NaN, text: '' }
function dateOf(instant: number): string {
  const second = Math.floor(instant / 1000)
  if (second !== dated.second) Object.assign(dated, { second, text: new Date(instant).toUTCString() })
  return dated.text
}

function wireHeaders(mock: Mock, call: Call, world: World, reply: Reply): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { date: dateOf(world.clock.now()) }
  const take = (more: Record<string, string | string[]> | undefined) => {
    for (const name in more) headers[name.toLowerCase()] = more[name] as string | string[]
  }
  take(mock.headers?.(call, world, reply))
  take(reply.headers)
  if (reply.body !== undefined && !(reply.body instanceof Uint8Array))
    headers['content-type'] ??= typeof reply.body === 'string' ? 'text/plain; charset=UTF-8' : 'application/json; charset=utf-8'
  return headers
}
