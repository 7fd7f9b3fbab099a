import { describe, expect, it } from 'vitest'
import { Recent, recentOf } from '../../mocks/core/recent.ts'

describe('what was worked out lately', () => {
  it('is never more than so many, however many come', () => {
    const recent = new Recent<number, number>(100)
    for (let i = 0; i < 1000; i++) recent.set(i, i)
    const kept = Array.from({ length: 1000 }, (_, i) => i).filter((i) => recent.get(i) !== undefined)
    expect(kept.length).toBeGreaterThanOrEqual(50)
    expect(kept.length).toBeLessThanOrEqual(100)
    expect(kept.at(-1)).toBe(999)
  })

  it('stays as long as somebody asks for it, and has its newest value', () => {
    const recent = new Recent<number, string>(10)
    recent.set(0, 'first')
    for (let i = 1; i < 1000; i++) {
      recent.set(i, 'other')
      expect(recent.get(0)).toBe(i <= 500 ? 'first' : 'second')
      if (i === 500) recent.set(0, 'second')
    }
    expect(recent.get(3)).toBeUndefined()
  })

  it('is its own for each owner', () => {
    const of = recentOf<object, string, number>(10)
    const [one, other] = [{}, {}]
    of(one).set('a', 1)
    expect([of(one).get('a'), of(other).get('a')]).toEqual([1, undefined])
  })
})
