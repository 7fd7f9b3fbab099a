import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { textColumns } from '../../harness/configuration/columns.ts'
import { isTextColumn, mayBeField } from '../../harness/configuration/entities.ts'

const DYNAMICS = 'Microsoft Dynamics 365'
const types = (table: string): [string, string][] => {
  const { columns } = JSON.parse(readFileSync(new URL(`../../mocks/dynamics/tables/${table}.json`, import.meta.url), 'utf8'))
  return Object.entries(columns as Record<string, { type: string }>).map(([name, { type }]) => [name, type])
}
const tables = ['contact', 'account', 'incident', 'lead', 'opportunity', 'task', 'phonecall']
const every = new Set(tables.flatMap(types).map(([name]) => name))

test.each(tables)('what a mapping may name on %s are its columns, and text is what they hold as text', (table) => {
  const texts = types(table).filter(([, type]) => type === 'String' || type === 'Memo')
  expect([...(textColumns.get(table) ?? [])].sort()).toEqual(texts.map(([name]) => name).sort())
  // A look-up is read as _name_value.
  const others = types(table).filter(([, type]) => !['String', 'Memo', 'Lookup', 'Customer', 'Owner'].includes(type))
  expect(others.filter(([name]) => isTextColumn(name) || !mayBeField(DYNAMICS, table, name))).toEqual([])
  const own = new Set(types(table).map(([name]) => name))
  expect([...every].filter((name) => !own.has(name) && mayBeField(DYNAMICS, table, name))).toEqual([])
})
