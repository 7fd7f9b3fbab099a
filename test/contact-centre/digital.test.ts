import { describe, expect, it } from 'vitest'
import { digitalFields } from '../../harness/configuration/fields.ts'
import { explain } from '../../harness/contact-centre/impossible.ts'
import { ada, chat, dataOf, dueOf, eventsOf, mia, momentsOf, opened, possible, refused, skill, tom } from './centre.ts'

const ASSIGNEE = 'com.nice.cxone.CaseInboxAssigneeChanged'

function chatting(on = skill({ name: 'Chat' })) {
  const { centre, pass } = opened()
  const id = centre.chats(ada, on, chat).legs[0].contact
  possible(centre.perform(id, { verb: 'contact.says', text: 'Hello', attachments: [] }))
  pass(60_000)
  possible(centre.perform(id, { verb: 'agent.accepts', agent: mia }))
  return { centre, pass, id }
}

it('opens the case when an agent takes it', () => {
  const { centre } = opened()
  const id = centre.chats(ada, skill(), chat).legs[0].contact
  const taken = possible(centre.perform(id, { verb: 'agent.accepts', agent: mia }))
  expect(dataOf(taken, ASSIGNEE)).toMatchObject([{ case: { status: 'open', inboxAssignee: mia.id, previousInboxAssignee: null } }])
})

it('is due when the agent unassigns and dismisses, once, with every catalogued field', () => {
  const { centre, id } = chatting()
  possible(centre.perform(id, { verb: 'agent.setsStatus', status: 'closed' }))
  const gone = possible(centre.perform(id, { verb: 'agent.unassignsAndDismisses' }))
  const [due, ...more] = dueOf(gone)
  if (due?.what !== 'due') throw new Error('nothing is due')
  expect(more).toEqual([])
  expect(Object.keys(due.values).sort()).toEqual(Object.keys(digitalFields).sort())
  expect(due.values).toMatchObject({
    From: 'Ada Byron',
    'Customer Name': 'Ada Byron',
    To: 'Mia',
    Status: 'closed',
    'Final State': 'true',
    'Event Type': 'digital',
  })
  expect(dataOf(gone, ASSIGNEE)).toMatchObject([{ case: { inboxAssignee: null, previousInboxAssignee: mia.id } }])
  expect(refused(centre.perform(id, { verb: 'agent.unassignsAndDismisses' })).allowed).toEqual([])
})

describe('a transfer', () => {
  it('to an agent is due for the one who passes it on, and the other has a contact of their own', () => {
    const { centre, id } = chatting()
    const moved = possible(centre.perform(id, { verb: 'agent.transfers', to: { agent: tom } }))
    expect(dueOf(moved)).toMatchObject([{ contact: id, values: { 'Agent Name': 'Mia', 'Final State': 'false' } }])
    expect(moved.legs[1]).toMatchObject({ phase: 'Assigned', agent: tom, interaction: moved.legs[0].interaction })
    expect(
      eventsOf(moved)
        .filter((event) => event.type === ASSIGNEE)
        .map((event) => event.contactid),
    ).toEqual([id, moved.legs[1]?.contact])
    expect(dataOf(moved, ASSIGNEE).map(({ case: one }) => [one.previousInboxAssignee, one.inboxAssignee])).toEqual([
      [mia.id, tom.id],
      [null, tom.id],
    ])
  })
  it('to a skill waits for an agent there', () => {
    const { centre, id } = chatting()
    const moved = possible(centre.perform(id, { verb: 'agent.transfers', to: { skill: skill({ name: 'Billing' }) } }))
    expect(moved.legs[1]).toMatchObject({ phase: 'Queued', skill: { name: 'Billing' }, said: [{ text: 'Hello' }] })
    expect(dueOf(moved)).toHaveLength(1)
  })
})

it('withholds what the agent entered when the contact left first, at the next transfer and after it', () => {
  const { centre, id } = chatting()
  const left = possible(centre.perform(id, { verb: 'contact.leaves' }))
  expect(dueOf(left)).toEqual([])
  expect(momentsOf(left)).toMatchObject([{ what: 'ended', by: 'contact' }])
  possible(centre.perform(id, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Late' } }))
  const withheld = ['Status', 'Disposition Name', 'Disposition Notes']
  const moved = possible(centre.perform(id, { verb: 'agent.transfers', to: { agent: tom } }))
  expect(dueOf(moved)).toMatchObject([{ contact: id, withheld }])
  const next = moved.legs[1]?.contact as string
  expect(dueOf(possible(centre.perform(next, { verb: 'agent.unassignsAndDismisses' })))).toMatchObject([{ contact: next, withheld }])
})

it('blocks the dismissal while the skill wants a disposition', () => {
  const { centre, id } = chatting(skill({ dispositionRequired: true }))
  const explained = explain(refused(centre.perform(id, { verb: 'agent.unassignsAndDismisses' })))
  expect(explained).toContain('requires a disposition first')
  expect(explained).toMatch(/Possible now: (?!.*unassignsAndDismisses).*agent\.selectsDisposition/)
  possible(centre.perform(id, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Solved' } }))
  possible(centre.perform(id, { verb: 'agent.unassignsAndDismisses' }))
})

it('has only the text of messages in its transcript', () => {
  const { centre, pass, id } = chatting()
  pass(60_000)
  possible(centre.perform(id, { verb: 'agent.says', text: 'Good morning', attachments: [] }))
  const picture = possible(centre.perform(id, { verb: 'contact.says', text: '', attachments: [{ fileName: 'damage.jpg', mimeType: 'image/jpeg' }] }))
  const note = possible(centre.perform(id, { verb: 'agent.notes', text: 'Third complaint' }))
  expect(momentsOf(picture)).toMatchObject([
    { what: 'unmappable', text: 'damage.jpg' },
    { what: 'unmappable', text: expect.stringContaining('damage.jpg') },
  ])
  expect(momentsOf(note)).toMatchObject([{ what: 'unmappable', text: 'Third complaint' }])
  const [due] = dueOf(possible(centre.perform(id, { verb: 'agent.unassignsAndDismisses' })))
  expect(due?.what === 'due' && due.values['Transcription Text']).toBe('08:00 Ada Byron: Hello\n08:02 Mia: Good morning')
})

it('takes no word from a contact who has left', () => {
  const { centre, id } = chatting()
  possible(centre.perform(id, { verb: 'contact.leaves' }))
  const no = refused(centre.perform(id, { verb: 'contact.says', text: 'still here', attachments: [] }))
  expect(no).toMatchObject({ state: 'Left' })
  expect(no.allowed).toContain('agent.unassignsAndDismisses')
})

it('lets a contact who has left go once: what is transferred then waits for an agent, and for nobody else', () => {
  const { centre, id } = chatting()
  possible(centre.perform(id, { verb: 'contact.leaves' }))
  const next = possible(centre.perform(id, { verb: 'agent.transfers', to: { skill: skill({ name: 'Billing' }) } })).legs[1]?.contact as string
  expect(centre.allowed(next)).toEqual(['agent.accepts'])
  expect(explain(refused(centre.perform(next, { verb: 'contact.leaves' })))).toContain('the contact has left. Possible now: agent.accepts.')
  possible(centre.perform(next, { verb: 'agent.accepts', agent: tom }))
  expect(dueOf(possible(centre.perform(next, { verb: 'agent.unassignsAndDismisses' })))).toMatchObject([{ withheld: expect.arrayContaining(['Status']) }])
})
