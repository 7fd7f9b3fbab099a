import type { RecordReference } from '../events.ts'
import type { CardRecord, CustomerCard } from '../integration.ts'
import type { CrmRecord } from './crm/client.ts'

/** The customer card as a value: each change gives another card. Records are created into Current, found into Related (R067, R068). */
export const emptyCard: CustomerCard = { current: [], related: [] }

export const same = (a: RecordReference, b: RecordReference): boolean => a.type === b.type && a.id === b.id
export const recordsOf = (card: CustomerCard): CardRecord[] => [...card.current, ...card.related]
export const linkedOf = (card: CustomerCard): CardRecord[] => recordsOf(card).filter((record) => record.linked)

const onCard = ({ type, id, label, display, url, fields }: CrmRecord): CardRecord => ({ type, id, label, display, url, fields, pinned: false, linked: false })
const change = (card: CustomerCard, edit: (record: CardRecord) => CardRecord): CustomerCard => ({
  current: card.current.map(edit),
  related: card.related.map(edit),
})

/** What a search found. A record that is on the card already keeps its place and its state, and shows what the CRM says now. */
export function found(card: CustomerCard, records: readonly CrmRecord[]): CustomerCard {
  const known = recordsOf(card)
  const fresh = records.filter((record) => !known.some((one) => same(one, record))).map(onCard)
  const renewed = change(card, (one) => {
    const now = records.find((record) => same(one, record))
    return now ? { ...one, ...now } : one
  })
  return { ...renewed, related: [...renewed.related, ...fresh] }
}

export const created = (card: CustomerCard, record: CrmRecord): CustomerCard => ({ ...card, current: [...card.current, onCard(record)] })

/** Moves a record from Related to Current and links it (R043, R069). */
export function pinned(card: CustomerCard, record: RecordReference): CustomerCard {
  const pin = (one: CardRecord): CardRecord => ({ ...one, pinned: true, linked: true })
  const moved = card.related.filter((one) => same(one, record)).map(pin)
  return {
    current: [...card.current.map((one) => (same(one, record) ? pin(one) : one)), ...moved],
    related: card.related.filter((one) => !same(one, record)),
  }
}

export const linked = (card: CustomerCard, record: RecordReference, value: boolean): CustomerCard =>
  change(card, (one) => (same(one, record) ? { ...one, linked: value } : one))

/** The one record of `type`, which people call `word`, whose name or id contains `named`; otherwise a sentence that says why there is none. */
export function pick(card: CustomerCard, type: string, word: string, named: string | undefined): CardRecord | string {
  const wanted = named?.toLowerCase()
  const fits = (record: CardRecord) =>
    record.type === type && (wanted === undefined || record.id.toLowerCase() === wanted || record.display.toLowerCase().includes(wanted))
  const candidates = recordsOf(card).filter(fits)
  const [only, ...others] = candidates
  if (only && others.length === 0) return only
  const what = named === undefined ? word : `${word} named "${named}"`
  if (!only) return `The customer card shows no ${what}. It shows ${recordsOf(card).map(title).join(', ') || 'nothing'}.`
  return `The customer card shows ${candidates.length} records for ${what}: ${candidates.map(title).join(', ')}. Say which by name or id.`
}

export const title = (record: CrmRecord): string => `${record.label} "${record.display}"`
