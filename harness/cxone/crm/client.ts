import type { RecordReference } from '../../events.ts'

/** What the integration wants of a CRM. Adding a CRM is one file beside this one. */
export interface CrmClient {
  /** The CRM's type for a neutral word, its own word or a label of either (`case`, `incident`, `Case`); undefined when it has none. */
  typeOf(word: string): string | undefined
  /** The CRM's name of any record type, also of one that somebody added, by asking the CRM; undefined when it has none. */
  describe(word: string, trace: string): Promise<string | undefined>
  /** Records by telephone number or e-mail address. `wanted` names the columns for the card, by type; its keys say what to look in. */
  search(by: SearchCriteria, wanted: WantedFields, trace: string): Promise<CrmRecord[]>
  /** Records of any type whose fields hold just these values. */
  find(type: string, filter: Readonly<Record<string, unknown>>, wanted: WantedFields, trace: string): Promise<CrmRecord[]>
  /** One record as it is now; undefined when it is not there. */
  read(record: RecordReference, wanted: WantedFields, trace: string): Promise<CrmRecord | undefined>
  /** What belongs to a person (R068): cases, past interactions, the people of the same account; of the types that `wanted` names. */
  relatedTo(person: RecordReference, wanted: WantedFields, trace: string): Promise<CrmRecord[]>
  /** `about` is the person whom the new record concerns. An answer that is lost on the way is looked up, never repeated blindly. */
  create(type: string, fields: Record<string, unknown>, about: RecordReference | undefined, wanted: WantedFields, trace: string): Promise<CrmRecord>
  /** Whether the CRM has Update workflows (R061); memorialization writes to either. */
  readonly canUpdate: boolean
  /** Writes fields of one record, in one request, and says what of it did not arrive. */
  update(record: RecordReference, fields: Readonly<Record<string, unknown>>, trace: string): Promise<Loss[]>
  /** The standard record types, as mappings name them. */
  readonly types: readonly { name: string; label: string }[]
  /** The fields of a record type, as the CRM describes them. */
  fieldsOf(type: string, trace: string): Promise<FieldDescription[]>
  /** Says what an activity, such as a phone call, is about; absent where the CRM has no such relation. */
  relate?(activity: RecordReference, about: RecordReference, trace: string): Promise<CrmRecord>
  /** Hangs a task on a record's timeline (R062, R063); absent where the CRM has no timeline workflow. */
  addToTimeline?(record: RecordReference, subject: string, description: string, trace: string): Promise<RecordReference>
}

export interface SearchCriteria {
  phoneNumber?: string
  email?: string
}

export type WantedFields = Readonly<Record<string, readonly string[]>>

export interface CrmRecord extends RecordReference {
  /** What the CRM calls records of this type: `Contact`, `Case`. */
  label: string
  display: string
  /** Where a person sees it. */
  url: string
  /** Columns that were asked for, as text; what cannot be said as text is left out (A2). */
  fields: { name: string; label: string; value: string }[]
}

export interface FieldDescription {
  name: string
  label: string
  isUpdatable: boolean
}

/** Text that a field could not hold. */
export interface Loss {
  field: string
  sent: number
  kept: number
  unit: 'characters' | 'bytes'
}

/** What to do with text that is longer than its field: keep the part that fits, or leave the field out. */
export type TooLong = 'cut' | 'leave out'
