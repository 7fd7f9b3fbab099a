import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../mocks/core/persist/log.ts'
import { DataError, persist } from '../../mocks/core/persist.ts'
import { echoWorlds } from './echo.ts'
import { lives } from './lives.ts'

const here = lives()
const { asItIs, live, only } = here

describe('a folder that is not as it was left', () => {
  const refused = async (words: RegExp) => {
    const error = await live().then(
      () => undefined,
      (thrown) => thrown,
    )
    expect(error).toBeInstanceOf(DataError)
    expect((error as Error).message).toMatch(words)
    expect(existsSync(join(here.folder, 'lock'))).toBe(false)
  }
  const written = async () => {
    const life = await live()
    for (const id of ['a', 'b', 'c']) await life.write(id, `note ${id}`)
    await life.data.close()
    return only(/^changes/)
  }

  it('a last line that is not whole is dropped, and that is said', async () => {
    const log = await written()
    const text = readFileSync(log, 'utf8')
    for (const cut of [1, 20, (text.split('\n')[2] as string).length]) {
      rmSync(here.folder, { recursive: true, force: true })
      const again = await written()
      writeFileSync(again, readFileSync(again, 'utf8').slice(0, -cut))
      const life = await live()
      expect(life.data.notices).toEqual([expect.stringMatching(/changes-1\.log: the last line was not whole and is dropped/)])
      expect([await life.read('a'), await life.read('b'), await life.read('c')]).toEqual(['note a', 'note b', undefined])
      await life.data.close()
      const next = await live()
      expect(next.data.notices).toEqual([])
      await next.data.close()
    }
  })

  it('a damaged line is an error that names file and line and changes nothing', async () => {
    const log = await written()
    const damaged = readFileSync(log, 'utf8').replace('note b', 'note B')
    writeFileSync(log, damaged)
    await refused(/changes-1\.log, line 2: the checksum does not fit.*remove it and all lines after it/)
    expect(readFileSync(log, 'utf8')).toBe(damaged)
    writeFileSync(log, `${damaged.split('\n')[0]}\n`)
    expect(await (await live()).read('a')).toBe('note a')
  })

  it('a line that is missing is an error', async () => {
    const log = await written()
    const lines = readFileSync(log, 'utf8').split('\n')
    writeFileSync(log, [lines[0], ...lines.slice(2)].join('\n'))
    await refused(/changes-1\.log, line 2: change 2 is missing before change 3/)
  })

  it('a damaged snapshot is an error; an unfinished one beside the last whole one is passed over', async () => {
    await written()
    const snapshot = only(/^snapshot/)
    const text = readFileSync(snapshot, 'utf8')
    writeFileSync(join(here.folder, 'snapshot-2.json'), text.slice(0, 100))
    writeFileSync(join(here.folder, '.snapshot-3.json.tmp'), 'half')
    const life = await live()
    expect(await life.read('c')).toBe('note c')
    await life.data.close()
    writeFileSync(only(/^snapshot/), text.replace('from the seed', 'from the sEed'))
    await refused(/snapshot-\d+\.json was damaged/)
  })

  it('changes without a snapshot are refused', async () => {
    await written()
    rmSync(only(/^snapshot/))
    await refused(/holds changes but no snapshot/)
  })

  it('a newer format is refused by number', async () => {
    await written()
    const snapshot = only(/^snapshot/)
    writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('"format":1', '"format":2'))
    await refused(/has format 2; this Rehearsal reads format 1/)
  })

  it('another World or tenancy is refused', async () => {
    await written()
    const snapshot = only(/^snapshot/)
    const worlds = echoWorlds()
    const other = { ...worlds.baseline, id: 'other' }
    await expect(persist(other, here.folder)).rejects.toThrow(/holds the World "demo", not "other"\. Start with --world demo/)
    await expect(persist({ ...worlds.baseline, tenancy: { echo: 'elsewhere' } }, here.folder)).rejects.toThrow(/holds the echo tenancy demo, and elsewhere/)
    expect(existsSync(snapshot)).toBe(true)
  })
})

describe('a folder that cannot be used', () => {
  it('is in use: by this process, or by another that lives; the lock of a dead one is taken over', async () => {
    const life = await live()
    await expect(live()).rejects.toThrow(/is open in this process already/)
    await life.data.close()
    writeFileSync(join(here.folder, 'lock'), `${process.ppid}\n`)
    await expect(live()).rejects.toThrow(new RegExp(`is in use by process ${process.ppid}\\. Stop it, or name another folder`))
    for (const stale of ['4194999\n', `${process.pid}\n`, '']) {
      writeFileSync(join(here.folder, 'lock'), stale)
      const next = await live()
      expect(readFileSync(join(here.folder, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
      await next.data.close()
    }
  })

  it('is a file, below a file, or somebody else’s', async () => {
    mkdirSync(here.folder)
    writeFileSync(join(here.folder, 'thesis.txt'), 'mine')
    await expect(live()).rejects.toThrow(/holds other things \(thesis\.txt\)/)
    const file = join(here.folder, 'thesis.txt')
    for (const path of [file, join(file, 'below')]) await expect(persist(echoWorlds().baseline, path)).rejects.toThrow(/is a file|cannot be used: .*a file/)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it('cannot be written to', async () => {
    const error = await persist(echoWorlds().baseline, '/proc/rehearsal').catch((thrown) => thrown)
    expect([error.name, error.message]).toEqual(['DataError', expect.stringMatching(/^The data folder \/proc\/rehearsal cannot be used: .*--data\.$/)])
  })

  it('fills up while it works: the change is refused, said once, and written when there is room again', async () => {
    const said: string[] = []
    let full = false
    const life = await live({
      tell: (message) => said.push(message),
      async openLog(path) {
        const log = await openLog(path)
        return {
          get bytes() {
            return log.bytes
          },
          append: (text) => (full ? Promise.reject(Object.assign(new Error('write'), { code: 'ENOSPC' })) : log.append(text)),
          close: () => log.close(),
        }
      },
    })
    expect(await life.write('a', 'one')).toBe(200)
    full = true
    expect([await life.write('b', 'two'), await life.write('c', 'three')]).toEqual([503, 503])
    // Reading harms nothing.
    expect(await life.read('a')).toBe('one')
    expect(said).toEqual([expect.stringMatching(/Nothing can be written to .*: the disk is full \(ENOSPC\)/)])
    full = false
    expect(await life.write('d', 'four')).toBe(200)
    expect(said[1]).toMatch(/can be written to again; nothing is missing/)
    asItIs()
    const next = await live()
    expect([await next.read('a'), await next.read('b'), await next.read('c'), await next.read('d')]).toEqual(['one', 'two', 'three', 'four'])
  })
})
