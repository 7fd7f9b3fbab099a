import { BODY_LIMIT, type Exchange, type Remark } from './journal.ts'
import type { Call, Mock, Operation, Reply } from './mock.ts'
import { redactData, redactForm, redactHeaders, redactPage, redactQuery } from './redact.ts'
import type { World } from './world.ts'

/**
 * An exchange for the journal. It is redacted and understood when somebody looks, not on the way through: most exchanges are
 * never looked at, and copying every header and body costs more than answering. A large one is understood at once and then
 * cut, so that the journal's memory is bounded.
 */
export function journalled(
  id: number,
  mock: Mock,
  operation: Operation,
  call: Call,
  world: World,
  url: string,
  reply: Reply,
  sent: Record<string, string | string[]>,
  /** Of the answer's body, in characters or bytes. */
  size: number,
  remarks: Remark[],
): Exchange {
  const { headers, body, method } = call
  let request: Exchange['request'] | undefined
  let response: Exchange['response'] | undefined
  let actions: Exchange['actions'] | undefined

  const exchange: Exchange = {
    id,
    mock: mock.name,
    operation: operation.name,
    at: call.at,
    until: world.clock.now(),
    ...(headers.traceparent ? { traceparent: headers.traceparent } : {}),
    get request() {
      return (request ??= {
        method,
        url: redactQuery(url),
        headers: redactHeaders(headers),
        body: readable(decoder.decode(body), headers['content-type'] ?? ''),
      })
    },
    get response() {
      return (response ??= { status: reply.status, headers: redactHeaders(sent), body: shown(reply.body, String(sent['content-type'] ?? '')) })
    },
    remarks,
    get actions() {
      return (actions ??= mock.meaning(exchange))
    },
  }
  if (body.length <= BODY_LIMIT && size <= BODY_LIMIT) return exchange
  const whole = { ...exchange }
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
  return typeof body === 'string' ? readable(body, type) : redactData(body)
}

function cut(body: unknown): unknown {
  if (body === undefined) return undefined
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return text.length > BODY_LIMIT ? `${text.slice(0, BODY_LIMIT)} [cut: ${text.length} characters]` : body
}
