import type { Index } from '../../core/index.ts'
import type { Table } from '../model/model.ts'
import { isReference, type Row } from './row.ts'

/** Columns by which integrations look people and cases up. */
const TEXT = [
  'telephone1',
  'telephone2',
  'telephone3',
  'mobilephone',
  'emailaddress1',
  'emailaddress2',
  'fullname',
  'lastname',
  'name',
  'ticketnumber',
] as const
const IDS = ['accountnumber', 'applicationid', 'azureactivedirectoryobjectid', 'internalemailaddress', 'domainname'] as const
/** Nearly every row points to the same few of these: an index would be as large as the table. */
const CROWDED = new Set(['systemuser', 'team', 'businessunit', 'transactioncurrency', 'organization', 'sla', 'mailbox'])

export const textKey = (text: string): string => text.toLowerCase()

const known = new WeakMap<Table, Record<string, Index<Row>>>()

/** The indexes of a table: equality on common columns, the columns of alternate keys, and lookups. */
export function indexesOf(table: Table): Record<string, Index<Row>> {
  let indexes = known.get(table)
  if (!indexes) known.set(table, (indexes = build(table)))
  return indexes
}

function build(table: Table): Record<string, Index<Row>> {
  const texts = [...TEXT, ...IDS, ...table.keys.flatMap((key) => key.columns)].filter((name) => table.columns.has(name))
  const lookups = table.lookups.filter((column) => Object.keys(column.targets ?? {}).some((target) => !CROWDED.has(target)) && column.type !== 'Owner')
  return Object.fromEntries([
    ...texts.map((name) => [name, (row: Row) => keyOf(row.values[name])]),
    ...lookups.map((column) => [column.name, (row: Row) => keyOf(row.values[column.name])]),
  ])
}

/** A text column as it is searched: without case. */
export function searchable(row: Row, column: string): string | undefined {
  const value = row.values[column]
  return typeof value === 'string' ? textKey(value) : undefined
}

/** The key under which an index has a value. */
export function keyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return isReference(value) ? value.id : textKey(String(value))
}
