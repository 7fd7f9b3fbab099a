import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { storyOf } from './story.ts'
import { list, recordName, timeOfDay } from './words.ts'

/** An update that names a mapped field, or an attempt at one, before its contact is due. One finding per exchange. */
export const memorializedAfterTrigger: Rule = {
  id: 'memorialized-after-trigger',
  says: 'Nothing is memorialized before its trigger: the end of the call and of after-call work, a digital transfer, or unassign and dismiss.',
  source: stated('R024', 'R025', 'R026'),
  watch(context, report) {
    const story = storyOf(context)
    const media = new Map<string, 'voice' | 'digital'>()
    const trigger = (interaction: string | undefined) => {
      const kind = interaction === undefined ? undefined : media.get(interaction)
      if (kind === 'voice') return 'the call and its after-call work are over'
      return kind === 'digital' ? 'the contact is transferred, or unassigned and dismissed' : 'the contact is over for its agent'
    }
    return {
      reads: story.on,
      hears: ['moment', 'exchange'],
      on(entry) {
        if (entry.kind === 'moment' && entry.moment.what === 'started') media.set(entry.moment.interaction, entry.moment.media)
        const early = story.on(entry).filter(({ due, mappings }) => !due && mappings.length > 0)
        if (early.length === 0) return
        for (const { exchange, interaction, record } of early.filter((one, index) => early.findIndex((other) => other.record === one.record) === index)) {
          const fields = early.filter((one) => one.record === record).map(({ field }) => field)
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: `no memorialization of ${recordName(record)} until ${trigger(interaction)}`,
            happened: `${list(fields)} written at ${timeOfDay(exchange.at)}, while the contact was not yet due`,
            exchanges: [exchange.id],
          })
        }
      },
    }
  },
}
