import { describe, expect, test } from 'vitest'
import { ADA, type Answer, asAda, organization, ROOT, withAda } from './organization.ts'

const BASE = ['prvCreateContact', 'prvReadContact', 'prvWriteContact', 'prvCreateAccount', 'prvReadAccount', 'prvWriteAccount', 'prvReadLead', 'prvWriteLead']

/** An account and a contact of the administrator's, and Ada, who holds these privileges beside those to read, make and change. */
async function office(...privileges: string[]) {
  const crm = organization({ seed: withAda([...BASE, ...privileges]) })
  const account = await crm.create('accounts', { name: 'Analytical Engines' })
  const contact = await crm.create('contacts', { lastname: 'Babbage' })
  return { crm, as: asAda(crm), account, contact }
}

const missing = ({ status, body }: Answer) => [status, /missing (\w+) privilege/.exec(body.error?.message)?.[1]]

describe('who sets a lookup needs Append for the row that has it and AppendTo for the row that it leads to', () => {
  type Ids = { account: string; contact: string }
  const ways: [string, (ids: Ids) => [method: string, path: string, body: unknown]][] = [
    ['a creation', ({ account }) => ['POST', 'contacts', { lastname: 'x', 'parentcustomerid_account@odata.bind': `/accounts(${account})` }]],
    ['an update', ({ account, contact }) => ['PATCH', `contacts(${contact})`, { 'parentcustomerid_account@odata.bind': `/accounts(${account})` }]],
    [
      'PUT of a reference',
      ({ account, contact }) => ['PUT', `contacts(${contact})/parentcustomerid_account/$ref`, { '@odata.id': `${ROOT}/accounts(${account})` }],
    ],
    [
      'POST of a reference',
      ({ account, contact }) => ['POST', `accounts(${account})/contact_customer_accounts/$ref`, { '@odata.id': `${ROOT}/contacts(${contact})` }],
    ],
    ['POST on a collection', ({ account }) => ['POST', `accounts(${account})/contact_customer_accounts`, { lastname: 'x' }]],
    ['a nested row that it leads to', () => ['POST', 'contacts', { lastname: 'x', parentcustomerid_account: { name: 'y' } }]],
    ['a nested row that has it', () => ['POST', 'accounts', { name: 'y', contact_customer_accounts: [{ lastname: 'x' }] }]],
    [
      'CreateMultiple',
      ({ account }) => [
        'POST',
        'contacts/Microsoft.Dynamics.CRM.CreateMultiple',
        { Targets: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', lastname: 'x', 'parentcustomerid_account@odata.bind': `/accounts(${account})` }] },
      ],
    ],
  ]

  test.each(ways)('%s', async (_name, way) => {
    for (const [held, wanted] of [
      [['prvAppendContact'], [403, 'prvAppendToAccount']],
      [['prvAppendToAccount'], [403, 'prvAppendContact']],
    ] as const) {
      const { crm, as, ...ids } = await office(...held)
      expect(missing(await as(...way(ids)))).toEqual(wanted)
      expect((await crm.get('contacts?$select=lastname,_parentcustomerid_value')).body.value).toMatchObject([
        { lastname: 'Babbage', _parentcustomerid_value: null },
      ])
      expect((await crm.get('accounts/$count')).body).toBe('1')
    }
    const { as, ...ids } = await office('prvAppendContact', 'prvAppendToAccount')
    expect([200, 204]).toContain((await as(...way(ids))).status)
  })

  test('as far as the privilege reaches', async () => {
    const { crm, as, account } = await office('prvAppendContact', 'prvAppendToAccount:Basic')
    const bind = (id: string) => as('POST', 'contacts', { lastname: 'x', 'parentcustomerid_account@odata.bind': `/accounts(${id})` })
    const { status, body } = await bind(account)
    expect([status, body.error.message]).toEqual([403, expect.stringContaining(`does not have AppendToAccess right(s) for record with id ${account}`)])
    const own = await crm.create('accounts', { name: 'Hers', 'ownerid@odata.bind': `/systemusers(${ADA})` })
    expect((await bind(own)).status).toBe(204)
  })

  test('not for an owner, not for what stays as it was or is cleared', async () => {
    const { crm, as, account, contact } = await office('prvAssignContact')
    await crm.send('PATCH', `contacts(${contact})`, { 'parentcustomerid_account@odata.bind': `/accounts(${account})` })
    expect((await as('PATCH', `contacts(${contact})`, { 'ownerid@odata.bind': `/systemusers(${ADA})` })).status).toBe(204)
    expect((await as('PATCH', `contacts(${contact})`, { 'parentcustomerid_account@odata.bind': `/accounts(${account})` })).status).toBe(204)
    expect((await as('DELETE', `contacts(${contact})/parentcustomerid_account/$ref`)).status).toBe(204)
    expect((await crm.get(`contacts(${contact})/parentcustomerid_account`)).status).toBe(204)
  })
})

test('a pair of a many-to-many relationship needs Append for both rows', async () => {
  for (const [held, wanted] of [
    [['prvAppendContact'], [403, 'prvAppendLead']],
    [['prvAppendLead'], [403, 'prvAppendContact']],
    [
      ['prvAppendContact', 'prvAppendLead'],
      [204, undefined],
    ],
  ] as const) {
    const { crm, as, contact } = await office(...held)
    const lead = await crm.create('leads', { lastname: 'Lovelace' })
    expect(missing(await as('POST', `contacts(${contact})/contactleads_association/$ref`, { '@odata.id': `${ROOT}/leads(${lead})` }))).toEqual(wanted)
  }
})

test('lookups that only the platform sets are passed over in a bind and a link, as other such columns are, and the journal says so', async () => {
  const { create, get, send, world } = organization({ seed: withAda() })
  const [ada, columns] = [`/systemusers(${ADA})`, '_createdby_value,_owninguser_value,_owningbusinessunit_value,_ownerid_value']
  const id = await create('accounts', { name: 'A', 'createdby@odata.bind': ada, 'owninguser@odata.bind': ada })
  const before = (await get(`accounts(${id})?$select=${columns}`)).body
  expect([before._createdby_value, before._owninguser_value]).toEqual([before._ownerid_value, before._ownerid_value])
  expect((await send('PATCH', `accounts(${id})`, { createdby: null, 'owningbusinessunit@odata.bind': null })).status).toBe(204)
  expect((await send('PUT', `accounts(${id})/owninguser/$ref`, { '@odata.id': ada })).status).toBe(204)
  expect((await get(`accounts(${id})?$select=${columns}`)).body).toMatchObject({ ...before, '@odata.etag': expect.any(String) })
  const what = ['createdby', 'owninguser', 'createdby', 'owningbusinessunit', 'owninguser/$ref']
  const said = world.journal.all().flatMap(({ remarks }) => remarks.flatMap((remark) => (remark.kind === 'ignored' ? [remark.what.split(' ')[0]] : [])))
  expect(said).toEqual(what.map((name) => `account.${name}`))
})

test('a pair that is linked already is refused', async () => {
  const { create, send } = organization({ seed: withAda() })
  const link = async () => send('POST', `teams(${team})/teammembership_association/$ref`, { '@odata.id': `${ROOT}/systemusers(${ADA})` })
  const team = await create('teams', { name: 'T' })
  expect((await link()).status).toBe(204)
  expect(await link()).toMatchObject({ status: 412, body: { error: { code: '0x80040237', message: 'Cannot insert duplicate key.' } } })
  await send('DELETE', `teams(${team})/teammembership_association(${ADA})/$ref`)
  expect((await link()).status).toBe(204)
})
