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

test('what a mapping may name are the columns of the standard tables, and text is what they hold as text', () => {
  const columns = tables.flatMap(types)
  const texts = columns.filter(([, type]) => type === 'String' || type === 'Memo').map(([name]) => name)
  expect([...textColumns].sort()).toEqual([...new Set(texts)].sort())
  // A look-up is read as _name_value.
  const others = columns.filter(([, type]) => !['String', 'Memo', 'Lookup', 'Customer', 'Owner'].includes(type))
  expect(others.filter(([name]) => isTextColumn(name) || !mayBeField(DYNAMICS, 'contact', name))).toEqual([])
})
