import { groupBy } from './group.ts'
import { entityName } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { type Memorial, storyOf } from './story.ts'
import { inWords, list, recordName, timeOfDay } from './words.ts'

/**
 * Judged at the end, by contact and record; only what the CRM accepted counts, so a retry after a refusal is none. A field that
 * is written again when its answer was lost is as it was; a comment stands there twice.
 */
export const memorializedOnce: Rule = {
  id: 'memorialized-once',
  says: 'A contact is memorialized once on each record.',
  source: stated('R025', 'R026'),
  watch(context, report) {
    const story = storyOf(context)
    return {
      reads: story.on,
      hears: [],
      on: (entry) => void story.on(entry),
      end() {
        const byRecord = groupBy(
          story.memorials.filter((one) => (one.ok || isLostComment(one)) && one.due && one.mappings.length > 0),
          ({ due, record }) => `${due?.interaction} ${due?.contact} ${entityName(record.type)} ${record.id}`,
        )
        for (const writes of byRecord.values()) {
          const repeated = [...groupBy(writes, ({ field }) => field)].filter(([, times]) => times.length > 1)
          const [, times] = repeated.sort((a, b) => b[1].length - a[1].length)[0] ?? []
          if (!times) continue
          const { due, record } = times[0] as Memorial
          const exchanges = [...new Set(repeated.flatMap(([, all]) => all.map(({ exchange }) => exchange)))]
          report({
            at: (times[1] as Memorial).exchange.at,
            ...(due ? { interaction: due.interaction } : {}),
            expected: `contact ${due?.contact} written once to ${recordName(record)}`,
            happened: `${list(repeated.map(([field]) => field))} written ${inWords(times.length)} times: ${list(exchanges.map(({ at }) => timeOfDay(at)))}`,
            exchanges: exchanges.map(({ id }) => id),
          })
        }
      },
    }
  },
}

const isLostComment = ({ field, exchange }: Memorial): boolean =>
  field === 'comment' && exchange.remarks.some((remark) => remark.kind === 'answer-lost' && remark.status < 300)
