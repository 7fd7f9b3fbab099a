import { appliesTo, isWithheld } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { storyOf } from './story.ts'
import { quote, recordName } from './words.ts'

/** Neither the value nor a blank, whether the CRM accepted it or not; also when the agent entered it later. */
export const withheld: Rule = {
  id: 'withheld',
  says: 'When the contact ends the interaction first, statuses, dispositions, notes and tags are not memorialized.',
  source: stated('R027'),
  watch(context, report) {
    const story = storyOf(context)
    return {
      reads: story.on,
      hears: ['exchange'],
      on(entry) {
        for (const { due, mappings, record, field, value, exchange } of story.on(entry)) {
          const sources = due ? mappings.filter((mapping) => appliesTo(mapping, due.media)) : []
          if (!due || sources.length === 0 || !sources.every((mapping) => isWithheld(mapping, due))) continue
          report({
            at: exchange.at,
            interaction: due.interaction,
            expected: `${sources[0]?.data} withheld: the contact ended the interaction first, so ${field} of ${recordName(record)} stays as it was`,
            happened: value === '' || value === null ? `${field} was blanked` : `${field} was written as ${quote(value)}`,
            exchanges: [exchange.id],
          })
        }
      },
    }
  },
}
