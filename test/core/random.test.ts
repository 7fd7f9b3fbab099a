import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../mocks/core/index.ts'

test('digits in a pattern are those that would be drawn one run after the other', () => {
  const runs = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.integer(), runs, (seed, lengths) => {
      const [one, other] = [seededRandom(seed), seededRandom(seed)]
      expect(one.hexIn(`${lengths.map((length) => '#'.repeat(length)).join('-')}; path=/`)).toBe(
        `${lengths.map((length) => other.hex(length)).join('-')}; path=/`,
      )
      expect(one.next()).toBe(other.next())
    }),
  )
})
