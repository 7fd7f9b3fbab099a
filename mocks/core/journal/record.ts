import type { IncomingCall } from '../call.ts'
import { type Head, headerOf } from '../edge/head.ts'
import { BODY_LIMIT, type Exchange, type Remark } from '../journal.ts'
import { type Call, JsonBody, JsonText, type Mock, type Operation, type Reply } from '../mock.ts'
import { textOfBytes } from '../text.ts'
import type { World } from '../world.ts'
import { REDACTED, redactData, redactForm, redactHeaders, redactPage, redactQuery } from './redact.ts'

/** What was asked, as it may be shown; each part is read when somebody looks at it. */
class LazyRequest {
  readonly method: string
  readonly #call: Sent
  #url: string | undefined
  #headers: Record<string, string> | undefined
  #body: { value: unknown } | undefined

  constructor(call: Sent) {
    this.method = call.method
    this.#call = call
  }

  get url(): string {
    return (this.#url ??= redactQuery(this.#call.base + this.#call.path + this.#call.search))
  }

  get headers(): Record<string, string> {
    return (this.#headers ??= redactHeaders(this.#call.headers))
  }

  get body(): unknown {
    this.#body ??= { value: readable(this.#call.body, this.#call.headers['content-type'] ?? '') }
    return this.#body.value
  }
}

class LazyResponse {
  readonly status: number
  readonly #answer: Answer
  #headers: Record<string, string> | undefined
  #body: { value: unknown } | undefined

  constructor(answer: Answer) {
    this.status = answer.status
    this.#answer = answer
  }

  get headers(): Record<string, string> {
    const { shared, own, cookies } = this.#answer
    return (this.#headers ??= redactHeaders({ ...shared.values, ...own, ...(cookies ? { 'set-cookie': REDACTED } : {}) }))
  }

  get body(): unknown {
    this.#body ??= { value: shown(this.#answer.body, String(headerOf(this.#answer, 'content-type') ?? '')) }
    return this.#body.value
  }
}

/** What went over the wire, secrets included: nobody but the exchange itself may see it. */
interface Sent extends Pick<Call, 'method' | 'base' | 'path' | 'search' | 'headers'> {
  /** As text: thousands of byte arrays are dear to a garbage collector. */
  body: string
}
interface Answer extends Omit<Head, 'cookies'> {
  status: number
  body: unknown
  /** Whether it set any: their values are secrets. */
  cookies: boolean
}

/**
 * An exchange for the journal. It is redacted and understood when somebody looks, not on the way through: most exchanges are
 * never looked at, and copying every header and body costs more than answering. The journal keeps thousands of these, so each
 * holds as little as it can.
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
  readonly #body: string
  readonly #status: number
  readonly #shared: Head['shared']
  readonly #own: Head['own']
  readonly #cookies: boolean
  readonly #answer: unknown
  #read: { request?: Exchange['request']; response?: Exchange['response']; actions?: Exchange['actions'] } | undefined

  constructor(
    id: number,
    mock: Mock,
    operation: string,
    remarks: readonly Remark[],
    call: Omit<Sent, 'body'> & { at: number },
    body: string,
    until: number,
    answer: Answer,
  ) {
    this.id = id
    this.operation = operation
    this.at = call.at
    this.until = until
    this.remarks = remarks
    this.#mock = mock
    this.#method = call.method
    this.#base = call.base
    this.#path = call.path
    this.#search = call.search
    this.#headers = call.headers
    this.#body = body
    this.#status = answer.status
    this.#shared = answer.shared
    this.#own = answer.own
    this.#cookies = answer.cookies
    this.#answer = answer.body
  }

  get mock(): string {
    return this.#mock.name
  }

  get traceparent(): string | undefined {
    return this.#headers.traceparent
  }

  get #call(): Sent & { at: number } {
    return { at: this.at, method: this.#method, base: this.#base, path: this.#path, search: this.#search, headers: this.#headers, body: this.#body }
  }

  get #answered(): Answer {
    return { status: this.#status, shared: this.#shared, own: this.#own, cookies: this.#cookies, body: this.#answer }
  }

  get request(): Exchange['request'] {
    const read = (this.#read ??= {})
    return (read.request ??= new LazyRequest(this.#call))
  }

  get response(): Exchange['response'] {
    const read = (this.#read ??= {})
    return (read.response ??= new LazyResponse(this.#answered))
  }

  get actions(): Exchange['actions'] {
    const read = (this.#read ??= {})
    return (read.actions ??= this.#mock.meaning(this))
  }

  /** The same under another number. */
  numbered(id: number): LazyExchange {
    return new LazyExchange(id, this.#mock, this.operation, this.remarks, this.#call, this.#body, this.until, this.#answered)
  }

  toJSON(): Exchange {
    return plain(this)
  }
}

/** The same exchange under another number; still unread where it is. */
export const numbered = (exchange: Exchange, id: number): Exchange => (exchange instanceof LazyExchange ? exchange.numbered(id) : { ...exchange, id })

/** Everything in it, read now. */
export function plain({ id, mock, operation, at, until, traceparent, request, response, remarks, actions }: Exchange): Exchange {
  const { method, url, headers, body } = request
  const answer = { status: response.status, headers: response.headers, body: response.body }
  return {
    id,
    mock,
    operation,
    at,
    until,
    ...(traceparent ? { traceparent } : {}),
    request: { method, url, headers, body },
    response: answer,
    remarks,
    actions,
  }
}

/** `size`: of the answer's body, in characters or bytes. What is large is understood at once and then cut, so that the journal's memory is bounded. */
export function journalled(id: number, mock: Mock, operation: Operation, call: IncomingCall, world: World, reply: Reply, sent: Head, size: number): Exchange {
  const answer = {
    status: reply.status,
    shared: sent.shared,
    own: sent.own,
    cookies: sent.cookies !== undefined,
    body: reply.body instanceof JsonText ? reply.body.kept() : reply.body,
  }
  const exchange = new LazyExchange(id, mock, operation.name, call.remarks, call, textOfBytes(call.body), world.clock.now(), answer)
  if (call.body.length <= BODY_LIMIT && size <= BODY_LIMIT) return exchange
  const whole = plain(exchange)
  return { ...whole, request: { ...whole.request, body: cut(whole.request.body) }, response: { ...whole.response, body: cut(whole.response.body) } }
}

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
  if (body instanceof JsonBody) return redactData(body.value())
  return typeof body === 'string' ? readable(body, type) : redactData(body)
}

function cut(body: unknown): unknown {
  if (body === undefined) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return text.length > BODY_LIMIT ? `${text.slice(0, BODY_LIMIT)} [cut: ${text.length} characters]` : body
}
