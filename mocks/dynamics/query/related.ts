import { linkedIds } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Navigation, Table } from '../model/model.ts'
import { refuseQuery, refuseWith, unknownProperty } from '../problems.ts'

/** The collection at the end of a path; what is before its last step must be lookups to one table. */
export function collectionAt(steps: readonly string[], table: Table, organization: Organization): { other: Table; rowsOf: (row: Row) => Row[] } {
  const [name = '', ...rest] = steps
  const navigation = table.navigations.get(name)
  if (!navigation) return refuseWith(unknownProperty(name, table.name))
  const rowsOf = related(organization, table, navigation)
  if (rest.length === 0) {
    if (navigation.kind === 'lookup') return refuseQuery('Any/All may only be used following a collection.')
    return { other: organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table, rowsOf }
  }
  const target = navigation.kind === 'lookup' ? organization.model.tables.get(navigation.targets[0] as string) : undefined
  if (!target) {
    return refuseQuery(
      `The parent value for a property access of a property '${rest[0]}' is not a single value. Property access can only be applied to a single value.`,
    )
  }
  const further = collectionAt(rest, target, organization)
  return { other: further.other, rowsOf: (row) => rowsOf(row).flatMap(further.rowsOf) }
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
