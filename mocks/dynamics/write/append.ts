import { tableOf } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Writing } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { permit } from '../security/rows.ts'
import { type Changes, typed } from './payload.ts'

/**
 * Who sets a lookup needs Append for the row that has it and AppendTo for the row that it leads to (documented), on creation, on
 * update and by `$ref`. Inferred: an owner is assigned and not appended, the parties of an activity come with it, and what is
 * cleared or stays as it was needs nothing. `row`: as it was before.
 */
export function permitLinks(table: Table, { values, parents }: Changes, writing: Writing, row?: Row): void {
  const { caller, organization } = writing
  if (caller.privileges === 'all' || table.name === 'activityparty') return
  const append = () => (row ? permit('Append', table, row, writing) : requirePrivilege(caller, 'Append', table, organization))
  for (const { name, type } of table.lookups) {
    const [wanted, before] = [values[name], row?.values[name]]
    const other = isReference(wanted) && type !== 'Owner' ? organization.get(wanted.table, wanted.id) : undefined
    if (!other || (isReference(before) && before.id === other.id)) continue
    append()
    permit('AppendTo', tableOf(other, organization), other, writing)
  }
  for (const { navigation, body } of parents) {
    append()
    requirePrivilege(caller, 'AppendTo', organization.model.tables.get(typed(body, navigation.targets)) as Table, organization)
  }
}

/** Who makes or undoes a pair of a many-to-many relationship needs Append for both rows (documented). */
export function permitPair(table: Table, row: Row, other: Table, otherRow: Row, writing: Writing): void {
  permit('Append', table, row, writing)
  permit('Append', other, otherRow, writing)
}
