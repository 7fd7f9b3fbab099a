import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlPlane } from '../../mocks/core/control.ts'
import type { World } from '../../mocks/core/index.ts'
import { openLog } from '../../mocks/core/persist/log.ts'
import { echoWorlds, START } from './echo.ts'
import { lives } from './lives.ts'

const here = lives()
const { asItIs, live } = here

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
      for (const name of readdirSync(here.folder)) if (name.startsWith('snapshot')) snapshots.add(name)
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
    expect(statSync(here.folder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(here.folder)) expect([name, statSync(join(here.folder, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  it('holds after any history what a World in memory holds', async () => {
    const step = fc.oneof(
      fc.record({ put: fc.constantFrom('1', '2', 'x', 'y'), text: fc.string({ maxLength: 6, unit: 'grapheme' }) }),
      fc.record({ drop: fc.constantFrom('1', '2', 'x', 'y') }),
      fc.constantFrom('snapshot', 'restore', 'restart', 'count', 'wait'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        here.move()
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
        rmSync(here.folder, { recursive: true })
      }),
      { numRuns: 40 },
    )
  })
})
