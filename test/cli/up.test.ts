import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { folder, rehearsal, type Up, up } from '../clients/program.ts'

const place = folder()
let running: Up

beforeAll(async () => {
  running = await up(['--contacts', '25', '--cases', '5', '--seed', '7'], place.path)
})
afterAll(async () => {
  await running?.stop()
  place.remove()
})

const url = (title: string) => new RegExp(`${title} +(http://localhost:\\d+)`).exec(running.out)?.[1] as string
const sh = (script: string): Promise<string> =>
  new Promise((resolve, reject) => execFile('sh', ['-c', script], { cwd: place.path }, (error, out) => (error ? reject(error) : resolve(out))))

describe('rehearsal up', () => {
  it('prints what runs, where, and with which credentials', () => {
    expect(running.out).toMatch(/Rehearsal \d+\.\d+\.\d+ · World demo · random seed 7 · clock real ×1/)
    for (const title of ['Console', 'Entra ID', 'Dynamics', 'Zendesk']) expect(url(title)).toBeDefined()
    expect(running.out).toContain('25 contacts, 5 cases')
    expect(running.out).toContain('admin@rehearsal.example / token rehearsal-token')
  })

  it('prints commands to try that work exactly as printed, one for each system', async () => {
    const lines = running.out.split('\n')
    const from = lines.findIndex((line) => line.trimStart().startsWith('Try '))
    const until = lines.findIndex((line) => line.trimStart().startsWith('Rehearse '))
    const commands = lines.slice(from, until).map((line) => line.replace(/^ +(Try +)?/, ''))
    expect(commands).toHaveLength(3)
    const said = await sh([...commands.map((command) => `${command}; echo`), 'echo "TOKEN $TOKEN"'].join('\n'))
    expect(said).toMatch(/"fullname":"[A-Z]/)
    expect(said).toMatch(/"users":\[\{"id":\d+/)
    expect(said).toMatch(/TOKEN ey[\w-]+\.[\w-]+\.[\w-]+\n/)
  })

  it('is steered from its console while clients work', async () => {
    const clock = async (body: unknown) =>
      (await (await fetch(`${url('Console')}/_sim/clock`, { method: 'POST', body: JSON.stringify(body) })).json()) as { now: string }
    expect((await clock({ freeze: true })).now.slice(0, 3)).toBe('202')
    expect((await clock({ set: '2027-01-01T00:00:00Z' })).now).toBe('2027-01-01T00:00:00.000Z')
    const answer = await fetch(`${url('Zendesk')}/api/v2/users/me.json`, {
      headers: { authorization: `Basic ${btoa('admin@rehearsal.example/token:rehearsal-token')}` },
    })
    expect([answer.status, answer.headers.get('date')]).toEqual([200, 'Fri, 01 Jan 2027 00:00:00 GMT'])
    const wrong = await fetch(`${url('Dynamics')}/api/data/v9.2/contacts`, { headers: { authorization: 'Bearer wrong' } })
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')])
    for (const [title, path] of [
      ['Dynamics', '/api/data/v9.2/contacts'],
      ['Zendesk', '/api/v2/users.json'],
      ['Entra ID', '/common/oauth2/v2.0/token'],
    ] as const) {
      const status = await fetch(`${url(title)}${path}`, { method: 'POST', body: new Uint8Array(60 * 1024 * 1024) }).then(
        (one) => one.status,
        () => 413, // The answer may come, and the connection go, before everything was sent.
      )
      expect([title, status]).toEqual([title, 413])
    }
    await clock({ reset: true })
  })

  it('says which port is taken, and how to choose another', async () => {
    const port = new URL(url('Console')).port
    const { code, out, err } = await rehearsal(['up', '--port', port])
    expect([code, out, err]).toEqual([2, '', `Port ${port} is in use. Choose another with --port, or --port 0 for free ones.\n`])
  })

  it('stops in good order on Ctrl-C', async () => {
    const { code, out, err } = await running.stop()
    expect([code, err, out.endsWith('Stopped.\n')]).toEqual([0, '', true])
    await expect(fetch(url('Console'))).rejects.toThrow()
  })
})

describe('rehearsal up --json', () => {
  it('prints one line of JSON with all that a script needs, once ready', async () => {
    const one = await up(['--json', '--contacts', '0', '--cases', '0', '--world', 'class-07'], place.path)
    const told = JSON.parse(one.out)
    const at = expect.stringMatching(/^http:\/\/localhost:\d+$/)
    expect(told).toEqual({
      world: 'class-07',
      seed: 20261120,
      console: at,
      systems: { entra: { url: at }, dynamics: { url: at }, zendesk: { url: at } },
      workflows: { url: at, token: 'rehearsal-agent-token' },
      credentials: {
        entra: {
          tenantId: '6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10',
          clientId: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31',
          clientSecret: 'rehearsal-secret',
          scope: `${told.systems.dynamics.url}/.default`,
        },
        zendesk: { clientId: 'rehearsal', clientSecret: 'rehearsal-secret', email: 'admin@rehearsal.example', apiToken: 'rehearsal-token' },
      },
    })
    expect((await fetch(`${told.console}/_sim/health`)).status).toBe(200)
    const { code, out } = await one.stop()
    expect([code, out]).toEqual([0, one.out])
  })
})
