import { beforeAll, describe, expect, test } from 'vitest'
import { ADA, asAda, type Organization, organization, withAda } from './organization.ts'

const SALES = 'eeeeeeee-0000-4000-8000-000000000001'
const FIELD = 'eeeeeeee-0000-4000-8000-000000000002'
const names = (body: { value: { lastname: string }[] }) => body.value.map((row) => row.lastname)

/** Ada's role reads as far as `depth` says. */
async function office(depth: string) {
  const crm = organization({
    seed: {
      ...withAda([
        `prvReadContact:${depth}`,
        `prvWriteContact:${depth}`,
        'prvDeleteContact:Basic',
        'prvReadIncident',
        'prvReadAccount',
        'prvReadTeam',
        'prvReadUser',
      ]),
      records: {
        businessunits: [
          { businessunitid: SALES, name: 'Sales' },
          { businessunitid: FIELD, name: 'Field', 'parentbusinessunitid@odata.bind': `/businessunits(${SALES})` },
        ],
      },
    },
  })
  const person = (lastname: string, unit: string) => crm.create('systemusers', { lastname, 'businessunitid@odata.bind': `/businessunits(${unit})` })
  await crm.send('PATCH', `systemusers(${ADA})`, { 'businessunitid@odata.bind': `/businessunits(${SALES})` })
  const [near, below] = [await person('Near', SALES), await person('Below', FIELD)]
  const ids: Record<string, string> = {}
  for (const [lastname, owner] of [
    ['mine', ADA],
    ['near', near],
    ['below', below],
  ] as const)
    ids[lastname] = await crm.create('contacts', { lastname, 'ownerid@odata.bind': `/systemusers(${owner})` })
  ids.far = await crm.create('contacts', { lastname: 'far' })
  return { crm, ids, as: asAda(crm) }
}

describe('how far a privilege reaches', () => {
  test.each([
    ['Basic', ['mine']],
    ['Local', ['mine', 'near']],
    ['Deep', ['mine', 'near', 'below']],
    ['Global', ['mine', 'near', 'below', 'far']],
  ])('%s', async (depth, expected) => {
    const { as, ids } = await office(depth)
    expect(names((await as('GET', 'contacts?$select=lastname')).body)).toEqual(expected)
    expect((await as('GET', 'contacts/$count')).body).toBe(String(expected.length))
    const xml = '<fetch><entity name="contact"><attribute name="lastname"/></entity></fetch>'
    expect(names((await as('GET', `contacts?fetchXml=${encodeURIComponent(xml)}`)).body)).toEqual(expected)
    for (const [name, id] of Object.entries(ids)) {
      const may = (expected as string[]).includes(name)
      expect([name, (await as('GET', `contacts(${id})`)).status, (await as('PATCH', `contacts(${id})`, { jobtitle: 'x' })).status]).toEqual([
        name,
        may ? 200 : 403,
        may ? 204 : 403,
      ])
    }
  })
})

describe('a row out of reach', () => {
  let crm: Organization
  let ids: Record<string, string>
  let as: Awaited<ReturnType<typeof office>>['as']
  beforeAll(async () => {
    ;({ crm, ids, as } = await office('Basic'))
  })

  test('is refused with the right that is missing', async () => {
    const { status, body } = await as('GET', `contacts(${ids.far})/lastname`)
    expect([status, body.error.code]).toEqual([403, '0x80040220'])
    expect(body.error.message).toMatch(`does not have ReadAccess right(s) for record with id ${ids.far} of entity contact`)
    expect((await as('DELETE', `contacts(${ids.near})`)).body.error.message).toContain('does not have DeleteAccess right(s)')
  })

  test('is left out of what is expanded', async () => {
    const account = await crm.create('accounts', {
      name: 'A',
      'primarycontactid@odata.bind': `/contacts(${ids.far})`,
      'ownerid@odata.bind': `/systemusers(${ADA})`,
    })
    for (const name of ['mine', 'far']) await crm.send('PATCH', `contacts(${ids[name]})`, { 'parentcustomerid_account@odata.bind': `/accounts(${account})` })
    const { body } = await as('GET', `accounts(${account})?$expand=primarycontactid($select=lastname),contact_customer_accounts($select=lastname)`)
    expect(body.primarycontactid).toBeNull()
    expect(names({ value: body.contact_customer_accounts })).toEqual(['mine'])
  })

  test('is not found by a condition over a lookup or a collection either, as it is not by the link of a fetch', async () => {
    const name = 'Of somebody else’s contact'
    const account = await crm.create('accounts', { name, 'primarycontactid@odata.bind': `/contacts(${ids.far})` })
    await crm.send('PATCH', `contacts(${ids.far})`, { 'parentcustomerid_account@odata.bind': `/accounts(${account})` })
    const conditions = ["primarycontactid/lastname eq 'far'", "contact_customer_accounts/any(c:c/lastname eq 'far')"]
    for (const filter of conditions) {
      const [seen, hidden] = await Promise.all([crm.get, (path: string) => as('GET', path)].map((get) => get(`accounts?$select=name&$filter=${filter}`)))
      expect([seen?.body.value.length > 0, hidden?.body.value]).toEqual([true, []])
    }
    const grouped = await as('GET', `accounts?$apply=filter(name eq '${name}')/groupby((primarycontactid/lastname))`)
    expect(grouped.body.value).toEqual([{}])
  })

  test('of a table that the caller may not read at all is not asked about', async () => {
    const office = organization({ seed: withAda(['prvReadAccount']) })
    for (const query of [
      "$filter=primarycontactid/lastname eq 'x'",
      '$filter=contact_customer_accounts/any()',
      '$orderby=primarycontactid/lastname',
      '$apply=groupby((primarycontactid/lastname))',
    ]) {
      const { status, body } = await asAda(office)('GET', `accounts?${query}`)
      expect([query, status, body.error.message]).toEqual([query, 403, expect.stringContaining('prvReadContact')])
    }
  })

  test('opens by a share, for what the share grants, and closes with it', async () => {
    const target = { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: ids.far }
    const principal = { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: ADA }
    await crm.send('POST', 'GrantAccess', { Target: target, PrincipalAccess: { Principal: principal, AccessMask: 'ReadAccess' } })
    expect((await as('GET', `contacts(${ids.far})`)).status).toBe(200)
    expect((await as('PATCH', `contacts(${ids.far})`, { jobtitle: 'x' })).status).toBe(403)
    await crm.send('POST', 'RevokeAccess', { Target: target, Revokee: principal })
    expect((await as('GET', `contacts(${ids.far})`)).status).toBe(403)
  })

  test('opens by a team that owns it', async () => {
    const team = await crm.create('teams', { name: 'T', 'businessunitid@odata.bind': `/businessunits(${SALES})` })
    await crm.send('POST', `teams(${team})/teammembership_association/$ref`, { '@odata.id': `/systemusers(${ADA})` })
    const shared = await crm.create('contacts', { lastname: 'ours', 'ownerid@odata.bind': `/teams(${team})` })
    expect((await as('GET', `contacts(${shared})`)).status).toBe(200)
  })

  test('is not made either, with a privilege of that depth, nor anything along with it', async () => {
    const office = organization({ seed: withAda(['prvCreateContact:Basic', 'prvCreateActivity', 'prvAppendActivity', 'prvAppendToContact']) })
    const { UserId } = (await office.get('WhoAmI')).body
    const own = { lastname: 'Own', Contact_Tasks: [{ subject: 'Call' }] }
    const refused = await asAda(office)('POST', 'contacts', { ...own, 'ownerid@odata.bind': `/systemusers(${UserId})` })
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('does not have CreateAccess right(s)')])
    expect([(await office.get('contacts/$count')).body, (await office.get('tasks/$count')).body]).toEqual(['0', '0'])
    expect((await asAda(office)('POST', 'contacts', own)).status).toBe(204)
  })

  test('is not shown to whoever writes it, either', async () => {
    const office = organization({ seed: withAda(['prvCreateContact', 'prvWriteContact', 'prvReadContact:Basic']) })
    const { UserId } = (await office.get('WhoAmI')).body
    const theirs = await office.create('contacts', { lastname: 'Theirs' })
    const shown = { prefer: 'return=representation' }
    const answers = [
      await asAda(office)('POST', 'contacts', { lastname: 'New', 'ownerid@odata.bind': `/systemusers(${UserId})` }, shown),
      await asAda(office)('PATCH', `contacts(${theirs})`, { jobtitle: 'x' }, shown),
    ]
    expect(answers.map(({ status, body }) => [status, body.lastname])).toEqual([
      [403, undefined],
      [403, undefined],
    ])
    expect((await office.get('contacts?$select=lastname,jobtitle')).body.value).toMatchObject([{ lastname: 'Theirs', jobtitle: null }])
    expect((await asAda(office)('PATCH', `contacts(${theirs})`, { jobtitle: 'x' })).status).toBe(204)
  })

  test('the depth is told with the privilege', async () => {
    const { body } = await crm.get(`systemusers(${ADA})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`)
    expect(body.RolePrivileges).toContainEqual(expect.objectContaining({ PrivilegeName: 'prvReadContact', Depth: 'Basic' }))
  })
})
