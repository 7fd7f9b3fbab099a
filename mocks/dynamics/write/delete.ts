import { tableOf } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { cannotDelete, refuseWith } from '../problems.ts'
import type { Writing } from '../request.ts'
import { permit } from '../security/rows.ts'
import { present } from './create.ts'

/** Deletes a row and does to the rows that point to it what their relationships say. */
export function remove(table: Table, row: Row, writing: Writing): void {
  permit('Delete', table, row, writing)
  erase(tableOf(row, writing.organization), row, writing, new Set())
}

function erase(table: Table, row: Row, writing: Writing, underway: Set<string>): void {
  const { organization, writes } = writing
  if (underway.has(row.id)) return
  underway.add(row.id)
  // What every activity has, its parties above all, hangs on what activities have in common.
  const shared = table.base === 'activitypointer' ? organization.model.tables.get(table.base) : undefined
  for (const { many, column, onDelete } of [...table.relations, ...(shared?.relations ?? [])]) {
    if (onDelete === 'NoCascade') continue
    // Every activity is reached through its own table's relationship.
    if (many === 'activitypointer') continue
    const other = organization.model.tables.get(many)
    if (!other) continue
    const rows = organization.referencing(many, column, row.id).filter((one) => !underway.has(one.id))
    if (rows.length === 0) continue
    if (onDelete === 'Restrict') refuseWith(cannotDelete())
    for (const one of rows) {
      if (onDelete === 'Cascade') erase(other, one, writing, underway)
      else writes.put({ ...one, version: organization.nextVersion(), values: present({ ...one.values, [column]: null }) })
    }
  }
  writes.delete(row)
}
