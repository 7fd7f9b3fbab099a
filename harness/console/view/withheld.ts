import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { CustomerCard } from '../../integration.ts'
import { appliesTo, entityName, isWithheld, mappingsOf, valueFor } from '../../rules/mapped.ts'
import type { TraceEntry } from '../../trace.ts'
import type { WithheldView } from '../protocol.ts'

const MOST = 60

export interface Withheld {
  on(entry: TraceEntry): void
  list(): WithheldView[]
}

/** What stays behind when memorialization falls due, and why: said at that moment, before anything is written. */
export function createWithheld(configuration: CrmConfiguration, cardOf: (interaction: string) => CustomerCard | undefined): Withheld {
  const { mappings, owed } = mappingsOf(configuration)
  let all: WithheldView[] = []

  return {
    on(entry) {
      if (entry.kind !== 'moment' || entry.moment.what !== 'due' || !owed) return
      const due = { ...entry.moment, at: entry.at }
      const card = cardOf(due.interaction)
      const records = card ? [...card.current, ...card.related] : []
      const found = mappings.flatMap((mapping): WithheldView[] => {
        const shown = records.filter(({ type }) => entityName(type) === mapping.entity)
        if (!appliesTo(mapping, due.media) || shown.length === 0) return []
        const value = valueFor(mapping, due)
        const about = { at: due.at, interaction: due.interaction, contact: due.contact, data: mapping.data, record: mapping.entity, field: mapping.field }
        if (!shown.some(({ linked }) => linked)) return [{ ...about, why: 'not-linked', rule: 'R043' }]
        if (isWithheld(mapping, due)) return [{ ...about, why: 'contact-ended-first', rule: 'R027', value }]
        return value.trim() === '' ? [{ ...about, why: 'empty', rule: 'R021' }] : []
      })
      const once = new Map(found.map((one) => [`${one.record} ${one.field} ${one.data}`, one])).values()
      all = [...once, ...all].slice(0, MOST)
    },
    list: () => all,
  }
}
