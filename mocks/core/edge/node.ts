import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Edge } from '../edge.ts'
import { type AnswerWriter, answerWriter } from './answer-writer.ts'
import { BrokenOff, pieces } from './delivery.ts'
import { headerOf } from './head.ts'
import { gathered } from './turn.ts'
import { type Broken, type Delivery, type Incoming, NO_BYTES, type Outgoing, type Soon } from './wire.ts'

/** How long an idle connection stays open, in ms: Node's 5 s close it under clients that are just about to use it again. */
export const KEEP_ALIVE = 120_000

/** A request and where its answer goes. */
interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

/**
 * A mock's edge as Node's own server calls it. Requests that come in one turn are answered together, then the answers are
 * sent together ([decision 11](../../docs/decisions/0011-one-step-for-all-that-came.md)). Answers go out in one write each.
 */
export function nodeListener({ answer }: Pick<Edge, 'answer'>, scheme: 'http' | 'https'): (request: IncomingMessage, response: ServerResponse) => void {
  const write = answerWriter(KEEP_ALIVE / 1000)

  const answered = ({ request, response }: Exchange): Soon<Outgoing | Broken> | undefined => {
    try {
      const incoming = fromMessage(request, scheme)
      return incoming ? answer(incoming) : void response.writeHead(400).end()
    } catch (error) {
      response.destroy(error as Error)
    }
  }
  // Nothing here may throw; if it does (a header that HTTP does not carry), the connection says so and the server goes on.
  const send = ({ request, response }: Exchange, outgoing: Outgoing | Broken) => {
    try {
      if (typeof outgoing === 'string') breakOff(response, outgoing)
      else deliver(request, response, outgoing, write)
    } catch (error) {
      response.destroy(error as Error)
    }
  }
  const sendLater = gathered<[Exchange, Outgoing | Broken]>((all) => {
    for (const [exchange, outgoing] of all) send(exchange, outgoing)
  })
  const answerLater = gathered<Exchange>((all) => {
    const answers = all.map(answered)
    for (const [at, exchange] of all.entries()) {
      const outgoing = answers[at]
      if (outgoing instanceof Promise)
        outgoing.then(
          (now) => sendLater([exchange, now]),
          (error: Error) => exchange.response.destroy(error),
        )
      else if (outgoing !== undefined) send(exchange, outgoing)
    }
  })
  return (request, response) => answerLater({ request, response })
}

/** What WHATWG's URL leaves as it is, so that it need not be asked: nothing to encode, and no segment that begins with a dot, which may be one of those that lead elsewhere. */
const PLAIN_TARGET = /^\/[\w\-.~!$&'()*+,;=:@/%?]*$/
const DOT_SEGMENT = /\/(?:\.|%2e)/i
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/

function fromMessage(request: IncomingMessage, scheme: 'http' | 'https'): Incoming | undefined {
  const { method = 'GET', url = '/' } = request
  const { headers, origin: plain } = headOf(request, scheme)
  const read = method === 'GET' || method === 'HEAD' ? nothing : (limit: number) => bytesOf(request, limit)
  if (plain !== undefined && PLAIN_TARGET.test(url) && !DOT_SEGMENT.test(url)) {
    const mark = url.indexOf('?')
    const pathname = mark < 0 ? url : url.slice(0, mark)
    const search = mark < 0 || mark === url.length - 1 ? '' : url.slice(mark)
    return { method, origin: plain, pathname, search, headers, read }
  }
  const absolute = url.startsWith('/') ? `${scheme}://${headers.host ?? 'localhost'}${url}` : url
  if (!URL.canParse(absolute)) return undefined
  const { origin, pathname, search } = new URL(absolute)
  return { method, origin, pathname, search, headers, read }
}

const nothing = (): Uint8Array => NO_BYTES

/** The headers of a request, and the origin that its host names where that needs no reading. */
interface Head {
  raw: readonly string[]
  headers: Record<string, string>
  origin: string | undefined
}

/** A client sends the same headers with request after request: what was read of them is kept with its connection, and shared by the journal. */
const heads = new WeakMap<Socket, Head>()

function headOf(request: IncomingMessage, scheme: 'http' | 'https'): Head {
  const { rawHeaders: raw, socket } = request
  const before = heads.get(socket)
  if (before && sameTexts(before.raw, raw)) return before
  const headers: Record<string, string> = {}
  for (const name in request.headers) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  const host = headers.host ?? 'localhost'
  const head = { raw, headers, origin: PLAIN_HOST.test(host) && !host.endsWith(scheme === 'http' ? ':80' : ':443') ? `${scheme}://${host}` : undefined }
  heads.set(socket, head)
  return head
}

function sameTexts(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}

/** What a client may go on sending after it was refused, in times of the limit, before the connection is broken. */
const PATIENCE = 4

/** Reads a body, and keeps no more of it than `limit` bytes. Most bodies come in one piece with their head, and are there when their turn ends: no need to listen. */
function bytesOf(request: IncomingMessage, limit: number): Soon<Uint8Array | 'too-large'> {
  const announced = Number(request.headers['content-length'])
  if (announced > 0 && announced <= limit && request.readableLength === announced) return request.read() as Buffer
  return new Promise((resolve, reject) => gather(request, announced, limit, resolve, reject))
}

/** A body piece by piece. What is beyond the limit is let run out, so that the client can read its refusal. */
function gather(
  request: IncomingMessage,
  announced: number,
  limit: number,
  resolve: (body: Uint8Array | 'too-large') => void,
  reject: (error: Error) => void,
): void {
  let size = 0
  let chunks: Buffer[] = []
  const tooLarge = () => {
    chunks = []
    resolve('too-large')
  }
  if (announced > limit) tooLarge()
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > PATIENCE * limit) request.destroy()
    else if (size > limit) tooLarge()
    else chunks.push(chunk)
  })
  request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
  request.once('error', reject)
}

function breakOff(response: ServerResponse, broken: Broken): void {
  if (broken === 'silent') return
  // Only a plain socket can send a reset; a TLS one is closed without its farewell, which clients take for the same.
  if (broken === 'reset' && !(response.socket instanceof TLSSocket)) response.socket?.resetAndDestroy()
  else response.destroy()
}

function deliver(request: IncomingMessage, response: ServerResponse, { status, headers, body, delivery }: Outgoing, write: AnswerWriter): void {
  const lengthless = status === 204 || status === 304 || request.method === 'HEAD' || headerOf(headers, 'content-length') !== undefined
  const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length
  // A text of as many bytes as letters can go with its head, in one piece.
  const whole = typeof body === 'string' && body.length === length && !delivery && !lengthless ? body : undefined
  if (write(response, status, headers, lengthless ? undefined : length, whole)) return
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
