import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Files below a folder of the project, as paths from its root. */
const files = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))

const text = (file: string) => readFileSync(join(root, file), 'utf8')
const code = [...files('mocks', /\.ts$/), ...files('harness', /\.ts$/)]

/** Local files that a file imports, also lazily and for types. */
function imports(file: string): string[] {
  const found = text(file).matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  return [...found].map(([, path]) => relative(root, resolve(root, dirname(file), path as string)))
}

/** `core`, `dynamics`, ... of a file below `mocks/`. */
const system = (file: string) => /^mocks\/([^/]+)\//.exec(file)?.[1]
/** Lines of a file that match, as `file:line text`. */
const lines = (file: string, pattern: RegExp) =>
  text(file)
    .split('\n')
    .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : []))

describe('arrows point one way', () => {
  it('a mock imports core and itself, never another mock and never the harness', () => {
    const wrong = code
      .filter((file) => system(file) !== undefined)
      .flatMap((file) => imports(file).map((target) => [file, target] as const))
      .filter(([file, target]) => system(target) !== system(file) && system(target) !== 'core')
    expect(wrong).toEqual([])
  })

  it('core imports itself only, and names no vendor', () => {
    const core = code.filter((file) => file.startsWith('mocks/core/'))
    expect(core.length).toBeGreaterThan(20)
    expect(core.flatMap((file) => imports(file).filter((target) => system(target) !== 'core'))).toEqual([])
    expect(core.flatMap((file) => lines(file, /\b(import|from|case|===)\b.*(zendesk|dynamics|dataverse|entra)/i))).toEqual([])
  })

  it('the harness reaches a mock through its fetch, never through its code', () => {
    const wrong = code
      .filter((file) => file.startsWith('harness/'))
      .flatMap((file) => imports(file).map((target) => [file, target] as const))
      .filter(([, target]) => system(target) !== undefined && system(target) !== 'core')
    expect(wrong).toEqual([])
  })

  it('the integrations know of core no more than clock, random and types: client and server share no bug', () => {
    const wrong = code
      .filter((file) => file.startsWith('harness/cxone/'))
      .flatMap((file) => imports(file).map((target) => [file, target] as const))
      .filter(([, target]) => system(target) === 'core' && !/mocks\/core\/(clock|random|nearest|duration)\.ts$/.test(target))
    expect(wrong).toEqual([])
  })
})

describe('time and chance come from the World', () => {
  it('nothing asks the host for them outside clock.ts and random.ts', () => {
    const host =
      /\bDate\.now\b|new Date\(\)|\bMath\.random\b|\bset(Timeout|Interval)\b|\bperformance\.now\b|\bcrypto\.(random|getRandom)|\brandom(UUID|Bytes|Int)\b|process\.hrtime/
    const clean = code.filter((file) => !['mocks/core/clock.ts', 'mocks/core/random.ts'].includes(file))
    expect(clean.flatMap((file) => lines(file, host).filter((line) => !/:\d+ (\/\/|\*|\/\*)/.test(line)))).toEqual([])
  })
})

describe('the project stands on its own', () => {
  it('names no path of the machine where it is written', () => {
    const all = [
      ...code,
      ...files('test', /\.ts$/),
      ...files('docs', /\./),
      ...files('scenarios', /\./),
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'package.json',
    ]
    const workplace = new RegExp(`${['/work', '/'].join('')}|\\.\\./shared/|${['/tmp', '/brief'].join('')}`)
    expect(all.flatMap((file) => lines(file, workplace))).toEqual([])
  })

  it('keeps files to one concept', () => {
    const long = code.map((file) => [file, text(file).split('\n').length] as const).filter(([, length]) => length > 400)
    expect(long).toEqual([])
  })

  it('leaves nothing for later', () => {
    const later = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
    expect(code.flatMap((file) => lines(file, later))).toEqual([])
  })
})
