import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

test('respond-async is ignored by what does not take long', async () => {
  const { send } = organization()
  expect((await send('POST', 'contacts', { lastname: 'A' }, { prefer: 'respond-async' })).status).toBe(204)
})

test('a note carries its file as base64', async () => {
  const { create, get, send } = organization()
  const documentbody = Buffer.from('hello').toString('base64')
  const id = await create('annotations', { subject: 'S', filename: 'a.txt', mimetype: 'text/plain', isdocument: true, documentbody })
  expect((await get(`annotations(${id})`)).body).toMatchObject({ filename: 'a.txt', isdocument: true, documentbody })
  const kept = async (sent: string) => {
    const { status, body } = await send('PATCH', `annotations(${id})`, { documentbody: sent })
    return status === 204 || [status, body.error]
  }
  const refused = [400, { code: '0x80040203', message: expect.stringMatching(/^The input is not a valid Base-64 string/) }]
  expect([await kept('aGVs\r\nbG8='), await kept(''), await kept('hello world!'), await kept('aGVsbG8'), await kept('_-8=')]).toEqual([
    true,
    true,
    refused,
    refused,
    refused,
  ])
})

test('columns that the Web API does not have are unknown', async () => {
  const { get } = organization()
  for (const name of ['owneridname', 'owneridtype']) {
    const { status, body } = await get(`contacts?$select=${name}`)
    expect([status, body.error.message]).toEqual([400, `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.contact'.`])
  }
})

test('$levels is refused, as Dataverse does not have it', async () => {
  const { get } = organization()
  const { status, body } = await get('accounts?$expand=primarycontactid($levels=2)')
  expect([status, body.error.message]).toEqual([400, 'The query parameter $levels is not supported.'])
})

test('a lookup is a property; a part of a property is 501', async () => {
  const { create, get } = organization()
  const contact = await create('contacts', { lastname: 'C' })
  const account = await create('accounts', { name: 'A', 'primarycontactid@odata.bind': `/contacts(${contact})` })
  expect((await get(`accounts(${account})/_primarycontactid_value`)).body.value).toBe(contact)
  expect((await get(`accounts(${account})/name/CanBeChanged`)).status).toBe(501)
})

test('numbers and choices out of range are refused', async () => {
  const { send } = organization()
  const number = await send('POST', 'accounts', { name: 'A', numberofemployees: -5 })
  expect([number.status, number.body.error.code]).toEqual([400, '0x8004432f'])
  const choice = await send('POST', 'contacts', { lastname: 'A', gendercode: 99 })
  expect([choice.status, choice.body.error.code]).toEqual([400, '0x8004431a'])
})

test('opportunities are won and lost, once', async () => {
  const { create, get, send } = organization()
  const close = (name: string, id: string, status: number) =>
    send('POST', name, { Status: status, OpportunityClose: { subject: 'Over', 'opportunityid@odata.bind': `${ROOT}/opportunities(${id})` } })
  const won = await create('opportunities', { name: 'Won' })
  const lost = await create('opportunities', { name: 'Lost' })
  expect((await close('WinOpportunity', won, 3)).status).toBe(204)
  expect((await close('LoseOpportunity', lost, 5)).status).toBe(204)
  expect((await get(`opportunities(${won})`)).body).toMatchObject({ statecode: 1, statuscode: 3 })
  expect((await get(`opportunities(${lost})`)).body).toMatchObject({ statecode: 2, statuscode: 5 })
  expect((await close('WinOpportunity', lost, 3)).status).toBe(400)
})

test('$ref: read, $id on reading refused, no count of it; removed by $id', async () => {
  const { create, get, send } = organization()
  const account = await create('accounts', { name: 'A' })
  const contact = await create('contacts', { lastname: 'C', 'parentcustomerid_account@odata.bind': `/accounts(${account})` })
  const links = `accounts(${account})/contact_customer_accounts/$ref`
  const address = `${ROOT}/contacts(${contact})`
  expect((await get(links)).body).toMatchObject({ '@odata.context': `${ROOT}/$metadata#Collection($ref)`, value: [{ '@odata.id': address }] })
  expect((await get(`${links}?$id=${address}`)).status).toBe(400)
  expect((await get(`${links}/$count`)).status).toBe(404)
  expect((await send('DELETE', `${links}?$id=${address}`)).status).toBe(204)
  expect((await get(links)).body.value).toEqual([])
})

test('totals as annotations: -1 when nobody counts', async () => {
  const { get } = organization({ seed: { generate: { contacts: 3 } } })
  const prefer = { prefer: 'odata.include-annotations="*"' }
  expect((await get('contacts?$count=true', prefer)).body).toMatchObject({
    '@odata.count': 3,
    '@Microsoft.Dynamics.CRM.totalrecordcount': 3,
    '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
  })
  expect((await get('contacts', prefer)).body['@Microsoft.Dynamics.CRM.totalrecordcount']).toBe(-1)
})

test('odata.metadata=none leaves out contexts and ETags, not counts and links', async () => {
  const { get } = organization({ seed: { generate: { contacts: 3 } } })
  const { headers, body } = await get('contacts?$select=lastname&$count=true', {
    accept: 'application/json;odata.metadata=none',
    prefer: 'odata.maxpagesize=1',
  })
  expect(headers.get('content-type')).toBe('application/json; odata.metadata=none')
  expect(Object.keys(body).sort()).toEqual(['@odata.count', '@odata.nextLink', 'value'])
  expect(Object.keys(body.value[0]).sort()).toEqual(['contactid', 'lastname'])
})

test('headers of a real answer; every version; braces and upper case in a GUID', async () => {
  const { create, get } = organization()
  const id = await create('contacts', { lastname: 'A' })
  const { status, headers } = await get(`https://rehearsal.crm.dynamics.com/api/data/v8.2/contacts({${id.toUpperCase()}})`)
  expect(status).toBe(200)
  expect(headers.get('odata-version')).toBe('4.0')
  expect(headers.get('req_id')).toBe(headers.get('x-ms-service-request-id'))
  expect(headers.get('set-cookie')).toContain('ARRAffinity=')
})

test('a bind to what is no navigation property is named', async () => {
  const { send } = organization()
  const { status, body } = await send('POST', 'contacts', { 'nonsense@odata.bind': '/accounts(1)' })
  expect([status, body.error.code]).toEqual([400, '0x80048d19'])
  expect(body.error.message).toContain("An undeclared property 'nonsense'")
})

test('odata.metadata=full tells types and addresses, of expanded rows too', async () => {
  const { create, get } = organization()
  const contact = await create('contacts', { lastname: 'C', creditlimit: 5 })
  const account = await create('accounts', { name: 'A', 'primarycontactid@odata.bind': `/contacts(${contact})` })
  const full = { accept: 'application/json;odata.metadata=full' }
  const { headers, body } = await get(`accounts(${account})?$select=name,createdon&$expand=primarycontactid($select=creditlimit)`, full)
  expect(headers.get('content-type')).toBe('application/json; odata.metadata=full')
  expect(body).toMatchObject({
    '@odata.type': '#Microsoft.Dynamics.CRM.account',
    '@odata.id': `${ROOT}/accounts(${account})`,
    '@odata.editLink': `accounts(${account})`,
    'createdon@odata.type': '#DateTimeOffset',
    'accountid@odata.type': '#Guid',
    'primarycontactid@odata.navigationLink': `${ROOT}/accounts(${account})/primarycontactid`,
    'Account_Tasks@odata.associationLink': `${ROOT}/accounts(${account})/Account_Tasks/$ref`,
    primarycontactid: { '@odata.type': '#Microsoft.Dynamics.CRM.contact', '@odata.editLink': `contacts(${contact})`, 'creditlimit@odata.type': '#Decimal' },
  })
  expect('name@odata.type' in body).toBe(false)
  const rows = (await get('contacts?$select=lastname', full)).body.value
  expect(rows).toMatchObject([{ '@odata.type': '#Microsoft.Dynamics.CRM.contact', lastname: 'C' }])
  expect((await get('WhoAmI', full)).status).toBe(200)
})

test('every table is read as a set, counted, and described', async () => {
  const { world, get } = organization()
  const { model } = (await import('../../mocks/dynamics/data/organization.ts')).organizationOf(world)
  for (const { name, set } of model.tables.values()) {
    expect([name, (await get(`${set}?$top=1`, { prefer: 'odata.include-annotations="*"' })).status]).toEqual([name, 200])
    expect((await get(`EntityDefinitions(LogicalName='${name}')?$select=EntitySetName`)).body.EntitySetName).toBe(set)
  }
  expect(model.tables.size).toBe(35)
})

test('the service document names every set', async () => {
  const { get } = organization()
  for (const address of [ROOT, `${ROOT}/`]) {
    const { status, body } = await get(address)
    expect([status, body['@odata.context']]).toEqual([200, `${ROOT}/$metadata`])
    expect(body.value).toContainEqual({ name: 'contacts', kind: 'EntitySet', url: 'contacts' })
  }
})

test('a browser of another origin may ask', async () => {
  const { send, get } = organization()
  const preflight = await send('OPTIONS', 'contacts', undefined, {
    origin: 'https://desk.example',
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,if-match',
  })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,if-match')
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
  expect((await get('contacts', { origin: 'https://desk.example' })).headers.get('access-control-allow-origin')).toBe('*')
  expect((await get('contacts')).headers.get('access-control-allow-origin')).toBeNull()
})

test('a row that is posted to a collection belongs to it', async () => {
  const { create, get, send } = organization()
  const contact = await create('contacts', { lastname: 'C' })
  const made = await send('POST', `contacts(${contact})/Contact_Tasks`, { subject: 'Call back' }, { prefer: 'return=representation' })
  expect([made.status, made.body.subject, made.body._regardingobjectid_value]).toEqual([201, 'Call back', contact])
  const lead = await send('POST', `contacts(${contact})/contactleads_association`, { lastname: 'L' })
  expect([lead.status, lead.headers.get('odata-entityid')]).toEqual([204, expect.stringContaining('/leads(')])
  expect((await get(`contacts(${contact})/contactleads_association`)).body.value).toHaveLength(1)
})

test('a day that no calendar has is refused', async () => {
  const { send } = organization()
  for (const birthdate of ['1990-02-30', '2023-02-29', '1990-13-01']) {
    const { status, body } = await send('POST', 'contacts', { lastname: 'A', birthdate })
    expect([status, body.error.code]).toEqual([400, '0x80048d19'])
  }
  expect((await send('POST', 'tasks', { subject: 'A', scheduledend: '2023-02-29T08:00:00Z' })).status).toBe(400)
  expect((await send('POST', 'contacts', { lastname: 'A', birthdate: '2024-02-29' })).status).toBe(204)
})

test('users and teams show both of their keys, selected or not', async () => {
  const { get } = organization()
  const { UserId } = (await get('WhoAmI')).body
  const { body } = await get(`systemusers(${UserId})?$select=fullname`)
  expect(body).toMatchObject({ fullname: '# Rehearsal integration', systemuserid: UserId, ownerid: UserId })
})

test('headers that change nothing here are taken', async () => {
  const { send } = organization()
  const headers = {
    'MSCRM.SolutionUniqueName': 'x',
    'MSCRM.BypassCustomPluginExecution': 'true',
    'MSCRM.BypassBusinessLogicExecution': 'CustomSync,CustomAsync',
    'MSCRM.MergeLabels': 'true',
    'MSCRM.IncludeMipSensitivityLabel': 'true',
    'MSCRM.SuppressDuplicateDetection': 'true',
    Consistency: 'Strong',
    'OData-MaxVersion': '4.0',
    'OData-Version': '4.0',
  }
  expect((await send('POST', 'contacts', { lastname: 'A' }, headers)).status).toBe(204)
})
