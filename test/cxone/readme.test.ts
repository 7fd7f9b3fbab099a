import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the page of the default integration names every file of its folder', () => {
  const home = new URL('../../harness/cxone/', import.meta.url)
  const page = readFileSync(new URL('README.md', home), 'utf8')
  const named = [...page.matchAll(/`([\w/-]+\*?)\.ts`/g)].map(([, name = '']) => new RegExp(`^${name.replace('*', '[a-z-]*')}\\.ts$`))
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  expect(files.filter((file) => !named.some((name) => name.test(file)))).toEqual([])
})
