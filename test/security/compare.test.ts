import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sameSecret } from '../../mocks/core/secrets.ts'

const root = resolve(import.meta.dirname, '../..')

describe('secrets', () => {
  it('are the same or not, whatever their length', () => {
    expect([sameSecret('abc', 'abc'), sameSecret('abc', 'abd'), sameSecret('abc', 'ab'), sameSecret('', '')]).toEqual([true, false, false, true])
  })

  it('are compared by nothing that ends at the first difference', () => {
    const hasty =
      /(secret|password|verifier|challenge|bearer)\b(\.value)?\s*[!=]==(?!\s*(undefined|null|'[a-zA-Z0-9]*'))|[!=]==\s*\w+\.(secret|password|verifier|challenge)\b/i
    const files = ['mocks', 'harness/workflow-service'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => relative(root, join(entry.parentPath, entry.name))),
    )
    const found = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (hasty.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
    )
    expect(found).toEqual([])
  })
})
