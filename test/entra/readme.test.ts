import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { definitions } from '../../mocks/entra/aadsts.ts'

const readme = readFileSync(new URL('../../mocks/entra/README.md', import.meta.url), 'utf8')
const table = readme.slice(readme.indexOf('| fact | state |')).split('\n\n')[0] as string
const rows = table
  .split('\n')
  .slice(2)
  .map((line) => {
    const [fact = '', state = '', grade = '', tests = ''] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.trim())
    return { fact, state, grade, tests: tests.split(', ').filter((name) => name !== '') }
  })
const imitated = rows.filter(({ state }) => state === 'imitated')

it('every row says whether it is imitated, and 95 in a hundred are', () => {
  expect(rows.filter(({ state }) => !/^(imitated$|501$|out of scope: )/.test(state))).toEqual([])
  expect(rows.length).toBeGreaterThan(60)
  expect(imitated.length / rows.length).toBeGreaterThanOrEqual(0.95)
})

it('what is imitated names its grade and tests that exist; no fact is told twice', () => {
  expect(imitated.filter(({ grade, tests }) => grade === '' || tests.length === 0)).toEqual([])
  const named = [...new Set(rows.flatMap(({ tests }) => tests))]
  expect(named.filter((name) => !existsSync(new URL(`${name}.test.ts`, import.meta.url)))).toEqual([])
  expect(new Set(rows.map(({ fact }) => fact)).size).toBe(rows.length)
})

it('a row of an error names a test that asks for its number', () => {
  const text = (name: string) => readFileSync(new URL(`${name}.test.ts`, import.meta.url), 'utf8')
  for (const { fact, tests } of rows.filter((row) => row.fact.startsWith('AADSTS'))) {
    const all = tests.map(text).join()
    for (const number of (fact.split(':')[0] as string).match(/\d+/g) ?? []) expect([number, all.includes(number)]).toEqual([number, true])
  }
})

it('the list of errors is the list in the code', () => {
  const list = /is a line of `aadsts\.ts`: ([\d,\s]+)\./.exec(readme)?.[1] ?? ''
  expect([...list.matchAll(/\d+/g)].map(([number]) => number).sort()).toEqual(Object.keys(definitions).sort())
})
