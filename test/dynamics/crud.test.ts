import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

test('a created contact answers 204 with its address and can be read', async () => {
  const { send, get } = organization()
  const created = await send('POST', 'contacts', { firstname: 'Ada', lastname: 'Byron', telephone1: '+49 30 1234567' })
  expect(created.status).toBe(204)
  const address = created.headers.get('odata-entityid') as string
  expect(address).toMatch(new RegExp(`^${ROOT}/contacts\\([0-9a-f-]{36}\\)$`))
  expect(created.headers.get('location')).toBe(address)
  const { status, body, headers } = await get(address)
  expect(status).toBe(200)
  expect(headers.get('odata-version')).toBe('4.0')
  expect(headers.get('content-type')).toBe('application/json; odata.metadata=minimal')
  expect(body).toMatchObject({
    fullname: 'Ada Byron',
    statecode: 0,
    statuscode: 1,
    createdon: '2026-11-20T08:00:00Z',
    telephone1: '+49 30 1234567',
    donotphone: false,
    jobtitle: null,
  })
  expect(body['@odata.context']).toBe(`${ROOT}/$metadata#contacts/$entity`)
  expect(body['@odata.etag']).toBe(`W/"${body.versionnumber}"`)
  expect(body._ownerid_value).toBe(body._createdby_value)
})

test('return=representation answers 201 with the row and no OData-EntityId', async () => {
  const { send } = organization()
  const { status, body, headers } = await send('POST', 'contacts?$select=fullname', { lastname: 'Byron' }, { prefer: 'return=representation' })
  expect(status).toBe(201)
  expect(headers.get('odata-entityid')).toBeNull()
  expect(headers.get('preference-applied')).toBe('return=representation')
  expect(Object.keys(body)).toEqual(['@odata.context', '@odata.etag', 'fullname', 'contactid'])
  expect(body['@odata.context']).toBe(`${ROOT}/$metadata#contacts(fullname)/$entity`)
})

test('PATCH changes what it names and nothing else', async () => {
  const { send, get, create } = organization()
  const id = await create('contacts', { firstname: 'Ada', lastname: 'Byron', jobtitle: 'Analyst' })
  const before = (await get(`contacts(${id})`)).body
  const answer = await send('PATCH', `contacts(${id})`, { lastname: 'Lovelace' })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('odata-entityid')).toBe(`${ROOT}/contacts(${id})`)
  const after = (await get(`contacts(${id})`)).body
  expect(after).toMatchObject({ fullname: 'Ada Lovelace', jobtitle: 'Analyst' })
  expect(after.versionnumber).toBeGreaterThan(before.versionnumber)
})

test('PATCH of an unknown id creates it, unless If-Match forbids', async () => {
  const { send, get } = organization()
  const id = '00000000-1111-2222-3333-444444444444'
  const refused = await send('PATCH', `contacts(${id})`, { lastname: 'Byron' }, { 'if-match': '*' })
  expect(refused.status).toBe(404)
  expect(refused.body.error).toEqual({ code: '0x80040217', message: `contact With Id = ${id} Does Not Exist` })
  expect((await send('PATCH', `contacts(${id})`, { lastname: 'Byron' })).status).toBe(204)
  expect((await get(`contacts(${id})`)).body.lastname).toBe('Byron')
  const exists = await send('PATCH', `contacts(${id})`, { lastname: 'X' }, { 'if-none-match': '*' })
  expect([exists.status, exists.body.error.code]).toEqual([412, '0x80040237'])
})

test('a deleted row is gone', async () => {
  const { send, get, create } = organization()
  const id = await create('accounts', { name: 'Contoso' })
  expect((await send('DELETE', `accounts(${id})`)).status).toBe(204)
  expect((await get(`accounts(${id})`)).status).toBe(404)
  expect((await send('DELETE', `accounts(${id})`)).status).toBe(404)
})

test('a stale ETag is refused with 412, a current one is not', async () => {
  const { send, get, create } = organization()
  const id = await create('contacts', { lastname: 'Byron' })
  const etag = (await get(`contacts(${id})`)).body['@odata.etag']
  expect((await get(`contacts(${id})`, { 'if-none-match': etag })).status).toBe(304)
  expect((await get(`contacts(${id})`, { 'if-none-match': 'null' })).status).toBe(200)
  expect((await send('PATCH', `contacts(${id})`, { lastname: 'A' }, { 'if-match': etag })).status).toBe(204)
  const stale = await send('PATCH', `contacts(${id})`, { lastname: 'B' }, { 'if-match': etag })
  expect([stale.status, stale.body.error.code]).toEqual([412, '0x80060882'])
  expect((await send('DELETE', `contacts(${id})`, undefined, { 'if-match': etag })).status).toBe(412)
})

test('If-Match guards a lookup that is set by reference, and "null" or nothing in it asks for nothing', async () => {
  const { send, get, create } = organization()
  const [id, account] = [await create('contacts', { lastname: 'Byron' }), await create('accounts', { name: 'Contoso' })]
  const stale = { 'if-match': (await get(`contacts(${id})`)).headers.get('etag') as string }
  await send('PATCH', `contacts(${id})`, { lastname: 'A' })
  const link = `contacts(${id})/parentcustomerid_account/$ref`
  expect((await send('PUT', link, { '@odata.id': `/accounts(${account})` }, stale)).status).toBe(412)
  const fresh = { 'if-match': (await get(`contacts(${id})`)).headers.get('etag') as string }
  expect((await send('PUT', link, { '@odata.id': `/accounts(${account})` }, fresh)).status).toBe(204)
  expect((await send('DELETE', link, undefined, fresh)).status).toBe(412)
  for (const [i, none] of ['null', ''].entries())
    expect((await send('PATCH', `contacts(7d1f3c52-0000-4000-8000-00000000000${i})`, { lastname: 'New' }, { 'if-match': none })).status).toBe(204)
})

test('text that is too long is refused with two blanks and noted', async () => {
  const { send, world } = organization()
  const { status, body } = await send('POST', 'tasks', { subject: 'x'.repeat(201) })
  expect(status).toBe(400)
  expect(body.error).toEqual({
    code: '0x80044331',
    message: "A validation error occurred.  The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'.",
  })
  expect(world.journal.all().at(-1)?.remarks).toContainEqual({ kind: 'too-long', field: 'subject', limit: 200, unit: 'characters', sent: 201 })
})

test('lookups are bound by navigation property and shown by value', async () => {
  const { create, get, send } = organization()
  const contact = await create('contacts', { lastname: 'Byron' })
  const incident = await create('incidents', { title: 'Invoice', 'customerid_contact@odata.bind': `/contacts(${contact})` })
  const { body } = await get(`incidents(${incident})`, { prefer: 'odata.include-annotations="*"' })
  expect(body._customerid_value).toBe(contact)
  expect(body['_customerid_value@OData.Community.Display.V1.FormattedValue']).toBe('Byron')
  expect(body['_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname']).toBe('contact')
  expect(body['_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty']).toBe('customerid_contact')
  expect(body['_createdby_value@Microsoft.Dynamics.CRM.associatednavigationproperty']).toBeUndefined()
  expect(body.ticketnumber).toMatch(/^CAS-01000-[A-Z]\d[A-Z]\d[A-Z]\d$/)
  const direct = await send('PATCH', `incidents(${incident})`, { _customerid_value: contact })
  expect([direct.status, direct.body.error.code]).toEqual([400, '0x80060888'])
  const none = await send('POST', 'incidents', { title: 'Nobody' })
  expect(none.body.error).toEqual({ code: '0x80044410', message: 'You should specify a parent contact or account.' })
})

test.each([
  ['*', ['ErrorDetails.OperationStatus', 'ErrorDetails.SubErrorCode', 'HelpLink', 'TraceText', 'InnerError.Message']],
  ['Microsoft.PowerApps.CDS.ErrorDetails*', ['ErrorDetails.OperationStatus', 'ErrorDetails.SubErrorCode']],
  ['OData.Community.Display.V1.FormattedValue,Microsoft.PowerApps.CDS.HelpLink', ['HelpLink']],
  ['Microsoft.Dynamics.CRM.*', []],
])('an error is annotated with what %s asks for', async (annotations, names) => {
  const { body } = await organization().get('contacts?$select=no', { prefer: `odata.include-annotations="${annotations}"` })
  const { code, message, ...notes } = body.error
  expect([code, message]).toEqual(['0x80060888', "Could not find a property named 'no' on type 'Microsoft.Dynamics.CRM.contact'."])
  expect(Object.keys(notes)).toEqual(names.map((name) => `@Microsoft.PowerApps.CDS.${name}`))
  const help = 'http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a80060888&client=platform'
  if (names.includes('HelpLink')) expect(notes['@Microsoft.PowerApps.CDS.HelpLink']).toBe(help)
})

test.each([
  ['return=representation;odata.metadata=none', 'return=representation'],
  ['return=representation, odata.include-annotations="*"', 'return=representation,odata.include-annotations="*"'],
  ['odata.include-annotations="OData.Community.*";q=1,return=representation', 'return=representation,odata.include-annotations="OData.Community.*"'],
])('a write that prefers %s is answered with its row, and says what was applied', async (prefer, applied) => {
  const { status, headers, body } = await organization().send('POST', 'contacts?$select=lastname', { lastname: 'X' }, { prefer })
  expect([status, body.lastname, headers.get('preference-applied')]).toEqual([201, 'X', applied])
})
