import { describe, expect, it } from 'vitest'
import { createWorlds, type Mock, scaledClock, type World } from '../../mocks/core/index.ts'
import { echo, START } from './echo.ts'

const invented = { name: 'echo.invented' }
const count = (world: World) => world.store.table(invented).size

function planted(later: boolean) {
  let times = 0
  const mock: Mock = {
    ...echo,
    invent(world) {
      times++
      const random = world.random('echo.invent')
      for (let i = 0; i < 3; i++) world.store.table(invented).put(random.guid(), { i })
    },
  }
  const worlds = createWorlds({ mocks: [mock], clock: () => scaledClock(START, 0), seed: 7, later })
  return { worlds, times: () => times }
}

describe('invented records that may wait', () => {
  it('are made at once unless somebody lets them wait', () => {
    expect(planted(false).times()).toBe(1)
  })

  it('are made once, when somebody first looks, and are the same', () => {
    const { worlds, times } = planted(true)
    expect(times()).toBe(0)
    expect(count(worlds.baseline)).toBe(3)
    worlds.finish()
    expect(times()).toBe(1)
    expect(worlds.baseline.store.dump()).toEqual(planted(false).worlds.baseline.store.dump())
  })

  it('are made when told to, and part of what a reset goes back to', () => {
    const { worlds, times } = planted(true)
    worlds.finish()
    expect(times()).toBe(1)
    worlds.baseline.store.table(invented).put('more', {})
    worlds.reset(worlds.baseline)
    expect(count(worlds.baseline)).toBe(3)
  })

  it.each<[string, (worlds: ReturnType<typeof createWorlds>) => World | undefined]>([
    ['forked World', (worlds) => worlds.fork('other')],
    [
      'reset World',
      (worlds) => {
        worlds.reset(worlds.baseline)
        return worlds.baseline
      },
    ],
    [
      'restored World',
      (worlds) => {
        worlds.restore(worlds.baseline, worlds.snapshot(worlds.baseline))
        return worlds.baseline
      },
    ],
    ['World made by its name', (worlds) => worlds.get('other')],
  ])('are in a %s that nobody looked at before', (_, of) => {
    const { worlds, times } = planted(true)
    expect(count(of(worlds) as World)).toBe(3)
    expect(times()).toBe(1)
  })
})
