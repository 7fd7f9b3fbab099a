import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

test('CreateMultiple, UpdateMultiple, UpsertMultiple: all or none', async () => {
  const { get, send } = organization()
  const type = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' }
  const created = await send('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
    Targets: [
      { ...type, lastname: 'A' },
      { ...type, lastname: 'B' },
    ],
  })
  expect(created.body.Ids).toHaveLength(2)
  const [first] = created.body.Ids
  expect((await send('POST', 'contacts/Microsoft.Dynamics.CRM.UpdateMultiple', { Targets: [{ ...type, contactid: first, lastname: 'C' }] })).status).toBe(204)
  const upserted = await send('POST', 'contacts/Microsoft.Dynamics.CRM.UpsertMultiple', {
    Targets: [
      { ...type, contactid: first, lastname: 'D' },
      { ...type, lastname: 'E' },
    ],
  })
  expect(upserted.body.Results.map((one: { RecordCreated: boolean }) => one.RecordCreated)).toEqual([false, true])
  const failed = await send('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
    Targets: [
      { ...type, lastname: 'F' },
      { ...type, lastname: 'x'.repeat(51) },
    ],
  })
  expect(failed.status).toBe(400)
  expect((await get('contacts/$count')).body).toBe('3')
})

test('QualifyLead makes what is asked for', async () => {
  const { create, get, send } = organization()
  const lead = await create('leads', { subject: 'Interested', firstname: 'Ada', lastname: 'Byron', companyname: 'Engines', emailaddress1: 'ada@example.com' })
  const answer = await send('POST', `leads(${lead})/Microsoft.Dynamics.CRM.QualifyLead`, {
    CreateAccount: true,
    CreateContact: true,
    CreateOpportunity: false,
    Status: 3,
  })
  expect(answer.body.value.map((one: Record<string, string>) => one['@odata.type'])).toEqual([
    '#Microsoft.Dynamics.CRM.account',
    '#Microsoft.Dynamics.CRM.contact',
  ])
  expect((await get(`leads(${lead})`)).body).toMatchObject({ statecode: 1, statuscode: 3 })
  expect((await get("contacts?$filter=lastname eq 'Byron'&$expand=parentcustomerid_account($select=name)")).body.value).toMatchObject([
    { emailaddress1: 'ada@example.com', parentcustomerid_account: { name: 'Engines' } },
  ])
})

test('Merge moves what hangs on the subordinate and deactivates it', async () => {
  const { create, get, send } = organization()
  const [target, other] = [await create('contacts', { lastname: 'A' }), await create('contacts', { lastname: 'B', telephone1: '1' })]
  const incident = await create('incidents', { title: 'T', 'customerid_contact@odata.bind': `/contacts(${other})` })
  const type = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' }
  const body = {
    Target: { ...type, contactid: target },
    Subordinate: { ...type, contactid: other },
    UpdateContent: { ...type, telephone1: '1' },
    PerformParentingChecks: false,
  }
  expect((await send('POST', 'Merge', body)).status).toBe(204)
  expect((await get(`incidents(${incident})`)).body._customerid_value).toBe(target)
  expect((await get(`contacts(${other})`)).body).toMatchObject({ statecode: 1, _masterid_value: target })
  expect((await get(`contacts(${target})`)).body.telephone1).toBe('1')
})

test('what is not imitated says so with 501 and shows in the journal', async () => {
  const { create, send, world } = organization()
  const id = await create('contacts', { lastname: 'A' })
  const answer = await send('POST', `contacts(${id})/Microsoft.Dynamics.CRM.NoSuchAction`, {})
  expect(answer.status).toBe(501)
  expect(answer.body.error.message).toContain('NoSuchAction')
  expect(world.journal.all().at(-1)?.remarks).toContainEqual(expect.objectContaining({ kind: 'not-imitated' }))
})

test('targets of UpdateMultiple and UpsertMultiple may be named by @odata.id, and by an alternate key there', async () => {
  const { create, get, send } = organization({ seed: { customization: { keys: { account: [{ name: 'number', columns: ['accountnumber'] }] } } } })
  const id = await create('accounts', { name: 'A', accountnumber: 'A1' })
  const type = { '@odata.type': 'Microsoft.Dynamics.CRM.account' }
  const all = (name: string, targets: object[]) =>
    send('POST', `accounts/Microsoft.Dynamics.CRM.${name}`, { Targets: targets.map((one) => ({ ...type, ...one })) })
  const { body } = await all('UpsertMultiple', [
    { '@odata.id': "accounts(accountnumber='A1')", name: 'B' },
    { '@odata.id': "accounts(accountnumber='A2')", name: 'C' },
  ])
  expect(body.Results.map((one: { RecordCreated: boolean }) => one.RecordCreated)).toEqual([false, true])
  expect((await all('UpdateMultiple', [{ '@odata.id': `${ROOT}/accounts(${id})`, telephone1: '1' }])).status).toBe(204)
  expect((await get('accounts?$select=name,accountnumber,telephone1')).body.value).toMatchObject([
    { name: 'B', accountnumber: 'A1', telephone1: '1' },
    { name: 'C', accountnumber: 'A2', telephone1: null },
  ])
  expect((await all('UpdateMultiple', [{ '@odata.id': "accounts(accountnumber='A3')", name: 'D' }])).status).toBe(404)
  expect((await all('UpsertMultiple', [{ '@odata.id': `contacts(${id})`, name: 'D' }])).body.error.code).toBe('0x80040203')
})

test('a body’s word on the alternate key that names its row counts where the row is made, and is passed over where it is changed', async () => {
  const { get, send } = organization({ seed: { customization: { keys: { account: [{ name: 'number', columns: ['accountnumber'] }] } } } })
  const target = { '@odata.type': 'Microsoft.Dynamics.CRM.account', '@odata.id': "accounts(accountnumber='A9')", accountnumber: 'B3', name: 'C' }
  for (const [path, body] of [
    ["accounts(accountnumber='A1')", { accountnumber: 'A9', name: 'A' }],
    ["accounts(accountnumber='A9')", { accountnumber: 'B2', name: 'B' }],
  ] as const)
    expect((await send('PATCH', path, body)).status).toBe(204)
  for (const action of ['UpdateMultiple', 'UpsertMultiple']) await send('POST', `accounts/Microsoft.Dynamics.CRM.${action}`, { Targets: [target] })
  expect((await get('accounts?$select=name,accountnumber')).body.value).toMatchObject([{ name: 'C', accountnumber: 'A9' }])
})
