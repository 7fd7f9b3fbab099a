import type { Exchange } from '../../mocks/core/journal.ts'
import { createCredentials, type Grant, purposeOf } from './credentials.ts'
import type { Rule } from './rule.ts'
import { statedForDynamics } from './sources.ts'
import { inWords, list, seconds, timeOfDay } from './words.ts'

/** R001: 9 to 15 s. */
const LONGEST_RENEWAL = 15_000
/** The way there and back, which is not the identity provider's. */
const TRAVEL = 1000
/** A client may renew so long before the token dies. */
const EARLIEST_RENEWAL = 5 * 60_000

/**
 * Which token a grant replaced is known from the order of grants to the client: one is due when there was none, when the
 * last one is about to expire, or when the CRM has refused it. R002: how long it takes is said for Dynamics only.
 */
export const tokenRenewal: Rule = {
  id: 'token-renewal',
  says: 'Renewing an expired token takes 9 to 15 s and happens once.',
  source: statedForDynamics('R001', 'R002'),
  watch(context, report) {
    const { crm } = context
    const credentials = createCredentials()
    /** Token requests since the last grant, by purpose. */
    const attempts = new Map<string, Exchange[]>()
    const surplus: Grant[][] = []

    const isDue = (grant: Grant, previous: Grant): boolean => {
      const { at } = grant.exchange
      if (at < previous.exchange.until) return false
      if (previous.expiresAt !== null && at >= previous.expiresAt - EARLIEST_RENEWAL) return true
      return credentials.refusedBetween(previous.exchange.until, at)
    }
    const duration = (grant: Grant, tries: readonly Exchange[]) => {
      const from = Math.min(grant.exchange.at, ...tries.map(({ at }) => at))
      const disturbed = [grant.exchange, ...tries].some(({ remarks, response }) => remarks.some(({ kind }) => kind === 'fault') || response.status >= 400)
      const took = grant.exchange.until - from
      // Of one request the identity provider's own part is known to the millisecond; of several, what they took together.
      const { slack = 0 } = context
      const late = grant.took > LONGEST_RENEWAL + slack || took > LONGEST_RENEWAL + TRAVEL + slack
      if (crm !== 'dynamics' || !grant.renewal || disturbed || !late) return
      report({
        at: from,
        expected: `one renewal, done by ${timeOfDay(from + LONGEST_RENEWAL)}`,
        happened: `done at ${timeOfDay(grant.exchange.until)} (${seconds(took)})${tries.length > 0 ? `, after ${inWords(tries.length + 1)} requests` : ''}`,
        exchanges: [...tries, grant.exchange].map(({ id }) => id),
      })
    }

    return {
      hears: ['exchange'],
      on(entry) {
        if (entry.kind !== 'exchange') return
        const { exchange } = entry
        const grant = credentials.on(exchange)
        if (!grant) {
          if (exchange.actions.some(({ kind }) => kind === 'signed-in'))
            attempts.set(purposeOf(exchange), [...(attempts.get(purposeOf(exchange)) ?? []), exchange])
          return
        }
        duration(grant, attempts.get(grant.purpose) ?? [])
        attempts.delete(grant.purpose)
        const before = credentials.grants(grant.client, grant.purpose).slice(0, -1)
        const previous = before.at(-1)
        if (!previous || isDue(grant, previous)) return
        const group = surplus.find((one) => one.includes(previous))
        if (group) group.push(grant)
        else surplus.push([previous, grant])
      },
      end() {
        for (const group of surplus) {
          const [first] = group as [Grant]
          const renewal = group.some((grant) => grant.renewal)
          const word = renewal ? 'renewal' : 'sign-in'
          report({
            at: first.exchange.at,
            expected:
              renewal && crm === 'dynamics' ? `one renewal, done by ${timeOfDay(first.exchange.at + LONGEST_RENEWAL)}` : `one ${word} while the token lives`,
            happened: `${inWords(group.length)}: ${list(group.slice(0, 6).map(({ exchange: { at, until } }) => `${timeOfDay(at)} (${seconds(until - at)})`))}${group.length > 6 ? ' ...' : ''}`,
            exchanges: group.map(({ exchange }) => exchange.id),
          })
        }
      },
    }
  },
}
