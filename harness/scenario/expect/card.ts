import type { CardRecord } from '../../integration.ts'
import { type Neutral, records, typeOf } from '../crm/words.ts'
import { duesOf, type Evidence, exchangesOf, type Judge, type Unmet } from './evidence.ts'

/** The sections of the customer card show these records and no others, each a kind or part of what is displayed. */
export const card: Judge<{ current?: string[] | undefined; related?: string[] | undefined }> = ({ current, related }, evidence) => {
  return interactionsOf(evidence).flatMap((interaction): Unmet[] => {
    const shown = evidence.card(interaction)
    return [
      ...section('Current Interaction', current, shown?.current ?? [], evidence),
      ...section('Related Interactions', related, shown?.related ?? [], evidence),
    ]
  })
}

const interactionsOf = (evidence: Evidence): string[] => [
  ...new Set([
    ...evidence.trace.flatMap((entry) => (entry.kind === 'event' ? [entry.event.subject] : [])),
    ...duesOf(evidence).map((due) => due.interaction),
    ...exchangesOf(evidence).flatMap(({ interaction }) => (interaction ? [interaction] : [])),
  ]),
]

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

/** The card shows these fields of a record and no others, each with this text; `*` is any text. */
export const shown: Judge<{ record: string; fields: Record<string, string> }> = ({ record: word, fields }, evidence) =>
  interactionsOf(evidence).flatMap((interaction): Unmet[] => {
    const card = evidence.card(interaction)
    const record = [...(card?.current ?? []), ...(card?.related ?? [])].find((one) => fits(word, one, evidence))
    const have = new Map(record?.fields.map(({ name, value }) => [name, value]))
    const same =
      have.size === Object.keys(fields).length && Object.entries(fields).every(([name, text]) => have.has(name) && (text === '*' || have.get(name) === text))
    if (record && same) return []
    const say = (pairs: Iterable<readonly [string, string]>) => [...pairs].map(([name, text]) => `${name}: ${text}`).join(', ')
    const happened = record ? say(have) || 'none of its fields is shown' : `no ${word} is shown`
    return [{ at: evidence.until, expected: `the card to show of the ${word} ${say(Object.entries(fields)) || 'no field'}`, happened, exchanges: [] }]
  })

const fits = (word: string, record: CardRecord, { crm }: Evidence): boolean =>
  (records as readonly string[]).includes(word) ? record.type === typeOf(crm, word as Neutral) : record.display.includes(word) || record.id === word
