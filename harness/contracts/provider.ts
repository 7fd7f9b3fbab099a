import type { Arrangement } from './arrangement.ts'

/** What a pact is verified against: the stand-in, or a real organisation. One interaction at a time. */
export interface Provider {
  /** Puts in place what the states of the next interaction ask for; answers the values that generators may use. Throws a StateError. */
  begin(arrangement: Arrangement): Promise<Record<string, unknown>>
  /** Answers a request whose path and query are as the consumer sent them. */
  answer(path: string, init: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> }): Promise<Response>
  /** Takes away what was put in place. */
  end(): Promise<void>
}

/** Whatever credentials a pact was written with, the provider's client brings those that it has. A request without any stays without. */
export function signedIn(headers: Record<string, string>, bearer: string, basic?: string): Record<string, string> {
  const { authorization } = headers
  if (authorization === undefined) return headers
  return { ...headers, authorization: /^basic\s/i.test(authorization) && basic !== undefined ? `Basic ${basic}` : `Bearer ${bearer}` }
}

/** The body of a pact's bulk of headers that belong to one hop only. */
export function forwarded(headers: Headers): Record<string, string> {
  const own = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding', 'expect'])
  return Object.fromEntries([...headers].filter(([name]) => !own.has(name)))
}
