import type { Rule } from './rule.ts'
import { storyOf } from './story.ts'
import { list, recordName } from './words.ts'

/**
 * Linked by the agent, or pinned and so linked by itself, at the time of the request; or when the contact was due whose data it
 * has: what a trigger owes to a record is not less owed because a colleague unlinks it while a token is renewed.
 */
export const linkedRecordsOnly: Rule = {
  id: 'linked-records-only',
  says: 'Only records that are linked to the interaction are memorialized; a pinned record is linked.',
  source: { rules: ['R043', 'A10'], document: 'Set up a CRM integration: overview, and the help pages for agents', grade: 'stated' },
  watch(context, report) {
    const story = storyOf(context)
    return {
      reads: story.on,
      hears: ['exchange'],
      on(entry) {
        const written = story.on(entry).filter(({ mappings }) => mappings.length > 0)
        if (written.length === 0) return
        for (const record of new Set(written.map((write) => write.record))) {
          const { exchange, interaction, due } = written.find((write) => write.record === record) as (typeof written)[number]
          if ([exchange.at, ...(due ? [due.at] : [])].some((at) => story.linkedAt(record, at, interaction))) continue
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: 'data memorialization to linked records only',
            happened: `${list(written.filter((write) => write.record === record).map(({ field }) => field))} written to ${recordName(record)}, which is not linked`,
            exchanges: [exchange.id],
          })
        }
      },
    }
  },
}
