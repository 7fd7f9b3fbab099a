import type { Connector } from '../configuration.ts'
import type { Here } from '../here.ts'

export interface HttpAsk {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
  connector: Connector | undefined
  /** ms, over all. */
  timeout: number
}

export interface Attempt {
  /** 0: there was no answer. */
  status: number
  text: string
  /** Why there was no answer. */
  problem?: string
}

/**
 * One attempt, ended by its timeout. A sign-in that takes longer than the timeout goes on behind it and serves the next request
 * (inferred: the platform renews a connector's token, not the activity).
 */
export async function attempt(here: Here, ask: HttpAsk, n: number): Promise<Attempt> {
  const { clock } = here.env
  const began = clock.now()
  const late = new AbortController()
  const gone = AbortSignal.any([late.signal, here.signal])
  const answered = new AbortController()
  const timer = clock.sleep(ask.timeout, AbortSignal.any([answered.signal, here.signal])).then(
    (): Attempt => {
      late.abort()
      return { status: 0, text: '', problem: `${ask.method} ${ask.url} was not answered within ${ask.timeout} ms.` }
    },
    () => new Promise<never>(() => {}),
  )
  const abandoned = new Promise<never>((_, reject) =>
    here.signal.addEventListener('abort', () => reject(here.signal.reason), { once: true, signal: answered.signal }),
  )
  abandoned.catch(() => {})
  const asked = send(here, ask, gone)
  asked.catch(() => {})
  const outcome = await Promise.race([asked, timer, abandoned])
    .catch((error: unknown): Attempt => {
      if (here.signal.aborted) throw error
      return { status: 0, text: '', problem: reason(error) }
    })
    .finally(() => answered.abort())
  const timedOut = late.signal.aborted
  here.tell({
    did: 'requested',
    method: ask.method,
    url: ask.url,
    attempt: n,
    status: outcome.status,
    took: clock.now() - began,
    timedOut,
    ...(outcome.problem !== undefined && !timedOut ? { error: outcome.problem } : {}),
  })
  return outcome
}

async function send(here: Here, { method, url, headers, body, connector }: HttpAsk, signal: AbortSignal): Promise<Attempt> {
  const { connectors, fetch } = here.env
  const authorization = connector && (await connectors.authorize(connector, here.call.trace))
  signal.throwIfAborted()
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
    signal,
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  if (answer.status === 401 && connector) connectors.refused(connector, authorization)
  return { status: answer.status, text }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
