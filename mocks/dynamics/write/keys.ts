import { textKey } from '../data/indexes.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { applicationTaken, keyViolated, refuseWith } from '../problems.ts'

/** An application is one user, who would its token act as otherwise? */
function requireOneUser(organization: Organization, row: Row): void {
  const id = row.values.applicationid
  if (typeof id !== 'string') return
  const users = organization.rows('systemuser').find('applicationid', textKey(id))
  if (users.some((other) => other.id !== row.id)) refuseWith(applicationTaken(id))
}

/** Refuses a row whose alternate key another row has. A key with a null in it does not count. */
export function requireUniqueKeys(organization: Organization, table: Table, row: Row): void {
  if (table.name === 'systemuser') requireOneUser(organization, row)
  for (const key of table.keys) {
    const value = (of: Row, column: string) => {
      const stored = of.values[column]
      return stored === undefined ? undefined : textKey(isReference(stored) ? stored.id : String(stored))
    }
    const own = key.columns.map((column) => value(row, column))
    if (own.some((part) => part === undefined)) continue
    const others = organization.rows(table.name).find(key.columns[0] as string, own[0] as string)
    if (others.some((other) => other.id !== row.id && key.columns.every((column, i) => value(other, column) === own[i]))) {
      refuseWith(keyViolated(key.name, key.columns.join(', ')))
    }
  }
}
