import { describe, expect, test } from 'vitest'
import { asAda, organization, withAda } from './organization.ts'

describe('an activity is one row, whatever its kind and wherever it is named', () => {
  test('no client gives an activity the id of another one', async () => {
    const crm = organization()
    const task = await crm.create('tasks', { subject: 'first' })
    const taken = { status: 412, body: { error: { code: '0x80040237' } } }
    expect(await crm.send('POST', 'phonecalls', { activityid: task, subject: 'second' })).toMatchObject(taken)
    expect(await crm.send('PATCH', `phonecalls(${task})`, { subject: 'second' })).toMatchObject(taken)
    expect((await crm.get('activitypointers?$select=subject')).body.value).toMatchObject([{ subject: 'first', activityid: task }])
  })

  test.each<[string, (account: string) => [method: string, path: string, body: unknown]]>([
    ['POST', () => ['POST', 'activitypointers', { subject: 'a' }]],
    ['an upsert', () => ['PATCH', 'activitypointers(11111111-0000-4000-8000-000000000001)', { subject: 'a' }]],
    ['POST on a collection', (account) => ['POST', `accounts(${account})/Account_ActivityPointers`, { subject: 'a' }]],
    ['a deep insert', () => ['POST', 'accounts', { name: 'B', Account_ActivityPointers: [{ subject: 'a' }] }]],
  ])('%s makes no activity without a kind', async (_name, call) => {
    const crm = organization()
    const answer = await crm.send(...call(await crm.create('accounts', { name: 'A' })))
    expect([answer.status, answer.body.error]).toEqual([
      400,
      { code: '0x80040800', message: "The 'Create' method does not support entities of type 'activitypointer'." },
    ])
    expect((await crm.get('accounts/$count')).body).toBe('1')
  })

  test('what is changed as an activity keeps the states and rules of its kind', async () => {
    const crm = organization()
    const task = await crm.create('tasks', { subject: 't' })
    expect((await crm.send('PATCH', `activitypointers(${task})`, { statecode: 1 })).status).toBe(204)
    expect((await crm.get(`tasks(${task})?$select=statecode,statuscode`)).body).toMatchObject({ statecode: 1, statuscode: 5 })
    expect((await crm.send('PATCH', `activitypointers(${task})`, { statecode: 0, statuscode: 1 })).body.error.code).toBe('0x80048408')
  })

  test.each(['phonecalls', 'activitypointers'])('deleted from %s it takes its parties, notes and places in queues along', async (set) => {
    const crm = organization()
    const contact = await crm.create('contacts', { lastname: 'Byron' })
    const queue = await crm.create('queues', { name: 'q' })
    const call = await crm.create('phonecalls', {
      subject: 'call',
      phonecall_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 1 }],
    })
    await crm.create('annotations', { subject: 'n', 'objectid_phonecall@odata.bind': `/phonecalls(${call})` })
    const target = { '@odata.type': 'Microsoft.Dynamics.CRM.phonecall', activityid: call }
    expect((await crm.send('POST', `queues(${queue})/Microsoft.Dynamics.CRM.AddToQueue`, { Target: target })).status).toBe(200)
    const count = async () => Promise.all(['activityparties', 'annotations', 'queueitems'].map(async (one) => (await crm.get(`${one}/$count`)).body))
    expect(await count()).toEqual(['1', '1', '1'])
    expect((await crm.send('DELETE', `${set}(${call})`)).status).toBe(204)
    expect(await count()).toEqual(['0', '0', '0'])
  })

  test('who may read activities may read who took part in them', async () => {
    const crm = organization({ seed: withAda(['prvReadActivity', 'prvCreateActivity', 'prvReadContact']) })
    const contact = await crm.create('contacts', { lastname: 'Byron' })
    const as = asAda(crm)
    const party = { 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 1 }
    await as('POST', 'phonecalls', { subject: 'call', phonecall_activity_parties: [party] })
    const { body } = await as('GET', 'phonecalls?$select=subject&$expand=phonecall_activity_parties($select=_partyid_value)')
    expect(body.value[0].phonecall_activity_parties).toMatchObject([{ _partyid_value: contact }])
  })

  test('is bound, expanded and sought by the names of all activities, as by those of its kind', async () => {
    const crm = organization()
    const contact = await crm.create('contacts', { lastname: 'Byron' })
    const byAll = await crm.create('phonecalls', {
      subject: 'all',
      'regardingobjectid_contact@odata.bind': `/contacts(${contact})`,
      activitypointer_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 1 }],
    })
    const byKind = await crm.create('phonecalls', { subject: 'kind', 'regardingobjectid_contact_phonecall@odata.bind': `/contacts(${contact})` })
    for (const name of ['regardingobjectid_contact', 'regardingobjectid_contact_phonecall']) {
      const { body } = await crm.get(`phonecalls?$select=subject&$filter=${name}/lastname eq 'Byron'&$expand=${name}($select=lastname)`)
      expect(body.value).toMatchObject([
        { activityid: byAll, [name]: { lastname: 'Byron' } },
        { activityid: byKind, [name]: { lastname: 'Byron' } },
      ])
    }
    expect((await crm.get(`phonecalls(${byAll})/phonecall_activity_parties`)).body.value).toMatchObject([{ _partyid_value: contact }])
  })

  test('$metadata declares what all activities have once, on the type that they inherit from', async () => {
    const { body } = await organization().get('$metadata')
    const declared = (type: string) => /<EntityType Name="\w+".*/.exec(body.slice(body.indexOf(`<EntityType Name="${type}"`)))?.[0] ?? ''
    for (const own of ['"percentcomplete"', '"regardingobjectid_contact_task"']) expect(declared('task')).toContain(own)
    for (const common of ['"subject"', '"createdby"', '"regardingobjectid_contact"']) {
      expect(declared('task')).not.toContain(`Name=${common}`)
      expect(declared('activitypointer')).toContain(`Name=${common}`)
    }
  })
})
