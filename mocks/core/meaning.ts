/** Records of every CRM, in neutral words. `other` keeps its vendor type in `type`. */
export type RecordKind = 'contact' | 'account' | 'case' | 'lead' | 'task' | 'phonecall' | 'note' | 'user' | 'other'

/**
 * What an exchange meant, so that a rule is written once for every CRM. Field names and values are the vendor's own,
 * as the client sent them.
 */
export type CrmAction =
  | { kind: 'signed-in'; client: string; renewal: boolean; ok: boolean; expiresAt: number | null }
  | { kind: 'searched'; record: RecordKind; type: string; ok: boolean; found: string[]; terms: string }
  | { kind: 'read'; record: RecordKind; type: string; id: string; ok: boolean }
  | {
      kind: 'created' | 'updated'
      record: RecordKind
      /** The vendor's word: `incident`, `ticket`. */
      type: string
      /** Absent when the CRM refused, or its answer was lost on the way and the exchange does not show it. */
      id?: string
      fields: Record<string, unknown>
      /** For a record that hangs on another one (a task, a comment, a note): the record it concerns. */
      about?: { record: RecordKind; type: string; id: string }
      ok: boolean
    }
  | { kind: 'deleted'; record: RecordKind; type: string; id: string; ok: boolean }
  | { kind: 'other'; what: string; ok: boolean }

export type CrmWrite = Extract<CrmAction, { kind: 'created' | 'updated' }>
export const isWrite = (action: CrmAction): action is CrmWrite => action.kind === 'created' || action.kind === 'updated'
