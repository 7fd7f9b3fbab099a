import type { Exchange } from '../../../mocks/core/journal.ts'
import { type CrmAction, isWrite } from '../../../mocks/core/meaning.ts'
import { nearest } from '../../../mocks/core/nearest.ts'
import { fieldName } from '../../configuration/field-name.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { Complaint } from '../../documents/complaint.ts'
import type { CustomerCard, Notice } from '../../integration.ts'
import { type FieldWrite, fieldWrites, type Mapping, mappingsOf } from '../../rules/mapped.ts'
import type { Moment, TraceEntry } from '../../trace.ts'
import { type Crm, type Neutral, typeOf } from '../crm/words.ts'
import { formatOffset } from '../time.ts'

export type Due = Extract<Moment, { what: 'due' }> & { at: number; copy: number }

/** What a play left behind, for its expectations to look at. */
export interface Evidence {
  crm: Crm
  configuration: CrmConfiguration
  /** What is said of the configuration, errors and warnings. */
  complaints: readonly Complaint[]
  trace: readonly TraceEntry[]
  from: number
  until: number
  /** What instants are uncertain by, in ms; none in virtual time. */
  slack?: number
  /** Steps as played, with the copy of the scenario that each belongs to. */
  steps: readonly { verb: string; copy: number; at: number }[]
  /** Which copy an interaction belongs to. */
  copyOf(interaction: string): number | undefined
  /** The last customer card of an interaction. */
  card(interaction: string): CustomerCard | undefined
  /** What the CRM holds now, read with the judge's own eyes; undefined when the record or field is not there. */
  holds(type: string, id: string, field: string): Promise<unknown>
}

export interface Unmet {
  at: number
  expected: string
  happened: string
  exchanges: number[]
}

/** One kind of expectation: its shape is in the schema beside `judge`. */
export type Judge<Args> = (args: Args, evidence: Evidence) => Promise<Unmet[]> | Unmet[]

export interface Write extends FieldWrite {
  exchange: Exchange
  interaction?: string
}

/** What was done though the answer never arrived is done all the same. */
export const isDone = ({ remarks }: Exchange, ok: boolean): boolean => ok || remarks.some((remark) => remark.kind === 'answer-lost' && remark.status < 300)

/** It makes, changes or takes away a record. */
export const isChange = (action: CrmAction): boolean => isWrite(action) || action.kind === 'deleted'

export const exchangesOf = ({ trace }: Evidence): { exchange: Exchange; interaction?: string }[] =>
  trace.flatMap((entry) =>
    entry.kind === 'exchange' ? [entry.interaction ? { exchange: entry.exchange, interaction: entry.interaction } : { exchange: entry.exchange }] : [],
  )

export const duesOf = ({ trace, copyOf }: Evidence): Due[] =>
  trace.flatMap((entry) =>
    entry.kind === 'moment' && entry.moment.what === 'due' ? [{ ...entry.moment, at: entry.at, copy: copyOf(entry.moment.interaction) ?? 0 }] : [],
  )

export const noticesOf = <Kind extends Notice['kind']>({ trace }: Evidence, kind: Kind): { at: number; notice: Extract<Notice, { kind: Kind }> }[] =>
  trace.flatMap((entry) =>
    entry.kind === 'notice' && entry.notice.kind === kind ? [{ at: entry.at, notice: entry.notice as Extract<Notice, { kind: Kind }> }] : [],
  )

/** Fields written into existing records of that kind, with the exchange that did it. */
export const writesTo = (evidence: Evidence, record: Neutral): Write[] =>
  exchangesOf(evidence).flatMap(({ exchange, interaction }) =>
    fieldWrites(exchange)
      .filter((write) => write.record.type === typeOf(evidence.crm, record))
      .map((write) => ({ ...write, exchange, ...(interaction ? { interaction } : {}) })),
  )

/** The CRM fields of `record` that a data field goes to; `data` may also be a CRM field's own name. */
export function fieldsFor({ configuration, crm }: Pick<Evidence, 'configuration' | 'crm'>, record: Neutral, data: string, media?: Due['media']): Mapping[] {
  const channel = media === undefined ? undefined : media === 'voice' ? 'Voice Call Contact' : 'Digital Contact'
  return mappingsOf(configuration).mappings.filter(
    (mapping) =>
      mapping.entity === typeOf(crm, record) &&
      (channel === undefined || mapping.channel === 'Script Variable' || mapping.channel === channel) &&
      (mapping.data.toLowerCase() === data.toLowerCase() || mapping.field === fieldName(data)),
  )
}

/** Why an expectation of a field says nothing: no mapping leads there; with the nearest name that one leads from. */
export function notMapped({ configuration, crm }: Pick<Evidence, 'configuration' | 'crm'>, record: Neutral, data: string): string {
  const guess = nearest(
    data,
    mappingsOf(configuration).mappings.flatMap((mapping) => (mapping.entity === typeOf(crm, record) ? [mapping.data] : [])),
  )
  return `the configuration does not map ${data} to the ${record}${guess ? ` (did you mean ${guess}?)` : ''}`
}

/** A time as scenarios write it, with tenths: `03:30.1`. */
export const when = ({ from }: Evidence, at: number): string => `${formatOffset(at - from)}.${Math.floor(((at - from) % 1000) / 100)}`
export const short = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 80 ? `"${text.slice(0, 80)}..." (${text.length} characters)` : `"${text}"`
}
