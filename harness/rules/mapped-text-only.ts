import { isWrite } from '../../mocks/core/meaning.ts'
import { executionOf } from '../configuration/actions.ts'
import type { InteractionEvent } from '../events.ts'
import { appliesTo, compare, entityName, fieldWrites, valueFor } from './mapped.ts'
import type { Rule } from './rule.ts'
import { stated } from './sources.ts'
import { type Memorial, storyOf } from './story.ts'
import { list, quote, recordName } from './words.ts'

/** A file by any other name: members in which a CRM takes the bytes of an attachment. */
const FILES = /^(documentbody|filename|uploads|attachments?|entityimage)$/i
/** Shorter texts occur everywhere. */
const SHORTEST_TELLING = 4

export const mappedTextOnly: Rule = {
  id: 'mapped-text-only',
  says: 'Only mapped fields are memorialized, and only text: no attachment, no image, no note.',
  source: stated('R022', 'R036'),
  watch(context, report) {
    const story = storyOf(context)
    const unmappable = new Map<string, string[]>()
    // With an Update workflow in the script, or one that the agent asks for, an update need not be memorialization; one that names a mapped field is.
    // What a Webex flow writes is never memorialization.
    const always =
      context.configuration.webex !== undefined || context.configuration.studioScript.some((action) => /update/i.test(executionOf(action)?.workflow ?? ''))
    /** Interactions in which an agent asked for an update. */
    const asked = new Set<string>()
    const mappedEntities = new Set(story.mappings.map(({ entity }) => entity))

    return {
      reads: story.on,
      hears: ['moment', 'event', 'exchange'],
      on(entry) {
        if (entry.kind === 'moment' && entry.moment.what === 'unmappable') {
          const { interaction, text } = entry.moment
          if (text.trim().length >= SHORTEST_TELLING) unmappable.set(interaction, [...(unmappable.get(interaction) ?? []), text.trim()])
        }
        if (entry.kind === 'event' && asksForUpdate(entry.event)) asked.add(entry.event.subject)
        const written = story.on(entry)
        if (entry.kind !== 'exchange') return
        const { exchange, interaction } = entry
        // Most exchanges only read.
        if (!exchange.actions.some(isWrite)) return
        const updates = always || (interaction === undefined ? asked.size > 0 : asked.has(interaction))
        const found = (expected: string, happened: string) =>
          report({ at: exchange.at, ...(interaction === undefined ? {} : { interaction }), expected, happened, exchanges: [exchange.id] })

        for (const record of new Set(written.map((write) => write.record))) {
          const fields = written.filter((write) => write.record === record)
          const strangers = fields.filter((write) => !isMapped(write)).map(({ field }) => field)
          if (strangers.length === 0 || (updates && strangers.length === fields.length)) continue
          if (!mappedEntities.has(entityName(record.type)) && updates) continue
          found(`only mapped fields written to ${recordName(record)}`, `${list(strangers)} written; the configuration does not map that for this contact`)
        }
        for (const { mappings, field, value, record } of written) {
          if (mappings.length === 0 || isText(value)) continue
          found(`text in ${field} of ${recordName(record)}`, `${Array.isArray(value) ? 'a list' : `a ${typeof value}`} was written: ${quote(value)}`)
        }
        const secrets = interaction === undefined ? [...unmappable.values()].flat() : unmappable.get(interaction)
        const leakIn = (value: unknown): string | undefined => {
          const text = secrets === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
          return text === undefined ? undefined : secrets?.find((secret) => text.includes(secret))
        }
        const rightful = (field: string, value: unknown) =>
          written.some(
            (one) =>
              one.field === field &&
              one.value === value &&
              one.due &&
              one.mappings.some((mapping) => one.due && compare(value, valueFor(mapping, one.due)) === 'same'),
          )
        for (const action of exchange.actions) {
          if (!isWrite(action)) continue
          for (const [field, value] of Object.entries(action.fields)) {
            const leaked = leakIn(value)
            const file = FILES.test(field) && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
            const plain = () => fieldWrites(exchange).find((one) => one.value === value)?.field ?? field
            if (file) found(`no attachment in the CRM`, `${field} of ${recordName(action)} was written: ${quote(value)}`)
            else if (leaked !== undefined && !rightful(plain(), value))
              found(`${quote(leaked)} kept out of the CRM: attachments, images and notes cannot be mapped`, `${field} of ${recordName(action)} has it`)
          }
        }
      },
    }
  },
}

/** A field that only the other media fills is not mapped for this contact (R031). */
const isMapped = ({ mappings, due }: Memorial): boolean => mappings.some((mapping) => !due || appliesTo(mapping, due.media))

/** Nothing at all is no text that should not be there; tags are a list of texts where the CRM keeps them so. */
const isText = (value: unknown): boolean =>
  value === null || typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))

const asksForUpdate = (event: InteractionEvent): boolean =>
  event.type === 'com.nice.cxone.CustomEvent' && (event as InteractionEvent<'com.nice.cxone.CustomEvent'>).data.data.action === 'update'
