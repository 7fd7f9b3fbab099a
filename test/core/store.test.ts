import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStore, type Snapshot, type Store } from '../../mocks/core/index.ts'

interface Person {
  id: string
  town: string
}
const people = {
  name: 'people',
  indexes: { town: (person: Person) => person.town },
  lazy: { letters: (person: Person) => [...person.town.toLowerCase()] },
}
const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const towns = fc.constantFrom('Bern', 'Ulm', 'Graz')

type Step = { do: 'put' | 'add'; id: string; town: string } | { do: 'delete'; id: string } | { do: 'fork' | 'snapshot' | 'restore' | 'look up' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), id: ids, town: towns }),
  fc.record({ do: fc.constant('add' as const), id: ids, town: towns }),
  fc.record({ do: fc.constant('delete' as const), id: ids }),
  fc.record({ do: fc.constantFrom('fork' as const, 'snapshot' as const, 'restore' as const, 'look up' as const) }),
)

function same(store: Store, model: Map<string, Person>) {
  const table = store.table<Person>(people)
  expect([...table.scan()].sort((a, b) => a.id.localeCompare(b.id))).toEqual([...model.values()].sort((a, b) => a.id.localeCompare(b.id)))
  expect(table.size).toBe(model.size)
  for (const id of ['a', 'b', 'c', 'd', 'e']) expect(table.get(id)).toEqual(model.get(id))
  for (const letter of ['r', 'u'])
    expect(new Set(table.find('letters', letter).map(({ id }) => id))).toEqual(
      new Set([...model.values()].filter(({ town }) => town.toLowerCase().includes(letter)).map(({ id }) => id)),
    )
  for (const town of ['Bern', 'Ulm', 'Graz'])
    expect(
      table
        .find('town', town)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      [...model.values()]
        .filter((person) => person.town === town)
        .map(({ id }) => id)
        .sort(),
    )
}

describe('store', () => {
  it('behaves as a plain Map does, however it is forked, snapshot and restored', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let store = createStore()
        let model = new Map<string, Person>()
        const left: [Store, Map<string, Person>][] = []
        let saved: [Snapshot, Map<string, Person>] = [store.snapshot(), new Map()]
        for (const wanted of steps) {
          if (wanted.do === 'put' || (wanted.do === 'add' && !model.has(wanted.id))) {
            const person = { id: wanted.id, town: wanted.town }
            store.table<Person>(people)[wanted.do](wanted.id, person)
            model.set(wanted.id, person)
          } else if (wanted.do === 'add') continue
          else if (wanted.do === 'delete') {
            expect(store.table<Person>(people).delete(wanted.id)).toBe(model.delete(wanted.id))
          } else if (wanted.do === 'look up') same(store, model)
          else if (wanted.do === 'fork') {
            left.push([store, new Map(model)])
            store = store.fork()
            model = new Map(model)
          } else if (wanted.do === 'snapshot') saved = [store.snapshot(), new Map(model)]
          else {
            store.restore(saved[0])
            model = new Map(saved[1])
          }
        }
        same(store, model)
        for (const [other, its] of left) same(other, its)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the order in which records came, and a replaced record in its place', () => {
    const table = createStore().table<Person>(people)
    for (const id of ['c', 'a', 'b']) table.put(id, { id, town: 'Ulm' })
    table.put('a', { id: 'a', town: 'Bern' })
    expect([...table.scan()].map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })

  it('adds nothing over a record that its World has written', () => {
    const table = createStore().table<Person>(people)
    table.add('a', { id: 'a', town: 'Ulm' })
    expect(() => table.add('a', { id: 'a', town: 'Bern' })).toThrow('people had a record a already')
  })

  it('numbers from one sequence a World, and forks go on separately', () => {
    const store = createStore()
    expect([store.sequence('case', 1000), store.sequence('case', 1000)]).toEqual([1000, 1001])
    const fork = store.fork()
    expect([fork.sequence('case'), fork.sequence('case')]).toEqual([1002, 1003])
    expect(store.sequence('case')).toBe(1002)
  })

  it('names an index that no table declares', () => {
    expect(() => createStore().table<Person>(people).find('age', '3')).toThrow('people declares no index age')
  })
})
