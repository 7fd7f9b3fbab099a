import { readBody } from '../body.ts'
import { BrokenOff, pieces } from './delivery.ts'
import { linesOf } from './head.ts'
import { type Broken, type Delivery, type Incoming, NO_BYTES, type Outgoing } from './wire.ts'

/** What `fetch` itself does when a connection gives no answer, so that in-process clients see what they would see over sockets. */
export function unanswered(broken: Broken, signal: AbortSignal): Promise<never> {
  const error = (message: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code: 'ECONNRESET' }) })
  if (broken !== 'silent') return Promise.reject(error(broken === 'reset' ? 'read ECONNRESET' : 'socket hang up'))
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

export function fromRequest(request: Request): Incoming {
  const { method, headers } = request
  const { origin, pathname, search } = new URL(request.url)
  const bodiless = method === 'GET' || method === 'HEAD'
  return { method, origin, pathname, search, headers: Object.fromEntries(headers), read: (limit) => (bodiless ? NO_BYTES : readBody(request, limit)) }
}

export function toResponse({ status, headers, body, delivery }: Outgoing, signal: AbortSignal): Response {
  const sent = new Headers()
  for (const [name, value] of linesOf(headers)) sent.append(name, value)
  return new Response(delivery && body ? harmed(body, delivery, signal) : (body ?? null), { status, headers: sent })
}

const encoder = new TextEncoder()

/** The body as a stream that is slow, or breaks off as undici's does. */
function harmed(body: string | Uint8Array, delivery: Delivery, signal: AbortSignal): ReadableStream<Uint8Array> {
  const rest = pieces(typeof body === 'string' ? encoder.encode(body) : body, delivery)
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true })
    },
    async pull(controller) {
      try {
        const { done, value } = await rest.next()
        if (signal.aborted) return
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        if (!(error instanceof BrokenOff)) throw error
        controller.error(new TypeError('terminated', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) }))
      }
    },
  })
}
