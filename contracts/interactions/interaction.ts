import type { MatchersV3 } from '@pact-foundation/pact'
import { scaledClock } from '../../mocks/core/clock.ts'
import { seededRandom } from '../../mocks/core/random.ts'

export type Parameters = Record<string, string | number | Record<string, string | number | boolean>>
type Headers = Record<string, string | MatchersV3.Matcher<string>>

/** One thing that the default integration asks of a system, as a contract. Matchers say what matters of it, not which example. */
export interface Interaction {
  description: string
  given: { state: string; parameters?: Parameters }[]
  request: {
    method: string
    path: string | MatchersV3.Matcher<string>
    query?: Record<string, string | MatchersV3.Matcher<string>>
    headers?: Headers
    /** JSON; text is a form. */
    body?: unknown
  }
  response: { status: number; headers?: Headers; body?: unknown }
  /** What the integration does, against Pact's stand-in for the system; it checks what the integration makes of the answer. */
  act(url: string): Promise<void>
}

export const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
export const PHONE = '+49301234567'

/** The sign-in is another system's contract: here it is granted. What waits, waits a twentieth of its time. */
export const line = (signInPath: string) => {
  const granted: typeof fetch = async (input, init) =>
    String(input).endsWith(signInPath) ? Response.json({ access_token: 'granted', expires_in: 3599, token_type: 'Bearer' }) : fetch(input, init)
  return { fetch: granted, clock: scaledClock(Date.parse('2026-11-20T08:00:00Z'), 20), random: seededRandom(1) }
}
