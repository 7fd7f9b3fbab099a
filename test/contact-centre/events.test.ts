import { CloudEvent } from 'cloudevents'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Command } from '../../harness/contact-centre/centre.ts'
import { isImpossible } from '../../harness/contact-centre/impossible.ts'
import { ada, chat, eventsOf, mia, momentsOf, opened, skill, tom } from './centre.ts'

const commands: Command[] = [
  { verb: 'agent.answers', agent: mia },
  { verb: 'agent.accepts', agent: mia },
  { verb: 'agent.refuses', agent: tom },
  { verb: 'agent.holds' },
  { verb: 'agent.resumes' },
  { verb: 'agent.mutes' },
  { verb: 'agent.conferences', agent: tom },
  { verb: 'agent.transfers', to: { agent: tom } },
  { verb: 'agent.transfers', to: { skill: skill({ name: 'Billing', acw: false }) } },
  { verb: 'agent.hangsUp' },
  { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Solved' } },
  { verb: 'agent.finishesAcw' },
  { verb: 'agent.says', text: 'Good morning', attachments: [] },
  { verb: 'contact.says', text: 'Hello', attachments: [{ fileName: 'a.png', mimeType: 'image/png' }] },
  { verb: 'agent.notes', text: 'Careful' },
  { verb: 'agent.setsStatus', status: 'pending' },
  { verb: 'agent.unassignsAndDismisses' },
  { verb: 'contact.hangsUp' },
  { verb: 'contact.leaves' },
]

/** Plays random commands on random legs and answers all that happened. */
function muddle(digital: boolean, picks: [number, number][]) {
  const { centre, pass } = opened()
  const all = [digital ? centre.chats(ada, skill(), chat) : centre.calls(ada, skill())]
  for (const [leg, command] of picks) {
    pass(1000)
    const legs = centre.legs()
    const done = centre.perform((legs[leg % legs.length] as (typeof legs)[number]).contact, commands[command] as Command)
    if (!isImpossible(done)) all.push(done)
  }
  return { centre, all }
}

const picks = fc.array(fc.tuple(fc.nat(5), fc.nat(commands.length - 1)), { minLength: 5, maxLength: 60 })

it('emits valid CloudEvents whatever people do', () => {
  fc.assert(
    fc.property(fc.boolean(), picks, (digital, chosen) => {
      for (const event of muddle(digital, chosen).all.flatMap(eventsOf)) {
        expect(new CloudEvent(event as unknown as ConstructorParameters<typeof CloudEvent>[0], true).validate()).toBe(true)
        expect(event.dataschema).toBe(`urn:crm-rehearsal:event:${event.type.split('.').at(-1)}`)
        expect(event.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/)
      }
    }),
    { numRuns: 60 },
  )
})

it('makes each contact of an agent due once at the most, and never before it ended', () => {
  fc.assert(
    fc.property(fc.boolean(), picks, (digital, chosen) => {
      const ended = new Set<string>()
      const due = new Set<string>()
      for (const moment of muddle(digital, chosen).all.flatMap(momentsOf)) {
        if (moment.what === 'ended') ended.add(moment.contact)
        if (moment.what !== 'due') continue
        expect(due.has(moment.contact)).toBe(false)
        if (!digital) expect(ended.has(moment.contact)).toBe(true)
        due.add(moment.contact)
      }
    }),
    { numRuns: 200 },
  )
})

it('keeps one trace and one subject through all contacts of an interaction', () => {
  fc.assert(
    fc.property(fc.boolean(), picks, (digital, chosen) => {
      const events = muddle(digital, chosen).all.flatMap(eventsOf)
      expect(new Set(events.map((event) => event.subject)).size).toBe(1)
      expect(new Set(events.map((event) => event.traceparent.slice(3, 35))).size).toBe(1)
      expect(new Set(events.map((event) => event.id)).size).toBe(events.length)
    }),
    { numRuns: 60 },
  )
})
