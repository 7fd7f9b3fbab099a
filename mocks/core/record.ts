import { BODY_LIMIT, type Exchange, type Remark } from './journal.ts'
import { type Call, type Mock, type Operation, type Reply, textOf } from './mock.ts'
import { redactData, redactForm, redactHeaders, redactQuery } from './redact.ts'
import type { World } from './world.ts'

/**
 * An exchange for the journal. Bodies are redacted and understood when somebody looks, not on the way through: most
 * exchanges are never looked at, and copying every body costs more than answering. A large one is understood at once
 * and then cut, so that the journal's memory is bounded.
 */
export function journalled(
  id: number,
  mock: Mock,
  operation: Operation,
  call: Call,
  world: World,
  url: string,
  reply: Reply,
  headers: Iterable<[string, string]>,
  /** Of the answer's body, in characters or bytes. */
  size: number,
  remarks: Remark[],
): Exchange {
  const answered = redactHeaders(headers)
  const whole = {
    id,
    mock: mock.name,
    operation: operation.name,
    at: call.at,
    until: world.clock.now(),
    ...(call.headers.traceparent ? { traceparent: call.headers.traceparent } : {}),
    request: {
      method: call.method,
      url: redactQuery(url),
      headers: redactHeaders(Object.entries(call.headers)),
      body: once(() => readable(textOf(call), call.headers['content-type'] ?? '')),
    },
    response: { status: reply.status, headers: answered, body: once(() => shown(reply.body, answered['content-type'] ?? '')) },
    remarks,
  }
  const actions = once(() => mock.meaning(lazily(whole, [])))
  const large = call.body.length > BODY_LIMIT || size > BODY_LIMIT
  if (!large) return lazily(whole, actions)
  return {
    ...whole,
    request: { ...whole.request, body: cut(whole.request.body()) },
    response: { ...whole.response, body: cut(whole.response.body()) },
    actions: actions(),
  }
}

type Lazy<T> = () => T

function once<T>(make: () => T): Lazy<T> {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function lazily(
  whole: Omit<Exchange, 'request' | 'response' | 'actions'> & {
    request: Omit<Exchange['request'], 'body'> & { body: Lazy<unknown> }
    response: Omit<Exchange['response'], 'body'> & { body: Lazy<unknown> }
  },
  actions: Lazy<Exchange['actions']> | Exchange['actions'],
): Exchange {
  const { request, response } = whole
  return {
    ...whole,
    request: {
      method: request.method,
      url: request.url,
      headers: request.headers,
      get body() {
        return request.body()
      },
    },
    response: {
      status: response.status,
      headers: response.headers,
      get body() {
        return response.body()
      },
    },
    get actions() {
      return typeof actions === 'function' ? actions() : actions
    },
  }
}

function readable(text: string, type: string): unknown {
  if (text === '') return undefined
  if (type.includes('x-www-form-urlencoded')) return redactForm(text)
  try {
    return redactData(JSON.parse(text))
  } catch {
    return text
  }
}

function shown(body: unknown, type: string): unknown {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return `[${body.length} bytes]`
  return typeof body === 'string' ? readable(body, type) : redactData(body)
}

function cut(body: unknown): unknown {
  if (body === undefined) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return text.length > BODY_LIMIT ? `${text.slice(0, BODY_LIMIT)} [cut: ${text.length} characters]` : body
}
