import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('../../mocks/zendesk/README.md', import.meta.url), 'utf8')
const section = /## Row by row\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
const rows = section
  .split('\n')
  .filter((line) => /^\| (?!what |-)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
const marked = (mark: string) => rows.filter((row) => row[1] === mark)

test('what is known of the service is imitated, refused or out of scope, and nearly all of it imitated', () => {
  expect(rows.length).toBeGreaterThan(130)
  expect(marked('imitated').length + marked('refused').length + marked('out of scope').length).toBe(rows.length)
  expect(rows.filter((row) => !row[2])).toEqual([])
  expect(marked('imitated').length / rows.length).toBeGreaterThanOrEqual(0.95)
})

test('every test that the README names is there', () => {
  const named = [...new Set([...readme.matchAll(/`([a-z-]+\.test\.ts)`/g)].map(([, name]) => name as string))]
  expect(named.filter((name) => !existsSync(new URL(name, import.meta.url)))).toEqual([])
  for (const [what, , tests] of marked('imitated')) expect(tests, what).toMatch(/\.test\.ts`/)
})
