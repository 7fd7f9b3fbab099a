import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { matchers } from '../../harness/matchers/index.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const page = read('docs/ci.md')
const section = (title: string) => page.slice(page.indexOf(`## ${title}\n`)).split(/\n## /)[0] as string

describe('the page about CI', () => {
  it('has every matcher, and none that is not there', () => {
    const rows = section('In your tests')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split(' | ')[0] as string).matchAll(/`(\w+)\(/g)].map(([, name]) => name as string))
    expect(rows.sort()).toEqual(Object.keys(matchers).sort())
  })

  it('has every input of the action with its default', () => {
    const { inputs } = parse(read('action.yml')) as { inputs: Record<string, { default: string }> }
    const rows = [...section('GitHub').matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, name, says]) => [name as string, says as string] as const)
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(inputs).sort())
    for (const [name, says] of rows) {
      const value = inputs[name]?.default as string
      if (value !== '') expect(says).toContain(`\`${value}\``)
    }
  })

  it('says of every part what was not run', () => {
    for (const title of ['GitHub', 'GitLab', 'A container']) expect(section(title)).toContain('Not run:')
  })
})
