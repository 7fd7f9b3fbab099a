import type { Exchange } from '../../mocks/core/journal.ts'
import type { Rule } from './rule.ts'
import { expected } from './sources.ts'
import { timeOfDay } from './words.ts'

/**
 * A delivery that fails while the CRM or the identity provider refuses the integration passes their trouble on, which is for
 * `failures-reported`; any other is an event that the integration did not deal with.
 */
export const eventsTaken: Rule = {
  id: 'events-taken',
  says: 'Every event is taken; a delivery fails only where the CRM did.',
  source: expected('Incident reports of CRM connectors: end events that were lost'),
  watch(_, report) {
    const told = new Map<string, number>()
    const trouble: { interaction?: string; until: number }[] = []
    return {
      hears: ['event', 'exchange', 'delivered'],
      on(entry) {
        if (entry.kind === 'event') told.set(entry.event.id, entry.at)
        if (entry.kind === 'exchange' && failed(entry.exchange))
          trouble.push({ until: entry.exchange.until, ...(entry.interaction === undefined ? {} : { interaction: entry.interaction }) })
        if (entry.kind !== 'delivered' || entry.error === undefined) return
        const { event, error, at } = entry
        const since = told.get(event.id) ?? at
        if (trouble.some(({ interaction, until }) => until >= since && (interaction === undefined || interaction === event.subject))) return
        report({
          at,
          interaction: event.subject,
          expected: `${event.type.split('.').at(-1)} of ${timeOfDay(since)} taken`,
          happened: error,
          exchanges: [],
        })
      },
    }
  },
}

const failed = ({ response }: Exchange): boolean => response.status === 0 || response.status >= 400
