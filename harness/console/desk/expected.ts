import type { Moment } from '../../trace.ts'
import type { RecordView, WithheldView } from '../protocol.ts'
import type { Session } from './session.ts'

const KINDS = ['contact', 'account', 'case', 'lead', 'task', 'phonecall', 'note']

type Due = Extract<Moment, { what: 'due' }>

/**
 * What a free play showed, as expectations: which records were memorialized, and which fields were withheld from them. Said of
 * a play with one contact's data only, for an expectation holds for all of a scenario's contacts.
 */
export function expectedOf(session: Session, records: readonly RecordView[], withheld: readonly WithheldView[]): object[] {
  const dues = session.trace().flatMap((entry): Due[] => (entry.kind === 'moment' && entry.moment.what === 'due' ? [entry.moment] : []))
  if (dues.length !== 1) return []
  const written = records.filter(({ kind, state, fields }) => KINDS.includes(kind) && state !== 'gone' && fields.some(({ by }) => by === 'memorialization'))
  const kinds = [...new Set(written.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => {
    const mine = written.filter((record) => record.kind === kind)
    const kept = withheld.filter(({ why, value, record }) => why === 'contact-ended-first' && value && mine.some(({ type }) => type === record))
    const fields = [...new Set(kept.map(({ data }) => data))]
    return [{ memorialized: { record: kind } }, ...(fields.length > 0 ? [{ withheld: { record: kind, fields } }] : [])]
  })
}
