import { IncomingCall } from './call.ts'
import { type Delivered, perform } from './edge/exchange.ts'
import { fromRequest, toResponse, unanswered } from './edge/fetch.ts'
import { type Head, headerOf, headWith, NOTHING_SHARED } from './edge/head.ts'
import { type Route, routerOf } from './edge/router.ts'
import { type Broken, type Incoming, NO_BYTES, type Outgoing, type Soon, soon } from './edge/wire.ts'
import { journalled } from './journal/record.ts'
import { encodeBody, type Mock, type Operation, type Reply } from './mock.ts'
import { problem } from './problem.ts'
import { Recent } from './recent.ts'
import { httpDate } from './stamp.ts'
import type { World, Worlds } from './world.ts'

/** A path that starts so addresses another World than the baseline. */
const WORLD_PREFIX = /^\/w\/([^/?#]+)(?=\/|$)/
const BODY_LIMIT = 16 * 1024 * 1024

export interface Edge {
  /** A word instead of an answer: the connection breaks so, whatever was done. In the same turn where nothing has to be waited for. */
  answer(incoming: Incoming): Soon<Outgoing | Broken>
  /** The same for `fetch`; rejects as `fetch` does where the connection breaks. */
  fetch(request: Request): Promise<Response>
}

/** Turns HTTP into calls and replies into HTTP, for one mock in all Worlds; what names none is meant for `only`, where there is one. Plain data in, plain data out: sockets and `fetch` are thin around it. */
export function edge(mock: Mock, worlds: Worlds, only?: World): Edge {
  const router = routerOf(mock)

  function answer(incoming: Incoming): Soon<Outgoing | Broken> {
    const { pathname } = incoming
    const prefix = pathname.startsWith('/w/') ? WORLD_PREFIX.exec(pathname) : null
    const path = prefix ? pathname.slice(prefix[0].length) || '/' : pathname
    const world = prefix && prefix[1] !== only?.id ? worlds.get(prefix[1] as string) : (only ?? addressed(mock, worlds, incoming.origin, path))
    if (!world) return noWorld(prefix?.[1] as string, worlds)

    const id = world.journal.open()
    const at = world.clock.now()
    const method = incoming.method === 'HEAD' ? 'GET' : incoming.method
    const route = router(method, path)
    const limit = route.operation.body ?? mock.limits?.body ?? BODY_LIMIT
    return soon(incoming.read(limit), (body) => {
      const tooLarge = body === 'too-large'
      const call = new IncomingCall(
        incoming,
        method,
        path,
        prefix ? incoming.origin + prefix[0] : incoming.origin,
        route.params,
        tooLarge ? NO_BYTES : body,
        at,
      )
      const operation = tooLarge ? refusing(route, limit) : route.operation
      return soon(perform(mock, operation, call, world), (reply) => sent(id, incoming, operation, call, world, reply))
    })
  }

  function sent(id: number, incoming: Incoming, operation: Operation, call: IncomingCall, world: World, reply: Delivered | Broken): Outgoing | Broken {
    if (typeof reply === 'string') {
      world.journal.close(journalled(id, mock, operation, call, world, { status: 0 }, NO_HEAD, 0))
      return reply
    }
    const headers = headOf(mock, call, world, reply)
    const encoded = encodeBody(reply.body)
    world.journal.close(journalled(id, mock, operation, call, world, reply, headers, encoded?.length ?? 0))
    const { status, delivery } = reply
    const body = incoming.method === 'HEAD' || status === 204 || status === 304 ? undefined : encoded
    if (!delivery) return { status, headers, body }
    // Where there is no body to harm, the answer itself is lost; a slow one has nothing to be slow with.
    if (!body?.length) return delivery.kind === 'cut' ? 'closed' : { status, headers, body: undefined }
    return { status, headers, body, delivery }
  }

  return {
    answer,
    async fetch(request) {
      const outgoing = await answer(fromRequest(request))
      return typeof outgoing === 'string' ? unanswered(outgoing, request.signal) : toResponse(outgoing, request.signal)
    },
  }
}

const refusing = ({ operation }: Route, limit: number): Operation => ({
  ...operation,
  run: () => problem('too-large', 413, `The body is larger than ${limit} bytes.`, { detail: { limit } }),
})

/** The World whose tenancy the address names, else the baseline. */
function addressed(mock: Mock, worlds: Worlds, origin: string, path: string): World {
  const tenancy = mock.tenancy(hostOf(origin), path)
  return (tenancy && worlds.byTenancy(mock.name, tenancy)) || worlds.baseline
}

/** Origins are few. */
const hosts = new Recent<string, string>(100)
const hostOf = (origin: string): string => hosts.get(origin) ?? hosts.set(origin, /^https?:\/\/(\[[^\]]*\]|[^:/]*)/.exec(origin)?.[1] ?? '')

function noWorld(name: string, worlds: Worlds): Outgoing {
  const known = worlds.list().map(({ id }) => id)
  const body = JSON.stringify({ error: `There is no World "${name}". Known: ${known.join(', ')}.` })
  return { status: 404, headers: { shared: NOTHING_SHARED, own: { 'content-type': 'application/json' } }, body }
}

const NO_HEAD: Head = { shared: NOTHING_SHARED, own: {} }

/** The mock's headers, the reply's own over them. */
function headOf(mock: Mock, call: IncomingCall, world: World, reply: Reply): Head {
  const { headers, body } = reply
  const vendors: Head = mock.headers?.(call, world, reply) ?? { shared: NOTHING_SHARED, own: {} }
  const head = headers ? headWith(vendors, headers) : vendors
  head.own.date ??= httpDate(world.clock.now())
  if (body !== undefined && !(body instanceof Uint8Array) && headerOf(head, 'content-type') === undefined)
    head.own['content-type'] = typeof body === 'string' ? 'text/plain; charset=UTF-8' : 'application/json; charset=utf-8'
  return head
}
