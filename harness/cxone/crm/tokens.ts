import type { Clock } from '../../../mocks/core/clock.ts'

export interface Grant {
  value: string
  /** On the World's clock; Infinity for a token that does not expire. */
  expiresAt: number
}

export interface TokenSource {
  /** A token that is good for a while yet. However many ask at once, one of them signs in and all wait for it. */
  get(trace: string): Promise<string>
  /** The CRM refused this token before its time. */
  discard(value: string): void
}

/** So long before its end a token is not used any more: it would die on the way. */
const MARGIN = 5000

export function tokenSource(clock: Pick<Clock, 'now'>, obtain: (trace: string) => Promise<Grant>): TokenSource {
  let grant: Grant | undefined
  let renewal: Promise<Grant> | undefined

  const renew = async (trace: string) => {
    try {
      return (grant = await obtain(trace))
    } finally {
      renewal = undefined
    }
  }
  return {
    async get(trace) {
      if (grant && clock.now() < grant.expiresAt - MARGIN) return grant.value
      renewal ??= renew(trace)
      return (await renewal).value
    },
    discard(value) {
      if (grant?.value === value) grant = undefined
    },
  }
}

/** `expires_in` in seconds, as number or as text (Entra v1); absent or null: never. */
export const expiry = (now: number, expiresIn: unknown): number =>
  expiresIn === undefined || expiresIn === null || Number.isNaN(Number(expiresIn)) ? Number.POSITIVE_INFINITY : now + Number(expiresIn) * 1000
