import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { github } from '../../harness/report/github.ts'
import { stepSummary } from '../../harness/report/github-summary.ts'
import type { PlayResult } from '../../harness/report/reporter.ts'
import { blamed, collect, doubtful, held, report, START, summaryOf } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-github-'))
})
afterAll(() => rm(folder, { recursive: true }))

const said = async (results: PlayResult[], env: NodeJS.ProcessEnv = {}) => {
  const output = collect()
  await report(github({ output, env }), results)
  return output.text()
}

/** As the runner reads them. */
function commands(text: string) {
  const decode = (value: string) => value.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, level, properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/s.exec(line) ?? []
      const pairs = properties.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), decode(pair.slice(pair.indexOf('=') + 1))])
      return { level, message: decode(message), ...Object.fromEntries(pairs) }
    })
}

describe('annotations on GitHub', () => {
  it('point at the line of the expectation, else at the step before it happened', async () => {
    const [rule, expectation, sum] = commands(await said([held, blamed]))
    expect(rule).toEqual({
      level: 'error',
      file: 'scenarios/tokens/first-call-of-the-day.yaml',
      line: '9',
      title: 'R001, R002: tokens/first-call-of-the-day on zendesk',
      message: expect.stringContaining('Renewing an expired token takes 9 to 15 s and happens once.\nExpected: one renewal, done by 08:00:15\nHappened: two:'),
    })
    expect(expectation).toMatchObject({ level: 'error', line: '21', title: 'Expectation: tokens/first-call-of-the-day on zendesk' })
    expect(sum).toMatchObject({ level: 'notice', message: expect.stringContaining('2 plays · 1 held · 2 findings') })
    expect(commands(await said([held]))).toHaveLength(1)
  })

  it('warn of what could not be judged', async () => {
    expect(commands(await said([doubtful]))[0]).toMatchObject({
      level: 'warning',
      title: 'Not judged: voice/agent-finishes-acw on dynamics',
      message: 'whose one call to the CRM was: several interactions come into question (#14)',
    })
  })

  it('name files from the workspace, where the checkout is', async () => {
    const file = resolve('/checkout/project/scenarios/own.yaml')
    const elsewhere = { ...blamed, play: { ...blamed.play, file } }
    expect(commands(await said([elsewhere], { GITHUB_WORKSPACE: '/checkout/project' }))[0]).toMatchObject({ file: 'scenarios/own.yaml' })
    expect(commands(await said([elsewhere], { GITHUB_WORKSPACE: '/other' }))[0]).toMatchObject({ file })
  })

  it('are one line each, whatever the texts are, and carry them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (noise) => {
        const happened = `${noise}\r\n::error file=x::%0A, 100 %`
        const text = await said([
          { ...blamed, play: { ...blamed.play, scenario: 'a:b,c%' }, findings: [], unmet: [{ at: START, expected: 'e', happened, exchanges: [] }] },
        ])
        const found = commands(text)
        expect(found).toHaveLength(2)
        expect(found[0]).toMatchObject({ title: 'Expectation: a:b,c% on zendesk' })
        expect(found[0]?.message).toContain('::error file=x::%0A, 100 %')
      }),
      // The line separator ends no line for the runner, nor for a reader of its commands.
      { numRuns: 50, examples: [['\u2028']] },
    )
  })

  it('come with a summary of the step, behind what is there already', async () => {
    const file = join(folder, 'summary.md')
    await writeFile(file, 'before\n')
    await said([held, blamed], { GITHUB_STEP_SUMMARY: file })
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(/^before\n## Rehearsal: ❌ 2 findings\n/)
    expect(text).toContain('### First call · zendesk')
    expect(text).toContain('| R001, R002 | Renewing an expired token takes 9 to 15 s and happens once. |')
    expect(text).toContain('| voice/agent-finishes-acw | dynamics | ✅ held |')
  })
})

describe('the summary of a step', () => {
  it('says that all held', () => {
    expect(stepSummary([held], summaryOf([held]))).toMatch(/^## Rehearsal: ✅ all held\n/)
  })

  it('says how a play is repeated as it was: with its mishaps, its seed and the integration', () => {
    const text = stepSummary([blamed], summaryOf([blamed]), 'rehearsal play --seed 7 --fault slow --integration ./mine.mjs')
    expect(text).toContain('`rehearsal play --seed 7 --fault slow --integration ./mine.mjs tokens/first-call-of-the-day --crm zendesk`')
  })

  it('lets no text become markup, and no row break', () => {
    const nasty = {
      ...blamed,
      findings: [],
      unmet: [{ at: START, expected: '<img src=x> | `a`\n| b', happened: '@team [x](https://evil.example)', exchanges: [] }],
    }
    const line = stepSummary([nasty], summaryOf([nasty]))
      .split('\n')
      .find((one) => one.startsWith('| Expectation'))
    expect(line).toBe(
      '| Expectation | The scenario expects otherwise. | &lt;img src=x&gt; \\| \\`a\\` \\| b | &#64;team \\[x\\]\\(https&#8203;://evil.example\\) |  |',
    )
  })

  it('stays below what GitHub takes, and says that it was cut', () => {
    const many = Array.from({ length: 3000 }, () => blamed)
    const text = stepSummary(many, summaryOf(many))
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000)
    expect(text).toContain('There is more than fits here')
  })
})
