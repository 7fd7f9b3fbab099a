import type { Organization } from '../data/organization.ts'
import { absent, etagOf, isReference, type Row, type Value } from '../data/row.ts'
import { propertyOf, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { wants } from '../preferences.ts'
import { propertyNamed } from '../query/columns.ts'
import { formatted } from './format.ts'

export type Json = Record<string, unknown>
export const FORMATTED = 'OData.Community.Display.V1.FormattedValue'
export const LOOKUP_TABLE = 'Microsoft.Dynamics.CRM.lookuplogicalname'
export const NAVIGATION = 'Microsoft.Dynamics.CRM.associatednavigationproperty'
/** Columns whose navigation property is not told beside them (recorded). */
const WITHOUT_NAVIGATION = new Set(['createdby', 'modifiedby', 'owninguser'])

/** The columns that a `$select` shows; what the service adds to it included. */
export function selectedColumns(table: Table, select: readonly string[] | undefined): Column[] | undefined {
  if (!select || select.length === 0 || select.includes('*')) return undefined
  const columns = new Set(select.map((name) => propertyNamed(table, name)))
  const add = (name: string) => {
    const column = table.columns.get(name)
    if (column && !column.hidden) columns.add(column)
  }
  for (const column of [...columns]) {
    if (column.type === 'Money') add('transactioncurrencyid')
    const address = /^(address\d)_(line\d|city|stateorprovince|postalcode|country)$/.exec(column.name)
    if (address) add(`${address[1]}_composite`)
  }
  return [...columns]
}

/** A row as JSON: the context where it is the whole answer, its ETag, the wanted columns (all, when `columns` is undefined), each behind its annotations, and the key. */
export function renderRow(
  row: Row,
  table: Table,
  columns: readonly Column[] | undefined,
  organization: Organization,
  annotations: readonly string[],
  context?: string,
): Json {
  const json: Json = context === undefined ? { '@odata.etag': etagOf(row) } : { '@odata.context': context, '@odata.etag': etagOf(row) }
  if (columns) {
    for (const column of columns) write(json, propertyOf(column), column, value(row, table, column), organization, annotations)
  } else {
    // As recorded: what has a value first, then the nulls.
    const empty: string[] = []
    for (const [name, column] of table.properties) {
      const found = value(row, table, column)
      if (found === null) empty.push(name)
      else write(json, name, column, found, organization, annotations)
    }
    for (const name of empty) json[name] = null
  }
  json[table.key] ??= row.id
  // A user or a team is a principal too, whose key is ownerid (documented).
  if (table.base === 'principal') json.ownerid = row.id
  return json
}

export function value(row: Row, table: Table, column: Column): Value {
  if (column.name === table.key) return row.id
  if (column.name === 'versionnumber') return row.version
  return row.values[column.name] ?? absent(column)
}

function write(json: Json, name: string, column: Column, found: Value, organization: Organization, annotations: readonly string[]): void {
  if (found !== null && annotations.length > 0) annotate(json, name, found, column, organization, annotations)
  json[name] = isReference(found) ? found.id : found
}

function annotate(json: Json, name: string, found: Exclude<Value, null>, column: Column, organization: Organization, annotations: readonly string[]): void {
  if (wants(annotations, FORMATTED)) {
    const text = formatted(found, column, organization)
    if (text !== undefined) json[`${name}@${FORMATTED}`] = text
  }
  if (!isReference(found)) return
  if (wants(annotations, NAVIGATION) && !WITHOUT_NAVIGATION.has(column.name)) json[`${name}@${NAVIGATION}`] = column.targets?.[found.table] ?? column.name
  if (wants(annotations, LOOKUP_TABLE)) json[`${name}@${LOOKUP_TABLE}`] = found.table
}
