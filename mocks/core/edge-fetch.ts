import { readBody } from './body.ts'
import { type Incoming, NO_BYTES, type Outgoing } from './wire.ts'

/** The error that `fetch` itself gives when a connection breaks, so that in-process clients see what they would see over sockets. */
export const hungUp = () => new TypeError('fetch failed', { cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }) })

export function fromRequest(request: Request): Incoming {
  const { method, headers } = request
  const { origin, pathname, search } = new URL(request.url)
  const bodiless = method === 'GET' || method === 'HEAD'
  return { method, origin, pathname, search, headers: Object.fromEntries(headers), read: (limit) => (bodiless ? NO_BYTES : readBody(request, limit)) }
}

export function toResponse({ status, headers, body }: Outgoing): Response {
  const sent = new Headers()
  for (const name in headers) {
    const value = headers[name] as string | string[]
    if (typeof value === 'string') sent.set(name, value)
    else for (const one of value) sent.append(name, one)
  }
  return new Response(body ?? null, { status, headers: sent })
}
