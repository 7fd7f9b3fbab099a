import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cxone } from '../../harness/cxone/index.ts'
import { verbs } from '../../harness/scenario/verbs/index.ts'
import { programmeOf } from '../../harness/soak/programme.ts'
import { shiftOf } from '../../harness/soak/shift.ts'
import { playShift } from '../../harness/soak/shift-play.ts'
import { stories } from '../../harness/soak/stories.ts'
import { createTally } from '../../harness/soak/tally.ts'
import { mutants } from '../mutants/mutants.ts'

const crms = ['dynamics', 'zendesk'] as const
const seeds = fc.integer({ min: 0, max: 2 ** 31 })

describe('a shift', () => {
  it('has steps as a scenario could have them, each at its time, with people who are in it', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { steps, given } = shiftOf({ seed, crm: 'dynamics', interactions: 40 })
        const names = new Set([...given.contacts, ...given.agents].map(({ name }) => name))
        expect(names.size).toBe(given.contacts.length + given.agents.length)
        for (const [i, { verb, args, at }] of steps.entries()) {
          expect((verbs[verb] as (typeof verbs)[string]).args.parse(args)).toEqual(args)
          expect(at).toBeGreaterThanOrEqual(steps[i - 1]?.at ?? 0)
          const { from, to, agent, contact, with: other } = args as Record<string, unknown>
          for (const name of [from, agent, contact, other, typeof to === 'string' ? to : undefined]) if (name !== undefined) expect(names).toContain(name)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('begins alike however long it is', () => {
    const [short, long] = [20, 60].map((interactions) => shiftOf({ seed: 11, crm: 'zendesk', interactions }))
    const told = new Set(long?.steps.map(({ verb, args, at }) => JSON.stringify([verb, args, at])))
    expect(short?.steps.length).toBeGreaterThan(60)
    for (const { verb, args, at } of short?.steps ?? []) expect(told).toContain(JSON.stringify([verb, args, at]))
  })

  it('has interactions of every kind within five hundred', () => {
    const verbsSeen = new Set(shiftOf({ seed: 1, crm: 'dynamics', interactions: 500 }).steps.map(({ verb }) => verb))
    const begin = ['contact.calls', 'contact.chats', 'agent.dials', 'contact.leavesVoicemail', 'contact.sendsWorkItem']
    const middle = ['agent.refuses', 'agent.transfers', 'agent.consults', 'agent.conferences', 'agent.notes', 'agent.unlinks', 'world.expiresTokens']
    const end = ['contact.hangsUp', 'agent.hangsUp', 'contact.leaves', 'agent.unassignsAndDismisses', 'agent.finishesAcw', 'agent.logsOut', 'agent.completes']
    for (const verb of [...begin, ...middle, ...end]) expect(verbsSeen).toContain(verb)
    expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length)
  })

  it.each(crms)('is played on %s with every interaction, with agents side by side, and the default integration has no finding', async (crm) => {
    const unit = await playShift({ seed: 5, crm, interactions: 80 })
    expect(unit.findings).toEqual([])
    expect(unit.interactions).toBe(80)
    // One after the other they would take eighty times three minutes.
    expect(unit.simulatedMs).toBeLessThan(80 * 60_000)
  })

  it('is the same whenever it is played, and another one by another seed', async () => {
    const [first, again, other] = [await playShift(seven), await playShift(seven), await playShift({ ...seven, seed: 8 })]
    expect(again).toEqual(first)
    expect(other.traceHash).not.toBe(first.traceHash)
  })
  const seven = { seed: 7, crm: 'dynamics', interactions: 15 } as const
})

describe('a broken integration is caught by a shift, when it', () => {
  const wanted = [
    'writes when the voice path is gone, before after-call work is done',
    'does not know a transfer for a trigger',
    'forgets one of the mapped fields',
    'writes everything twice',
    'does not heed who left the chat',
    'writes a field that nobody mapped',
  ]
  it.each(wanted)('%s', async (does) => {
    const mutant = mutants.find((one) => one.does === does) as (typeof mutants)[number]
    const { findings } = await playShift({ seed: 3, crm: 'zendesk', interactions: 60, integration: () => mutant.mutation()(cxone()) })
    expect(findings.map(({ rule }) => rule)).toContain(mutant.rule)
    expect(findings[0]).toMatchObject({ scenario: 'shift', crm: 'zendesk', again: 'rehearsal soak --interactions 60 --crm zendesk --seed 3' })
  })
})

describe('shifts', () => {
  const task = { seed: 7, interactions: 25, shift: 10, faults: [], patterns: [], profiles: [] }

  it('come to the same in whatever order they are played, each shift once on each CRM', async () => {
    const programme = programmeOf(task)
    expect(programme).toMatchObject({ round: 2, places: 3 })
    const [forth, back] = await Promise.all(
      [
        [0, 1, 2],
        [2, 1, 0],
      ].map(async (places) => {
        const tally = createTally(task.interactions)
        for (const place of places) tally.take(place, [await programme.play(place)])
        return tally.total()
      }),
    )
    expect(back).toEqual(forth)
    expect(forth).toMatchObject({ interactions: 25, plays: 3, held: 3, findings: 0 })
  })

  it('go on under a mishap that is laid over each', async () => {
    const unit = await programmeOf({ ...task, faults: ['answer-lost', 'events-twice'] }).play(1)
    expect(unit).toMatchObject({ interactions: 10, findings: [] })
    expect(unit.traceHash).not.toBe((await programmeOf(task).play(1)).traceHash)
  })
})
