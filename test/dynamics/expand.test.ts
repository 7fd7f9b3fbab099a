import { beforeAll, expect, test } from 'vitest'
import { type Organization, organization } from './organization.ts'

type Person = { fullname: string; contactid: string; _parentcustomerid_value?: string; '@odata.etag': string }
let crm: Organization
let account: string

beforeAll(async () => {
  crm = organization()
  account = await crm.create('accounts', {
    name: 'Analytical Engines',
    primarycontactid: { lastname: 'Boss' },
    contact_customer_accounts: ["Ada & O'Hara", 'Babbage', "Clara & O'Hara"].map((lastname) => ({ lastname })),
  })
})
const names = (rows: Person[]) => rows.map(({ fullname }) => fullname)

test('a collection comes with a link to the same rows, by the same options', async () => {
  const filter = encodeURIComponent("contains(lastname,'& o''hara')")
  const expand = `contact_customer_accounts($select=fullname;$filter=${filter};$orderby=fullname desc;$top=1)`
  const { body } = await crm.get(`accounts(${account})?$select=name&$expand=${expand}`)
  expect(body.contact_customer_accounts).toMatchObject([{ fullname: "Clara & O'Hara", _parentcustomerid_value: account }])
  const link = body['contact_customer_accounts@odata.nextLink']
  expect(link).toMatch(/\/contact_customer_accounts\?\$select=fullname&\$filter=contains\(lastname,'%26%20o''hara'\)&\$orderby=fullname%20desc&\$top=1$/)
  expect(names((await crm.get(link)).body.value)).toEqual(["Clara & O'Hara"])
})

test('where one expand is nested in another, odata.maxpagesize pages the collections, and they have no order or limit of their own', async () => {
  const path = `accounts?$select=name&$expand=contact_customer_accounts($select=fullname;$expand=owninguser($select=fullname))`
  const paged = { prefer: 'odata.maxpagesize=2' }
  const [row] = (await crm.get(path, paged)).body.value
  expect(names(row.contact_customer_accounts)).toEqual(["Ada & O'Hara", 'Babbage'])
  const { body } = await crm.get(row['contact_customer_accounts@odata.nextLink'], paged)
  expect(body.value).toMatchObject([{ fullname: "Clara & O'Hara", owninguser: { fullname: expect.any(String) } }])
  const flat = (await crm.get('accounts?$select=name&$expand=contact_customer_accounts($select=fullname)', paged)).body.value[0]
  expect(flat.contact_customer_accounts).toHaveLength(3)
  for (const option of ['$orderby=fullname', '$top=1']) {
    const refused = await crm.get(
      `accounts?$expand=contact_customer_accounts(${option}),primarycontactid($select=fullname;$expand=createdby($select=fullname))`,
    )
    expect(refused.body.error.message).toMatch(/^Only \$select and \$filter clause can be provided/)
  }
})

test('rows carry an ETag where Microsoft’s samples have one: not a lookup’s row in a set, nor any row where one expand is nested in another', async () => {
  const tags = async (path: string, ...names: string[]) => {
    const { body } = await crm.get(path)
    const row = body.value?.[0] ?? body
    return names.map((name) => '@odata.etag' in ([row[name]].flat()[0] as object))
  }
  const flat = '$select=name&$expand=primarycontactid($select=fullname),contact_customer_accounts($select=fullname)'
  expect(await tags(`accounts?${flat}`, 'primarycontactid', 'contact_customer_accounts')).toEqual([false, true])
  expect(await tags(`accounts(${account})?${flat}`, 'primarycontactid', 'contact_customer_accounts')).toEqual([true, true])
  const nested = '$select=name&$expand=contact_customer_accounts($select=fullname;$expand=owninguser($select=fullname))'
  expect(await tags(`accounts?${nested}`, 'contact_customer_accounts')).toEqual([false])
})

test('a link instead of a row has the id beside it', async () => {
  const { body } = await crm.get(`accounts(${account})?$select=name&$expand=primarycontactid/$ref`)
  expect(body.primarycontactid['@odata.id']).toContain(`contacts(${body._primarycontactid_value})`)
})

test('what the service does not take there, or nobody knows, is refused', async () => {
  expect((await crm.get('accounts?$expand=contact_customer_accounts($count=true)')).status).toBe(400)
  expect((await crm.get("accounts?$expand=primarycontactid($filter=lastname eq 'x')")).status).toBe(501)
  expect((await crm.get('accounts?$expand=contact_customer_accounts($select=fullname;$select=lastname)')).body.error.message).toContain('more than once')
  for (const option of ['$filter=lastname eq @p', '$orderby=@p'])
    expect((await crm.get(`accounts?$expand=contact_customer_accounts(${option})&@p='x'`)).status).toBe(400)
  expect((await crm.get("accounts?$apply=filter(name eq @p)/groupby((name))&@p='x'")).status).toBe(400)
})

test('a many-to-many relationship is expanded beside others, and nested with none', async () => {
  const roles = 'systemuserroles_association($select=name)'
  expect((await crm.get(`systemusers?$select=fullname&$expand=businessunitid($select=name),${roles}`)).status).toBe(200)
  for (const expand of [
    `systemuserroles_association($expand=businessunitid($select=name))`,
    `businessunitid($expand=business_unit_system_users($expand=${roles}))`,
  ])
    expect((await crm.get(`systemusers?$select=fullname&$expand=${expand}`)).status).toBe(501)
})

test('$format asks for JSON, or for what the service does not speak', async () => {
  const status = async (format: string) => (await crm.get(`accounts?$select=name&$format=${format}`)).status
  expect([await status('json'), await status('application/json;odata.metadata=none'), await status('atom'), await status('xml')]).toEqual([200, 200, 400, 400])
})

test('aliases stand for columns in $orderby and $filter', async () => {
  const query = '$select=fullname&$orderby=@p1 desc&$filter=@p2 eq @p3&@p1=fullname&@p2=_parentcustomerid_value'
  expect(names((await crm.get(`contacts?${query}&@p3=${account}`)).body.value)).toEqual(["Clara & O'Hara", 'Babbage', "Ada & O'Hara"])
  expect(names((await crm.get(`contacts?${query}`)).body.value)).toEqual(['Boss'])
})
