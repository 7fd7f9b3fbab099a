import type { IncomingCall } from './call.ts'
import { BODY_LIMIT, type Exchange, type Remark } from './journal.ts'
import { JsonText, type Mock, type Operation, type Reply } from './mock.ts'
import { redactData, redactForm, redactHeaders, redactPage, redactQuery } from './redact.ts'
import type { World } from './world.ts'

/**
 * An exchange for the journal. It is redacted and understood when somebody looks, not on the way through: most exchanges are
 * never looked at, and copying every header and body costs more than answering. What went over the wire, secrets included, is
 * its own: nobody else can see it. The journal keeps thousands of these, so each holds as little as it can.
 */
class LazyExchange implements Exchange {
  readonly id: number
  readonly operation: string
  readonly at: number
  readonly until: number
  readonly remarks: readonly Remark[]
  readonly #mock: Mock
  readonly #method: string
  readonly #base: string
  readonly #path: string
  readonly #search: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #body: Uint8Array
  readonly #status: number
  readonly #sent: Record<string, string | string[]>
  readonly #answer: unknown
  #read: { request?: Exchange['request']; response?: Exchange['response']; actions?: Exchange['actions'] } | undefined

  constructor(id: number, mock: Mock, operation: string, call: IncomingCall, until: number, reply: Reply, sent: Record<string, string | string[]>) {
    this.id = id
    this.operation = operation
    this.at = call.at
    this.until = until
    this.remarks = call.remarks
    this.#mock = mock
    this.#method = call.method
    this.#base = call.base
    this.#path = call.path
    this.#search = call.search
    this.#headers = call.headers
    this.#body = call.body
    this.#status = reply.status
    this.#sent = sent
    this.#answer = reply.body
  }

  get mock(): string {
    return this.#mock.name
  }

  get traceparent(): string | undefined {
    return this.#headers.traceparent
  }

  get request(): Exchange['request'] {
    const read = (this.#read ??= {})
    return (read.request ??= {
      method: this.#method,
      url: redactQuery(this.#base + this.#path + this.#search),
      headers: redactHeaders(this.#headers),
      body: readable(decoder.decode(this.#body), this.#headers['content-type'] ?? ''),
    })
  }

  get response(): Exchange['response'] {
    const read = (this.#read ??= {})
    const type = String(this.#sent['content-type'] ?? '')
    return (read.response ??= { status: this.#status, headers: redactHeaders(this.#sent), body: shown(this.#answer, type) })
  }

  get actions(): Exchange['actions'] {
    const read = (this.#read ??= {})
    return (read.actions ??= this.#mock.meaning(this))
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
  call: IncomingCall,
  world: World,
  reply: Reply,
  sent: Record<string, string | string[]>,
  size: number,
): Exchange {
  const exchange = new LazyExchange(id, mock, operation.name, call, world.clock.now(), reply, sent)
  if (call.body.length <= BODY_LIMIT && size <= BODY_LIMIT) return exchange
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
