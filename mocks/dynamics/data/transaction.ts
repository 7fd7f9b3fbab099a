import { noteDeletion } from '../tracking/deletions.ts'
import { link, linkedIds, unlink } from './intersections.ts'
import type { Organization } from './organization.ts'
import { displace } from './places.ts'
import type { Row } from './row.ts'
import { dropShares } from './shares.ts'

/** All writes of one request, or of one change set: either all of them stand or none. */
export interface Transaction {
  put(row: Row): Row
  /** A row whose id is new. */
  add(row: Row): Row
  delete(row: Row): void
  link(name: string, table: string, id: string, other: string): void
  unlink(name: string, table: string, id: string, other: string): boolean
  /** Something else that was done and how to undo it. */
  undoable(undo: () => void): void
  rollback(): void
}

export const transaction = (organization: Organization): Transaction => new Writes(organization)

/** Every request has one, and most write nothing: it costs two objects. */
class Writes implements Transaction {
  readonly #organization: Organization
  #undo: (() => void)[] | undefined

  constructor(organization: Organization) {
    this.#organization = organization
  }

  put(row: Row): Row {
    const rows = this.#organization.rows(row.table)
    const before = rows.get(row.id)
    this.undoable(before ? () => void rows.put(row.id, before) : () => void rows.delete(row.id))
    return rows.put(row.id, row)
  }

  add(row: Row): Row {
    const rows = this.#organization.rows(row.table)
    this.undoable(() => void rows.delete(row.id))
    return rows.add(row.id, row)
  }

  delete(row: Row): void {
    const organization = this.#organization
    const rows = organization.rows(row.table)
    if (rows.delete(row.id)) {
      this.undoable(() => {
        rows.put(row.id, row)
        displace(organization, row.table)
      })
      this.undoable(noteDeletion(organization, row))
    }
    for (const undo of dropShares(organization, row.id)) this.undoable(undo)
    for (const { name, tables } of organization.model.intersections) {
      if (tables.includes(row.table)) for (const other of linkedIds(organization, name, row.table, row.id)) this.unlink(name, row.table, row.id, other)
    }
  }

  link(name: string, table: string, id: string, other: string): void {
    const organization = this.#organization
    if (linkedIds(organization, name, table, id).includes(other)) return
    link(organization, name, table, id, other)
    this.undoable(() => void unlink(organization, name, table, id, other))
  }

  unlink(name: string, table: string, id: string, other: string): boolean {
    const organization = this.#organization
    const was = unlink(organization, name, table, id, other)
    if (was) this.undoable(() => link(organization, name, table, id, other))
    return was
  }

  undoable(step: () => void): void {
    if (this.#undo) this.#undo.push(step)
    else this.#undo = [step]
  }

  rollback(): void {
    while (this.#undo && this.#undo.length > 0) this.#undo.pop()?.()
  }
}
