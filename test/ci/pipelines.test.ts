import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { validateAction, validateWorkflow } from '@action-validator/core'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { rehearse } from '../../harness/rehearse.ts'
import { folder } from '../clients/program.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Action {
  inputs: Record<string, { description: string; default?: string }>
  runs: { using: string; steps: { name?: string; run?: string; shell?: string; env?: Record<string, string>; uses?: string; with?: Record<string, string> }[] }
}

const place = folder()
afterAll(place.remove)
mkdirSync(join(place.path, 'node_modules/.bin'), { recursive: true })
/** Writes down what it was started with, one word a line. */
writeFileSync(join(place.path, 'node_modules/.bin/rehearsal'), '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\nexit $((FAILS))\n')
chmodSync(join(place.path, 'node_modules/.bin/rehearsal'), 0o755)

describe('the GitHub action', () => {
  const source = read('action.yml')
  const action = parse(source) as Action
  /** Runs a step as the runner would, with these inputs. */
  const step = (name: string, inputs: Record<string, string>, env: Record<string, string> = {}) => {
    const found = action.runs.steps.find((one) => one.name === name)
    const given = Object.entries(found?.env ?? {}).map(([variable, expression]) => {
      const input = /inputs\.([a-z-]+)/.exec(expression)?.[1] as string
      return [variable, inputs[input] ?? action.inputs[input]?.default ?? '']
    })
    // `shell: bash` is this, as GitHub documents it.
    const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', found?.run ?? 'exit 99'], {
      cwd: place.path,
      env: { PATH: process.env.PATH, ...Object.fromEntries(given), ...env },
      encoding: 'utf8',
    })
    return { status, words: stdout.split('\n').slice(0, -1) }
  }

  it('fits the schema of actions, and its example that of workflows', () => {
    expect(validateAction(source).errors).toEqual([])
    expect(validateWorkflow(read('examples/ci/github.yml')).errors).toEqual([])
  })

  const workflow = parse(read('examples/ci/github.yml')) as { jobs: Record<string, { steps: { uses?: string; with?: Record<string, string> }[] }> }
  const used = workflow.jobs.rehearse?.steps.find(({ uses }) => uses?.endsWith('crm-rehearsal'))?.with ?? {}

  it('holds in its example with the integration that a new project has', async () => {
    const packaged = used.scenarios?.split('\n').filter((name) => name.includes('/')) ?? []
    expect([packaged.length > 0, used.integration]).toEqual([true, './src/integration.mjs'])
    const { plays, held } = await rehearse(packaged, { crm: used.crm as 'dynamics', integration: join(root, 'examples/module.mjs') })
    expect([plays.length, held]).toEqual([packaged.length, true])
  })

  it('names in its example only inputs that it has', () => {
    expect(Object.keys(used).length).toBeGreaterThan(2)
    expect(Object.keys(used).filter((name) => !(name in action.inputs))).toEqual([])
  })

  it('puts no input into a script: it comes as a variable', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{')
  })

  it('plays what it is told, and writes annotations and a report', () => {
    const { status, words } = step('Play', {
      scenarios: 'rehearsals\n\nvoice/*\n',
      integration: 'command:node app.js',
      crm: 'dynamics',
      arguments: '--fault=slow',
    })
    expect(status).toBe(0)
    expect(words).toEqual([
      'play',
      'rehearsals',
      'voice/*',
      '--fault=slow',
      '--integration',
      'command:node app.js',
      '--crm',
      'dynamics',
      ...['pretty', 'github', 'html=rehearsal-report/report.html', 'junit=rehearsal-report/report.xml'].flatMap((form) => ['--report', form]),
    ])
  })

  it('plays everything when told nothing, and fails when something does not hold', () => {
    expect(step('Play', {}).words.slice(0, 2)).toEqual(['play', '--report'])
    expect(step('Play', {}, { FAILS: '1' }).status).toBe(1)
  })

  it('runs nothing that is in an input', () => {
    const { words } = step('Play', { scenarios: '$(touch pwned); `touch pwned`' })
    expect(words[1]).toBe('$(touch pwned); `touch pwned`')
    expect(spawnSync('ls', [place.path], { encoding: 'utf8' }).stdout).not.toContain('pwned')
  })

  it('needs no newer bash than macOS has', () => {
    for (const { run = '' } of action.runs.steps) expect(run.replaceAll(/^ *#.*$/gm, '')).not.toMatch(/mapfile|readarray|declare -[An]|\$\{\w+[,^@]/)
  })

  it('verifies pacts before it plays', () => {
    expect(step('Verify pacts', { pacts: 'pacts\nmore/one.json' }).words).toEqual([
      'verify',
      'pacts',
      'more/one.json',
      '--junit',
      'rehearsal-report/verify.xml',
    ])
  })

  it('keeps as an artefact the folder that the reports are in', () => {
    const upload = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
    expect(upload?.with?.path).toMatch(/^\$\{\{ inputs\.working-directory \}\}\/\$\{\{ inputs\.report \}\}$/)
  })
})

describe('the GitLab job', () => {
  const { rehearse } = parse(read('examples/ci/gitlab-ci.yml')) as {
    rehearse: { script: string[]; artifacts: { paths: string[]; reports: { junit: string } } }
  }

  it('keeps every report that its script writes', () => {
    const written = rehearse.script.join(' ').match(/report\/\S+/g) ?? []
    expect(written).toHaveLength(4)
    expect(rehearse.artifacts.paths).toEqual(['report/'])
    expect(rehearse.artifacts.reports.junit).toBe('report/*.xml')
  })
})
