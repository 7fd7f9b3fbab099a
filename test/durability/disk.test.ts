import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox } from '../../harness/sandbox.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { exportData } from '../../mocks/core/persist/copy.ts'
import { DataError, persist } from '../../mocks/core/persist.ts'
import { echoWorlds, json } from '../core/echo.ts'

const place = mkdtempSync(join(tmpdir(), 'rehearsal-disk-'))
const disk = join(place, 'disk')
mkdirSync(disk)
const mount = (...args: string[]) => spawnSync('mount', args, { stdio: 'ignore' }).status === 0
/** A disk of four megabytes of its own, where this user may make one (root on Linux). */
const own = mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk)
afterAll(() => {
  if (own) spawnSync('umount', ['-l', disk])
  rmSync(place, { recursive: true, force: true })
})

const folder = join(disk, 'data')
const filler = join(disk, 'filler')
/** Leaves so many bytes of the disk, in whole blocks. */
function leave(bytes: number): void {
  writeFileSync(filler, '')
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)))
}
const holds = () => new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
const digests = () => [...holds()].map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')])
const text = (note: string) => note.repeat(4096).slice(0, 4096)

const open: { close(): Promise<void> }[] = []
async function live(options: Parameters<typeof persist>[2] = {}) {
  const worlds = echoWorlds({ plant: { echo: { notes: { planted: 'from the seed' } } } })
  const data = await persist(worlds.baseline, folder, options)
  open.push(data)
  const fetch = worldFetch(worlds, worlds.baseline)
  return {
    data,
    write: async (id: string) => (await fetch(`https://echo.example/notes/${id}`, { method: 'PUT', body: JSON.stringify({ text: text(id) }) })).status,
    async read(id: string) {
      const answer = await fetch(`https://echo.example/notes/${id}`)
      return answer.status === 200 ? (await json(answer)).text : undefined
    },
  }
}
const refused = async () => {
  const error = await live().then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  expect(error).toBeInstanceOf(DataError)
  return error?.message
}
const inUse = (name: string) => name === 'lock' || name.endsWith('.tmp')

beforeEach(() => {
  if (own) for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close().catch(() => {})))
})

describe.skipIf(!own)('a disk that is full', () => {
  it('refuses what it has no room for, keeps what it acknowledged, and takes up the rest when there is room', async () => {
    const said: string[] = []
    const life = await live({ tell: (message) => said.push(message) })
    leave(64 * 1024)
    const answers = new Map<string, number>()
    for (let i = 0; i < 40; i++) answers.set(`n${i}`, await life.write(`n${i}`))
    expect(new Set(answers.values())).toEqual(new Set([200, 503]))
    expect(said).toEqual([expect.stringMatching(/^Nothing can be written to .*: the disk is full \(ENOSPC\)/)])
    // As a crash would leave it now: all that was acknowledged is there.
    const copy = join(place, 'copy')
    mkdirSync(copy)
    for (const [name, content] of holds()) if (name !== 'lock') writeFileSync(join(copy, name), content)
    const crashed = echoWorlds({ plant: { echo: { notes: {} } } })
    const kept = await persist(crashed.baseline, copy)
    const read = worldFetch(crashed, crashed.baseline)
    for (const [id, status] of answers) if (status === 200) expect((await read(`https://echo.example/notes/${id}`)).status).toBe(200)
    await kept.close()
    truncateSync(filler)
    expect(await life.write('after')).toBe(200)
    expect(said[1]).toMatch(/can be written to again; nothing is missing/)
    await life.data.close()
    const next = await live()
    for (const id of [...answers.keys(), 'after']) expect(await next.read(id)).toBe(text(id))
  })

  it('is no place to begin in; nothing half stays behind', async () => {
    leave(0)
    expect(await refused()).toMatch(/cannot be used: the disk is full \(ENOSPC\)\. Name another with --data\./)
    expect(readdirSync(disk).includes('data') ? readdirSync(folder).filter(inUse) : []).toEqual([])
    truncateSync(filler)
    expect(await (await live()).write('a')).toBe(200)
  })

  it('is no place to go on in, and what is there stays as it was', async () => {
    const life = await live()
    for (let i = 0; i < 8; i++) await life.write(`n${i}`)
    await life.data.close()
    const before = digests()
    leave(8 * 1024)
    expect(await refused()).toMatch(/the disk is full \(ENOSPC\)/)
    expect(digests()).toEqual(before)
    truncateSync(filler)
    const next = await live()
    for (let i = 0; i < 8; i++) expect(await next.read(`n${i}`)).toBe(text(`n${i}`))
  })

  it('lets work go on in the log when it has no room for a new snapshot', async () => {
    const said: string[] = []
    const life = await live({ bound: 32 * 1024, tell: (message) => said.push(message) })
    for (let i = 0; i < 7; i++) await life.write(`n${i}`)
    leave(20 * 1024)
    // While it is tried, it takes room from the log; then it gives it back.
    await life.write('n7')
    await expect.poll(() => said.join()).toMatch(/A new snapshot cannot be written to .*: the disk is full \(ENOSPC\)\. The changes are kept in the log\./)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect([await life.write('n8'), await life.write('n9')]).toEqual([200, 200])
    truncateSync(filler)
    await life.data.close()
    const next = await live()
    for (let i = 0; i < 10; i++) expect(await next.read(`n${i}`)).toBe(text(`n${i}`))
  })

  it('is told by each system in its own shape', async () => {
    const sandbox = await createSandbox({ data: folder })
    open.push(sandbox)
    const { zendesk, dynamics, entra } = sandbox
    const { clientId, clientSecret, tokenUrl, scope } = entra.credentials
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope })
    const signIn = async () => {
      const answer = await sandbox.fetch(tokenUrl, { method: 'POST', body: form })
      return { status: answer.status, body: (await answer.json()) as { access_token: string; error?: string } }
    }
    const { access_token } = (await signIn()).body
    leave(0)
    const basic = `Basic ${btoa(`${zendesk.credentials.email}/token:${zendesk.credentials.apiToken}`)}`
    const text = 'x'.repeat(60_000)
    const post = async (system: typeof zendesk | typeof dynamics, path: string, authorization: string, body: object) => {
      const answer = await system.fetch(path, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) })
      return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() }
    }
    const ticket = await post(zendesk, '/api/v2/tickets.json', basic, { ticket: { subject: 'S', comment: { body: text } } })
    expect([ticket.status, ticket.type, ticket.body]).toMatchObject([503, expect.stringContaining('json'), { error: expect.anything() }])
    const contact = await post(dynamics, '/api/data/v9.2/contacts', `Bearer ${access_token}`, { lastname: 'Byron', description: text.slice(0, 2000) })
    expect([contact.status, contact.body]).toMatchObject([503, { error: { code: expect.any(String), message: expect.stringContaining('the disk is full') } }])
    expect((await signIn()).status).toBe(503)
    // Who only reads notices nothing.
    expect((await zendesk.fetch('/api/v2/users/me.json', { headers: { authorization: basic } })).status).toBe(200)
    truncateSync(filler)
    expect((await signIn()).status).toBe(200)
  })

  it('takes no export, not half of one either', async () => {
    const life = await live()
    for (let i = 0; i < 8; i++) await life.write(`n${i}`)
    await life.data.close()
    leave(8 * 1024)
    await expect(exportData(folder, join(disk, 'export.json'))).rejects.toThrow(/export\.json cannot be written: the disk is full \(ENOSPC\)/)
    expect(readdirSync(disk).sort()).toEqual(['data', 'filler'])
  })
})

describe.skipIf(!own)('a disk that is read only', () => {
  it('is refused, and what is there stays as it was', async () => {
    const life = await live()
    await life.write('a')
    await life.data.close()
    const before = digests()
    mount('-o', 'remount,ro', disk)
    try {
      expect(await refused()).toMatch(/data cannot be used: it is on a read-only disk \(EROFS\)\. Name another with --data\./)
      expect(digests()).toEqual(before)
    } finally {
      mount('-o', 'remount,rw', disk)
    }
    expect(await (await live()).read('a')).toBe(text('a'))
  })
})

describe.skipIf(process.platform === 'win32')('a folder that this user may only read', () => {
  // A process of its own: root may write everywhere, and so becomes somebody else once all code is loaded.
  const script = (mine: string) => `
    import { chmodSync, chownSync, readdirSync } from 'node:fs'
    import { persist } from './mocks/core/persist.ts'
    import { echoWorlds } from './test/core/echo.ts'
    const mine = ${JSON.stringify(mine)}
    const data = await persist(echoWorlds().baseline, mine)
    await data.close()
    const before = readdirSync(mine)
    chmodSync(mine, 0o500)
    if (process.getuid() === 0) {
      chownSync(mine, 65534, 65534)
      process.seteuid(65534)
    }
    const message = await persist(echoWorlds().baseline, mine).then(() => 'it was taken', (error) => error.message)
    console.log(JSON.stringify({ message, before, after: readdirSync(mine) }))
  `
  it('is refused, and what is there stays as it was', () => {
    chmodSync(place, 0o755)
    const mine = join(place, 'mine')
    const root = resolve(import.meta.dirname, '../..')
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script(mine)], { cwd: root, encoding: 'utf8' })
    expect(run.stderr).toBe('')
    const { message, before, after } = JSON.parse(run.stdout)
    expect(message).toMatch(/mine cannot be used: this user may not write there \(EACCES\)/)
    expect(before.length).toBeGreaterThan(0)
    expect(after).toEqual(before)
    chmodSync(mine, 0o700)
  })
})
