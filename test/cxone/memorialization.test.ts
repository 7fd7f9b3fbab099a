import { describe, expect, test } from 'vitest'
import { type Bench, bench, support, tom } from './bench.ts'

const outcome = { dispositionName: 'Invoice explained', dispositionNotes: 'Sent a copy.', status: 'Done', tags: ['invoice', 'copy'] }
const noAcw = { ...support, acw: false }

/** Fields of the updates of the person's record, one entry a write. */
const written = (table: Bench, type: string) =>
  table
    .writes()
    .filter((write) => write.kind === 'updated' && write.type === type)
    .map(({ fields }) => fields)

const crms = [
  { crm: 'dynamics', person: 'contact', notes: 'description', disposition: 'jobtitle', agent: 'department' },
  { crm: 'zendesk', person: 'user', notes: 'notes', disposition: 'details', agent: 'alias' },
] as const

describe.each(crms)('memorialization in $crm', ({ crm, person, notes, disposition, agent }) => {
  test('waits for the end of after-call work, then writes everything in one request (R024)', async () => {
    const table = await bench({ crm })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.hangsUp' })
    await table.perform(contact, { verb: 'agent.selectsDisposition', outcome })
    expect(table.writes()).toEqual([])
    await table.perform(contact, { verb: 'agent.finishesAcw' })
    expect(written(table, person)).toEqual([expect.objectContaining({ [notes]: 'Sent a copy.', [disposition]: 'Invoice explained', [agent]: 'Mia Kern' })])
    expect(table.told('failed')).toEqual([])
  })

  test('runs at the end of the call where there is no after-call work', async () => {
    const table = await bench({ crm })
    const contact = await table.call(undefined, noAcw)
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.selectsDisposition', outcome })
    await table.perform(contact, { verb: 'agent.hangsUp' })
    expect(written(table, person)).toHaveLength(1)
  })

  test.each([
    ['call', 'both', 0],
    ['call', 'digital', 1],
    ['chat', 'both', 0],
    ['chat', 'digital', 0],
  ] as const)(
    'a %s that the contact ends first, under "%s": what the agent entered is withheld, all else is written (R027, R028, A12)',
    async (media, contactEndsFirst, told) => {
      const table = await bench({ crm, contactEndsFirst })
      const contact = await (media === 'call' ? table.call() : table.chats())
      await table.asks(contact, { action: 'link', record: 'contact' })
      await table.perform(contact, { verb: media === 'call' ? 'contact.hangsUp' : 'contact.leaves' })
      await table.perform(contact, { verb: 'agent.selectsDisposition', outcome })
      await table.perform(contact, { verb: media === 'call' ? 'agent.finishesAcw' : 'agent.unassignsAndDismisses' })
      const [fields, ...more] = written(table, person)
      expect(more).toEqual([])
      expect(fields).toHaveProperty(agent, 'Mia Kern')
      expect([notes, disposition].filter((name) => fields && name in fields)).toHaveLength(told * 2)
    },
  )

  test('a chat is memorialized for each agent who gives it away, once (R025, R026)', async () => {
    const table = await bench({ crm })
    const contact = await table.chats()
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.selectsDisposition', outcome })
    await table.perform(contact, { verb: 'agent.setsStatus', status: 'closed' })
    expect(table.writes()).toEqual([])
    const { legs } = await table.perform(contact, { verb: 'agent.transfers', to: { agent: tom } })
    expect(written(table, person)).toEqual([expect.objectContaining({ [agent]: 'Mia Kern', [disposition]: 'Invoice explained' })])
    await table.perform(legs[1]?.contact ?? '', { verb: 'agent.unassignsAndDismisses' })
    const [, second, ...more] = written(table, person)
    expect(more).toEqual([])
    expect(second).toHaveProperty(agent, 'Tom Reed')
    // The second agent entered nothing: what the first one entered stays.
    expect(second).not.toHaveProperty(disposition)
  })

  test('a call that is transferred is searched for once and memorialized for each agent', async () => {
    const table = await bench({ crm })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    const searches = table.exchanges(crm).length
    const { legs } = await table.perform(contact, { verb: 'agent.transfers', to: { agent: tom } })
    const next = legs[1]?.contact ?? ''
    await table.perform(next, { verb: 'agent.answers', agent: tom })
    expect(table.exchanges(crm)).toHaveLength(searches)
    await table.perform(contact, { verb: 'agent.finishesAcw' })
    await table.perform(next, { verb: 'agent.hangsUp' })
    await table.perform(next, { verb: 'agent.finishesAcw' })
    expect(written(table, person).map((fields) => fields[agent])).toEqual(['Mia Kern', 'Tom Reed'])
  })

  test('events that are delivered twice are memorialized once', async () => {
    const table = await bench({ crm })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.hangsUp' })
    const last = await table.perform(contact, { verb: 'agent.finishesAcw' })
    await table.deliver(last)
    expect(written(table, person)).toHaveLength(1)
  })

  test.each(['never linked', 'unlinked again'])('a record that was %s is left alone (A10)', async (how) => {
    const table = await bench({ crm })
    const contact = await table.call()
    if (how === 'unlinked again') {
      await table.asks(contact, { action: 'link', record: 'contact' })
      await table.asks(contact, { action: 'unlink', record: 'contact' })
      expect(table.notices.map(({ kind }) => kind)).toEqual(['popped', 'linked', 'unlinked'])
    }
    await table.perform(contact, { verb: 'agent.hangsUp' })
    await table.perform(contact, { verb: 'agent.finishesAcw' })
    expect(table.writes()).toEqual([])
    expect(table.told('information').map(({ message }) => message)).toEqual(['No record is linked: nothing is memorialized.'])
  })

  test('of several records on the card, the one that is linked is unlinked without its name', async () => {
    const table = await bench({ crm })
    const contact = await table.call()
    await table.asks(contact, { action: 'create', record: 'contact', fields: { [crm === 'dynamics' ? 'lastname' : 'name']: 'King' }, pin: false })
    await table.asks(contact, { action: 'link', record: 'contact', named: 'Ada' })
    await table.asks(contact, { action: 'unlink', record: 'contact' })
    expect(table.notices.map(({ kind }) => kind)).toEqual(['popped', 'linked', 'unlinked'])
  })

  test('a script that chooses no mapping memorializes nothing (R042)', async () => {
    const table = await bench({
      crm,
      edit: (all) => ({ ...all, studioScript: all.studioScript.filter((action) => !('AGENT WORKFLOW CONFIGURATION' in action)) }) as typeof all,
    })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.hangsUp' })
    await table.perform(contact, { verb: 'agent.finishesAcw' })
    expect(table.writes()).toEqual([])
  })

  test('a caller who hangs up before an agent answers leaves no trace on the record', async () => {
    const table = await bench({ crm })
    const begun = table.centre.calls({ name: 'Ada Byron', phone: '+49301234567', email: '' }, support)
    await table.deliver(begun)
    await table.perform(begun.legs[0].contact, { verb: 'contact.hangsUp' })
    expect(table.writes()).toEqual([])
    expect(table.told('popped')).toEqual([])
  })
})

describe('script variables', () => {
  test('reach the record where the skill uses screen pops, not otherwise (R032, R034)', async () => {
    for (const screenPops of [true, false]) {
      const table = await bench({ crm: 'dynamics' })
      const contact = await table.call(undefined, { ...noAcw, screenPops })
      await table.asks(contact, { action: 'link', record: 'contact' })
      await table.perform(contact, { verb: 'agent.hangsUp' })
      expect(written(table, 'contact').map(({ assistantname }) => assistantname)).toEqual([screenPops ? 'Gold' : undefined])
      expect(table.told('information').map(({ message }) => message)).toEqual(
        screenPops ? [] : [expect.stringMatching(/"customertier" did not come with the contact.*"Use Screen Pops" must be ticked on the skill/)],
      )
    }
  })
})

describe('a timeline', () => {
  test('hangs a task on the linked record at the same moment (R062-R064)', async () => {
    const table = await bench({
      crm: 'dynamics',
      edit: (all) => ({ ...all, studioScript: [...all.studioScript, { 'AGENT WORKFLOW CONFIGURATION': { timeline: 'Add Timeline' } }] }) as typeof all,
    })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    await table.perform(contact, { verb: 'agent.hangsUp' })
    expect(table.writes()).toEqual([])
    await table.perform(contact, { verb: 'agent.finishesAcw' })
    const [ada] = table.card(contact).related
    expect(table.writes().filter(({ kind }) => kind === 'created')).toMatchObject([{ type: 'task', ok: true, about: { type: 'contact', id: ada?.id } }])
  })
})

test('in Zendesk a new comment and the fields of the account reach their places, however a mapping spells them', async () => {
  const from = { channel: 'Voice Call Contact', data: 'Agent Name' } as const
  const table = await bench({
    crm: 'zendesk',
    configuration: 'case',
    edit: (all) => ({
      ...all,
      dataMemorialization: [
        {
          name: 'Voice',
          entities: { ticket: { 'comment.body': from }, user: { 'user_fields.tier': from, region: { channel: 'Voice Call Contact', data: 'ANI' } } },
        },
      ],
      studioScript: [
        ...all.studioScript.filter((action) => !('AGENT WORKFLOW CONFIGURATION' in action)),
        { 'AGENT WORKFLOW CONFIGURATION': { dataMemorialization: 'Voice' } },
      ],
    }),
  })
  const contact = await table.call(undefined, noAcw)
  await table.asks(contact, { action: 'link', record: 'contact' })
  await table.perform(contact, { verb: 'agent.hangsUp' })
  const bodies = table.exchanges('zendesk').flatMap(({ request }) => (request.method === 'PUT' ? [request.body] : []))
  expect(bodies).toEqual([
    { ticket: { comment: { body: 'Mia Kern', public: false } } },
    { user: { user_fields: { tier: 'Mia Kern', region: '+49301234567' } } },
  ])
})
