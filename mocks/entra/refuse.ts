import type { Call, Problem, Reply, World } from '../core/index.ts'
import { type AadstsCode, type AadstsDetail, aadsts } from './problems.ts'
import { isGuid } from './tenant.ts'

/** Problems that are not Entra's own words, in the nearest of its numbers. */
function translated(found: Problem): Problem {
  if (found.detail?.code !== undefined) return found
  const code: AadstsCode | undefined =
    found.status === 429 ? 90055 : found.status === 503 ? 90033 : found.status >= 500 && found.problem !== 'not-imitated' ? 50000 : undefined
  if (code === undefined) return found
  const own = aadsts(code)
  return { ...own, status: found.status, message: found.detail?.fault ? own.message : found.message, ...(found.headers ? { headers: found.headers } : {}) }
}

/** `2026-08-13 21:24:29Z` */
export const timestamp = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')}Z`

/** The id that a client gave its request, by header or query; otherwise one of ours. */
export function correlation(call: Call, otherwise: () => string): string {
  const sent = call.headers['client-request-id'] ?? (call.search === '' ? '' : (call.query.get('client-request-id') ?? ''))
  return isGuid(sent) ? sent.toLowerCase() : otherwise()
}

/** Entra's error body (recorded; see the README). The one place that knows it. */
export function refuse(found: Problem, call: Call, world: World): Reply {
  const random = world.random('entra.trace')
  const { status, message, detail, problem } = translated(found)
  const { code, error, uri, suberror, claims } = (detail ?? {}) as Partial<AadstsDetail>
  const time = timestamp(world.clock.now())
  const trace = random.guid()
  const id = correlation(call, () => random.guid())
  const words = code === undefined ? message : `AADSTS${code}: ${message}`
  return {
    status,
    headers: { 'x-ms-request-id': trace },
    body: {
      error: error ?? (problem === 'not-imitated' ? 'not_imitated' : status >= 500 ? 'server_error' : 'invalid_request'),
      error_description: `${words} Trace ID: ${trace} Correlation ID: ${id} Timestamp: ${time}`,
      error_codes: code === undefined ? [] : [code],
      timestamp: time,
      trace_id: trace,
      correlation_id: id,
      ...(uri ? { error_uri: `https://login.microsoftonline.com/error?code=${code}` } : {}),
      ...(suberror ? { suberror } : {}),
      ...(claims ? { claims } : {}),
    },
  }
}
