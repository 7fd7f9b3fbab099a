import { expect, test } from 'vitest'
import { unboundActions } from '../../mocks/dynamics/actions/index.ts'
import { functions } from '../../mocks/dynamics/functions/index.ts'
import { NOT_IMITATED } from '../../mocks/dynamics/not-imitated.ts'
import { organization, ROOT } from './organization.ts'

test('RetrieveCurrentOrganization names the organisation, its addresses and its tenant', async () => {
  const { get } = organization({
    seed: { organization: 'contoso', tenantId: 'aaaaaaaa-0000-4000-8000-000000000001' },
    token: { audience: 'https://contoso.crm.dynamics.com' },
  })
  const { status, body } = await get(
    "https://contoso.crm.dynamics.com/api/data/v9.2/RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
  )
  expect(status).toBe(200)
  expect(body['@odata.context']).toMatch(/#Microsoft\.Dynamics\.CRM\.RetrieveCurrentOrganizationResponse$/)
  expect(body.Detail).toMatchObject({ UniqueName: 'contoso', TenantId: 'aaaaaaaa-0000-4000-8000-000000000001', State: 'Enabled' })
  expect(body.Detail.Endpoints.Values).toContain('https://contoso.crm.dynamics.com/')
})

test('RetrieveTotalRecordCount counts each table; an unknown one is refused', async () => {
  const { get } = organization({ seed: { generate: { contacts: 7, incidents: 2 } } })
  const { body } = await get(`RetrieveTotalRecordCount(EntityNames=@n)?@n=${encodeURIComponent('["contact","incident"]')}`)
  expect(body.EntityRecordCountCollection).toMatchObject({ Count: 2, Keys: ['contact', 'incident'], Values: [7, 2] })
  expect((await get(`RetrieveTotalRecordCount(EntityNames=@n)?@n=${encodeURIComponent('["nonsense"]')}`)).status).toBe(400)
})

test('FormatAddress puts the parts on lines and leaves out what is missing', async () => {
  const { get } = organization()
  const address = async (parts: string) => (await get(`FormatAddress(${parts})`)).body.Address
  expect(await address("Line1='123 Maple St.',City='Seattle',StateOrProvince='WA',PostalCode='98007',Country='United States'")).toBe(
    '123 Maple St.\r\nSeattle, WA 98007\r\nUnited States',
  )
  expect(await address("City='Bonn'")).toBe('Bonn')
})

test('InitializeFrom proposes a row that hangs on another and stores nothing', async () => {
  const { create, get } = organization()
  const id = await create('accounts', { name: 'Contoso', telephone1: '555', websiteurl: 'https://contoso.example' })
  const moniker = encodeURIComponent(`{'@odata.id':'accounts(${id})'}`)
  const { body } = await get(`InitializeFrom(EntityMoniker=@m,TargetEntityName='account',TargetFieldType='ValidForCreate')?@m=${moniker}`)
  expect(body).toMatchObject({ '@odata.type': '#Microsoft.Dynamics.CRM.account', telephone1: '555', 'parentaccountid@odata.bind': `accounts(${id})` })
  expect(body).not.toHaveProperty('accountid')
  expect((await get('accounts/$count')).body).toBe('1')
  expect((await get(`InitializeFrom(EntityMoniker=@m,TargetEntityName='account')?@m=${encodeURIComponent("{'@odata.id':'accounts(0)'}")}`)).status).toBe(404)
})

test('RetrieveUserPrivileges tells what the roles grant, and no more', async () => {
  const user = 'dddddddd-0000-4000-8000-000000000001'
  const { get } = organization({
    seed: {
      users: [{ azureactivedirectoryobjectid: user, systemuserid: user, name: 'Ada Byron', roles: ['Reader'] }],
      roles: { Reader: ['prvReadContact', 'prvReadAccount'] },
    },
  })
  const { body } = await get(`systemusers(${user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`)
  expect(body.RolePrivileges.map((one: { PrivilegeName: string }) => one.PrivilegeName).sort()).toEqual(['prvReadAccount', 'prvReadContact'])
})

test('an administrator holds those privileges too that belong to no table', async () => {
  const { get } = organization()
  const { UserId } = (await get('WhoAmI')).body
  const { body } = await get(`systemusers(${UserId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`)
  const held = body.RolePrivileges.map((one: { PrivilegeName: string }) => one.PrivilegeName)
  expect(held).toEqual(expect.arrayContaining(['prvMerge', 'prvBulkDelete', 'prvActOnBehalfOfAnotherUser', 'prvAppendToContact']))
  expect(new Set(held).size).toBe(held.length)
})

test('a list of names may stand in the parentheses', async () => {
  const { get } = organization({ seed: { generate: { contacts: 2 } } })
  const { body } = await get("RetrieveTotalRecordCount(EntityNames=['contact','account'])")
  expect(body.EntityRecordCountCollection).toMatchObject({ Keys: ['contact', 'account'], Values: [2, 0] })
})

test('what is bound to a table is called by its full name', async () => {
  const { get, send } = organization()
  const { UserId } = (await get('WhoAmI')).body
  for (const { status, body } of [
    await get(`systemusers(${UserId})/RetrieveUserPrivileges()`),
    await send('POST', 'contacts/CreateMultiple', { Targets: [] }),
  ]) {
    expect([status, body.error.message]).toEqual([400, 'Request message has unresolved parameters'])
  }
})

test('a function or action that every organisation has and that is not imitated is said not to be', async () => {
  const { get, send } = organization()
  for (const { status, body } of [
    await send('POST', 'InitializeFileBlocksUpload', {}),
    await get('CalculateRollupField(Target=@t,FieldName=@f)'),
    await get('FetchXmlToQueryExpression(FetchXml=@x)'),
  ]) {
    expect([status, body.error.message]).toEqual([501, expect.stringMatching(/InitializeFileBlocksUpload|CalculateRollupField|FetchXmlToQueryExpression/)])
  }
  expect([...NOT_IMITATED].filter((name) => functions.has(name) || unboundActions.has(name))).toEqual([])
  expect((await send('POST', 'new_OwnAction', {})).status).toBe(404)
})

test('a function is got and an action is posted: else there is no such resource', async () => {
  const { create, send } = organization()
  const { UserId } = (await send('GET', 'WhoAmI')).body
  const queue = await create('queues', { name: 'Q' })
  for (const [method, path] of [
    ['POST', 'WhoAmI'],
    ['POST', `systemusers(${UserId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`],
    ['GET', 'CloseIncident'],
    ['GET', `queues(${queue})/Microsoft.Dynamics.CRM.AddToQueue`],
  ] as const) {
    const { status, body } = await send(method, path, method === 'POST' ? {} : undefined)
    expect([status, body]).toEqual([404, { error: { code: '', message: `No HTTP resource was found that matches the request URI '${ROOT}/${path}'.` } }])
  }
})
