import { linkedIds } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Navigation, Table } from '../model/model.ts'
import { refuseQuery, refuseWith, unknownProperty } from '../problems.ts'
import type { Sight } from './columns.ts'

/** The collection that `any` and `all` go through, as far as the caller sees it. It hangs on the row itself: over a lookup to a collection the service does not look (documented, † wording). */
export function collectionAt([name = '', next]: readonly string[], table: Table, { organization, sees }: Sight): { other: Table; rowsOf: (row: Row) => Row[] } {
  const navigation = table.navigations.get(name)
  if (!navigation) return refuseWith(unknownProperty(name, table.name))
  if (next !== undefined) {
    return refuseQuery(
      navigation.kind === 'lookup'
        ? `Any/All over '${next}' is not supported: the collection is reached over the lookup '${name}'.`
        : `The parent value for a property access of a property '${next}' is not a single value. Property access can only be applied to a single value.`,
    )
  }
  if (navigation.kind === 'lookup') return refuseQuery('Any/All may only be used following a collection.')
  const other = organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table
  const [rowsOf, seen] = [related(organization, table, navigation), sees(other)]
  return { other, rowsOf: seen ? (row) => rowsOf(row).filter(seen) : rowsOf }
}

/** The rows on the other side of a navigation property. */
export function related(organization: Organization, table: Table, navigation: Navigation): (row: Row) => Row[] {
  switch (navigation.kind) {
    case 'lookup':
      return (row) => {
        const reference = row.values[navigation.column.name]
        if (!isReference(reference) || !navigation.targets.includes(reference.table)) return []
        const other = organization.get(reference.table, reference.id)
        return other ? [other] : []
      }
    case 'collection': {
      const { many, column } = navigation.relation
      return (row) => organization.referencing(many, column, row.id)
    }
    case 'intersection':
      return (row) =>
        linkedIds(organization, navigation.intersection.name, table.name, row.id).flatMap((id) => {
          const other = organization.get(navigation.other, id)
          return other ? [other] : []
        })
  }
}
