import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSandbox } from '../../harness/sandbox.ts'
import { compareData, exportData, importData, readKept } from '../../mocks/core/persist/copy.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder, rehearsal, up } from '../clients/program.ts'
import { type Acknowledged, endedWhileWriting, lost } from './crash.ts'

const place = folder()
afterAll(() => place.remove())

describe('rehearsal up --data', () => {
  it('loses no acknowledged write when it is killed at any moment', async () => {
    const data = join(place.path, 'killed')
    const all: Acknowledged = new Map()
    let count = 0
    for (const [round, writes] of [1, 40].entries()) {
      const { known } = await endedWhileWriting(data, writes, round, 'SIGKILL')
      count += known.size
      for (const [id, subject] of known) all.set(id, subject)
    }
    expect(count).toBeGreaterThanOrEqual(41)
    // No id was given twice.
    expect(all.size).toBe(count)
    expect(await lost(data, all)).toEqual([])
  })

  it('answers what is under way when it is told to stop, and loses nothing', async () => {
    const data = join(place.path, 'drained')
    const { known, cut, code } = await endedWhileWriting(data, 20, 1, 'SIGTERM')
    expect([cut, code, existsSync(join(data, 'lock'))]).toEqual([0, 0, false])
    // What was under way is answered, too.
    expect(known.size).toBeGreaterThan(20)
    expect(await lost(data, known)).toEqual([])
  })

  it('says where the data is, whether it goes on, and that another has it', async () => {
    const data = join(place.path, 'said')
    for (const words of ['new', 'goes on from last time']) {
      const one = await up(['--contacts', '3', '--cases', '0', '--data', data], place.path)
      // However this ends, nothing runs on.
      onTestFinished(async () => void (await one.stop()))
      expect(one.out).toMatch(new RegExp(`Data +${data} +${words}`))
      expect(existsSync(join(data, 'lock'))).toBe(true)
      if (words !== 'new') {
        const second = await rehearsal(['up', '--port', '0', '--data', data])
        expect([second.code, second.out]).toEqual([2, ''])
        expect(second.err).toMatch(/^.* is in use by process \d+\. Stop it, or name another folder\./)
      }
      expect((await one.stop()).code).toBe(0)
      expect(existsSync(join(data, 'lock'))).toBe(false)
    }
  })
})

describe('rehearsal data', () => {
  it('exports, imports and compares', async () => {
    const at = (name: string) => join(place.path, name)
    const first = await createSandbox({ data: at('crm') })
    await first.zendesk.seed({ users: [{ name: 'Ada', email: 'ada@example.org' }] })
    const { tokenUrl, clientId, clientSecret } = first.zendesk.credentials
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'read' })
    const { access_token: token } = (await (await first.fetch(tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string }
    const busy = await rehearsal(['data', 'export', at('crm'), at('x.json')])
    expect([busy.code, busy.err]).toEqual([2, expect.stringMatching(/is in use by process \d+/)])
    await first.close()

    const out = await inThisProcess('data', 'export', at('crm'), at('before.json'))
    expect([out.code, out.out]).toEqual([0, expect.stringMatching(/records of the World "demo", without tokens/)])
    expect([readFileSync(at('before.json'), 'utf8').includes(token), statSync(at('before.json')).mode & 0o777]).toEqual([false, 0o600])

    await expect(exportData(at('crm'), at('before.json'))).rejects.toThrow(/is there already/)
    await importData(at('before.json'), at('again'))
    const second = await createSandbox({ data: at('again') })
    await second.zendesk.seed({ users: Array.from({ length: 60 }, (_, i) => ({ name: `Bob ${i}` })) })
    await second.close()
    const differs = await inThisProcess('data', 'diff', at('before.json'), at('again'))
    expect([differs.code, differs.out]).toEqual([1, expect.stringMatching(/^\+ zendesk\.users \d+$/m)])
    // Fifty are named, unless more are asked for.
    expect([differs.out.match(/^[+~] /gm)?.length, /^\.\.\. and \d+ more \(--limit, or --json for all\)$/m.test(differs.out)]).toEqual([50, true])

    const [before, after] = [await readKept(at('before.json')), await readKept(at('again'))]
    expect(compareData(before, await readKept(at('crm')))).toEqual([])
    const turned = (value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([k, v]) => [k, turned(v)]),
          )
        : value
    const otherwise = new Map([...before.tables].map(([name, records]) => [name, new Map([...records].map(([id, record]) => [id, turned(record)]))]))
    expect(compareData(before, { ...before, tables: otherwise })).toEqual([])
    const found = compareData(before, after)
    expect(found.filter(({ table, what }) => table === 'zendesk.users' && what === 'added')).toHaveLength(60)
    expect(found.every(({ what }) => what !== 'removed')).toBe(true)
    const user = found.find(({ table }) => table === 'zendesk.users')?.id
    expect(compareData(after, before).find(({ id }) => id === user)?.what).toBe('removed')
    await expect(importData(at('before.json'), at('again'))).rejects.toThrow(/holds a World already/)
    await expect(importData(at('crm'), at('new'))).rejects.toThrow(/is a folder/)
    await expect(readKept(at('nothing'))).rejects.toThrow(/nothing cannot be read: it is not there\.$/)
    await exportData(at('crm'), at('whole.json'), { tokens: true })
    expect(readFileSync(at('whole.json'), 'utf8')).toContain(token)
    writeFileSync(at('damaged.json'), readFileSync(at('before.json'), 'utf8').replace('Ada', 'Eve'))
    await expect(readKept(at('damaged.json'))).rejects.toThrow(/damaged\.json was damaged: it does not fit its checksum\. Export it again\.$/)
    writeFileSync(at('laid-out.json'), JSON.stringify(JSON.parse(readFileSync(at('before.json'), 'utf8')), null, 2))
    await expect(importData(at('laid-out.json'), at('new'))).rejects.toThrow(/laid-out\.json was damaged: it does not fit its checksum\. Export it again\.$/)
    for (const [text, what] of [
      ['', 'empty'],
      ['{"name":"package"}', 'JSON of another kind'],
      ['title: A call', 'not JSON'],
      [readFileSync(at(`crm/${readdirSync(at('crm')).find((name) => name.startsWith('changes'))}`), 'utf8'), 'a log inside a data folder: name the folder'],
    ] as const) {
      writeFileSync(at('other.json'), text)
      await expect(importData(at('other.json'), at('new'))).rejects.toThrow(`other.json is ${what}, and no file that "rehearsal data export" wrote.`)
    }
    expect(existsSync(at('new'))).toBe(false)
  })
})
