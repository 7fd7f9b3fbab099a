import { describe, expect, it } from 'vitest'
import type { AdjustableClock } from '../../mocks/core/clock.ts'
import { console } from './console-tools.ts'

/** A clock on which everything comes 8 s late, as it does at ×60 on a machine that is busy for 130 ms. */
const late = (made: AdjustableClock, scale: () => number | null): AdjustableClock => ({
  ...made,
  sleep: (ms, signal) => made.sleep(ms + 8000, signal),
  state: () => ({ ...made.state(), scale: scale() }),
})

async function played(id: string, scale: number | null) {
  const desk = console({ frozen: false, clock: (made) => late(made, () => scale) }).desk()
  await desk.does({ do: 'scenario.chooses', id, crm: 'dynamics' })
  await desk.does({ do: 'scenario.runs' })
  const { findings, scenario } = await desk.until('the end', (view) => view.scenario?.state === 'over')
  return { findings: findings.map(({ rule }) => rule), unmet: scenario?.verdict?.unmet.map(({ expected }) => expected) }
}

describe('what the machine itself takes', () => {
  it.each([
    ['a rule', 'tokens/first-call-of-the-day', { findings: ['token-renewal'], unmet: [] }],
    ['what a scenario expects', 'faults/server-error-once', { findings: [], unmet: ['the contact memorialized within 6.0 s'] }],
  ])('is held against nobody by %s where the clock goes fast', async (_, id, otherwise) => {
    expect(await played(id, 60)).toEqual({ findings: [], unmet: [] })
    // In virtual time the machine takes none.
    expect(await played(id, null)).toEqual(otherwise)
  })

  it('is forgotten with the fast clock, as soon as nothing is under way', async () => {
    let scale = 60
    const desk = console({ frozen: false, clock: (made) => late(made, () => scale) }).desk()
    const call = async (calls: number) => {
      await desk.does({ do: 'contact.calls', args: { from: 'Ada Byron' } })
      const { interactions } = await desk.until('a card', (view) => view.interactions.length === calls && view.interactions[0]?.card?.related.length)
      await desk.does({ do: 'contact.hangsUp', contact: interactions[0]?.contacts[0]?.contact as string, args: {} })
      return (await desk.view()).findings.map(({ rule }) => rule)
    }
    expect(await call(1)).toEqual([])
    scale = 1
    await desk.advance('2h')
    expect(await call(2)).toContain('token-renewal')
  })
})
