import type { Exchange } from '../../mocks/core/journal.ts'
import type { Rule } from './rule.ts'
import { expected } from './sources.ts'
import { seconds, timeOfDay } from './words.ts'

/** Whoever is told to wait and asks again at once makes the queue longer; Dataverse and Zendesk both prolong the wait of such a client. */
export const retryAfter: Rule = {
  id: 'retry-after',
  says: 'A request that was told to wait is not made again before its time.',
  source: expected("Microsoft's page on service protection limits, and Zendesk's on rate limits"),
  watch(context, report) {
    const waits = new Map<string, { asked: Exchange; until: number }>()
    return {
      hears: ['exchange'],
      on(entry) {
        if (entry.kind !== 'exchange') return
        const { exchange, interaction } = entry
        const until = waitOf(exchange)
        // Most runs are never told to wait: their requests need not be written out.
        if (waits.size === 0 && until === undefined) return
        const request = `${exchange.request.method} ${exchange.request.url} ${JSON.stringify(exchange.request.body) ?? ''}`
        const early = waits.get(request)
        if (early && early.asked.until <= exchange.at && exchange.at + (context.slack ?? 0) < early.until)
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: `${exchange.request.method} not made again before ${timeOfDay(early.until)}: the answer at ${timeOfDay(early.asked.until)} asked for ${seconds(early.until - early.asked.until)}`,
            happened: `made again at ${timeOfDay(exchange.at)}`,
            exchanges: [early.asked.id, exchange.id],
          })
        if (until !== undefined) waits.set(request, { asked: exchange, until })
        else waits.delete(request)
      },
    }
  },
}

/** The instant that `Retry-After` names, in seconds from the answer or as a date (RFC 9110, 10.2.3). */
function waitOf({ response, until }: Exchange): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined
  const asked = response.headers['retry-after']?.trim()
  if (!asked) return undefined
  const instant = /^\d+$/.test(asked) ? until + Number(asked) * 1000 : Date.parse(asked)
  return Number.isNaN(instant) ? undefined : instant
}
