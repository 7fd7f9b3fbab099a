import fc from 'fast-check'
import { expect, it } from 'vitest'
import { counted, figure } from '../../mocks/core/figure.ts'

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [-1_234_567.5, '-1,234,567.5'],
  [1.0005, '1.001'],
  [Number.NaN, 'NaN'],
  [1e21, '1,000,000,000,000,000,000,000'],
])('%d is written %s', (value, text) => expect(figure(value)).toBe(text))

it('writes what Intl writes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true })), fc.nat(10), fc.nat(10), (value, a, b) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)]
      fc.pre(!Object.is(value, -0))
      expect(figure(value, least, most)).toBe(value.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most }))
    }),
    { numRuns: 5000, seed: 9 },
  )
})

it('counts one case and many cases', () => {
  expect([0, 1, 2400].map((number) => counted(number, 'case'))).toEqual(['0 cases', '1 case', '2,400 cases'])
})
