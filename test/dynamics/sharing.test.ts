import { expect, test } from 'vitest'
import { CLIENT, organization } from './organization.ts'

const ADA = 'dddddddd-0000-4000-8000-000000000001'
const people = {
  users: [{ azureactivedirectoryobjectid: ADA, name: 'Ada Byron', roles: ['Caller'], systemuserid: ADA }],
  roles: { Caller: ['prvReadContact'] },
}
const typed = (table: string, key: string, id: string) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${table}`, [key]: id })
const ada = typed('systemuser', 'systemuserid', ADA)

function sharing() {
  const org = organization({ seed: people })
  const post = (name: string, body: unknown) => org.send('POST', name, body)
  const target = (id: string) => `Target=@t)?@t={'@odata.id':'contacts(${id})'}`
  return {
    ...org,
    post,
    rights: async (id: string, principal = `systemusers(${ADA})`) =>
      (await org.get(`${principal}/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(${target(id)}`)).body.AccessRights,
    shared: async (id: string) => (await org.get(`RetrieveSharedPrincipalsAndAccess(${target(id)}`)).body.PrincipalAccesses,
  }
}

test('rights are granted, replaced and revoked; roles come on top', async () => {
  const { create, post, rights, shared } = sharing()
  const id = await create('contacts', { lastname: 'Shared' })
  const contact = typed('contact', 'contactid', id)
  expect(await rights(id)).toBe('ReadAccess')
  expect((await post('GrantAccess', { Target: contact, PrincipalAccess: { Principal: ada, AccessMask: 'WriteAccess' } })).status).toBe(204)
  await post('GrantAccess', { Target: contact, PrincipalAccess: { Principal: ada, AccessMask: 'ShareAccess' } })
  expect(await rights(id)).toBe('ReadAccess, WriteAccess, ShareAccess')
  expect(await shared(id)).toEqual([
    { AccessMask: 'WriteAccess, ShareAccess', Principal: { '@odata.type': '#Microsoft.Dynamics.CRM.systemuser', ownerid: ADA, systemuserid: ADA } },
  ])
  await post('ModifyAccess', { Target: contact, PrincipalAccess: { Principal: ada, AccessMask: 'DeleteAccess' } })
  expect(await rights(id)).toBe('ReadAccess, DeleteAccess')
  expect((await post('RevokeAccess', { Target: contact, Revokee: ada })).status).toBe(204)
  expect(await rights(id)).toBe('ReadAccess')
  expect(await shared(id)).toEqual([])
})

test('what a team was granted its members have', async () => {
  const { create, post, send, rights } = sharing()
  const id = await create('contacts', { lastname: 'Shared' })
  const team = await create('teams', { name: 'Support' })
  await post('GrantAccess', {
    Target: typed('contact', 'contactid', id),
    PrincipalAccess: { Principal: typed('team', 'teamid', team), AccessMask: 'WriteAccess' },
  })
  expect(await rights(id, `teams(${team})`)).toBe('WriteAccess')
  expect(await rights(id)).toBe('ReadAccess')
  await send('POST', `teams(${team})/teammembership_association/$ref`, { '@odata.id': `https://rehearsal.crm.dynamics.com/api/data/v9.2/systemusers(${ADA})` })
  expect(await rights(id)).toBe('ReadAccess, WriteAccess')
})

test('shares go with their row', async () => {
  const { create, post, send, shared } = sharing()
  const id = await create('contacts', { lastname: 'Shared' })
  await post('GrantAccess', { Target: typed('contact', 'contactid', id), PrincipalAccess: { Principal: ada, AccessMask: 'WriteAccess' } })
  await send('DELETE', `contacts(${id})`)
  await send('PATCH', `contacts(${id})`, { lastname: 'Again' })
  expect(await shared(id)).toEqual([])
})

test('what cannot be is refused: unknown rights, rows without an owner, no privilege to share', async () => {
  const { create, post } = sharing()
  const id = await create('contacts', { lastname: 'Shared' })
  const unknown = await post('GrantAccess', { Target: typed('contact', 'contactid', id), PrincipalAccess: { Principal: ada, AccessMask: 'FlyAccess' } })
  expect([unknown.status, unknown.body.error.message]).toEqual([400, expect.stringContaining('FlyAccess')])
  const currency = await create('transactioncurrencies', {
    currencyname: 'Euro',
    isocurrencycode: 'EUR',
    currencysymbol: 'E',
    exchangerate: 1,
    currencyprecision: 2,
  })
  const unowned = await post('GrantAccess', {
    Target: typed('transactioncurrency', 'transactioncurrencyid', currency),
    PrincipalAccess: { Principal: ada, AccessMask: 'ReadAccess' },
  })
  expect(unowned.status).toBe(400)
  const weak = organization({
    seed: { ...people, applicationUsers: [{ applicationid: CLIENT, name: 'I', roles: ['Writer'] }], roles: { ...people.roles, Writer: ['prvCreateContact'] } },
  })
  const mine = await weak.create('contacts', { lastname: 'Mine' })
  const refused = await weak.send('POST', 'GrantAccess', {
    Target: typed('contact', 'contactid', mine),
    PrincipalAccess: { Principal: ada, AccessMask: 'ReadAccess' },
  })
  expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('prvShareContact')])
})

test('a new owner takes over what hangs on the row, as its relationships say', async () => {
  const { create, get, send } = organization({ seed: people })
  const contact = await create('contacts', { lastname: 'Owned' })
  const task = await create('tasks', { subject: 'T', 'regardingobjectid_contact_task@odata.bind': `/contacts(${contact})` })
  const note = await create('annotations', { subject: 'N', 'objectid_contact@odata.bind': `/contacts(${contact})` })
  const other = await create('tasks', { subject: 'Elsewhere' })
  expect((await send('PATCH', `contacts(${contact})`, { 'ownerid@odata.bind': `/systemusers(${ADA})` })).status).toBe(204)
  const owner = async (path: string) => (await get(`${path}?$select=_ownerid_value,_owninguser_value`)).body
  for (const path of [`contacts(${contact})`, `tasks(${task})`, `annotations(${note})`]) {
    expect(await owner(path)).toMatchObject({ _ownerid_value: ADA, _owninguser_value: ADA })
  }
  expect((await owner(`tasks(${other})`))._ownerid_value).not.toBe(ADA)
})

test('assigning needs its privilege', async () => {
  const { create, send } = organization({
    seed: {
      ...people,
      applicationUsers: [{ applicationid: CLIENT, name: 'I', roles: ['Writer'] }],
      roles: { ...people.roles, Writer: ['prvCreateContact', 'prvWriteContact'] },
    },
  })
  const id = await create('contacts', { lastname: 'Mine' })
  const { status, body } = await send('PATCH', `contacts(${id})`, { 'ownerid@odata.bind': `/systemusers(${ADA})` })
  expect([status, body.error.message]).toEqual([403, expect.stringContaining('prvAssignContact')])
})

test('SendEmail: a draft goes out, once, to somebody', async () => {
  const { create, get, send } = organization()
  const contact = await create('contacts', { lastname: 'Reader', emailaddress1: 'reader@example.com' })
  const draft = (to?: string) =>
    create('emails', {
      subject: 'Hello',
      ...(to ? { email_activity_parties: [{ 'partyid_contact@odata.bind': `/contacts(${to})`, participationtypemask: 2 }] } : {}),
    })
  const issue = (id: string, body: unknown) => send('POST', `emails(${id})/Microsoft.Dynamics.CRM.SendEmail`, body)
  const id = await draft(contact)
  const sent = await issue(id, { IssueSend: true, TrackingToken: 'CRM:0001' })
  expect([sent.status, sent.body.Subject]).toEqual([200, 'Hello CRM:0001'])
  expect((await get(`emails(${id})`)).body).toMatchObject({ statecode: 1, statuscode: 6, subject: 'Hello CRM:0001', trackingtoken: 'CRM:0001' })
  expect((await issue(id, { IssueSend: true })).status).toBe(400)
  const recorded = await draft(contact)
  await issue(recorded, { IssueSend: false })
  expect((await get(`emails(${recorded})`)).body.statuscode).toBe(3)
  expect((await issue(await draft(), { IssueSend: true })).body.error.code).toBe('0x80040b04')
})
