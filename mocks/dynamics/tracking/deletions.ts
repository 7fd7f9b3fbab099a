import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'

/** What is left of a deleted row: enough to tell a synchronising client that it is gone. */
export interface Deletion {
  id: string
  version: number
}

const graves = (organization: Organization, table: string) => organization.world.store.table<Deletion>({ name: `dynamics.deleted.${table}` })

/** Notes that a row is gone; the result takes the note back. */
export function noteDeletion(organization: Organization, row: Row): () => void {
  const table = graves(organization, row.table)
  const before = table.get(row.id)
  table.put(row.id, { id: row.id, version: organization.nextVersion() })
  return () => void (before ? table.put(row.id, before) : table.delete(row.id))
}

/** Whether a row of that id went, and perhaps came again. */
export const wentBefore = (organization: Organization, table: string, id: string): boolean => graves(organization, table).get(id) !== undefined

/** Rows that were deleted behind `version` and have not come back; of every kind, where the table is what activities have in common. */
export function deletionsSince(organization: Organization, name: string, version: number): Deletion[] {
  const kinds = [...organization.model.tables.values()].filter((table) => table.name === name || table.base === name)
  return kinds.flatMap((table) => [...graves(organization, table.name).scan()]).filter((one) => one.version > version && !organization.get(name, one.id))
}
