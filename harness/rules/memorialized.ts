import { fieldName } from '../configuration/field-name.ts'
import type { RecordReference } from '../events.ts'
import type { TraceEntry } from '../trace.ts'
import { appliesTo, compare, type Due, entityName, isWithheld, type Mapping, sameRecord, valueFor } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { type Memorial, storyOf } from './story.ts'
import { list, quote, recordName, timeOfDay } from './words.ts'

/**
 * Judged at the end: every field that is mapped, has a value and is not withheld was written to every linked record, as
 * the contact centre gave it. An attempt that the CRM refused is for `failures-reported`, a text that was cut for `field-limits`.
 */
export const memorialized: Rule = {
  id: 'memorialized',
  says: 'After its trigger, a contact is memorialized: each linked record has every mapped field, or a failure was reported.',
  source: stated('R021', 'R024', 'R025', 'R026', 'R028'),
  watch(context, report) {
    const story = storyOf(context)
    /** Failures and losses that were told of, by interaction. */
    const notices = new Map<string, Extract<TraceEntry, { kind: 'notice' }>[]>()
    let lastRefusedSignIn = Number.NEGATIVE_INFINITY

    const wanted = (due: Due, record: RecordReference): Mapping[] =>
      story.mappings.filter(
        (mapping) =>
          mapping.entity === entityName(record.type) && appliesTo(mapping, due.media) && !isWithheld(mapping, due) && valueFor(mapping, due).trim() !== '',
      )
    const told = (due: Due, record: RecordReference, field?: string): boolean =>
      (notices.get(due.interaction) ?? []).some(({ at, notice }) => {
        if (notice.kind === 'failed') return at >= due.at && (notice.record === undefined || sameRecord(notice.record, record))
        return notice.kind === 'lost' && sameRecord(notice.record, record) && field !== undefined && fieldName(notice.field) === field
      })
    const judge = (due: Due, record: RecordReference, mappings: Mapping[]) => {
      const written = story.writtenFor(due).filter((memorial) => sameRecord(memorial.record, record))
      if (written.length === 0 && lastRefusedSignIn >= due.at) return
      const fields = [...new Set(mappings.map(({ field }) => field))].filter((field) => !told(due, record, field))
      const missing = fields.filter((field) => !written.some((memorial) => memorial.field === field))
      if (missing.length > 0)
        report({
          at: due.at,
          interaction: due.interaction,
          expected: `${recordName(record)} memorialized after ${timeOfDay(due.at)} with ${list(missing.map((field) => sourceOf(mappings, field)))}`,
          happened:
            written.length === 0 ? 'nothing was written to it, and no failure was reported' : `${list(missing)} never written, and no failure was reported`,
          exchanges: exchangesOf(written),
        })
      for (const field of fields) {
        const attempts = written.filter((memorial) => memorial.field === field && memorial.ok)
        const texts = [...new Set(mappings.filter((mapping) => mapping.field === field).map((mapping) => valueFor(mapping, due)))]
        const last = attempts.at(-1)
        if (!last || texts.some((text) => ['same', 'cut'].includes(compare(last.value, text)))) continue
        report({
          at: last.exchange.at,
          interaction: due.interaction,
          expected: `${sourceOf(mappings, field)} ${texts.map(quote).join(' or ')} in ${recordName(record)}`,
          happened: `${field} was written as ${quote(last.value)}`,
          exchanges: [last.exchange.id],
        })
      }
    }

    return {
      reads: story.on,
      hears: ['notice', 'exchange'],
      on(entry) {
        story.on(entry)
        if (entry.kind === 'notice' && (entry.notice.kind === 'failed' || entry.notice.kind === 'lost')) {
          const { interaction } = entry.notice
          notices.set(interaction, [...(notices.get(interaction) ?? []), entry])
        }
        if (entry.kind === 'exchange' && entry.exchange.actions.some((action) => action.kind === 'signed-in' && !action.ok))
          lastRefusedSignIn = Math.max(lastRefusedSignIn, entry.exchange.at)
      },
      end() {
        for (const due of story.dues)
          for (const record of story.linkedFor(due)) {
            const mappings = wanted(due, record)
            if (mappings.length > 0 && !told(due, record)) judge(due, record, mappings)
          }
      },
    }
  },
}

const sourceOf = (mappings: readonly Mapping[], field: string): string =>
  `${field} (${list([...new Set(mappings.filter((one) => one.field === field).map(({ data }) => data))])})`
const exchangesOf = (written: readonly Memorial[]): number[] => [...new Set(written.map(({ exchange }) => exchange.id))]
