import { counted } from '../../mocks/core/figure.ts'
import type { Exchange } from '../../mocks/core/journal.ts'
import type { Rule } from './rule.ts'
import { expected } from './sources.ts'
import { timeOfDay } from './words.ts'

/**
 * A delivery that fails while the CRM or the identity provider refuses the integration passes their trouble on, which is for
 * `failures-reported`; any other is an event that the integration did not deal with. The first that fails for one reason is told of
 * at once, and how many did so after it at the end: a wrong address is one mistake, not one for each event.
 */
export const eventsTaken: Rule = {
  id: 'events-taken',
  says: 'Every event is taken; a delivery fails only where the CRM did.',
  source: expected('Incident reports of CRM connectors: end events that were lost'),
  watch(_, report) {
    const told = new Map<string, number>()
    /** By interaction and reason, what came after the first. */
    const more = new Map<string, { interaction: string; at: number; error: string; types: string[] }>()
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
        const type = event.type.slice(event.type.lastIndexOf('.') + 1)
        const key = `${event.subject} ${error}`
        const before = more.get(key)
        if (before) {
          before.types.push(type)
          before.at = at
          return
        }
        more.set(key, { interaction: event.subject, at, error, types: [] })
        report({ at, interaction: event.subject, expected: `${type} of ${timeOfDay(since)} taken`, happened: error, exchanges: [] })
      },
      end() {
        for (const { interaction, at, error, types } of more.values()) {
          if (types.length === 0) continue
          const expected = `${counted(types.length, 'more event')} taken (${[...new Set(types)].join(', ')})`
          report({ at, interaction, expected, happened: `as before: ${error}`, exchanges: [] })
        }
      },
    }
  },
}

const failed = ({ response }: Exchange): boolean => response.status === 0 || response.status >= 400
