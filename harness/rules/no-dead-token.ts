import { createCredentials } from './credentials.ts'
import type { Rule } from './rule.ts'
import { statedForDynamics } from './sources.ts'
import { timeOfDay, timeSeenFrom } from './words.ts'

/** A token that was killed before its announced time is known to be dead only once the CRM has said so; so is one of which the trace does not show the announcement. */
export const noDeadToken: Rule = {
  id: 'no-dead-token',
  says: 'No call is made with a token that is known to have expired.',
  source: statedForDynamics('R001'),
  watch({ apart }, report) {
    const credentials = createCredentials()
    return {
      on(entry) {
        credentials.begin(entry.kind === 'exchange' ? entry.exchange.at : entry.at)
        if (entry.kind !== 'exchange') return
        const { exchange, interaction } = entry
        for (const remark of exchange.remarks) {
          if (remark.kind !== 'token-expired') continue
          if (!credentials.knownDead(remark.client, remark.expiredAt, exchange.at, apart)) continue
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: `a new token before the call: the one at hand expired at ${timeSeenFrom(exchange.at, remark.expiredAt)}`,
            happened: `${exchange.request.method} to ${exchange.mock} at ${timeOfDay(exchange.at)} with the dead token`,
            exchanges: [exchange.id],
          })
        }
        credentials.on(exchange)
      },
    }
  },
}
