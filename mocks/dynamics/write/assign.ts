import { isReference, type Reference, type Row, stamp } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Cascade } from '../model/types.ts'
import type { Writing } from '../request.ts'
import { present } from './create.ts'
import { ownership } from './defaults.ts'

/** Which related rows go to the new owner along with theirs (documented). */
const FOLLOWS: Partial<Record<Cascade, (related: Row, row: Row) => boolean>> = {
  Cascade: () => true,
  Active: (related) => (related.values.statecode ?? 0) === 0,
  UserOwned: (related, row) => idOf(related.values.ownerid) === idOf(row.values.ownerid),
}
const idOf = (value: unknown): string | undefined => (isReference(value) ? value.id : undefined)

/** Gives what hangs on a row to the row's new owner, as the relationships say. `row`: as it was before. */
export function cascadeOwner(table: Table, row: Row, owner: Reference, writing: Writing, underway = new Set<string>()): void {
  const { organization, caller, now, writes } = writing
  underway.add(row.id)
  for (const { many, column, onAssign } of table.relations) {
    const other = organization.model.tables.get(many)
    const follows = FOLLOWS[onAssign]
    // Every activity is reached through its own table's relationship.
    if (!follows || !other?.columns.has('ownerid') || many === 'activitypointer') continue
    for (const related of organization.referencing(many, column, row.id)) {
      if (underway.has(related.id) || !follows(related, row)) continue
      cascadeOwner(other, related, owner, writing, underway)
      if (idOf(related.values.ownerid) === owner.id) continue
      const { owninguser: _user, owningteam: _team, ...kept } = related.values
      const stamps = other.columns.has('modifiedon') ? { modifiedon: stamp(now), modifiedby: { id: caller.user.id, table: 'systemuser' } } : {}
      writes.put({ ...related, version: organization.nextVersion(), values: present({ ...kept, ...ownership(owner, other, writing), ...stamps }) })
    }
  }
}
