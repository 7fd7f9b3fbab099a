import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTally, MOST_KINDS } from '../../harness/soak/tally.ts'
import { type Found, seedOf, type Unit } from '../../harness/soak/unit.ts'

const found = (rule: string, seed = 1): Found => ({
  rule,
  scenario: 'voice/one',
  crm: 'zendesk',
  seed,
  again: `rehearsal play voice/one --seed ${seed}`,
  expected: 'this',
  happened: 'that',
})
const unit = (interactions: number, traceHash: string, findings: Found[] = []): Unit => ({ interactions, simulatedMs: 1000, traceHash, findings })

describe('the tally of a soak', () => {
  it('comes to the same in whatever order the plays come in', () => {
    const plays = fc.array(
      fc.record({
        interactions: fc.nat(3),
        traceHash: fc.stringMatching(/^[0-9a-f]{8}$/),
        rules: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 30 },
    )
    fc.assert(
      fc.property(plays, fc.integer({ min: 1, max: 40 }), fc.infiniteStream(fc.nat()), (list, wanted, chance) => {
        const units = list.map(({ interactions, traceHash, rules }, i) =>
          unit(
            interactions,
            traceHash,
            rules.map((rule) => found(rule, i)),
          ),
        )
        const inOrder = createTally(wanted)
        inOrder.take(0, units)
        const shuffled = units
          .map((one, place) => ({ one, place, key: chance.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .reduce((tally, { one, place }) => {
            tally.take(place, [one])
            return tally
          }, createTally(wanted))
        expect(shuffled.total()).toEqual(inOrder.total())
      }),
    )
  })

  it('ends with the play that brings the last interaction wanted', () => {
    const tally = createTally(3)
    tally.take(0, [unit(2, 'a'), unit(2, 'b'), unit(2, 'c', [found('late')])])
    expect(tally.done).toBe(true)
    expect(tally.total()).toMatchObject({ interactions: 4, plays: 2, held: 2, findings: 0, simulatedMs: 2000 })
  })

  it('counts a kind of finding as often as it comes, and keeps the seed of the first', () => {
    const tally = createTally(3)
    tally.take(0, [unit(1, 'a', [found('x', 5)]), unit(1, 'b', [found('x', 6), found('y', 6)]), unit(1, 'c')])
    expect(tally.total()).toMatchObject({
      held: 1,
      findings: 3,
      kinds: [
        { rule: 'x', seed: 5, times: 2 },
        { rule: 'y', seed: 6, times: 1 },
      ],
    })
  })

  it('keeps a bounded number of kinds, and counts them all', () => {
    const tally = createTally(1)
    tally.take(0, [
      unit(
        1,
        'a',
        Array.from({ length: MOST_KINDS + 5 }, (_, i) => found(`rule ${i}`)),
      ),
    ])
    expect(tally.total().kinds).toHaveLength(MOST_KINDS)
    expect(tally.total().findings).toBe(MOST_KINDS + 5)
  })

  it('gives each round a seed of its own, and the first one the soak’s', () => {
    expect(seedOf(0, 7)).toBe(7)
    expect(new Set(Array.from({ length: 1000 }, (_, round) => seedOf(round, 7))).size).toBe(1000)
  })
})
