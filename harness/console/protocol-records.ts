import type { RecordKind } from '../../mocks/core/meaning.ts'

export interface RecordView {
  kind: RecordKind
  /** The CRM's own word: `incident`, `ticket`. */
  type: string
  id: string
  display: string
  /** Its page, where the sockets are open. */
  url?: string
  /** `made`: it was created at this desk. `gone`: deleted, or merged into another. */
  state: 'known' | 'made' | 'gone'
  touchedAt: number
  /** Fields that are mapped or changed, in the order of the mapping. */
  fields: FieldView[]
}

export interface FieldView {
  name: string
  value: string
  /** What it was before it was last changed; present where it changed. */
  before?: string
  /** When it was last written here, and by which exchange. */
  at?: number
  exchange?: number
  /** What wrote it: data memorialization, or a workflow of the script or of the agent. */
  by?: 'memorialization' | 'workflow'
  interaction?: string
  /** CXone data fields that the configuration maps to it; where it was memorialized, the one it came from. */
  from: { data: string; channel: string }[]
}

export interface WithheldView {
  at: number
  interaction: string
  contact: string
  /** CXone's data field and the CRM's. */
  data: string
  record: string
  field: string
  /** `contact-ended-first`: R027. `empty`: there was nothing to write (R021; that nothing is blanked is inferred). `not-linked`: no record of that type is linked. */
  why: 'contact-ended-first' | 'empty' | 'not-linked'
  rule: string
  /** The text that stayed behind; of what was withheld only. */
  value?: string
}

export interface TimelineView {
  at: number
  kind: RecordKind
  subject: string
  text: string
  about?: { type: string; id: string }
  exchange: number
}

export type NoticeView =
  | { at: number; kind: 'failed'; interaction: string; what: string; status?: number; message: string }
  | { at: number; kind: 'lost'; interaction: string; type: string; id: string; field: string; sent: number; kept: number; unit: 'characters' | 'bytes' }
  | { at: number; kind: 'information'; interaction: string; message: string }
  /** The integration rejected an event. */
  | { at: number; kind: 'rejected'; interaction: string; message: string }
