import { expect, test } from 'vitest'
import { createStore } from '../../mocks/core/store.ts'

const definition = { name: 'people', text: (person: Record<string, string>, column: string) => person[column]?.toLowerCase() }
const names = (people: Record<string, string>[]) => people.map(({ name }) => name).sort()

test('texts are searched through all layers, and only as they stand now', () => {
  const store = createStore()
  const table = store.table(definition)
  table.put('1', { name: 'Ada', town: 'London' })
  table.put('2', { name: 'Adele' })
  table.put('3', { name: 'Grace', town: 'Arlington' })
  const fork = store.fork()
  const starts = (of: typeof table, text: string) => names(of.search('name', (name) => name.startsWith(text)))
  expect(starts(table, 'ad')).toEqual(['Ada', 'Adele'])
  table.put('1', { name: 'Bea' })
  table.delete('2')
  table.put('4', { name: 'Adam' })
  expect(starts(table, 'ad')).toEqual(['Adam'])
  expect(starts(fork.table(definition), 'ad')).toEqual(['Ada', 'Adele'])
  store.snapshot()
  expect(starts(table, 'ad')).toEqual(['Adam'])
  expect(names(table.search('town', (town) => town.includes('lin')))).toEqual(['Grace'])
})

test('a table that declares no text says so', () => {
  expect(() =>
    createStore()
      .table({ name: 'plain' })
      .search('name', () => true),
  ).toThrow('table plain declares no text')
})
