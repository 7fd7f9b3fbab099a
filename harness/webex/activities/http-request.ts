import { quote } from '../../rules/words.ts'
import { connectorNames } from '../connectors.ts'
import type { ActivityKind, Here } from '../here.ts'
import { type Attempt, attempt } from './http-attempt.ts'
import { parseOutputs } from './outputs.ts'
import { pairs, queryOf } from './pairs.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/**
 * One HTTP request through a connector or to a URL, with a timeout over all it takes, the connector's own sign-in included, and
 * so many retries when no answer came or the answer was 5xx. It has one outcome, `default`, and `httpStatusCode` says how it
 * went (documented); where an export has an `error` link, a request without an answer takes it.
 */
export const httpRequest: ActivityKind = async (here) => {
  const method = (here.text('httpRequestMethod') || 'GET').toUpperCase()
  if (!METHODS.includes(method)) return here.fault(`"${method}" is no method; known: ${METHODS.join(', ')}.`)
  const connector = connectorOf(here)
  const url = urlOf(here, connector?.baseUrl)
  const body = bodyOf(here, method)
  const headers = headersOf(here, body)
  const timeout = here.number('httpResponseTimeout', 2000)
  const most = 1 + here.number('retryAttempts', 1)
  let last: Attempt | undefined
  for (let n = 1; n <= most && (!last || last.status === 0 || last.status >= 500); n++) {
    last = await attempt(here, { method, url, headers, body, connector, timeout }, n)
    here.signal.throwIfAborted()
  }
  const { status, text, problem } = last as Attempt
  here.output('httpStatusCode', status)
  here.output('httpResponseBody', text)
  if (problem !== undefined || status >= 400) here.failed(here.activity.name, problem ?? `${method} ${url} was answered ${status}.`, status)
  if (status === 0) return here.drawn('error') || here.env.settings.unanswered === 'OnGlobalError' ? 'error' : 'default'
  if ((here.text('contentType') || 'JSON').toUpperCase() !== 'JSON') {
    return here.text('contentType').toUpperCase() === 'NONE' ? 'default' : here.fault(`an answer in ${here.text('contentType')} is not imitated; JSON is.`)
  }
  return parseOutputs(here, text) ? 'default' : 'error'
}

function connectorOf(here: Here) {
  const names = connectorNames(here.activity.properties)
  if (!names) return undefined
  const connector = here.env.connectors.of(names)
  if (!connector) {
    const known = here.env.connectors.all.map((one) => `${one.name}${one.id ? ` (${one.id})` : ''}`).join(', ')
    return here.fault(`there is no connector ${names.length > 0 ? names.map(quote).join(' or ') : 'without an id'}. The configuration has: ${known || 'none'}.`)
  }
  return connector
}

/** The connector's base with the path behind it, or the whole URL; a `+` stays what it is, so that a server reads a space (inferred). */
function urlOf(here: Here, base: string | undefined): string {
  const path = here.render(base === undefined ? here.text('httpRequestUrl') : here.text('httpRequestPath') || here.text('httpRequestUrl'), 'httpRequestPath')
  const whole = base === undefined || /^https?:\/\//i.test(path) ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
  const query = queryOf(here, 'httpQueryParameters').replaceAll('%2B', '+')
  const joined = query === '' ? whole : `${whole}${whole.includes('?') ? '&' : '?'}${query}`
  try {
    return new URL(joined).href
  } catch {
    return here.fault(`"${joined}" is no URL.`)
  }
}

function bodyOf(here: Here, method: string): string | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined
  const body = here.render(here.text('httpRequestBody'), 'httpRequestBody')
  return body === '' ? undefined : body
}

function headersOf(here: Here, body: string | undefined): Record<string, string> {
  const given = pairs(here, 'httpRequestHeaders').map(([name, value]) => [name.toLowerCase(), value] as const)
  const type = here.text('httpContentType')
  const plain = type === '' || type.toUpperCase() === 'NONE' ? 'application/json' : type.toLowerCase()
  return { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': plain }), ...Object.fromEntries(given), traceparent: here.call.trace }
}
