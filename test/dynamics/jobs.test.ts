import { describe, expect, test } from 'vitest'
import { type Organization, organization } from './organization.ts'

const settings = { jobDuration: { min: 10_000, max: 10_000 } }
const people = ['Old One', 'Old Two', 'New One'].map((lastname) => ({ lastname }))
const query = (more: object = {}) => ({
  EntityName: 'contact',
  ColumnSet: { AllColumns: true },
  Criteria: { FilterOperator: 'And', Conditions: [{ AttributeName: 'lastname', Operator: 'BeginsWith', Values: [{ Value: 'Old', Type: 'System.String' }] }] },
  ...more,
})
const start = async (crm: Organization, more: object = {}, queries: object[] = [query()]) => {
  const job = { QuerySet: queries, JobName: 'Clear out', SendEmailNotification: false, ToRecipients: [], CCRecipients: [], RecurrencePattern: '', ...more }
  return crm.send('POST', 'BulkDelete', job)
}
const state = async ({ get }: Organization, id: string) => {
  const { body } = await get(`asyncoperations(${id})?$select=statecode,statuscode,operationtype,message`)
  return [body.statecode, body.statuscode, body.message]
}
const names = async ({ get }: Organization) => (await get('contacts?$select=lastname')).body.value.map((row: { lastname: string }) => row.lastname)

describe('BulkDelete', () => {
  test('runs as a system job on the clock, and tells how far it is', async () => {
    const crm = organization({ settings, seed: { records: { contacts: people } } })
    const { status, body } = await start(crm)
    expect([status, body['@odata.context']]).toEqual([200, expect.stringMatching(/#Microsoft\.Dynamics\.CRM\.BulkDeleteResponse$/)])
    expect(await state(crm, body.JobId)).toEqual([2, 20, null])
    expect(await names(crm)).toHaveLength(3)
    await crm.world.clock.advance(10_000)
    expect(await names(crm)).toEqual(['New One'])
    expect(await state(crm, body.JobId)).toEqual([3, 30, '2 rows were deleted.'])
    const { startedon, completedon } = (await crm.get(`asyncoperations(${body.JobId})`)).body
    expect([startedon, completedon]).toEqual(['2026-11-20T08:00:00Z', '2026-11-20T08:00:10Z'])
  })
  test.each([
    [
      'a misspelt member',
      { Criteria: { FilterOperator: 'And', Condition: query().Criteria.Conditions } },
      "A FilterExpression has no member 'Condition' that is known here.",
    ],
    ['conditions that are no list', { Criteria: { Conditions: query().Criteria.Conditions[0] } }, "'Conditions' of a query is not an array."],
    [
      'an operator between conditions that is none',
      { Criteria: { ...query().Criteria, FilterOperator: 'or' } },
      "'or' is no FilterOperator; expected And or Or.",
    ],
    ['a limit that is no number', { TopCount: 'two' }, "'two' is no TopCount; expected a whole number."],
    ['a limit below nothing', { TopCount: -1 }, "'-1' is no TopCount; expected a whole number."],
    [
      'a misspelt member of a value',
      { Criteria: { Conditions: [{ AttributeName: 'lastname', Operator: 'NotEqual', Values: [{ value: 'Old' }] }] } },
      "A value of a condition has no member 'value' that is known here.",
    ],
    [
      'a value without its value',
      { Criteria: { Conditions: [{ AttributeName: 'lastname', Operator: 'NotEqual', Values: [{ Type: 'System.String' }] }] } },
      'A value of a condition has no Value.',
    ],
  ])('does not delete everything for want of a condition that was sent: %s', async (_name, wrong, message) => {
    const crm = organization({ settings, seed: { records: { contacts: people } } })
    expect((await start(crm, {}, [query(wrong)])).body.error).toEqual({ code: '0x80040203', message })
    await crm.world.clock.advance(10_000)
    expect(await names(crm)).toHaveLength(3)
  })

  test('waits for its start; a job that is deleted does nothing', async () => {
    const crm = organization({ settings, seed: { records: { contacts: people } } })
    const later = { StartDateTime: '2026-11-20T08:30:00Z' }
    const first = (await start(crm, later)).body.JobId
    const second = (await start(crm, later)).body.JobId
    await crm.send('DELETE', `asyncoperations(${first})`)
    expect(await state(crm, second)).toEqual([0, 0, null])
    await crm.send('DELETE', `asyncoperations(${second})`)
    await crm.world.clock.advance(2_400_000)
    expect(await names(crm)).toHaveLength(3)
  })
  test('joins, alternatives and a limit', async () => {
    const crm = organization({ settings, seed: { records: { contacts: people } } })
    const [one] = (await crm.get('contacts?$select=lastname')).body.value
    await crm.create('incidents', { title: 'Open', 'customerid_contact@odata.bind': `/contacts(${one.contactid})` })
    const linked = query({
      Criteria: { FilterOperator: 'Or', Conditions: [], Filters: [query().Criteria] },
      LinkEntities: [{ LinkFromAttributeName: 'contactid', LinkToEntityName: 'incident', LinkToAttributeName: 'customerid', JoinOperator: 'Inner' }],
    })
    await start(crm, {}, [linked, query({ TopCount: 1 })])
    await crm.world.clock.advance(10_000)
    expect(await names(crm)).toEqual(['New One'])
  })
  test('with an order, the limit means the first of it', async () => {
    const crm = organization({ settings, seed: { records: { contacts: people } } })
    await start(crm, {}, [query({ TopCount: 1, Orders: [{ AttributeName: 'lastname', OrderType: 'Descending' }] })])
    await crm.world.clock.advance(10_000)
    expect(await names(crm)).toEqual(['Old One', 'New One'])
    const job = async (more: object) => (await start(crm, {}, [query(more)])).status
    expect(await job({ Orders: [{ AttributeName: 'lastname', OrderType: 'Down' }] })).toBe(400)
    expect(await job({ PageInfo: { Count: 10, PageNumber: 1 } })).toBe(501)
    expect(await job({ SubQueryExpression: {} })).toBe(501)
    expect(await job({ TopCount: 1, Orders: [{ AttributeName: 'lastname', Alias: 'newest' }] })).toBe(501)
    expect(await job({ PageInfo: { Count: 0, PageNumber: 0 }, SubQueryExpression: null })).toBe(200)
  })
  test('what may not be deleted stays and fails the job', async () => {
    const crm = organization({ settings })
    const product = await crm.create('products', { name: 'P', productnumber: '1' })
    const contact = await crm.create('contacts', { lastname: 'C' })
    await crm.create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${contact})`, 'productid@odata.bind': `/products(${product})` })
    const { body } = await start(crm, {}, [{ EntityName: 'product' }])
    await crm.world.clock.advance(10_000)
    expect(await state(crm, body.JobId)).toEqual([3, 31, expect.stringMatching(/^0 rows were deleted, 1 were not: The object you tried to delete/)])
  })
  test('privileges and parameters', async () => {
    const clerk = organization({
      seed: {
        roles: { Clerk: ['prvReadContact', 'prvDeleteContact'] },
        applicationUsers: [{ applicationid: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31', name: 'Clerk', roles: ['Clerk'] }],
      },
    })
    const refused = await start(clerk)
    expect([refused.status, refused.body.error.code, refused.body.error.message]).toEqual([
      403,
      '0x80040220',
      expect.stringContaining('is missing prvBulkDelete privilege'),
    ])
    const crm = organization()
    for (const [more, queries] of [
      [{ JobName: undefined }, undefined],
      [{ StartDateTime: 'soon' }, undefined],
      [{}, []],
      [{}, [{ EntityName: 'nosuch' }]],
    ] as const)
      expect((await start(crm, more, queries && [...queries])).status).toBe(400)
    expect((await start(crm, { RecurrencePattern: 'FREQ=DAILY' })).status).toBe(501)
  })
})

describe('InstantiateTemplate', () => {
  test('fills an email for a row, which is not stored', async () => {
    const crm = organization()
    const contact = await crm.create('contacts', { firstname: 'Ada', lastname: 'Byron' })
    const incident = await crm.create('incidents', { title: 'Invoice', prioritycode: 1, 'customerid_contact@odata.bind': `/contacts(${contact})` })
    const template = await crm.create('templates', {
      title: 'Received',
      templatetypecode: 'incident',
      languagecode: 1033,
      ispersonal: false,
      subject: 'Your case {!incident:title;}',
      body: 'Dear {!Contact:First Name;customer}, it is {!Case:Priority;} ({!Case:Description;no details}). {!User:Full Name;}',
    })
    const { status, body } = await crm.send('POST', 'InstantiateTemplate', { TemplateId: template, ObjectType: 'incident', ObjectId: incident })
    expect([status, body.value]).toEqual([
      200,
      [
        {
          '@odata.type': '#Microsoft.Dynamics.CRM.email',
          subject: 'Your case Invoice',
          description: 'Dear Ada, it is High (no details). # Rehearsal integration',
          'regardingobjectid_incident_email@odata.bind': `/incidents(${incident})`,
        },
      ],
    ])
    expect((await crm.get('emails')).body.value).toEqual([])
    expect((await crm.send('POST', 'emails', body.value[0])).status).toBe(204)
  })
  test('what is missing is named; XSL is not imitated', async () => {
    const crm = organization()
    const template = await crm.create('templates', { title: 'Old', templatetypecode: 'contact', subject: 'S', body: '<xsl:template/>' })
    const contact = await crm.create('contacts', { lastname: 'C' })
    const ask = (parameters: object) => crm.send('POST', 'InstantiateTemplate', parameters)
    expect((await ask({ TemplateId: contact, ObjectType: 'contact', ObjectId: contact })).body.error.code).toBe('0x80040217')
    expect((await ask({ TemplateId: template, ObjectId: contact })).status).toBe(400)
    expect((await ask({ TemplateId: template, ObjectType: 'contact', ObjectId: contact })).status).toBe(501)
  })
})
