import { askThrough, type Told } from '../../ask.ts'
import type { Environment } from '../../integration.ts'
import { CrmFailure, LostAnswer } from './failure.ts'
import type { TokenSource } from './tokens.ts'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  url: string
  headers?: Record<string, string>
  body?: unknown
  /** W3C trace context of the event that causes the call. */
  trace: string
  /** Signs in with it; absent for the sign-in itself. */
  tokens?: TokenSource
}

export interface Answer {
  status: number
  header(name: string): string | null
  /** JSON as data, other text as it is, undefined when empty. */
  body: unknown
}

export type Line = Pick<Environment, 'fetch' | 'clock' | 'random'>

/** A call that is asked to wait is made so often at the most. */
const ATTEMPTS = 4
/** Longer than this nobody waits for an answer, nor before trying again. */
const PATIENCE = 120_000

/**
 * One call as a polite client makes it: it waits as long as 429 and 503 ask for, renews a refused token once, never sends a
 * token that is past its time, and asks again when the answer to a question was lost. Throws LostAnswer when the answer to a
 * change was, or no answer came at all.
 */
export async function send(line: Line, request: HttpRequest): Promise<Answer> {
  let renewed = false
  for (let attempt = 1; ; attempt++) {
    const token = await request.tokens?.get(request.trace)
    let answer: Answer
    try {
      answer = await once(line, request, token)
    } catch (error) {
      // Reading and signing in change nothing, so they may simply be done again.
      if (!(error instanceof LostAnswer && attempt < ATTEMPTS && (request.method === 'GET' || !request.tokens))) throw error
      await line.clock.sleep(pause(line, undefined, attempt))
      continue
    }
    if (answer.status === 401 && token !== undefined && !renewed) {
      renewed = true
      request.tokens?.discard(token)
      continue
    }
    const wait = answer.status === 429 || answer.status === 503 ? pause(line, answer, attempt) : undefined
    if (wait === undefined || wait > PATIENCE || attempt >= ATTEMPTS) return answer
    await line.clock.sleep(wait)
  }
}

async function once(line: Line, request: HttpRequest, token: string | undefined): Promise<Answer> {
  const form = request.body instanceof URLSearchParams
  const headers: Record<string, string> = { accept: 'application/json', traceparent: request.trace }
  if (token !== undefined) headers.authorization = bearer(token)
  if (request.body !== undefined) headers['content-type'] = form ? 'application/x-www-form-urlencoded' : 'application/json'
  Object.assign(headers, request.headers)
  const body = request.body === undefined ? undefined : form ? String(request.body) : JSON.stringify(request.body)
  let told: Told | undefined
  let text = ''
  try {
    told = await askThrough(line.fetch)({ method: request.method, url: request.url, headers, body }, PATIENCE, line.clock)
    if (told) text = await told.text()
  } catch (error) {
    throw lost(request, error)
  }
  if (!told) throw new LostAnswer(`${request.method} ${request.url} was not answered within ${PATIENCE / 1000} s.`)
  return { status: told.status, header: told.header, body: read(text, told, request) }
}

/** One text for all requests with a token: whoever looks it up takes its hash once, and a token of Entra's is long. */
let lately = { token: '', header: '' }
function bearer(token: string): string {
  if (token !== lately.token) lately = { token, header: `Bearer ${token}` }
  return lately.header
}

function lost(request: HttpRequest, error: unknown): LostAnswer {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error instanceof Error ? error.message : error)
  return new LostAnswer(`${request.method} ${request.url} got no answer: ${cause}.`)
}

function read(text: string, { status }: Pick<Told, 'status'>, request: HttpRequest): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // An error page of a proxy has a status to go by; a success that cannot be read says nothing of what was done.
    if (status >= 200 && status < 300) throw new LostAnswer(`${request.method} ${request.url} was answered ${status} with a body that is not JSON.`)
    return text
  }
}

/** Retry-After in seconds or as a date, with a moment more so that fifty waiting calls do not come back at once; else ever longer pauses. */
function pause(line: Line, answer: Answer | undefined, attempt: number): number {
  const after = answer?.header('retry-after') ?? null
  const asked = after === null ? 500 * 2 ** attempt : /^\d+$/.test(after.trim()) ? Number(after) * 1000 : Date.parse(after) - line.clock.now()
  return Math.max(0, Number.isNaN(asked) ? 500 * 2 ** attempt : asked) + Math.round(line.random.uniform(0, 500))
}

/**
 * Makes a call that changes something. When its answer is lost, `look` finds out whether it was done (undefined: it was not)
 * before the call is made again, so that nothing is done twice.
 */
export async function sendOnce<T>(make: () => Promise<T>, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await make()
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error
      const done = await look()
      if (done !== undefined) return done
      if (attempt === ATTEMPTS) throw error
    }
  }
}

export const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined

/** The body of an answer; undefined where the CRM says that there is no such thing. */
export async function orNothing(asked: Promise<Answer>): Promise<unknown> {
  try {
    return (await asked).body
  } catch (error) {
    if (error instanceof CrmFailure && error.status === 404) return undefined
    throw error
  }
}

export const ok = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300

/** The error of an OAuth 2.0 token endpoint (RFC 6749, 5.2), or whatever else it said. */
export function refusedSignIn(answer: Answer): CrmFailure {
  const error = member(answer.body, 'error')
  if (typeof error !== 'string')
    return new CrmFailure(answer.status, 'unknown', `Signing in failed: the identity provider answered ${answer.status} without a token.`)
  return new CrmFailure(answer.status, error, `Signing in was refused: ${String(member(answer.body, 'error_description') ?? error)}`)
}
