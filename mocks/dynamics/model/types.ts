/**
 * Tables as data: everything that the Web API says about a table comes from here, so no table has code of its own unless it
 * behaves specially. The JSON files in `../tables` have these shapes; relations are written there as arrays.
 */
export type ColumnType =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'BigInt'
  | 'Decimal'
  | 'Double'
  | 'Money'
  | 'Boolean'
  | 'DateTime'
  | 'Picklist'
  | 'State'
  | 'Status'
  | 'Uniqueidentifier'
  | 'Lookup'
  | 'Customer'
  | 'Owner'
  | 'EntityName'
  | 'PartyList'
  | 'Image'
  | 'File'
  | 'ManagedProperty'

/** [value, label], for a status also the state it belongs to, for a state its default status. */
export type Option = [value: number, label: string, link?: number]

export interface Column {
  name: string
  schema: string
  type: ColumnType
  label: string
  required?: 'system' | 'application' | 'recommended'
  /** Characters. */
  max?: number
  low?: number
  high?: number
  precision?: number
  format?: string
  /** `DateOnly`: Edm.Date, a day without a time zone. */
  behavior?: 'DateOnly'
  options?: Option[]
  default?: boolean | number | string
  /** Tables that a lookup may point to, each with its navigation property. */
  targets?: Record<string, string>
  /** The suffixed twin of an inherited navigation property: `createdby_phonecall`. */
  twin?: string
  /** The collection that holds the parties of this party list. */
  parties?: string
  not?: ('create' | 'update')[]
  /** A lookup to the own table by which its rows form a hierarchy: what `Above` and `Under` follow. */
  hierarchical?: boolean
  /** Known to the platform, absent from the Web API. */
  hidden?: boolean
  custom?: boolean
}

export type Cascade = 'Cascade' | 'NoCascade' | 'RemoveLink' | 'Restrict' | 'Active' | 'UserOwned'

/** A one-to-many relationship, seen from the one. */
export interface Relation {
  name: string
  /** The referenced table. */
  one: string
  /** The referencing table and its lookup column. */
  many: string
  column: string
  /** Navigation properties: on the one, and on the many. */
  collection: string
  lookup: string
  onDelete: Cascade
  onAssign: Cascade
}

/** A many-to-many relationship; its two navigation properties have its name. */
export interface Intersection {
  name: string
  /** The table that holds its pairs, for fetchXml and metadata. */
  entity: string
  tables: [string, string]
}

export interface Key {
  name: string
  columns: string[]
}

export interface TableInfo {
  name: string
  schema: string
  set: string
  /** The primary key's column. */
  key: string
  /** The primary name's column. */
  primary: string
  ownership: 'user' | 'business' | 'organization' | 'none'
  label: string
  plural: string
  code: number
  base?: string
  columns: ReadonlyMap<string, Column>
  relations: readonly Relation[]
  keys: readonly Key[]
  custom?: boolean
}
