import type { Exchange } from '../../mocks/core/journal.ts'

/** A request for a token that was granted, and whose answer arrived. */
export interface Grant {
  exchange: Exchange
  client: string
  /** What it is for: one client may hold tokens for several systems. */
  purpose: string
  expiresAt: number | null
  renewal: boolean
  took: number
}

/** What is known, from the outside, about the tokens of each client: granted by whom, announced until when, refused since when. */
export interface Credentials {
  /** The grant that this exchange is, if it is one. */
  on(exchange: Exchange): Grant | undefined
  /** When the trace begins: what is dead by then died in its own time. */
  begin(at: number): void
  /** Whether a client that calls at `at` must know that its token, dead since `expiredAt`, is dead; one with a clock of its own, `apart`, only when it was told. */
  knownDead(client: string, expiredAt: number, at: number, apart?: boolean): boolean
  /** Grants to that client for that purpose so far, in the order of their answers. */
  grants(client: string, purpose: string): readonly Grant[]
  /** Whether between the two instants the CRM told somebody that a token of theirs is not accepted. */
  refusedBetween(from: number, to: number): boolean
}

/** `expires_in` has whole seconds. */
const ROUNDING = 1000
/** Parts of a millisecond that the two instants of one token may differ by. */
const EXACT = 1

export function createCredentials(): Credentials {
  const granted: Grant[] = []
  let begun = Number.NEGATIVE_INFINITY
  const refusals: { client?: string; expiredAt?: number; at: number; until: number }[] = []
  return {
    begin(at) {
      if (begun === Number.NEGATIVE_INFINITY) begun = at
    },
    on(exchange) {
      // A refusal whose answer was lost has told nobody.
      for (const remark of exchange.response.status === 0 ? [] : exchange.remarks) {
        if (remark.kind === 'token-expired') refusals.push({ client: remark.client, expiredAt: remark.expiredAt, at: exchange.at, until: exchange.until })
        if (remark.kind === 'token-refused') refusals.push({ at: exchange.at, until: exchange.until })
      }
      const issued = exchange.remarks.find((remark) => remark.kind === 'token-issued')
      if (!issued || exchange.response.status !== 200) return undefined
      const grant = { exchange, purpose: purposeOf(exchange), ...issued }
      granted.push(grant)
      return grant
    },
    knownDead(client, expiredAt, at, apart = false) {
      // A token that was killed may die in the second in which one that it replaced would have ended.
      const isNewest = (grant: Grant) => granted.findLast((other) => other.client === client && other.purpose === grant.purpose) === grant
      const announced = granted.some((grant) => {
        if (grant.client !== client || grant.expiresAt === null) return false
        const gap = Math.abs(grant.expiresAt - expiredAt)
        return gap <= EXACT || (gap <= ROUNDING && isNewest(grant))
      })
      if (!apart && (announced || expiredAt < begun)) return true
      // Where exchanges take no time at all, a call of the same instant may have been made before the answer.
      const told = (refusal: { at: number; until: number }) => refusal.until < at || (refusal.until === at && refusal.until > refusal.at)
      return refusals.some((refusal) => refusal.client === client && refusal.expiredAt === expiredAt && told(refusal))
    },
    grants: (client, purpose) => granted.filter((grant) => grant.client === client && grant.purpose === purpose),
    refusedBetween: (from, to) => refusals.some(({ until }) => until >= from && until <= to),
  }
}

/** The identity provider, the kind of grant and the scope or resource that a token request named. */
export function purposeOf({ mock, request }: Exchange): string {
  const { body } = request
  const fields =
    typeof body === 'string'
      ? Object.fromEntries(new URLSearchParams(body))
      : body !== null && typeof body === 'object'
        ? (body as Record<string, unknown>)
        : {}
  return `${mock} ${fields.scope ?? fields.resource ?? ''}`.trim()
}
