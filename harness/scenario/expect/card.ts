import type { CardRecord } from '../../integration.ts'
import { type Neutral, records, typeOf } from '../crm/words.ts'
import { duesOf, type Evidence, exchangesOf, type Judge, type Unmet } from './evidence.ts'

/** The sections of the customer card show these records and no others, each a kind or part of what is displayed. */
export const card: Judge<{ current?: string[] | undefined; related?: string[] | undefined }> = ({ current, related }, evidence) => {
  const interactions = new Set([
    ...evidence.trace.flatMap((entry) => (entry.kind === 'event' ? [entry.event.subject] : [])),
    ...duesOf(evidence).map((due) => due.interaction),
    ...exchangesOf(evidence).flatMap(({ interaction }) => (interaction ? [interaction] : [])),
  ])
  return [...interactions].flatMap((interaction): Unmet[] => {
    const shown = evidence.card(interaction)
    return [
      ...section('Current Interaction', current, shown?.current ?? [], evidence),
      ...section('Related Interactions', related, shown?.related ?? [], evidence),
    ]
  })
}

function section(title: string, wanted: string[] | undefined, shown: readonly CardRecord[], evidence: Evidence): Unmet[] {
  if (wanted === undefined) return []
  const left = [...shown]
  const missing = wanted.filter((word) => {
    const at = left.findIndex((record) => fits(word, record, evidence))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  if (missing.length === 0 && left.length === 0) return []
  const have = shown.map((record) => `${record.type} ${record.display}`)
  return [
    {
      at: evidence.until,
      expected: `${title}: ${wanted.join(', ') || 'nothing'}`,
      happened: have.join(', ') || 'nothing is shown',
      exchanges: [],
    },
  ]
}

const fits = (word: string, record: CardRecord, { crm }: Evidence): boolean =>
  (records as readonly string[]).includes(word) ? record.type === typeOf(crm, word as Neutral) : record.display.includes(word) || record.id === word
