import type { IncomingMessage, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import { BrokenOff, pieces } from './delivery.ts'
import type { Edge } from './edge.ts'
import { type Broken, type Delivery, type Incoming, NO_BYTES, type Outgoing } from './wire.ts'

/** A mock's edge as Node's own server calls it. Answers go out in one write each. */
export function nodeListener({ answer }: Pick<Edge, 'answer'>, scheme: 'http' | 'https'): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const incoming = fromMessage(request, scheme)
    if (!incoming) return void response.writeHead(400).end()
    answer(incoming)
      .then((outgoing) => (typeof outgoing === 'string' ? breakOff(response, outgoing) : send(request, response, outgoing)))
      // Nothing above may throw; if it does (a header that HTTP does not carry), the connection says so and the server goes on.
      .catch((error: Error) => response.destroy(error))
  }
}

/** What WHATWG's URL leaves as it is, so that it need not be asked: no dot segments, nothing to encode. */
const PLAIN_TARGET = /^\/(?!.*(?:^|\/)\.{1,2}(?:[/?]|$))[\w\-.~!$&'()*+,;=:@/%?]*$/
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/

function fromMessage(request: IncomingMessage, scheme: 'http' | 'https'): Incoming | undefined {
  const { method = 'GET', url = '/', headers } = request
  const host = headers.host ?? 'localhost'
  const bodiless = method === 'GET' || method === 'HEAD'
  const rest = { method, headers: plain(headers), read: (limit: number) => (bodiless ? NO_BYTES : bytesOf(request, limit)) }
  if (PLAIN_TARGET.test(url) && PLAIN_HOST.test(host) && !host.endsWith(scheme === 'http' ? ':80' : ':443')) {
    const mark = url.indexOf('?')
    return {
      ...rest,
      origin: `${scheme}://${host}`,
      pathname: mark < 0 ? url : url.slice(0, mark),
      search: mark < 0 || mark === url.length - 1 ? '' : url.slice(mark),
    }
  }
  const absolute = url.startsWith('/') ? `${scheme}://${host}${url}` : url
  if (!URL.canParse(absolute)) return undefined
  const { origin, pathname, search } = new URL(absolute)
  return { ...rest, origin, pathname, search }
}

function plain(parsed: IncomingMessage['headers']): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name in parsed) {
    const value = parsed[name]
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return headers
}

/** What a client may go on sending after it was refused, in times of the limit, before the connection is broken. */
const PATIENCE = 4

/** Reads a body, and keeps no more of it than `limit` bytes. The rest is let run out, so that the client can read its refusal. */
function bytesOf(request: IncomingMessage, limit: number): Promise<Uint8Array | 'too-large'> {
  return new Promise((resolve, reject) => {
    let size = 0
    let chunks: Buffer[] = []
    const tooLarge = () => {
      chunks = []
      resolve('too-large')
    }
    if (Number(request.headers['content-length']) > limit) tooLarge()
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > PATIENCE * limit) request.destroy()
      else if (size > limit) tooLarge()
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    request.once('close', () => reject(new Error('The client went away.')))
  })
}

function breakOff(response: ServerResponse, broken: Broken): void {
  if (broken === 'silent') return
  // Only a plain socket can send a reset; a TLS one is closed without its farewell, which clients take for the same.
  if (broken === 'reset' && !(response.socket instanceof TLSSocket)) response.socket?.resetAndDestroy()
  else response.destroy()
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body, delivery }: Outgoing): void {
  const flat: string[] = []
  for (const name in headers) {
    const value = headers[name] as string | string[]
    if (typeof value === 'string') flat.push(name, value)
    else for (const one of value) flat.push(name, one)
  }
  if (status !== 204 && status !== 304 && request.method !== 'HEAD' && !('content-length' in headers))
    flat.push('Content-Length', String(body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length))
  response.sendDate = false
  response.writeHead(status, flat)
  if (delivery && body) void harm(response, typeof body === 'string' ? Buffer.from(body) : body, delivery)
  else response.end(body)
}

/** Piece by piece, each on the wire before the next; until the end, or until the client has gone. */
async function harm(response: ServerResponse, body: Uint8Array, delivery: Delivery): Promise<void> {
  response.flushHeaders()
  try {
    for await (const piece of pieces(body, delivery)) {
      if (response.destroyed) return
      await new Promise<void>((written) => response.write(piece, () => written()))
    }
    response.end()
  } catch (error) {
    response.destroy(error instanceof BrokenOff ? undefined : (error as Error))
  }
}
