import { counted } from '../../mocks/core/figure.ts'
import type { Exchange } from '../../mocks/core/journal.ts'
import { fieldName } from '../configuration/field-name.ts'
import type { Notice } from '../integration.ts'
import { compare, fieldWrites, sameRecord, valueFor } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { type Memorial, storyOf } from './story.ts'
import { count, recordName } from './words.ts'

/** Judged at the end: a text that the CRM cut or refused for its length, or that the integration cut to fit, was said to be lost. */
export const fieldLimits: Rule = {
  id: 'field-limits',
  says: 'Text that does not fit its CRM field is not lost silently.',
  source: stated('R029'),
  watch(context, report) {
    const story = storyOf(context)
    const notices: Notice[] = []
    const limited: { exchange: Exchange; interaction?: string }[] = []
    const cut: Memorial[] = []

    const told = (interaction: string | undefined, field: string, record: { type: string; id?: string } | undefined) =>
      notices.some((notice) => {
        if (interaction !== undefined && notice.interaction !== interaction) return false
        if (notice.kind === 'failed') return notice.record === undefined || record?.id === undefined || sameRecord(notice.record, record)
        return notice.kind === 'lost' && fieldName(notice.field) === fieldName(field) && (record?.id === undefined || sameRecord(notice.record, record))
      })

    return {
      reads: story.on,
      hears: ['notice', 'exchange'],
      on(entry) {
        const written = story.on(entry)
        if (entry.kind === 'notice' && (entry.notice.kind === 'failed' || entry.notice.kind === 'lost')) notices.push(entry.notice)
        if (entry.kind !== 'exchange') return
        const { exchange, interaction } = entry
        if (exchange.remarks.some(({ kind }) => kind === 'cut' || kind === 'too-long'))
          limited.push({ exchange, ...(interaction === undefined ? {} : { interaction }) })
        cut.push(...written.filter(({ ok, due, value, mappings }) => ok && due && mappings.some((mapping) => compare(value, valueFor(mapping, due)) === 'cut')))
      },
      end() {
        for (const { exchange, interaction } of limited)
          for (const remark of exchange.remarks) {
            if (remark.kind !== 'cut' && remark.kind !== 'too-long') continue
            const record = fieldWrites(exchange).find((write) => write.field === fieldName(remark.field))?.record
            if (told(interaction, remark.field, record)) continue
            report({
              at: exchange.at,
              ...(interaction === undefined ? {} : { interaction }),
              expected: `the loss of text in ${remark.field} reported: it holds ${count(remark.limit)} ${remark.unit}`,
              happened: `${count(remark.sent)} ${remark.unit} sent, ${remark.kind === 'cut' ? 'cut by the CRM' : 'refused by the CRM'}, and nobody was told`,
              exchanges: [exchange.id],
            })
          }
        for (const { exchange, interaction, field, record, value, mappings, due } of cut) {
          const refusedBefore = limited.some(
            (one) => one.interaction === interaction && one.exchange.remarks.some((remark) => 'field' in remark && fieldName(remark.field) === field),
          )
          if (!due || refusedBefore || told(interaction, field, record)) continue
          const whole = Math.max(...mappings.map((mapping) => valueFor(mapping, due).length))
          report({
            at: exchange.at,
            ...(interaction === undefined ? {} : { interaction }),
            expected: `all ${count(whole)} characters of ${mappings[0]?.data} in ${field} of ${recordName(record)}, or the loss reported`,
            happened: `only ${counted(String(value).length, 'character')} sent, and nobody was told`,
            exchanges: [exchange.id],
          })
        }
      },
    }
  },
}
