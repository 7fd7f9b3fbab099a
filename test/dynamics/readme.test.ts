import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('../../mocks/dynamics/README.md', import.meta.url), 'utf8')
const table = readme.slice(readme.indexOf('| fact | state |')).split('\n\n')[0] as string
const rows = table
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line) => {
    const [fact = '', state = '', grade = '', tests = ''] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.trim())
    return { fact, state, grade, tests: tests.split(', ').filter((name) => name !== '') }
  })
const imitated = rows.filter(({ state }) => /^imitated\b/.test(state))

test('every row says whether it is imitated, and 95 in a hundred are', () => {
  expect(rows.filter(({ state }) => !/^(imitated|501|out of scope)\b/.test(state))).toEqual([])
  expect(rows.length).toBeGreaterThan(100)
  expect(imitated.length / rows.length).toBeGreaterThanOrEqual(0.95)
})

test('what is imitated names its grade and tests that exist', () => {
  expect(imitated.filter(({ grade, tests }) => grade === '' || tests.length === 0)).toEqual([])
  const named = [...new Set(rows.flatMap(({ tests }) => tests))]
  expect(named.filter((name) => !existsSync(new URL(`${name}.test.ts`, import.meta.url)))).toEqual([])
})

test('no fact is told twice', () => {
  expect(new Set(rows.map(({ fact }) => fact)).size).toBe(rows.length)
})
