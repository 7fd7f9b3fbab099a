import { describe, expect, test } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { organization, ROOT } from './organization.ts'

const failing = (answer: { status: number; body: { error?: { code: string } } }) => [answer.status, answer.body.error?.code]

describe('values', () => {
  test.each([
    ['an unknown column', { nosuch: 1 }, 400, '0x80048d19'],
    ['a lookup that is written directly', { _parentcustomerid_value: '00000000-0000-0000-0000-000000000001' }, 400, '0x80060888'],
    ['a bind to no navigation property', { 'nosuch@odata.bind': '/accounts(1)' }, 400, '0x80048d19'],
    ['text for a number', { numberofchildren: 'Charity' }, 400, '0x80048d19'],
    ['a number out of range', { numberofchildren: -1 }, 400, '0x8004432f'],
    ['an amount out of range', { annualincome: -1 }, 400, '0x80044330'],
    ['a decimal number out of range', { address1_latitude: 91 }, 400, '0x80044330'],
    ['an option that does not exist', { preferredcontactmethodcode: 99 }, 400, '0x8004431a'],
    ['a number for text', { lastname: 5 }, 400, '0x80048d19'],
    ['a row that does not exist', { 'parentcustomerid_account@odata.bind': '/accounts(00000000-0000-0000-0000-000000000001)' }, 404, '0x80040217'],
    ['a set that does not exist', { 'parentcustomerid_account@odata.bind': '/nosuch(00000000-0000-0000-0000-000000000001)' }, 404, '0x80060888'],
  ])('%s is refused', async (_name, row, status, code) => {
    const { send, get } = organization()
    expect(failing(await send('POST', 'contacts', { lastname: 'X', ...row }))).toEqual([status, code])
    expect((await get('contacts')).body.value).toEqual([])
  })

  test('a body that is not JSON is refused, and so is none', async () => {
    const { send } = organization()
    expect(failing(await send('POST', 'contacts', '{"lastname":'))).toEqual([400, '0x80048d19'])
    expect(failing(await send('POST', 'contacts', ''))).toEqual([400, '0x80048d19'])
    expect(failing(await send('POST', 'contacts', '[]'))).toEqual([400, '0x80048d19'])
  })

  test('text that says a number or a Boolean is read as one', async () => {
    const { create, get } = organization()
    const id = await create('contacts', {
      lastname: 'X',
      numberofchildren: '3',
      donotphone: 'true',
      birthdate: '1815-12-10',
      address1_city: 'London',
      address1_country: 'UK',
    })
    expect((await get(`contacts(${id})`)).body).toMatchObject({
      numberofchildren: 3,
      donotphone: true,
      birthdate: '1815-12-10',
      address1_composite: 'London\r\nUK',
    })
  })

  test('a case is resolved once', async () => {
    const { create, send } = organization()
    const contact = await create('contacts', { lastname: 'Byron' })
    const id = await create('incidents', { title: 'Invoice', 'customerid_contact@odata.bind': `/contacts(${contact})` })
    const resolution = { subject: 'Done', 'incidentid@odata.bind': `/incidents(${id})` }
    const close = () => send('POST', 'CloseIncident', { IncidentResolution: resolution, Status: 5 })
    expect((await close()).status).toBe(204)
    expect((await close()).body.error).toMatchObject({ code: '0x80044411', message: 'Already Closed or Canceled' })
    const { status, body } = await send('PATCH', `incidents(${id})`, { statecode: 1, statuscode: 1000 })
    expect([status, body.error]).toMatchObject([400, { code: '0x800404cf', message: expect.stringMatching(/^This case has already been resolved\./) }])
  })

  test('a day is written as a day for people, with or without a time behind it', async () => {
    const { create, get } = organization()
    const id = await create('contacts', { lastname: 'X', birthdate: '1815-12-10', overriddencreatedon: '2024-02-09T15:05:00Z' })
    const { body } = await get(`contacts(${id})`, { prefer: 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"' })
    const shown = (column: string) => body[`${column}@OData.Community.Display.V1.FormattedValue`]
    expect([shown('birthdate'), shown('overriddencreatedon'), shown('createdon')]).toEqual(['12/10/1815', '2/9/2024', expect.stringMatching(/\d [AP]M$/)])
  })

  test('money brings its currency and its amount in the base currency', async () => {
    const { create, get, send } = organization()
    const id = await create('contacts', { lastname: 'X', creditlimit: 12.345, creditlimit_base: 7 })
    const { body } = await get(`contacts(${id})`, { prefer: 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"' })
    expect(body.creditlimit).toBeCloseTo(12.35, 1)
    expect([body.creditlimit_base, body.annualincome_base, body.exchangerate]).toEqual([body.creditlimit, null, 1])
    expect(body['creditlimit@OData.Community.Display.V1.FormattedValue']).toMatch(/^\$12\.3/)
    expect(body._transactioncurrencyid_value).toMatch(/^[0-9a-f-]{36}$/)
    await send('PATCH', `contacts(${id})`, { creditlimit: null })
    expect((await get(`contacts(${id})?$select=creditlimit_base`)).body.creditlimit_base).toBeNull()
  })

  test.each(['/contacts(ID)', 'contacts(ID)', `${ROOT}/contacts(ID)`, '/contacts({ID})'])('a bind may be written %s', async (form) => {
    const { create, get } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const task = await create('tasks', { subject: 'T', 'regardingobjectid_contact_task@odata.bind': form.replace('ID', contact) })
    expect((await get(`tasks(${task})`)).body._regardingobjectid_value).toBe(contact)
  })

  test('a bind to null clears', async () => {
    const { create, get, send } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const account = await create('accounts', { name: 'A', 'primarycontactid@odata.bind': `contacts(${contact})` })
    expect((await send('PATCH', `accounts(${account})`, { 'primarycontactid@odata.bind': null })).status).toBe(204)
    expect((await get(`accounts(${account})/primarycontactid`)).status).toBe(204)
  })
})

describe('states', () => {
  test('a status takes its state along; a pair must fit', async () => {
    const { create, get, send } = organization()
    const task = await create('tasks', { subject: 'T' })
    expect((await get(`tasks(${task})`)).body).toMatchObject({ statecode: 0, statuscode: 2, activitytypecode: 'task' })
    await send('PATCH', `tasks(${task})`, { statuscode: 5 })
    expect((await get(`tasks(${task})`)).body).toMatchObject({ statecode: 1, statuscode: 5 })
    expect(failing(await send('PATCH', `tasks(${task})`, { statecode: 0, statuscode: 5 }))).toEqual([400, '0x80048408'])
  })

  test('a case is resolved by CloseIncident only, and not while activities are open', async () => {
    const { create, get, send } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const incident = await create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${contact})` })
    const task = await create('tasks', { subject: 'T', 'regardingobjectid_incident_task@odata.bind': `/incidents(${incident})` })
    expect(failing(await send('PATCH', `incidents(${incident})`, { statecode: 1, statuscode: 5 }))).toEqual([400, '0x80048408'])
    const close = () =>
      send('POST', 'CloseIncident', { IncidentResolution: { subject: 'Done', 'incidentid@odata.bind': `/incidents(${incident})` }, Status: -1 })
    expect(failing(await close())).toEqual([400, '0x8004440a'])
    expect((await get('incidentresolutions')).body.value).toEqual([])
    await send('PATCH', `tasks(${task})`, { statecode: 1 })
    expect((await close()).status).toBe(204)
    expect((await get(`incidents(${incident})/Incident_IncidentResolutions`)).body.value).toMatchObject([{ subject: 'Done', statecode: 1 }])
    expect((await send('PATCH', `incidents(${incident})`, { statecode: 0 })).status).toBe(204)
    expect((await send('PATCH', `incidents(${incident})`, { statecode: 2 })).status).toBe(204)
  })
})

describe('what hangs on a row', () => {
  test('deleting a contact deletes its cases and their activities, and clears the account that names it', async () => {
    const { create, get, send } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const account = await create('accounts', { name: 'A', 'primarycontactid@odata.bind': `/contacts(${contact})` })
    const incident = await create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${contact})` })
    const task = await create('tasks', { subject: 'T', 'regardingobjectid_incident_task@odata.bind': `/incidents(${incident})` })
    const note = await create('annotations', { subject: 'N', 'objectid_incident@odata.bind': `/incidents(${incident})` })
    expect((await send('DELETE', `contacts(${contact})`)).status).toBe(204)
    for (const gone of [`incidents(${incident})`, `tasks(${task})`, `annotations(${note})`]) expect((await get(gone)).status).toBe(404)
    expect((await get(`accounts(${account})`)).body._primarycontactid_value).toBeNull()
  })

  test('a subject in use cannot be deleted', async () => {
    const { create, send } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const subject = await create('subjects', { title: 'S' })
    await create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${contact})`, 'subjectid@odata.bind': `/subjects(${subject})` })
    expect(failing(await send('DELETE', `subjects(${subject})`))).toEqual([405, '0x80040227'])
  })

  test('the parties of a phone call', async () => {
    const { create, get, send } = organization()
    const contact = await create('contacts', { lastname: 'X' })
    const { UserId } = (await get('WhoAmI')).body
    const call = await create('phonecalls', {
      subject: 'Call',
      phonenumber: '+49 30 1234567',
      directioncode: false,
      phonecall_activity_parties: [
        { 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 1 },
        { 'partyid_systemuser@odata.bind': `/systemusers(${UserId})`, participationtypemask: 2 },
      ],
    })
    const parties = async () => (await get(`phonecalls(${call})/phonecall_activity_parties?$select=participationtypemask,_partyid_value`)).body.value
    expect(await parties()).toMatchObject([
      { participationtypemask: 1, _partyid_value: contact },
      { participationtypemask: 2, _partyid_value: UserId },
    ])
    await send('PATCH', `phonecalls(${call})`, {
      phonecall_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${contact})`, participationtypemask: 2 }],
    })
    expect(await parties()).toHaveLength(1)
    const replaced = { value: [{ 'partyid_systemuser@odata.bind': `systemusers(${UserId})`, participationtypemask: 1 }] }
    expect((await send('PUT', `phonecalls(${call})/phonecall_activity_parties`, replaced)).status).toBe(204)
    expect(await parties()).toMatchObject([{ participationtypemask: 1, _partyid_value: UserId }])
    expect(failing(await send('PUT', `contacts(${contact})/Contact_Phonecalls`, replaced))).toEqual([405, '0x80060888'])
  })

  test('every activity shows in activitypointers, and through a type cast', async () => {
    const { create, get } = organization()
    await create('tasks', { subject: 'One' })
    await create('phonecalls', { subject: 'Two' })
    expect((await get('activitypointers?$select=subject,activitytypecode')).body.value).toMatchObject([
      { subject: 'One', activitytypecode: 'task' },
      { subject: 'Two', activitytypecode: 'phonecall' },
    ])
    const cast = (await get('activitypointers/Microsoft.Dynamics.CRM.phonecall?$select=subject')).body
    expect([cast['@odata.context'], cast.value.length]).toEqual([`${ROOT}/$metadata#activitypointers(subject)`, 1])
  })

  test('a deep insert that fails in the middle leaves nothing', async () => {
    const { get, send } = organization()
    const answer = await send('POST', 'accounts', { name: 'A', primarycontactid: { lastname: 'B' }, Account_Tasks: [{ subject: 'x'.repeat(201) }] })
    expect(answer.status).toBe(400)
    for (const set of ['accounts', 'contacts', 'tasks']) expect((await get(`${set}/$count`)).body).toBe('0')
    const id = '00000000-0000-0000-0000-00000000000a'
    await send('PATCH', `accounts(${id})`, { name: 'A' })
    expect((await send('PATCH', `accounts(${id})`, { Account_Tasks: [{ subject: 'x' }] })).status).toBe(400)
  })

  test('single properties: read, raw, write, clear', async () => {
    const { create, get, send } = organization()
    const id = await create('contacts', { firstname: 'Ada', lastname: 'Byron' })
    expect((await get(`contacts(${id})/fullname`)).body).toEqual({ '@odata.context': `${ROOT}/$metadata#contacts(${id})/fullname`, value: 'Ada Byron' })
    expect((await get(`contacts(${id})/jobtitle`)).status).toBe(204)
    const raw = await get(`contacts(${id})/contactid/$value`)
    expect([raw.body, raw.headers.get('content-type')]).toEqual([id, 'text/plain'])
    expect((await send('PUT', `contacts(${id})/lastname`, { value: 'Lovelace' })).status).toBe(204)
    expect((await send('DELETE', `contacts(${id})/firstname`)).status).toBe(204)
    expect((await get(`contacts(${id})`)).body.fullname).toBe('Lovelace')
    expect((await get(`contacts(${id})/nosuch`)).status).toBe(404)
  })
})

test('a case keeps a customer', async () => {
  const { create, send } = organization()
  const contact = await create('contacts', { lastname: 'A' })
  const incident = await create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${contact})` })
  const { status, body } = await send('PATCH', `incidents(${incident})`, { 'customerid_contact@odata.bind': null })
  expect([status, body.error.code]).toEqual([400, '0x80044410'])
})

test('what the system requires is not set to null; a status that is, is the one that the state starts with', async () => {
  const { create, get, send } = organization()
  const task = await create('tasks', { subject: 'T' })
  for (const set of ['tasks', 'activitypointers']) {
    const { status, body } = await send('PATCH', `${set}(${task})`, { statecode: null })
    expect([status, body.error]).toEqual([400, { code: '0x80040203', message: 'Attribute: statecode cannot be set to NULL' }])
  }
  expect((await send('PUT', `tasks(${task})/statecode`, { value: null })).status).toBe(400)
  expect((await send('PATCH', `tasks(${task})`, { statecode: 0, statuscode: 3, subject: null })).status).toBe(204)
  expect((await send('PATCH', `tasks(${task})`, { statuscode: null })).status).toBe(204)
  expect((await get(`tasks(${task})?$select=subject,statecode,statuscode`)).body).toMatchObject({ subject: null, statecode: 0, statuscode: 2 })
})

test('a World that is forked with its parent’s seed gives rows ids of their own', async () => {
  const { worlds, world, token, create } = organization()
  const before = await create('contacts', { lastname: 'Byron' })
  const fork = worldFetch(worlds, worlds.fork('same', { seed: world.seed }))
  const ids = []
  for (const lastname of ['Lovelace', 'King']) {
    const made = await fork(`${ROOT}/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ lastname }),
    })
    expect(made.status).toBe(204)
    ids.push(/\(([^)]+)\)$/.exec(made.headers.get('odata-entityid') ?? '')?.[1])
  }
  expect(new Set([before, ...ids]).size).toBe(3)
})

test('a single property of a row that has changed since is neither set nor cleared', async () => {
  const { create, get, send } = organization()
  const contact = `contacts(${await create('contacts', { lastname: 'Byron' })})`
  const stale = { 'if-match': (await get(contact)).headers.get('etag') as string }
  await send('PATCH', contact, { jobtitle: 'Analyst' })
  expect((await send('PUT', `${contact}/jobtitle`, { value: 'Poet' }, stale)).body.error?.code).toBe('0x80060882')
  expect((await send('DELETE', `${contact}/jobtitle`, undefined, stale)).body.error?.code).toBe('0x80060882')
  const fresh = { 'if-match': (await get(contact)).headers.get('etag') as string }
  expect((await send('PUT', `${contact}/jobtitle`, { value: 'Poet' }, fresh)).status).toBe(204)
  expect((await get(`${contact}/jobtitle`)).body.value).toBe('Poet')
})

test('a row has an owner: none is the caller on creation, and refused afterwards', async () => {
  const { create, get, send } = organization()
  const caller = (await get('WhoAmI')).body.UserId
  const contact = `contacts(${await create('contacts', { lastname: 'Byron', 'ownerid@odata.bind': null })})`
  const owner = async () => (await get(`${contact}?$select=_ownerid_value`)).body._ownerid_value
  expect(await owner()).toBe(caller)
  const invalid = { status: 400, body: { error: { code: '0x80040229', message: 'The owner ID is invalid or missing.' } } }
  expect(await send('PATCH', contact, { 'ownerid@odata.bind': null })).toMatchObject(invalid)
  expect(await send('DELETE', `${contact}/ownerid/$ref`)).toMatchObject(invalid)
  expect(await owner()).toBe(caller)
})

test('a row that hangs on another one is not taken from it by a collection that it is not in', async () => {
  const { create, get, send } = organization()
  const [first, second] = [await create('accounts', { name: 'A' }), await create('accounts', { name: 'B' })]
  const contact = await create('contacts', { lastname: 'Byron', 'parentcustomerid_account@odata.bind': `/accounts(${first})` })
  const parent = async () => (await get(`contacts(${contact})?$select=_parentcustomerid_value`)).body._parentcustomerid_value
  await send('DELETE', `accounts(${second})/contact_customer_accounts(${contact})/$ref`)
  expect(await parent()).toBe(first)
  expect((await send('DELETE', `accounts(${first})/contact_customer_accounts(${contact})/$ref`)).status).toBe(204)
  expect(await parent()).toBeNull()
})

test('a body is JSON and says so: what else curl and fetch say by themselves is refused', async () => {
  const { send, world } = organization()
  const sent = async (type: string) => (await send('POST', 'contacts', '{"lastname":"A"}', { 'content-type': type })).status
  expect([await sent('application/json;charset=utf-8;odata.metadata=minimal'), await sent('application/json; type=entry')]).toEqual([204, 204])
  expect([await sent('text/plain;charset=UTF-8'), await sent('application/x-www-form-urlencoded'), await sent('application/xml')]).toEqual([415, 415, 415])
  const { body } = await send('POST', 'WinOpportunity', '{}', { 'content-type': 'text/plain' })
  expect(body.error.message).toBe("The request entity's media type 'text/plain' is not supported for this resource.")
  const part = '--b\nContent-Type: application/http\n\nPOST contacts HTTP/1.1\n\n{"lastname":"B"}\n--b--'
  expect((await send('POST', '$batch', part, { 'content-type': 'multipart/mixed; boundary=b' })).body).toContain('204 No Content')
  expect(world.journal.all().at(-1)?.remarks).toContainEqual({ kind: 'ignored', what: 'no Content-Type: the service wants application/json' })
})

test('what has no body needs no Content-Type', async () => {
  const { send, world } = organization()
  await send('POST', 'WinOpportunity')
  expect(world.journal.all().at(-1)?.remarks).not.toContainEqual(expect.objectContaining({ kind: 'ignored' }))
})
