import { noteDeletion } from '../tracking/deletions.ts'
import { link, linkedIds, unlink } from './intersections.ts'
import type { Organization } from './organization.ts'
import type { Row } from './row.ts'
import { dropShares } from './shares.ts'

/** All writes of one request, or of one change set: either all of them stand or none. */
export interface Transaction {
  put(row: Row): Row
  delete(row: Row): void
  link(name: string, table: string, id: string, other: string): void
  unlink(name: string, table: string, id: string, other: string): boolean
  /** Something else that was done and how to undo it. */
  undoable(undo: () => void): void
  rollback(): void
}

export function transaction(organization: Organization): Transaction {
  const undo: (() => void)[] = []
  return {
    put(row) {
      const rows = organization.rows(row.table)
      const before = rows.get(row.id)
      undo.push(before ? () => void rows.put(row.id, before) : () => void rows.delete(row.id))
      return rows.put(row.id, row)
    },
    delete(row) {
      const rows = organization.rows(row.table)
      if (rows.delete(row.id)) undo.push(() => void rows.put(row.id, row), noteDeletion(organization, row))
      undo.push(...dropShares(organization, row.id))
      for (const { name, tables } of organization.model.intersections) {
        if (tables.includes(row.table)) for (const other of linkedIds(organization, name, row.table, row.id)) this.unlink(name, row.table, row.id, other)
      }
    },
    link(name, table, id, other) {
      if (linkedIds(organization, name, table, id).includes(other)) return
      link(organization, name, table, id, other)
      undo.push(() => void unlink(organization, name, table, id, other))
    },
    unlink(name, table, id, other) {
      const was = unlink(organization, name, table, id, other)
      if (was) undo.push(() => link(organization, name, table, id, other))
      return was
    },
    undoable: (step) => void undo.push(step),
    rollback() {
      while (undo.length > 0) undo.pop()?.()
    },
  }
}
