import { textKey } from './data/indexes.ts'
import type { Organization } from './data/organization.ts'
import { guidOf, isReference } from './data/row.ts'
import { isLookup, type Table } from './model/model.ts'
import type { Column } from './model/types.ts'
import { notAKey, type RowKey } from './path.ts'
import { noSuchKey, refuseWith, undefinedKey } from './problems.ts'
import { natureOf } from './query/columns.ts'

/** The id of the row that a key names. A row named by id need not exist; one named by an alternate key must. */
export function idOfKey(organization: Organization, table: Table, key: RowKey): string {
  return findByKey(organization, table, key) ?? refuseWith(noSuchKey(table.name))
}

export function findByKey(organization: Organization, table: Table, key: RowKey): string | undefined {
  if ('id' in key) return key.id
  const names = Object.keys(key.alternate)
  if (names.length === 1 && names[0] === table.key) return guidOf(key.alternate[table.key] as string) ?? refuseWith(undefinedKey(table.name))
  const columns = names.map((name) => table.properties.get(name))
  const defined = table.keys.some(
    (known) => known.columns.length === names.length && known.columns.every((column) => columns.some((one) => one?.name === column)),
  )
  if (!defined) return refuseWith(undefinedKey(table.name))
  // A text has quotes and a number has none, or it is no literal of the column's type (the words are those of any key that is none).
  for (const [i, column] of columns.entries()) {
    const bare = key.bare.includes(names[i] as string)
    const nature = natureOf(column as Column)
    if ((nature === 'text' && bare) || (nature === 'number' && !bare)) notAKey()
  }
  const wanted = columns.map((column, i) => [column?.name as string, textKey(key.alternate[names[i] as string] as string), column && isLookup(column)] as const)
  const [first] = wanted
  const found = organization
    .rows(table.name)
    .find(first?.[0] as string, first?.[1] as string)
    .find((row) =>
      wanted.every(([column, value]) => {
        const stored = row.values[column]
        return stored !== undefined && textKey(isReference(stored) ? stored.id : String(stored)) === value
      }),
    )
  return found?.id
}

/** The columns of a key as a body names them: what an upsert makes has them. A lookup is bound to the table that has the row. */
export function bodyOfKey(table: Table, alternate: Readonly<Record<string, string>>, organization: Organization): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(alternate).map(([name, value]): [string, unknown] => {
      const column = table.properties.get(name)
      if (!column || !isLookup(column)) return [name, value]
      const targets = Object.entries(column.targets ?? {})
      const [target = '', navigation] = targets.find(([one]) => organization.get(one, guidOf(value) ?? '')) ?? targets[0] ?? []
      return [`${navigation}@odata.bind`, `/${organization.model.tables.get(target)?.set}(${value})`]
    }),
  )
}
