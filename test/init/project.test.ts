import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { packageName } from '../../harness/commands/starter-project.ts'
import { expect, rehearse } from '../../harness/vitest/index.ts'
import { stale } from '../../scripts/stale.mjs'
import { folder, type Ran, rehearsal } from '../clients/program.ts'

const root = resolve(import.meta.dirname, '../..')
const place = folder()
const project = join(place.path, 'My Integration')
afterAll(place.remove)

/** What `npm install` would put there: the test runner, and this package by its own exports; where what is built is not up to date, each at its source. */
function install(into: string): void {
  const modules = join(into, 'node_modules')
  const own = join(modules, 'crm-rehearsal')
  mkdirSync(own, { recursive: true })
  const manifest = readFileSync(join(root, 'package.json'), 'utf8')
  const atSource = stale(root)
  writeFileSync(join(own, 'package.json'), atSource ? manifest.replaceAll(/"\.\/dist\/(.*)\.js"/g, '"./$1.ts"') : manifest)
  for (const name of ['scenarios', 'examples', ...(atSource ? ['harness', 'mocks'] : [])]) symlinkSync(join(root, name), join(own, name))
  if (!atSource) cpSync(join(root, 'dist'), join(own, 'dist'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')).filter((one) => !one.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
}

function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })))
}

describe('a project made in an empty folder', () => {
  let made: Ran
  beforeAll(async () => {
    mkdirSync(project)
    writeFileSync(join(project, '.gitignore'), 'mine\n')
    made = await rehearsal(['init'], project)
    install(project)
  }, 60_000)

  it('has an integration, tests, a contract and a scenario, and leaves alone what a fresh repository has', () => {
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toContain('npm install && npm test')
    for (const file of [
      'README.md',
      'src/integration.mjs',
      'vitest.config.mjs',
      'test/integration.test.mjs',
      'pacts/my-integration-dynamics.json',
      'rehearsals/first-call.yaml',
    ])
      expect(existsSync(join(project, file))).toBe(true)
    expect(readFileSync(join(project, '.gitignore'), 'utf8')).toBe('mine\n')
    const { name, scripts, devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect([name, devDependencies['crm-rehearsal']]).toEqual(['my-integration', `^${version}`])
    expect(scripts.test).toBe('vitest run && npm run verify && npm run rehearse')
  })

  it('passes its tests, which reach the package by its name', async () => {
    const { code, out, err } = await run(process.execPath, [join(project, 'node_modules/vitest/vitest.mjs'), 'run'], project)
    expect({ code, out: code === 0 ? '' : out + err }).toEqual({ code: 0, out: '' })
    expect(out).toMatch(/Tests +4 passed/)
  }, 60_000)

  it('passes its contract', async () => {
    const { code, out } = await rehearsal(['verify', 'pacts'], project)
    expect([code, out]).toEqual([0, expect.stringContaining('3 interactions · 3 held')])
  }, 60_000)

  it('passes its rehearsal, and fails it where the integration writes too early', async () => {
    const scenario = join(project, 'rehearsals/first-call.yaml')
    const integration = join(project, 'src/integration.mjs')
    expect((await rehearse(scenario, { integration })).held).toBe(true)
    const source = readFileSync(integration, 'utf8')
    const careless = join(project, 'src/careless.mjs')
    writeFileSync(careless, source.replace('data.finalState && call.linked && call.contact', 'call.linked && call.contact'))
    expect(readFileSync(careless, 'utf8')).not.toBe(source)
    const run = await rehearse(scenario, { integration: careless })
    expect(run).not.toObeyRules(['R024'])
  })

  it('is not made over another one', async () => {
    const { code, err } = await rehearsal(['init', '.', '--project'], project)
    expect([code, err]).toEqual([2, expect.stringContaining('package.json, src/integration.mjs')])
    expect(err).toContain('nothing was written')
  })
})

describe('what the package exports', () => {
  it('has a source for each entry, code and types', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, string | { types: string; default: string }> }
    const targets = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.types, target.default]))
    expect(targets.length).toBeGreaterThan(4)
    expect(targets.filter((path) => !existsSync(join(root, path.replace('./dist/', '').replace(/(\.d\.ts|\.js)$/, '.ts'))))).toEqual([])
  })
})

describe('a name for a package', () => {
  it.each([
    ['My Integration', 'my-integration'],
    ['.hidden', 'hidden'],
    ['CRM (neu)', 'crm-neu'],
    ['日本', 'my-integration'],
  ])('%s is %s', (name, expected) => expect(packageName(name)).toBe(expected))
  it('is that of the folder', () => expect(packageName(basename(project))).toBe('my-integration'))
})
