import { describe, expect, test } from 'vitest'
import { faultSchema } from '../../mocks/core/faults.ts'
import { ada, adaInDynamics, adaInZendesk, bench, tom } from './bench.ts'

const nobody = { dynamics: {}, zendesk: {} }
const twice = {
  dynamics: { contacts: [...adaInDynamics.contacts, { firstname: 'Ada', lastname: 'King', mobilephone: '+49301234567' }] },
  zendesk: { users: [...adaInZendesk.users, { name: 'Ada King', phone: '+49301234567' }] },
}

const crms = [
  {
    crm: 'dynamics',
    person: 'contact',
    case: 'incident',
    url: /^https:\/\/rehearsal\.crm\.dynamics\.com\/main\.aspx\?pagetype=entityrecord&etn=contact&id=[0-9a-f-]{36}$/,
  },
  { crm: 'zendesk', person: 'user', case: 'ticket', url: /^https:\/\/rehearsal\.zendesk\.com\/agent\/users\/\d+$/ },
] as const

describe.each(crms)('workflows in $crm', ({ crm, person, case: ticket, url }) => {
  test('a search that finds one record shows it under Related and pops it, when the agent is there', async () => {
    const table = await bench({ crm })
    const begun = table.centre.calls(ada, { id: '1', name: 'S', phone: '', acw: true, acwTimeout: null, screenPops: true, dispositionRequired: false })
    await table.deliver(begun)
    expect(table.told('popped')).toEqual([])
    const { contact } = begun.legs[0]
    await table.perform(contact, { verb: 'agent.answers', agent: tom })
    expect(table.card(contact)).toMatchObject({ current: [], related: [{ type: person, display: 'Ada Byron', pinned: false, linked: false }] })
    expect(table.told('popped')).toMatchObject([{ record: { type: person }, url: expect.stringMatching(url) }])
    expect(table.writes()).toEqual([])
  })

  test('a number that two records have pops neither', async () => {
    const table = await bench({ crm, people: twice })
    const contact = await table.call()
    expect(table.card(contact).related.map(({ display }) => display)).toEqual(['Ada Byron', 'Ada King'])
    expect(table.told('popped')).toEqual([])
  })

  test('a number that nobody has makes one record, pinned: in Current, linked, popped', async () => {
    const table = await bench({ crm, people: nobody })
    const contact = await table.call()
    expect(table.writes()).toMatchObject([{ kind: 'created', type: person, ok: true }])
    expect(table.card(contact)).toMatchObject({
      current: [{ type: person, display: expect.stringContaining('+49301234567'), pinned: true, linked: true }],
      related: [],
    })
    expect(table.notices.map(({ kind }) => kind)).toEqual(['linked', 'popped'])
    // The next call of the same number finds it.
    await table.call()
    expect(table.writes()).toHaveLength(1)
  })

  test('a caller who hides the number is not searched for, and no record is made', async () => {
    const table = await bench({ crm })
    await table.call({ name: 'Unknown', phone: '', email: '' })
    expect(table.exchanges()).toEqual([])
    expect(table.told('information')).toHaveLength(1)
  })

  test('the card shows the fields of the dynamic data mapping, as text', async () => {
    const table = await bench({ crm })
    const contact = await table.call()
    const [record] = table.card(contact).related
    expect(record?.fields.map(({ name }) => name)).toEqual(
      crm === 'dynamics' ? ['fullname', 'telephone1', 'emailaddress1', 'createdon'] : ['name', 'phone', 'email', 'created_at'],
    )
    expect(record?.fields.every(({ value }) => typeof value === 'string' && value !== '')).toBe(true)
  })

  test('a case of its own for each interaction, tied to the person who was found', async () => {
    const table = await bench({ crm, configuration: 'case' })
    const contact = await table.call()
    const { current, related } = table.card(contact)
    expect(current).toMatchObject([{ type: ticket, pinned: true, linked: true }])
    expect(related.map(({ type }) => type)).toEqual([person])
    expect(table.writes().filter(({ type }) => type !== 'comment')).toMatchObject([{ kind: 'created', type: ticket, ok: true }])
    // Later calls show the case among the person's related records.
    const again = await table.call()
    expect(table.card(again).related.map(({ type }) => type)).toEqual([person, ticket])
  })

  test('what the agent does on the customer card', async () => {
    const table = await bench({ crm, people: twice })
    const contact = await table.call()
    await table.asks(contact, { action: 'link', record: 'contact' })
    expect(table.told('failed')).toMatchObject([{ what: 'link contact', message: expect.stringContaining('2 records') }])
    await table.asks(contact, { action: 'pin', record: person, named: 'king' })
    expect(table.card(contact)).toMatchObject({ current: [{ display: 'Ada King', linked: true }], related: [{ display: 'Ada Byron', linked: false }] })
    await table.asks(contact, { action: 'search', email: 'ada@example.com' })
    expect(table.told('popped')).toHaveLength(1)
    const fields = crm === 'dynamics' ? { title: 'Invoice' } : { subject: 'Invoice', comment: 'Where is it?' }
    await table.asks(contact, { action: 'create', record: 'case', fields, pin: false })
    expect(table.card(contact).current).toMatchObject([{ display: 'Ada King' }, { type: ticket, display: 'Invoice', pinned: false, linked: false }])
    await table.asks(contact, { action: 'create', record: 'vehicle', fields: {}, pin: false })
    expect(table.told('failed').at(-1)).toMatchObject({ what: 'create vehicle', message: expect.stringContaining('R059') })
  })

  test('every call carries the trace of the event that caused it', async () => {
    const table = await bench({ crm, people: nobody })
    await table.call()
    const traces = new Set(table.exchanges().map(({ traceparent }) => traceparent?.split('-')[1]))
    expect(traces.size).toBe(1)
    expect([...traces][0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('an outbound call searches for the number that was dialled', async () => {
    const table = await bench({ crm })
    const begun = table.centre.dials(tom, ada, { id: '1', name: 'S', phone: '', acw: true, acwTimeout: null, screenPops: true, dispositionRequired: false })
    await table.deliver(begun)
    expect(table.card(begun.legs[0].contact).related).toMatchObject([{ display: 'Ada Byron' }])
  })

  test('two calls at once from a number that nobody has make one record', async () => {
    const table = await bench({ crm, people: nobody, latency: { min: 40, max: 160 } })
    const [first = '', second = ''] = await Promise.all([table.call(), table.call()])
    expect(table.writes().map(({ kind, type }) => [kind, type])).toEqual([['created', person]])
    const cards = [table.card(first), table.card(second)]
    expect(cards.map(({ current }) => current.length).sort()).toEqual([0, 1])
    expect(cards.map(({ related }) => related.length).sort()).toEqual([0, 1])
  })

  test('without a dynamic data mapping the card shows records without fields (R052)', async () => {
    const table = await bench({ crm, edit: (all) => ({ ...all, dynamicData: [] }) })
    const contact = await table.call()
    expect(table.card(contact).related).toMatchObject([{ type: person, fields: [] }])
  })
})

test.each(['before', 'after'])('a change in Dynamics that links to another record is done though its answer was lost %s it', async (when) => {
  const account = '22222222-0000-4000-8000-000000000001'
  const table = await bench({ crm: 'dynamics', people: { dynamics: { ...adaInDynamics, accounts: [{ accountid: account, name: 'Analytical' }] } } })
  const contact = await table.call()
  table.world.faults.add(faultSchema.parse({ when: { mock: 'dynamics', method: 'PATCH' }, times: 1, effect: { kind: 'drop', when } }))
  const link = { 'parentcustomerid_account@odata.bind': `/accounts(${account})` }
  await table.asks(contact, { action: 'update', record: 'contact', fields: when === 'before' ? link : { ...link, jobtitle: 'Countess' } })
  expect(table.told('failed')).toEqual([])
  expect(table.writes().filter(({ kind }) => kind === 'updated')).toHaveLength(when === 'after' ? 1 : 2)
})
