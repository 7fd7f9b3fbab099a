import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlPlane } from '../../mocks/core/control.ts'
import { worldFetch } from '../../mocks/core/fetch.ts'
import type { World, Worlds } from '../../mocks/core/index.ts'
import { DataError, type Persistence, type PersistOptions, persist } from '../../mocks/core/persist.ts'
import { openLog } from '../../mocks/core/persist-log.ts'
import { echoWorlds, json, START } from './echo.ts'

const place = mkdtempSync(join(tmpdir(), 'rehearsal-persist-'))
let folder = ''
let number = 0
let open: Persistence[] = []
beforeEach(() => {
  folder = join(place, String(++number))
})
afterEach(async () => {
  await Promise.all(open.map((one) => one.close().catch(() => {})))
  open = []
  if (number > 0) rmSync(folder, { recursive: true, force: true })
})

interface Life {
  worlds: Worlds
  world: World
  data: Persistence
  write(id: string, text: string): Promise<number>
  read(id: string): Promise<string | undefined>
}

/** One life of a World with this folder. */
async function live(options: PersistOptions & { notes?: Record<string, string> } = {}): Promise<Life> {
  const worlds = echoWorlds({ plant: { echo: { notes: options.notes ?? { planted: 'from the seed' } } } })
  const world = worlds.baseline
  const data = await persist(world, folder, options)
  open.push(data)
  const fetch = worldFetch(worlds, world)
  return {
    worlds,
    world,
    data,
    write: async (id, text) => (await fetch(`https://echo.example/notes/${id}`, { method: 'PUT', body: JSON.stringify({ text }) })).status,
    async read(id) {
      const answer = await fetch(`https://echo.example/notes/${id}`)
      return answer.status === 200 ? (await json(answer)).text : undefined
    },
  }
}

/** What the folder holds now, in another folder: as a crash would leave it. */
function asItIs(): string {
  const copy = join(place, String(++number))
  mkdirSync(copy)
  for (const name of readdirSync(folder)) if (name !== 'lock') writeFileSync(join(copy, name), readFileSync(join(folder, name)))
  rmSync(folder, { recursive: true, force: true })
  folder = copy
  return copy
}
const only = (pattern: RegExp) => join(folder, readdirSync(folder).find((name) => pattern.test(name)) as string)

describe('a World that is kept', () => {
  it('goes on where it was: records, tokens, sequences, indexes, order and time', async () => {
    const first = await live()
    expect(first.data.run).toBe(1)
    for (const id of ['9', '1', '5']) await first.write(id, `note ${id}`)
    expect(first.world.store.sequence('numbers')).toBe(1)
    const token = first.world.tokens.issue({
      value: 'a-token',
      issuer: 'echo',
      kind: 'access',
      client: 'c',
      subject: 's',
      audience: 'a',
      scopes: [],
      expiresAt: START + 9_000_000,
      claims: {},
    })
    await first.world.clock.advance(3_600_000)
    await first.write('5', 'changed')
    first.world.store.table({ name: 'echo.notes' }).delete('planted')
    await first.data.close()

    const second = await live()
    expect(second.data.run).toBe(2)
    const notes = second.world.store.table<{ id: string; text: string }>({ name: 'echo.notes' })
    expect([...notes.scan()].map(({ id, text }) => [id, text])).toEqual([
      ['9', 'note 9'],
      ['1', 'note 1'],
      ['5', 'changed'],
    ])
    expect(notes.find('text', 'changed')).toHaveLength(1)
    expect(notes.find('text', 'note 5')).toEqual([])
    expect(notes.size).toBe(3)
    expect(second.world.store.sequence('numbers')).toBe(2)
    expect(second.world.tokens.find('a-token')).toEqual(token)
    expect(second.world.tokens.of('echo', 'c')).toEqual([token])
    expect(second.world.clock.now()).toBe(START + 3_600_000)
  })

  it('goes on at the time that it had, though nothing else changed: by itself until it was closed, or by hand until it was killed', async () => {
    const first = await live()
    await first.write('a', 'one')
    await first.world.clock.advance(3_600_000)
    await first.data.close()

    const second = await live()
    expect(second.world.clock.now()).toBe(START + 3_600_000)
    const plane = controlPlane({ worlds: second.worlds, about: () => ({}) })
    const clock = (body: object) => plane.fetch(new Request('http://localhost/_sim/clock', { method: 'POST', body: JSON.stringify(body) }))
    expect((await clock({ advance: '2d' })).status).toBe(200)
    asItIs()
    const third = await live()
    expect(third.world.clock.now()).toBe(START + 3_600_000 + 2 * 86_400_000)
    expect(await third.read('a')).toBe('one')

    await third.write('a', 'two')
    third.world.clock.set(START + 1000)
    await third.data.close()
    expect((await live()).world.clock.now()).toBe(START + 1000)
  })

  it('has every answered change on the disk before the answer', async () => {
    const life = await live()
    await life.write('a', 'one')
    asItIs()
    const next = await live()
    expect(await next.read('a')).toBe('one')
    expect(await next.read('planted')).toBe('from the seed')
  })

  it('draws other random numbers in every life, so that no id comes again', async () => {
    const drawn = new Set<string>()
    for (let run = 1; run <= 4; run++) {
      const life = await live()
      drawn.add(life.world.random('ids').guid())
      await life.data.close()
    }
    expect(drawn.size).toBe(4)
  })

  it('puts what waits while one write is under way into the next', async () => {
    let writes = 0
    const life = await live({
      async openLog(path) {
        const log = await openLog(path)
        return {
          get bytes() {
            return log.bytes
          },
          append: (text) => {
            writes++
            return log.append(text)
          },
          close: () => log.close(),
        }
      },
    })
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => life.write(`n${i}`, 'x')))
    expect(new Set(answers)).toEqual(new Set([200]))
    expect(writes).toBeLessThan(30)
    asItIs()
    expect((await live()).world.store.table({ name: 'echo.notes' }).size).toBe(301)
  })

  it('takes new snapshots while it works, and loses nothing', async () => {
    const life = await live({ bound: 2_000 })
    const snapshots = new Set<string>()
    for (let i = 0; i < 300; i++) {
      await life.write(`n${i % 50}`, `text ${i}`)
      for (const name of readdirSync(folder)) if (name.startsWith('snapshot')) snapshots.add(name)
    }
    expect(snapshots.size).toBeGreaterThan(5)
    await life.data.close()
    const next = await live()
    for (let i = 250; i < 300; i++) expect(await next.read(`n${i % 50}`)).toBe(`text ${i}`)
  })

  it('keeps a restore and a reset as it keeps a change', async () => {
    const life = await live()
    await life.write('a', 'before')
    const snapshot = life.worlds.snapshot(life.world)
    await life.write('a', 'after')
    await life.write('b', 'gone')
    life.worlds.restore(life.world, snapshot)
    await life.write('c', 'later')
    asItIs()
    const second = await live()
    expect([await second.read('a'), await second.read('b'), await second.read('c')]).toEqual(['before', undefined, 'later'])
    second.worlds.reset(second.world)
    expect(await second.data.settled()).toBeUndefined()
    asItIs()
    const third = await live()
    expect([await third.read('a'), await third.read('c'), await third.read('planted')]).toEqual([undefined, undefined, 'from the seed'])
  })

  it('leaves volatile tables out', async () => {
    const life = await live()
    const rates = { name: 'echo.rates', volatile: true }
    const before = life.data.changes
    life.world.store.table(rates).put('a', { used: 1 })
    expect(life.data.changes).toBe(before)
    await life.data.close()
    expect((await live()).world.store.table(rates).size).toBe(0)
  })

  it('is for its owner only', async () => {
    const life = await live()
    await life.write('a', 'one')
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  it('holds after any history what a World in memory holds', async () => {
    const step = fc.oneof(
      fc.record({ put: fc.constantFrom('1', '2', 'x', 'y'), text: fc.string({ maxLength: 6, unit: 'grapheme' }) }),
      fc.record({ drop: fc.constantFrom('1', '2', 'x', 'y') }),
      fc.constantFrom('snapshot', 'restore', 'restart', 'count', 'wait'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        folder = join(place, String(++number))
        const model = echoWorlds().baseline.store
        let kept = await live({ notes: {}, bound: 300 })
        const table = (store: World['store']) => store.table<unknown>({ name: 'echo.notes' })
        let saved: [ReturnType<typeof model.snapshot>, ReturnType<typeof model.snapshot>] | undefined
        for (const one of steps) {
          if (one === 'restart') {
            await kept.data.close()
            kept = await live({ notes: {}, bound: 300 })
          } else if (one === 'snapshot') saved = [model.snapshot(), kept.world.store.snapshot()]
          else if (one === 'restore' && saved) {
            model.restore(saved[0])
            kept.world.store.restore(saved[1])
          } else if (one === 'wait') await kept.data.settled()
          else if (one === 'count') expect(kept.world.store.sequence('n')).toBe(model.sequence('n'))
          else if (typeof one === 'object')
            for (const store of [model, kept.world.store]) {
              if ('put' in one) table(store).put(one.put, { id: one.put, text: one.text })
              else table(store).delete(one.drop)
            }
        }
        await kept.data.close()
        const last = await live({ notes: {} })
        expect(new Set([...table(last.world.store).scan()])).toEqual(new Set([...table(model).scan()]))
        await last.data.close()
        rmSync(folder, { recursive: true })
      }),
      { numRuns: 40 },
    )
  })
})

describe('a folder that is not as it was left', () => {
  const refused = async (words: RegExp) => {
    const error = await live().then(
      () => undefined,
      (thrown) => thrown,
    )
    expect(error).toBeInstanceOf(DataError)
    expect((error as Error).message).toMatch(words)
    expect(existsSync(join(folder, 'lock'))).toBe(false)
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
      rmSync(folder, { recursive: true, force: true })
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
    writeFileSync(join(folder, 'snapshot-2.json'), text.slice(0, 100))
    writeFileSync(join(folder, '.snapshot-3.json.tmp'), 'half')
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
    await expect(persist(other, folder)).rejects.toThrow(/holds the World "demo", not "other"\. Start with --world demo/)
    await expect(persist({ ...worlds.baseline, tenancy: { echo: 'elsewhere' } }, folder)).rejects.toThrow(/holds the echo tenancy demo, and elsewhere/)
    expect(existsSync(snapshot)).toBe(true)
  })
})

describe('a folder that cannot be used', () => {
  it('is in use: by this process, or by another that lives; the lock of a dead one is taken over', async () => {
    const life = await live()
    await expect(live()).rejects.toThrow(/is open in this process already/)
    await life.data.close()
    writeFileSync(join(folder, 'lock'), `${process.ppid}\n`)
    await expect(live()).rejects.toThrow(new RegExp(`is in use by process ${process.ppid}\\. Stop it, or name another folder`))
    for (const stale of ['4194999\n', `${process.pid}\n`, '']) {
      writeFileSync(join(folder, 'lock'), stale)
      const next = await live()
      expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(`${process.pid}\n`)
      await next.data.close()
    }
  })

  it('is a file, below a file, or somebody else’s', async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'thesis.txt'), 'mine')
    await expect(live()).rejects.toThrow(/holds other things \(thesis\.txt\)/)
    const file = join(folder, 'thesis.txt')
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
