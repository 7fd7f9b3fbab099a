import type { Clock } from '../mocks/core/clock.ts'

/** A request over HTTP as plain data. Header names are lower case. */
export interface Question {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body?: string | undefined
}

/** Its answer; `text` reads the body and rejects where that breaks off. */
export interface Told {
  status: number
  header(name: string): string | null
  text(): string | Promise<string>
}

/** Asks, and rejects as `fetch` does where there is no answer; undefined when `patience` ms of the clock have gone by without one. */
export type Ask = (question: Question, patience: number, clock: Pick<Clock, 'sleep'>) => Promise<Told | undefined>

const ways = new WeakMap<typeof fetch, Ask>()

/**
 * How a client asks that needs no more of HTTP than plain data. Through the given `fetch`, whoever has put himself before it;
 * where that leads to a World of this process and nobody stands between, without a Request and a Response on the way.
 */
export function askThrough(fetch: typeof globalThis.fetch): Ask {
  const known = ways.get(fetch)
  if (known) return known
  const made = over(fetch)
  ways.set(fetch, made)
  return made
}

/** The same `fetch`, which has a plain way beside it. */
export function withPlainWay(fetch: typeof globalThis.fetch, ask: Ask): typeof globalThis.fetch {
  ways.set(fetch, ask)
  return fetch
}

/** A reason of its own spares an exception, with its stack, for every answer that came in time. */
const ANSWERED = 'answered'

/** The plain way where there is `fetch` only. */
export const over =
  (fetch: typeof globalThis.fetch): Ask =>
  async ({ method, url, headers, body }, patience, clock) => {
    const given = new AbortController()
    const answered = new AbortController()
    const tired = clock.sleep(patience, answered.signal).then<undefined, never>(
      () => {
        given.abort()
        return undefined
      },
      () => new Promise<never>(() => {}),
    )
    try {
      const response = await Promise.race([fetch(url, { method, headers, signal: given.signal, ...(body === undefined ? {} : { body }) }), tired])
      return response && { status: response.status, header: (name) => response.headers.get(name), text: () => response.text() }
    } finally {
      answered.abort(ANSWERED)
    }
  }
