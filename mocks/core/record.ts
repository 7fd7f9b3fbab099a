import type { IncomingCall } from './call.ts'
import { BODY_LIMIT, type Exchange, type Remark } from './journal.ts'
import { JsonText, type Mock, type Operation, type Reply } from './mock.ts'
import { redactData, redactForm, redactHeaders, redactPage, redactQuery } from './redact.ts'
import type { Incoming } from './wire.ts'
import type { World } from './world.ts'

/** What went over the wire, secrets included: nobody but the exchange itself may see it. */
interface Wire {
  mock: Mock
  method: string
  origin: string
  pathname: string
  search: string
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  reply: Reply
  sent: Record<string, string | string[]>
}

/**
 * An exchange for the journal. It is redacted and understood when somebody looks, not on the way through: most exchanges are
 * never looked at, and copying every header and body costs more than answering.
 */
class LazyExchange implements Exchange {
  readonly id: number
  readonly mock: string
  readonly operation: string
  readonly at: number
  readonly until: number
  readonly traceparent?: string
  readonly remarks: Remark[]
  readonly #wire: Wire
  #request: Exchange['request'] | undefined
  #response: Exchange['response'] | undefined
  #actions: Exchange['actions'] | undefined

  constructor(id: number, operation: string, at: number, until: number, remarks: Remark[], wire: Wire) {
    this.id = id
    this.mock = wire.mock.name
    this.operation = operation
    this.at = at
    this.until = until
    if (wire.headers.traceparent) this.traceparent = wire.headers.traceparent
    this.remarks = remarks
    this.#wire = wire
  }

  get request(): Exchange['request'] {
    const { method, origin, pathname, search, headers, body } = this.#wire
    return (this.#request ??= {
      method,
      url: redactQuery(origin + pathname + search),
      headers: redactHeaders(headers),
      body: readable(decoder.decode(body), headers['content-type'] ?? ''),
    })
  }

  get response(): Exchange['response'] {
    const { reply, sent } = this.#wire
    return (this.#response ??= { status: reply.status, headers: redactHeaders(sent), body: shown(reply.body, String(sent['content-type'] ?? '')) })
  }

  get actions(): Exchange['actions'] {
    return (this.#actions ??= this.#wire.mock.meaning(this))
  }

  toJSON(): Exchange {
    return plain(this)
  }
}

/** Everything in it, read now. */
export function plain({ id, mock, operation, at, until, traceparent, request, response, remarks, actions }: Exchange): Exchange {
  return { id, mock, operation, at, until, ...(traceparent ? { traceparent } : {}), request, response, remarks, actions }
}

/** `size`: of the answer's body, in characters or bytes. What is large is understood at once and then cut, so that the journal's memory is bounded. */
export function journalled(
  id: number,
  mock: Mock,
  operation: Operation,
  { origin, pathname, search }: Incoming,
  { method, headers, body, at, remarks }: IncomingCall,
  world: World,
  reply: Reply,
  sent: Record<string, string | string[]>,
  size: number,
): Exchange {
  const wire = { mock, method, origin, pathname, search, headers, body, reply, sent }
  const exchange = new LazyExchange(id, operation.name, at, world.clock.now(), remarks, wire)
  if (body.length <= BODY_LIMIT && size <= BODY_LIMIT) return exchange
  const whole = plain(exchange)
  return { ...whole, request: { ...whole.request, body: cut(whole.request.body) }, response: { ...whole.response, body: cut(whole.response.body) } }
}

const decoder = new TextDecoder()

function readable(text: string, type: string): unknown {
  if (text === '') return undefined
  if (type.includes('x-www-form-urlencoded')) return redactForm(text)
  if (type.includes('html')) return redactPage(text)
  try {
    return redactData(JSON.parse(text))
  } catch {
    return text
  }
}

function shown(body: unknown, type: string): unknown {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return `[${body.length} bytes]`
  if (body instanceof JsonText) return redactData(body.value())
  return typeof body === 'string' ? readable(body, type) : redactData(body)
}

function cut(body: unknown): unknown {
  if (body === undefined) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return text.length > BODY_LIMIT ? `${text.slice(0, BODY_LIMIT)} [cut: ${text.length} characters]` : body
}
