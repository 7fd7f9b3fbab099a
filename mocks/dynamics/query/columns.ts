import type { Organization } from '../data/organization.ts'
import { absent, isReference, type Row, type Value } from '../data/row.ts'
import { isLookup, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { refuseQuery, refuseWith, unknownProperty } from '../problems.ts'
import type { Path } from './ast.ts'

/** How the values of a column compare. */
export type Nature = 'text' | 'number' | 'boolean' | 'guid' | 'instant' | 'day' | 'opaque'

/** A property as a query sees it: reached from a row, over lookups if need be. */
export interface Reach {
  /** The table that has the column. */
  table: Table
  column: Column
  nature: Nature
  /** The value to compare and to sort by: a lookup's id, not its reference. */
  read(row: Row): string | number | boolean | null
  /** Not over a lookup: an index may help. */
  direct: boolean
}

export function natureOf(column: Column): Nature {
  switch (column.type) {
    case 'String':
    case 'Memo':
    case 'EntityName':
      return 'text'
    case 'Integer':
    case 'BigInt':
    case 'Decimal':
    case 'Double':
    case 'Money':
    case 'Picklist':
    case 'State':
    case 'Status':
      return 'number'
    case 'Boolean':
    case 'ManagedProperty':
      return 'boolean'
    case 'DateTime':
      return column.behavior === 'DateOnly' ? 'day' : 'instant'
    case 'Uniqueidentifier':
    case 'Lookup':
    case 'Customer':
    case 'Owner':
      return 'guid'
    default:
      return 'opaque'
  }
}

export function edmTypeOf(column: Column): string {
  switch (column.type) {
    case 'Decimal':
    case 'Money':
      return 'Edm.Decimal'
    case 'Double':
      return 'Edm.Double'
    case 'BigInt':
      return 'Edm.Int64'
    case 'Image':
    case 'File':
      return 'Edm.Binary'
    default:
      return {
        text: 'Edm.String',
        number: 'Edm.Int32',
        boolean: 'Edm.Boolean',
        guid: 'Edm.Guid',
        instant: 'Edm.DateTimeOffset',
        day: 'Edm.Date',
        opaque: 'Edm.Binary',
      }[natureOf(column)]
  }
}

/** Reads a column as a plain value: key and version are the row's own. */
export function reader(table: Table, column: Column): (row: Row) => string | number | boolean | null {
  const { name } = column
  if (name === table.key) return (row) => row.id
  if (name === 'versionnumber') return (row) => row.version
  const fallback = absent(column)
  return (row) => {
    const value = row.values[name]
    return value === undefined ? fallback : plain(value)
  }
}

export const plain = (value: Value): string | number | boolean | null => (isReference(value) ? value.id : value)

/** What a query may look at beside the rows that it is asked for. */
export interface Sight {
  organization: Organization
  /** Which rows of a table the caller sees; undefined: all. Refuses who may read none. */
  sees(table: Table): ((row: Row) => boolean) | undefined
}

/** Finds what a path names, from `table`; refuses unknown names as the service does. What the caller does not see has no value. */
export function reach(sight: Sight, table: Table, path: Path): Reach {
  const { organization } = sight
  const [first, ...rest] = path.segments as [string, ...string[]]
  if (rest.length === 0) {
    const column = propertyNamed(table, first)
    return { table, column, nature: natureOf(column), read: reader(table, column), direct: true }
  }
  const navigation = table.navigations.get(first)
  if (!navigation) return refuseWith(unknownProperty(first, table.name))
  if (navigation.kind !== 'lookup') {
    return refuseQuery(
      `The parent value for a property access of a property '${rest[0]}' is not a single value. Property access can only be applied to a single value.`,
    )
  }
  const target = organization.model.tables.get(navigation.targets[0] as string)
  if (!target) return refuseWith(unknownProperty(first, table.name))
  const seen = sight.sees(target)
  const inner = reach(sight, target, { kind: 'path', segments: rest })
  const lookup = navigation.column.name
  const { targets } = navigation
  return {
    table: inner.table,
    column: inner.column,
    nature: inner.nature,
    direct: false,
    read(row) {
      const reference = row.values[lookup]
      if (!isReference(reference) || !targets.includes(reference.table)) return null
      const other = organization.get(reference.table, reference.id)
      return other && (!seen || seen(other)) ? inner.read(other) : null
    },
  }
}

/** A property of the table; a lookup may also be named by its navigation property, which the service accepts (recorded for owninguser). */
export function propertyNamed(table: Table, name: string): Column {
  const column = table.properties.get(name)
  if (column) return column
  const navigation = table.navigations.get(name)
  if (navigation?.kind === 'lookup' && isLookup(navigation.column)) return navigation.column
  return refuseWith(unknownProperty(name, table.name))
}
