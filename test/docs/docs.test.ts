import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createConsole } from '../../harness/console/console.ts'
import { rehearse } from '../../harness/rehearse.ts'
import { expectationNames } from '../../harness/scenario/expect/index.ts'
import { isScenario, loadScenario } from '../../harness/scenario/load.ts'
import { verbNames } from '../../harness/scenario/verbs/index.ts'
import { glob } from '../../mocks/core/glob.ts'
import { faultSchema } from '../../mocks/core/index.ts'
import { echoWorlds } from '../core/echo.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
]

describe('the documentation', () => {
  it('names every step and every expectation, and none that is not there', () => {
    const text = read('docs/scenarios.md')
    const steps = new Set([...text.matchAll(/`((?:contact|agent|world)\.[a-zA-Z]+)`/g)].map(([, verb]) => verb as string))
    expect([...steps].sort()).toEqual([...verbNames].sort())
    const expected = new Set(
      [...text.slice(text.indexOf('## Expectations'), text.indexOf('## Playing')).matchAll(/`([a-z]+): \{/g)].map(([, name]) => name as string),
    )
    expect([...expected].sort()).toEqual([...expectationNames].sort())
  })

  it('shows a scenario that can be read', () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(read('docs/scenarios.md'))?.[1] as string
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-docs-'))
    writeFileSync(join(folder, 'shown.yaml'), yaml)
    const loaded = loadScenario(join(folder, 'shown.yaml'))
    rmSync(folder, { recursive: true })
    expect(isScenario(loaded) ? [] : loaded).toEqual([])
  })

  it('names every path of the control plane, and none that is not there', async () => {
    const front = createConsole(echoWorlds())
    const unknown = (await (await front.fetch(new Request('http://localhost/_sim/nothing'))).json()) as { error: { expected: string } }
    const paths = unknown.error.expected.split(', ').map((path) => path.replace(/:[a-z]+/g, 'X'))
    const named = [...read('docs/control-plane.md').matchAll(/`(?:(?:GET|POST|DELETE) )?(\/_sim\/[A-Za-z/]+(?:\.json)?)`/g)].map(([, path]) =>
      (path as string).replace(/NAME|ID/g, 'X'),
    )
    expect([...new Set(named)].sort()).toEqual([...new Set(paths)].sort())
  })

  it('shows effects of faults that can be laid', () => {
    const effects = [...read('docs/control-plane.md').matchAll(/^\| `(\{"kind".*?\})`/gm)].map(([, effect]) => JSON.parse(effect as string))
    expect(effects.length).toBeGreaterThan(4)
    for (const effect of effects) expect(faultSchema.safeParse({ effect }).success).toBe(true)
  })

  it('links to files that are there', () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, target]) =>
        existsSync(join(root, dirname(page), target as string)) ? [] : [`${page}: ${target}`],
      ),
    )
    expect(dead).toEqual([])
  })

  it('links, in the package, to what is in the package', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] }
    const packed = (path: string) => files.some((file) => path === file || path.startsWith(`${file}/`) || glob(file)(path))
    const readmes = ['mocks', 'harness'].flatMap((part) =>
      readdirSync(join(root, part)).flatMap((name) => (existsSync(join(root, part, name, 'README.md')) ? [join(part, name, 'README.md')] : [])),
    )
    const leave = [...pages, ...readmes].filter(packed).flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, target]) => {
        const path = join(dirname(page), target as string)
        return packed(path) ? [] : [`${page}: ${path}`]
      }),
    )
    expect(leave).toEqual([])
    // The README sends there for what is imitated and what is not.
    for (const system of ['entra', 'dynamics', 'zendesk']) expect(packed(`mocks/${system}/README.md`)).toBe(true)
  })

  it('shows a flow, its configuration and a scenario of it that hold as they are', async () => {
    const [configuration = '', , scenario = ''] = [...read('docs/webex.md').matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text as string)
    const place = mkdtempSync(join(tmpdir(), 'rehearsal-webex-page-'))
    try {
      mkdirSync(join(place, 'configurations'))
      copyFileSync(join(root, 'scenarios/flows/dynamics-data-dip.flow.json'), join(place, 'my.flow.json'))
      writeFileSync(join(place, 'configurations/support.dynamics.yaml'), configuration)
      writeFileSync(join(place, 'mine.yaml'), scenario)
      const { summary } = await rehearse(join(place, 'mine.yaml'))
      expect(summary).toMatchObject({ plays: 1, held: 1 })
    } finally {
      rmSync(place, { recursive: true })
    }
  })

  it('quotes what a shell would take for a pattern: zsh refuses a bare "?"', () => {
    const commands = pages.flatMap((page) => [...read(page).matchAll(/^(?:curl|npx|rehearsal|docker) .*$/gm)].map(([line]) => line))
    const bare = (line: string) => line.replaceAll(/'[^']*'|"[^"]*"|\s#.*$/g, '')
    expect(commands.length).toBeGreaterThan(20)
    expect(commands.filter((line) => /[?*]|(?<!&)&(?!&)/.test(bare(line)))).toEqual([])
  })

  it('lists every dependency with its reason', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const text = read('docs/dependencies.md')
    expect(Object.keys(dependencies).filter((name) => !text.includes(`| ${name} |`))).toEqual([])
  })
})
