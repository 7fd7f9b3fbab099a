import { describe, expect, it } from 'vitest'
import { ada, tale, ticket, values } from './tale.ts'

const both = { description: 'Sent a copy.', department: 'Mia' }
const zendesk = { comment: 'Sent a copy.', subject: 'Invoice explained' }
const answered = () => tale().started(0).linked(5)

describe('a contact that is memorialized as it should be', () => {
  it('has no finding, on either CRM', () => {
    expect(answered().due(210).writes(211, both).findings()).toEqual([])
    expect(tale('zendesk').started(0).linked(5).due(210).writes(211, zendesk).findings()).toEqual([])
  })

  it('may be written field by field, or in several requests', () => {
    expect(answered().due(210).writes(211, { description: 'Sent a copy.' }).writes(212, { department: 'Mia' }).broken()).toEqual([])
  })

  it('owes nothing to a record that is not linked, that was unlinked, or that no mapping names', () => {
    expect(tale().started(0).due(210).findings()).toEqual([])
    expect(answered().unlinked(100).due(210).findings()).toEqual([])
    expect(tale().started(0).linked(5, { type: 'incident', id: 'x' }).due(210).findings()).toEqual([])
  })

  it('owes nothing where the script selects no mapping (R042)', () => {
    expect(tale('dynamics', { studioScript: [] }).started(0).linked(5).due(210).findings()).toEqual([])
  })

  it('leaves out what has no value', () => {
    expect(
      answered()
        .due(210, { values: { ...values, 'Agent Name': '' } })
        .writes(211, { description: 'Sent a copy.' })
        .findings(),
    ).toEqual([])
  })

  it('writes script variables by their lower-case name', () => {
    const withTier = () => answered().due(210, { scriptVariables: { Tier: 'Gold' } })
    expect(
      withTier()
        .writes(211, { ...both, suffix: 'Gold' })
        .findings(),
    ).toEqual([])
    expect(withTier().writes(211, both).broken()).toEqual(['memorialized'])
  })
})

describe('memorialized', () => {
  it('finds a contact that was never written', () => {
    const [finding, ...others] = answered().due(210).findings()
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      rule: 'memorialized',
      interaction: 'i1',
      exchanges: [],
      happened: 'nothing was written to it, and no failure was reported',
    })
    expect(finding?.expected).toBe('contact ada memorialized after 08:03:30 with description (Disposition Notes) and department (Agent Name)')
  })

  it('finds a single field that is missing, and a value that is another', () => {
    expect(answered().due(210).writes(211, { description: 'Sent a copy.' }).findings()).toMatchObject([
      { rule: 'memorialized', happened: 'department never written, and no failure was reported' },
    ])
    expect(
      answered()
        .due(210)
        .writes(211, { ...both, department: 'Tom' })
        .findings(),
    ).toMatchObject([{ rule: 'memorialized', happened: 'department was written as "Tom"' }])
  })

  it('accepts an instant in another spelling', () => {
    const mapped = { dataMemorialization: [{ name: 'Voice', entities: { contact: { lastonholdtime: { channel: 'Voice Call Contact', data: 'End Time' } } } }] }
    const written = tale('dynamics', mapped)
      .started(0)
      .linked(5)
      .due(210, { values: { 'End Time': '2026-11-20T08:03:06.000Z' } })
      .writes(211, { lastonholdtime: '2026-11-20T09:03:06+01:00' })
    expect(written.findings()).toEqual([])
  })

  it('is content with a failure that was reported after the trigger, not with an older one', () => {
    expect(answered().due(210).failed(211).findings()).toEqual([])
    expect(answered().failed(3).due(210).broken()).toEqual(['memorialized'])
  })

  it('expects every contact of an interaction', () => {
    const second = { contact: 'c2', values: { ...values, 'Agent Name': 'Tom' } }
    const transferred = () =>
      tale()
        .started(0, 'digital')
        .linked(5)
        .due(60, { media: 'digital' })
        .started(60, 'digital', { contact: 'c2' })
        .due(120, { media: 'digital', ...second })
    const fields = { description: values['Transcription Text'], jobtitle: 'closed' }
    expect(
      transferred()
        .writes(121, { ...fields, department: 'Tom' })
        .findings(),
    ).toMatchObject([{ rule: 'memorialized' }])
    expect(
      transferred()
        .writes(121, { ...fields, department: 'Tom' })
        .writes(122, { ...fields, department: 'Mia' })
        .findings(),
    ).toEqual([])
  })

  it('expects a record that was linked late only because the integration was still busy', () => {
    const busy = tale().started(0).event(0, 'com.nice.cxone.AgentState', {}, 'slow').due(8).linked(12).delivered(12.1, 'slow')
    expect(busy.broken()).toEqual(['memorialized'])
    expect(tale().started(0).due(8).linked(12).findings()).toEqual([])
  })
})

describe('memorialized-after-trigger', () => {
  it('finds a write at hang-up, before after-call work is done', () => {
    const [finding, ...others] = answered().writes(186, both).due(210).writes(211, both).findings()
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      rule: 'memorialized-after-trigger',
      exchanges: [1],
      expected: 'no memorialization of contact ada until the call and its after-call work are over',
      happened: 'description and department written at 08:03:06, while the contact was not yet due',
    })
  })

  it('finds an early ticket comment, but not the first comment of a new ticket', () => {
    expect(tale('zendesk').started(0).linked(5).writes(100, { comment: 'Sent a copy.' }).due(210).writes(211, zendesk).broken()).toEqual([
      'memorialized-after-trigger',
    ])
    const created = tale('zendesk')
      .started(0)
      .exchange(2, {
        interaction: 'i1',
        status: 201,
        method: 'POST',
        actions: [
          { kind: 'created', record: 'case', type: 'ticket', id: '17', fields: { subject: 'Call' }, ok: true },
          { kind: 'created', record: 'note', type: 'comment', fields: { body: 'The contact began.' }, about: { record: 'case', ...ticket }, ok: true },
        ],
      })
    expect(created.linked(3).due(210).writes(211, zendesk).findings()).toEqual([])
  })

  it('finds a write for the second agent before that agent is done, although the first contact was due', () => {
    const text = { description: values['Transcription Text'], jobtitle: 'closed' }
    const early = tale()
      .started(0, 'digital')
      .linked(5)
      .due(60, { media: 'digital' })
      .started(60, 'digital', { contact: 'c2' })
      .writes(61, { ...text, department: 'Mia' })
      .writes(90, { ...text, department: 'Tom' })
      .due(120, { media: 'digital', contact: 'c2', values: { ...values, 'Agent Name': 'Tom' } })
      .writes(121, { ...text, department: 'Tom' })
    expect(early.findings()).toMatchObject([{ rule: 'memorialized-after-trigger', exchanges: [2] }])
  })
})

describe('memorialized-once', () => {
  it('finds a contact that is written twice', () => {
    expect(answered().due(210).writes(211, both).writes(212, both).findings()).toMatchObject([
      { rule: 'memorialized-once', exchanges: [1, 2], happened: 'description and department written two times: 08:03:31 and 08:03:32' },
    ])
  })

  it('counts only what the CRM accepted', () => {
    expect(answered().due(210).writes(211, both, { status: 503 }).writes(213, both).findings()).toEqual([])
  })

  it('lets two contacts with equal data each be written', () => {
    const twice = answered().due(60).writes(61, both).started(60, 'voice', { contact: 'c2' }).due(210, { contact: 'c2' }).writes(211, both)
    expect(twice.findings()).toEqual([])
    expect(answered().due(60).writes(61, both).writes(62, both).broken()).toEqual(['memorialized-once'])
  })
})

describe('withheld', () => {
  const left = (media: 'voice' | 'digital' = 'voice') =>
    tale()
      .started(0, media)
      .linked(5)
      .due(210, { media, withheld: ['Status', 'Disposition Name', 'Disposition Notes', 'Tags'] })

  it('has no finding when the agent-entered fields stay as they were and all others are written', () => {
    expect(left().writes(211, { department: 'Mia' }).findings()).toEqual([])
  })

  it('finds the value, and a blank', () => {
    expect(left().writes(211, both).findings()).toMatchObject([{ rule: 'withheld', happened: 'description was written as "Sent a copy."' }])
    expect(left().writes(211, { department: 'Mia', description: '' }).findings()).toMatchObject([{ rule: 'withheld', happened: 'description was blanked' }])
    expect(left().writes(211, { department: 'Mia', description: null }).broken()).toEqual(['withheld'])
  })

  it('finds it when it is written later', () => {
    expect(left().writes(211, { department: 'Mia' }).writes(400, { description: 'Sent a copy.' }).broken()).toEqual(['withheld'])
  })

  it('still expects the others', () => {
    expect(left().findings()).toMatchObject([{ rule: 'memorialized', expected: 'contact ada memorialized after 08:03:30 with department (Agent Name)' }])
  })
})

describe('linked-records-only', () => {
  it('finds a write to a record that is not linked, or no longer', () => {
    expect(tale().started(0).due(210).writes(211, both).findings()).toMatchObject([
      { rule: 'linked-records-only', happened: 'description and department written to contact ada, which is not linked' },
    ])
    expect(answered().unlinked(100).due(210).writes(211, both).broken()).toEqual(['linked-records-only'])
    // What was owed when the contact was due may be written though it took a while, and a colleague unlinked the record meanwhile.
    expect(answered().due(210).unlinked(212).writes(221, both).findings()).toEqual([])
    expect(
      answered()
        .due(210)
        .writes(211, both)
        .writes(212, both, { record: { type: 'contact', id: 'tom' } })
        .broken(),
    ).toEqual(['linked-records-only'])
  })

  it('takes the agent at their word when they unlink, although the integration did not hear it', () => {
    const request = { eventName: 'AgentWorkflowRequest', data: { action: 'unlink', record: 'contact' } }
    expect(answered().event(100, 'com.nice.cxone.CustomEvent', request).due(210).writes(211, both).broken()).toEqual(['linked-records-only'])
  })

  it('finds a write to a record that another interaction linked', () => {
    expect(tale().started(0).linked(5, ada, 'i2').due(210).writes(211, both).broken()).toEqual(['linked-records-only'])
  })

  it('takes a record that the script, or the agent, created and pinned as linked', () => {
    const pinning = {
      studioScript: [
        { 'WORKFLOW EXECUTE': { workflow: 'Create Contact', payload: 'p', when: 'nothing found', pin: true } },
        { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice' } },
      ],
    }
    expect(tale('dynamics', pinning).started(0).creates(2, 'contact', { lastname: 'Byron' }, { id: 'ada' }).due(210).writes(211, both).findings()).toEqual([])
    expect(tale('dynamics', pinning).started(0).creates(2, 'contact', { lastname: 'Byron' }, { id: 'ada' }).due(210).broken()).toEqual(['memorialized'])
    const request = { eventName: 'AgentWorkflowRequest', data: { action: 'create', record: 'contact', fields: {}, pin: true } }
    const byAgent = tale().started(0).event(1, 'com.nice.cxone.CustomEvent', request).creates(2, 'contact', { lastname: 'Byron' }, { id: 'ada' })
    expect(byAgent.due(210).writes(211, both).findings()).toEqual([])
  })
})

describe('mapped-text-only', () => {
  it('finds a field that is not mapped', () => {
    expect(
      answered()
        .due(210)
        .writes(211, { ...both, lastname: 'Byron' })
        .findings(),
    ).toMatchObject([{ rule: 'mapped-text-only', happened: 'lastname written; the configuration does not map that for this contact' }])
    expect(
      tale('zendesk')
        .started(0)
        .linked(5)
        .due(210)
        .writes(211, { ...zendesk, status: 'solved' })
        .broken(),
    ).toEqual(['mapped-text-only'])
  })

  it('finds a field that only the other media fills (R031)', () => {
    expect(
      answered()
        .due(210)
        .writes(211, { ...both, jobtitle: 'closed' })
        .broken(),
    ).toEqual(['mapped-text-only'])
  })

  it('lets an Update workflow of the script write fields of its own', () => {
    const updating = {
      studioScript: [{ 'WORKFLOW EXECUTE': { workflow: 'Update Record', payload: 'p' } }, { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice' } }],
    }
    const story = tale('dynamics', updating).started(0).linked(5).writes(20, { lastname: 'Byron' }).due(210)
    expect(story.writes(211, both).findings()).toEqual([])
    expect(
      tale('dynamics', updating)
        .started(0)
        .linked(5)
        .due(210)
        .writes(211, { ...both, lastname: 'Byron' })
        .broken(),
    ).toEqual(['mapped-text-only'])
  })

  it('lets an update that an agent asked for write fields of its own, in that interaction', () => {
    const request = { eventName: 'AgentWorkflowRequest', data: { action: 'update', record: 'contact', fields: { lastname: 'Byron' } } }
    const asking = () => answered().event(20, 'com.nice.cxone.CustomEvent', request)
    expect(asking().writes(21, { lastname: 'Byron' }).due(210).writes(211, both).findings()).toEqual([])
    const elsewhere = asking().started(30, 'voice', { interaction: 'i2', contact: 'c2' }).linked(31, ada, 'i2')
    expect(elsewhere.writes(40, { lastname: 'Byron' }, { interaction: 'i2' }).due(210).writes(211, both).broken()).toEqual(['mapped-text-only'])
  })

  it('finds what is not text', () => {
    expect(
      answered()
        .due(210, { values: { ...values, 'Agent Name': '7' } })
        .writes(211, { ...both, department: 7 })
        .findings(),
    ).toMatchObject([{ rule: 'mapped-text-only', happened: 'a number was written: "7"' }])
  })

  it('finds an attachment and an internal note in any field that was written', () => {
    expect(tale().started(0).unmappable(30, 'invoice.pdf').creates(40, 'task', { subject: 'See invoice.pdf' }).findings()).toMatchObject([
      { rule: 'mapped-text-only' },
    ])
    expect(tale().started(0).creates(40, 'annotation', { filename: 'a.png', documentbody: 'iVBORw0KGgo=' }).broken()).toEqual(['mapped-text-only'])
    const note = tale('zendesk').started(0).linked(5).unmappable(30, 'Customer is upset').due(210)
    expect(note.writes(211, { ...zendesk, comment: 'Sent a copy. Customer is upset' }).broken()).toContain('mapped-text-only')
  })

  it('does not take the disposition notes for an internal note that says the same', () => {
    expect(answered().unmappable(30, 'Sent a copy.').due(210).writes(211, both).findings()).toEqual([])
  })
})

describe('field-limits', () => {
  const tooLong = { kind: 'too-long', field: 'description', limit: 5, unit: 'characters', sent: 12 } as const

  it('finds a text that the CRM cut or refused while nobody was told', () => {
    const cut = { kind: 'cut', field: 'comment.body', limit: 5, unit: 'bytes', sent: 12 } as const
    expect(
      tale('zendesk')
        .started(0)
        .linked(5)
        .due(210)
        .writes(211, zendesk, { remarks: [cut] })
        .findings(),
    ).toMatchObject([{ rule: 'field-limits', happened: '12 bytes sent, cut by the CRM, and nobody was told' }])
    expect(
      tale('zendesk')
        .started(0)
        .linked(5)
        .due(210)
        .writes(211, zendesk, { remarks: [cut] })
        .lost(212, 'comment')
        .findings(),
    ).toEqual([])
  })

  it('is content when the loss of a refused text was reported', () => {
    const refused = answered()
      .due(210)
      .writes(211, both, { status: 400, remarks: [tooLong] })
      .writes(212, { department: 'Mia' })
    expect(refused.broken()).toEqual(['field-limits'])
    expect(refused.lost(213, 'description').findings()).toEqual([])
    // Whoever says that the memorialization failed, without a record, has told of this too.
    const failed = answered()
      .due(210)
      .writes(211, both, { status: 400, remarks: [tooLong] })
      .failed(212)
    expect(failed.broken()).not.toContain('field-limits')
  })

  it('finds a text that the integration itself cut', () => {
    expect(
      answered()
        .due(210)
        .writes(211, { ...both, description: 'Sent a…' })
        .findings(),
    ).toMatchObject([{ rule: 'field-limits', happened: 'only 7 characters sent, and nobody was told' }])
    expect(
      answered()
        .due(210)
        .writes(211, { ...both, description: 'Sent a' })
        .lost(212, 'description')
        .findings(),
    ).toEqual([])
  })
})
