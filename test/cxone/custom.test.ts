import { describe, expect, test } from 'vitest'
import type { CrmConfiguration, ScriptAction } from '../../harness/configuration/schema.ts'
import { configurationId, workflowNamed } from '../../harness/configuration/workflows.ts'
import { adaInDynamics, adaInZendesk, type BenchOptions, bench } from './bench.ts'

const vehicles = {
  customization: {
    columns: { contact: { new_tier: { type: 'String', max: 50 } } },
    tables: {
      new_vehicle: {
        set: 'new_vehicles',
        label: 'Vehicle',
        primary: 'new_name',
        columns: { new_plate: { type: 'String', max: 20 }, new_wheels: { type: 'Integer' } },
      },
    },
  },
  records: { contacts: adaInDynamics.contacts, new_vehicles: [{ new_name: 'Old car', new_plate: 'B-AB 1', new_wheels: 4 }] },
}

type Edit = (configuration: CrmConfiguration) => CrmConfiguration
const shows = { name: 'Card', entities: { contact: ['fullname', 'jobtitle'], new_vehicle: ['new_plate', 'new_wheels'], vehicle: ['plate'] } }
const script =
  (...actions: ScriptAction[]): Edit =>
  (all) => ({ ...all, dynamicData: [shows], studioScript: actions })
const execute = (workflow: string, payload: Record<string, unknown>, more: object = {}): ScriptAction => ({
  'ENHANCED WORKFLOW EXECUTE': { workflow, payload: { workflowInput: payload }, when: 'always', pin: false, ...more },
})
const searchCard = execute('Search Entities', { phoneNumber: '{ANI}' }, { dynamicData: 'Card' })
const dynamics = (edit: Edit, more: Partial<BenchOptions> = {}) => bench({ crm: 'dynamics', edit, plant: { dynamics: vehicles }, ...more })

describe('custom records in Dynamics', () => {
  const made = execute('Create Custom Record', { entity: 'new_vehicle', fields: { new_name: 'New car', new_plate: 'B-XY 2', new_wheels: 4 } }, { pin: true })

  test('a Custom Create makes one of any type, and the card shows its dynamic data (R047, R060)', async () => {
    const table = await dynamics(script(searchCard, made))
    const contact = await table.call()
    expect(table.card(contact).current).toMatchObject([
      {
        type: 'new_vehicle',
        label: 'Vehicle',
        display: 'New car',
        pinned: true,
        linked: true,
        fields: [
          { name: 'new_plate', value: 'B-XY 2' },
          { name: 'new_wheels', value: '4' },
        ],
      },
    ])
    expect(table.told('popped').map(({ record }) => record.type)).toContain('new_vehicle')
    expect(table.told('failed')).toEqual([])
  })

  test('one that is merely searched is found and shows none (R047)', async () => {
    const table = await dynamics(
      script(execute('Custom Search', { entity: 'new_vehicle', filter: { new_plate: 'B-AB 1', new_wheels: 4 } }, { dynamicData: 'Card' })),
    )
    const contact = await table.call()
    expect(table.card(contact).related).toMatchObject([{ type: 'new_vehicle', display: 'Old car', fields: [] }])
  })

  test('a Custom Create makes standard records with custom fields too, a Standard Create does not', async () => {
    const table = await dynamics(script(execute('Create Custom Record', { entity: 'contact', fields: { lastname: 'Byron', new_tier: 'Gold' } })))
    const contact = await table.call()
    expect(table.writes()).toMatchObject([{ kind: 'created', type: 'contact', fields: { new_tier: 'Gold' }, ok: true }])
    expect(table.card(contact).current).toHaveLength(1)
    await table.asks(contact, { action: 'create', record: 'contact', fields: { lastname: 'King', new_tier: 'Gold' }, pin: false })
    expect(table.told('failed')).toMatchObject([
      { what: 'create contact', message: 'A standard Create workflow takes standard fields only, and "new_tier" is none of contact (R059).' },
    ])
    expect(table.writes()).toHaveLength(1)
  })

  test('a type that the CRM does not have is said, and nothing is made', async () => {
    const table = await dynamics(script(execute('Create Custom Record', { entity: 'new_boat', fields: {} })))
    await table.call()
    expect(table.told('failed')).toMatchObject([{ what: 'create new_boat', message: 'Microsoft Dynamics 365 has no record type "new_boat".' }])
    expect(table.writes()).toEqual([])
  })
})

describe('Update workflows', () => {
  const update = execute('Update Record', { entity: 'contact', fields: { jobtitle: 'Countess' } })

  test('the script changes the record on the card, which shows the new value', async () => {
    const table = await dynamics(script(searchCard, update))
    const contact = await table.call()
    expect(table.writes()).toMatchObject([{ kind: 'updated', type: 'contact', fields: { jobtitle: 'Countess' }, ok: true }])
    expect(table.card(contact).related[0]?.fields).toContainEqual({ name: 'jobtitle', label: 'jobtitle', value: 'Countess' })
  })

  test('the agent does so on the card; what the field cannot hold is cut and said', async () => {
    const table = await dynamics(script(searchCard))
    const contact = await table.call()
    await table.asks(contact, { action: 'update', record: 'contact', fields: { jobtitle: 'x'.repeat(101) } })
    expect(table.told('lost')).toMatchObject([{ field: 'jobtitle', sent: 101, kept: 100 }])
    expect(table.card(contact).related[0]?.fields.at(-1)?.value).toHaveLength(100)
    await table.asks(contact, { action: 'update', record: 'incident', fields: { title: 'x' } })
    expect(table.told('failed')).toMatchObject([{ what: 'update incident', message: expect.stringContaining('shows no incident') }])
  })

  test('are not there for Zendesk (R061), neither in a script nor on the card', async () => {
    const table = await bench({ crm: 'zendesk', edit: script(searchCard, update) })
    const contact = await table.call()
    await table.asks(contact, { action: 'update', record: 'user', fields: { alias: 'x' } })
    expect(table.told('failed').map(({ message }) => message)).toEqual([
      'There is no workflow "Update Record" in this configuration (R065).',
      'Update workflows exist for Salesforce and Microsoft Dynamics, not for Zendesk (R061).',
    ])
    expect(table.writes()).toEqual([])
  })
})

describe('custom objects in Zendesk', () => {
  const seeded = async (edit: Edit) => {
    const table = await bench({ crm: 'zendesk', edit, people: { zendesk: adaInZendesk } })
    const admin = { authorization: `Basic ${btoa('admin@rehearsal.example/token:rehearsal-token')}`, 'content-type': 'application/json' }
    const post = (path: string, body: object) =>
      table.fetch(`https://rehearsal.zendesk.com/api/v2/custom_objects${path}`, { method: 'POST', headers: admin, body: JSON.stringify(body) })
    await post('', { custom_object: { key: 'vehicle', title: 'Vehicle', title_pluralized: 'Vehicles' } })
    await post('/vehicle/fields', { custom_object_field: { type: 'text', key: 'plate', title: 'Plate' } })
    await post('/vehicle/records', { custom_object_record: { name: 'Old car', custom_object_fields: { plate: 'B-AB 1' } } })
    return table
  }

  test('are made with their fields, found by them, and show dynamic data only where they were made', async () => {
    const table = await seeded(
      script(
        execute('Create Custom Record', { entity: 'vehicle', fields: { name: 'New car', plate: 'B-XY 2' } }, { pin: true }),
        execute('Custom Search', { entity: 'vehicle', filter: { plate: 'B-AB 1' } }, { dynamicData: 'Card' }),
      ),
    )
    const contact = await table.call()
    expect(table.told('failed')).toEqual([])
    expect(table.card(contact)).toMatchObject({
      current: [{ type: 'vehicle', label: 'Vehicle', display: 'New car', linked: true }],
      related: [{ type: 'vehicle', display: 'Old car', fields: [] }],
    })
  })

  test('one that is not there is an object that is not there (R070)', async () => {
    const table = await seeded(script(execute('Create Custom Record', { entity: 'boat', fields: {} })))
    await table.call()
    expect(table.told('failed')).toMatchObject([{ message: 'Zendesk has no object type "boat".' }])
  })

  test('a create whose answer is lost is looked up, not repeated', async () => {
    const table = await seeded(script(execute('Create Custom Record', { entity: 'vehicle', fields: { name: 'New car' } })))
    table.world.faults.add({ when: { mock: 'zendesk', method: 'POST', path: '*/records' }, times: 1, effect: { kind: 'drop', when: 'after' } })
    const contact = await table.call()
    expect(table.card(contact).current).toMatchObject([{ display: 'New car' }])
    expect(table.exchanges('zendesk').filter(({ request }) => request.method === 'POST' && request.url.endsWith('/vehicle/records'))).toHaveLength(2)
  })
})

test('a Custom Search among users finds those whose fields hold just the values, whatever signs are in them', async () => {
  const users = [{ name: 'Ada "Byron' }, { name: 'Ada "Byron junior' }]
  const table = await bench({
    crm: 'zendesk',
    people: { zendesk: { users } },
    edit: script(execute('Custom Search', { entity: 'user', filter: { name: 'ada "byron' } })),
  })
  const contact = await table.call()
  expect(table.card(contact).related.map(({ display }) => display)).toEqual(['Ada "Byron'])
  await table.asks(contact, { action: 'search', email: 'a role:admin' })
  expect(decodeURIComponent(table.exchanges('zendesk').at(-1)?.request.url ?? '')).toContain('query=type:user email:"a role:admin"')
})

test('what the card does not show is not taken for the only record that it shows', async () => {
  const table = await dynamics(script(searchCard))
  const contact = await table.call()
  await table.asks(contact, { action: 'pin', record: 'boat' })
  expect(table.told('failed')).toMatchObject([{ what: 'pin boat', message: 'The customer card shows no boat. It shows Contact "Ada Byron".' }])
  expect(table.told('linked')).toEqual([])
})

describe('two styles of a script', () => {
  test('SNIPPET with WORKFLOW EXECUTE and ENHANCED WORKFLOW EXECUTE make the same requests (R054)', async () => {
    const requests = async (...actions: ScriptAction[]) => {
      const table = await dynamics(script(...actions))
      await table.call()
      return table.exchanges('dynamics').map(({ request }) => [request.method, request.url, request.body])
    }
    const payload = { workflowInput: { phoneNumber: '{ANI}' } }
    const classic = await requests(
      { SNIPPET: { p: payload } },
      { 'WORKFLOW EXECUTE': { workflow: 'Search Entities', payload: 'p', when: 'always', pin: false } },
    )
    expect(classic).toHaveLength(1)
    expect(await requests({ 'ENHANCED WORKFLOW EXECUTE': { workflow: 'Search Entities', payload, when: 'always', pin: false } })).toEqual(classic)
  })

  test('a custom event prepares what the agent creates; the agent has the last word', async () => {
    const table = await dynamics(
      script(
        { SNIPPET: { caseInput: { workflowInput: { title: 'Call of {ANI}', description: 'prepared' } } } },
        { 'CUSTOM EVENT': { name: 'AgentWorkflowCreatePayload', data: 'first, and overwritten' } },
        { 'CUSTOM EVENT': { name: 'AgentWorkflowCreatePayload', data: '{caseInput.asjson()}' } },
        { 'CUSTOM EVENT': { name: 'AgentWorkflowResponse', data: 'Hello {ANI}' } },
        searchCard,
      ),
    )
    const contact = await table.call()
    await table.asks(contact, { action: 'create', record: 'case', fields: { description: 'said' }, pin: false })
    expect(table.writes()).toMatchObject([{ type: 'incident', fields: { title: 'Call of +49301234567', description: 'said' } }])
    expect(table.told('information').map(({ message }) => message)).toEqual(['The script answers the agent: Hello +49301234567'])
  })
})

describe('IDs', () => {
  test('a workflow is named by its ID as well, and a wrong one is an error without a call (R065)', async () => {
    const right = await dynamics((all) => script(execute(workflowNamed(all, 'Search for ANI')?.workflowId ?? '', { phoneNumber: '{ANI}' }))(all))
    expect(right.card(await right.call()).related).toHaveLength(1)
    const wrong = await dynamics(script(execute('0f9ad1f2-5a1f-4f0e-9d1c-111111111111', { phoneNumber: '{ANI}' })))
    await wrong.call()
    expect(wrong.told('failed')).toMatchObject([{ message: expect.stringContaining('R065') }])
    expect(wrong.exchanges()).toEqual([])
  })

  test('a configuration has one that stays and that no other has; a script that names another does nothing (R019)', async () => {
    const one = await dynamics((all) => all)
    const other = await bench({ crm: 'zendesk' })
    expect(configurationId(one.configuration)).toBe(configurationId((await dynamics((all) => all)).configuration))
    expect(configurationId(one.configuration)).not.toBe(configurationId(other.configuration))
    const strange = await dynamics(script(execute('Search Entities', { phoneNumber: '{ANI}' }, { configurationId: configurationId(other.configuration) })))
    await strange.call()
    expect(strange.told('failed')).toMatchObject([{ message: expect.stringContaining('does not exist') }])
  })

  test.each([
    ['not saved (R018)', (all: CrmConfiguration): CrmConfiguration => ({ ...all, status: 'inactive' })],
    ['without consent (R015)', (all: CrmConfiguration) => ({ ...all, authentication: { ...all.authentication, consent: 'Deny' } }) as CrmConfiguration],
  ])('a configuration that is %s does nothing, and says why', async (_, edit) => {
    const table = await bench({ crm: 'dynamics', edit })
    await table.call()
    expect(table.told('failed')).toMatchObject([{ message: expect.stringMatching(/R01[58]/) }])
    expect(table.exchanges()).toEqual([])
  })
})
