import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { playCommand } from '../../harness/commands/play.ts'
import { argumentsOf } from '../../harness/commands/play-arguments.ts'
import { forExternal, idleHint, leftOutLines } from '../../harness/commands/play-integration.ts'
import { faultNames } from '../../harness/fault-plans.ts'
import { rehearse } from '../../harness/rehearse.ts'
import { selectPlays } from '../../harness/run.ts'
import { fivePorts } from '../clients/ports.ts'
import { folder, rehearsal } from '../clients/program.ts'
import { scenes } from './scenes.ts'

const place = folder()
afterAll(place.remove)
const scenario = join(place.path, 'call.yaml')
writeFileSync(scenario, scenes.call)

/** Starts the app, rehearses against its URL as a user would, and ends it. */
async function overHttp(fault: string) {
  const port = await fivePorts()
  const env = {
    PORT: String(port + 4),
    FAULT: fault,
    ENTRA_TOKEN_URL: `http://localhost:${port + 1}/6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10/oauth2/v2.0/token`,
    ENTRA_CLIENT_ID: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31',
    ENTRA_CLIENT_SECRET: 'rehearsal-secret',
    DYNAMICS_URL: `http://localhost:${port + 2}`,
    DYNAMICS_SCOPE: `http://localhost:${port + 2}/.default`,
  }
  const app = spawn(process.execPath, [new URL('app.mjs', import.meta.url).pathname], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((listening) => app.stdout.once('data', listening))
  try {
    const options = ['--crm', 'dynamics', '--speed', '30', '--port', String(port), '--integration', `http://localhost:${port + 4}/events`]
    return await rehearsal(['play', scenario, ...options])
  } finally {
    app.kill()
  }
}

describe('rehearsal play --integration URL --speed 30', () => {
  it.concurrent('passes a right integration', async () => {
    const { code, out, err } = await overHttp('')
    expect([code, out]).toEqual([0, expect.stringContaining('1 play · 1 held · 0 findings')])
    expect(err).toMatch(/dynamics +http:\/\/localhost:\d+/)
  })

  it.concurrent('finds what a broken one does', async () => {
    const { code, out } = await overHttp('writes when the agent hangs up')
    expect(code).toBe(1)
    expect(out).toContain('Nothing is memorialized before its trigger')
    expect(out).toMatch(/--show \d+/)
  })
})

describe('the command that repeats a play', () => {
  it('has all that was said of the integration', () => {
    const options = { integration: './mine.mjs', speed: 30, port: 4400, timeout: 1500, retries: 0, events: '/in', health: '/up' }
    expect(argumentsOf(options).join(' ')).toBe('--integration ./mine.mjs --speed 30 --port 4400 --timeout 1500ms --retries 0 --events /in --health /up')
    expect(argumentsOf({})).toEqual([])
  })

  it.each([
    ['command:CLIENT_SECRET=hunter2secret node app.js', '"command:CLIENT_SECRET=[redacted] node app.js"'],
    ['command:ZENDESK_API_TOKEN=hunter2secret node app.js', '"command:ZENDESK_API_TOKEN=[redacted] node app.js"'],
    ['command:node app.js --client-secret hunter2secret --port 1', '"command:node app.js --client-secret [redacted] --port 1"'],
    ['http://me:hunter2secret@localhost:9000/events', '"http://[redacted]@localhost:9000/events"'],
    ['http://localhost:9000/events?to=ada@example.com', '"http://localhost:9000/events?to=ada@example.com"'],
  ])('tells no secret of it: %s', (integration, shown) => {
    expect(argumentsOf({ integration })).toEqual([`--integration ${shown}`])
  })
})

describe('wrong use', () => {
  it.each<[string[], string]>([
    [['--fault', 'awnser-lost'], 'Did you mean "answer-lost"?'],
    [['--integration', './nothing.mjs'], 'There is no file ./nothing.mjs'],
    [['--integration', 'http://localhost:1/events'], 'Start it first'],
    [['--integration', 'command:exit 3'], 'The program ended with code 3.'],
    [['--integration', './examples/module.mjs', '--speed', '30'], '--speed is for an integration over sockets'],
    [['--integration', 'http://localhost:9000/events', '--health', '/up'], '--health is for --integration "command:..."'],
    [['--speed', 'fast'], '--speed takes a number'],
    [['--timeout', '0s'], '--timeout takes a duration'],
  ])('%j is explained', async (args, message) => {
    const used = playCommand()
      .exitOverride()
      .parseAsync(['node', 'play', scenario, '--crm', 'dynamics', ...args])
    await expect(used).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) })
  })

  it('is an integration that cannot be started, too', async () => {
    const file = join(place.path, 'half.mjs')
    writeFileSync(file, 'export default () => ({ start() {} })')
    const used = playCommand().exitOverride().parseAsync(['node', 'play', scenario, '--crm', 'dynamics', '--integration', file])
    await expect(used).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining('deliver, stop missing') })
  })

  it('has help that names every fault', () => {
    let help = ''
    playCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp()
    for (const name of faultNames) expect(help).toMatch(new RegExp(`^  ${name} `, 'm'))
  })
})

describe('scenarios that read the sources otherwise', () => {
  const chosen = async (file: string, ...profiles: string[]) => {
    const { selection, leftOut } = await forExternal(selectPlays({ patterns: [file], profiles }), profiles)
    return [selection.plays.length, leftOutLines(leftOut)]
  }
  it('are left out of the library, unless their reading is asked for', async () => {
    const older = 'digital/closed-by-older-versions'
    const said = '2 plays by another reading of the sources: --profile legacy-closed-trigger plays them'
    expect(await chosen(older)).toEqual([0, [said]])
    expect(await chosen(older, 'legacy-closed-trigger')).toEqual([2, []])
    expect(await chosen('voice/agent-finishes-acw')).toEqual([2, []])
    expect(await chosen('configuration/blank-name')).toEqual([0, ['2 plays about a configuration or a flow, not about an integration']])
  })
  it("are played where they are the user's own", async () => {
    const own = join(place.path, 'older.yaml')
    writeFileSync(own, `${scenes.call.trim()}\nprofile: withhold-digital-only\n`)
    expect(await chosen(own)).toEqual([expect.any(Number), []])
    expect((await chosen(own))[0]).toBeGreaterThan(0)
  })
})

it('an integration that asked nothing of any system is told where they are, if anything is wrong and it takes events at all', async () => {
  const { plays } = await rehearse('voice/agent-finishes-acw', {
    crm: 'dynamics',
    integration: () => ({ start: async () => {}, deliver: async () => {}, stop: async () => {} }),
  })
  expect(plays[0]?.unmet).toHaveLength(1)
  expect(idleHint({}, plays)).toContain('env.fetch')
  const urls = { rehearsal: 'http://localhost:4400', dynamics: 'http://localhost:4402' }
  expect(idleHint({ urls }, plays)).toMatch(/Is it set to these addresses\? dynamics http:\/\/localhost:4402\n/)
  const refused = plays.map((play) => ({ ...play, trace: play.trace.filter(({ kind }) => kind !== 'delivered') }))
  expect(idleHint({ urls }, refused)).toBeUndefined()
  expect(
    idleHint(
      { urls },
      plays.map((play) => ({ ...play, unmet: [] })),
    ),
  ).toBeUndefined()
})
