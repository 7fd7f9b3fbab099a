import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EARLIEST, LATEST } from '../../mocks/core/schema.ts'
import { httpDate, iso, stamp } from '../../mocks/core/stamp.ts'

const instants = fc.oneof(fc.integer({ min: EARLIEST, max: LATEST }), fc.integer({ min: 1_700_000_000_000, max: 1_700_000_200_000 }))

describe('an instant', () => {
  it('is written as the runtime writes it, whichever was written before', () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 1, maxLength: 20 }), (all) => {
        for (const instant of all) {
          const date = new Date(instant)
          expect([iso(instant), stamp(instant), httpDate(instant)]).toEqual([
            date.toISOString(),
            date.toISOString().replace(/\.\d+Z$/, 'Z'),
            date.toUTCString(),
          ])
        }
      }),
    )
  })

  it('may have parts of a millisecond, which are not told', () => {
    expect(iso(1_700_000_000_999.9)).toBe('2023-11-14T22:13:20.999Z')
  })
})
