import { beforeAll, describe, expect, test } from 'vitest'
import { type Organization, organization, ROOT } from './organization.ts'

const people = [
  {
    firstname: 'Ada',
    lastname: 'Byron',
    telephone1: '+49 30 1234567',
    emailaddress1: 'ada@example.com',
    numberofchildren: 3,
    jobtitle: 'Analyst',
    birthdate: '1815-12-10',
  },
  { firstname: 'Grace', lastname: 'Hopper', telephone1: '+1 (555) 010-0001', numberofchildren: 0 },
  { firstname: 'Alan', lastname: "O'Turing", telephone1: '5550100002', emailaddress1: 'ALAN@example.com', creditlimit: 100.5, jobtitle: 'analyst' },
  { lastname: 'Microsoft_Bob', jobtitle: '50% done', donotemail: true },
]
let crm: Organization
const names = async (query: string) => {
  const { status, body } = await crm.get(`contacts?$select=lastname&${query}`)
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body.value.map((row: { lastname: string }) => row.lastname)
}
const failing = async (query: string) => {
  const { status, body } = await crm.get(`contacts?${query}`)
  return [status, body.error?.code, body.error?.message]
}

beforeAll(async () => {
  crm = organization({ seed: { records: { contacts: people } } })
})

describe('$filter', () => {
  test.each([
    ["lastname eq 'BYRON'", ['Byron']],
    ["lastname ne 'Byron' and jobtitle ne null", ["O'Turing", 'Microsoft_Bob']],
    ["jobtitle ne 'analyst'", ['Hopper', 'Microsoft_Bob']],
    ["contains(telephone1,'555010')", ["O'Turing"]],
    ["contains(telephone1,'(555)')", ['Hopper']],
    ["startswith(emailaddress1,'ada') or endswith(emailaddress1,'@EXAMPLE.com')", ['Byron', "O'Turing"]],
    ["lastname eq 'O''Turing'", ["O'Turing"]],
    ['numberofchildren ge 0', ['Byron', 'Hopper']],
    ['not (numberofchildren ge 1)', ['Hopper', "O'Turing", 'Microsoft_Bob']],
    ['not contains(jobtitle,%27analyst%27)', ['Hopper', 'Microsoft_Bob']],
    ['creditlimit gt 100', ["O'Turing"]],
    ['numberofchildren gt 0', ['Byron']],
    ['numberofchildren lt 3', ['Hopper']],
    ['numberofchildren le 3', ['Byron', 'Hopper']],
    ['birthdate eq 1815-12-10', ['Byron']],
    ['donotemail', ['Microsoft_Bob']],
    ['emailaddress1 le jobtitle', ['Byron', "O'Turing"]],
    ['emailaddress1 ge jobtitle', []],
    ['emailaddress1 ne jobtitle', ['Byron', "O'Turing", 'Microsoft_Bob']],
    ['statecode eq 0 and (numberofchildren eq 3 or numberofchildren eq 0)', ['Byron', 'Hopper']],
    ["contains(jobtitle,'%25')", ['Byron', "O'Turing", 'Microsoft_Bob']],
    ["startswith(lastname,'[bh]')", ['Byron', 'Hopper']],
    ["contains(lastname,'micro%25bob')", ['Microsoft_Bob']],
    ["telephone1 eq '%2B49 30 1234567'", ['Byron']],
    ["telephone1 eq '+49 30 1234567'", []],
    ['donotphone eq false and true', ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ["createdby/fullname eq 'SYSTEM'", ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ['emailaddress1 eq lastname', []],
    ['createdon eq 2026-11-20T08:00:00Z', ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ['createdon gt 2026-11-20T09:00:00%2B02:00', ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ['createdon lt 2026-11-20', []],
    ["Microsoft.Dynamics.CRM.In(PropertyName='lastname',PropertyValues=['byron','Hopper'])", ['Byron', 'Hopper']],
    ["Microsoft.Dynamics.CRM.Between(PropertyName='numberofchildren',PropertyValues=['1','5'])", ['Byron']],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ["Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=2)", ['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob']],
    ["Microsoft.Dynamics.CRM.OlderThanXMinutes(PropertyName=@p1,PropertyValue=@p2)&@p1='createdon'&@p2=1", []],
    ["lastname eq @name&@name='Byron'", ['Byron']],
  ])('%s', async (filter, expected) => {
    expect(await names(`$filter=${filter}`)).toEqual(expected)
  })

  test.each([
    ["nosuch eq 'x'", "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.contact'."],
    ["contactid eq 'x'", "A binary operator with incompatible types was detected. Found operand types 'Edm.Guid' and 'Edm.String' for operator kind 'Equal'."],
    ['lastname eq 5', "A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Int32' for operator kind 'Equal'."],
    ["lastname eq 'x", "There is an unterminated literal at position 14 in 'lastname eq 'x'."],
    ["lastname eq guid'1'", "Unrecognized 'Edm.String' literal 'guid'1'' at '12' in 'lastname eq guid'1''."],
    ['lastname eq', "Syntax error at position 11 in 'lastname eq'."],
    ["(lastname eq 'x'", "Syntax error at position 16 in '(lastname eq 'x''."],
  ])('%s is refused with its place', async (filter, message) => {
    expect(await failing(`$filter=${filter}`)).toEqual([400, '0x80060888', message])
  })

  test('deep nesting and long input are refused or answered, never a 500', async () => {
    expect((await failing(`$filter=${'('.repeat(5000)}lastname eq 'x'${')'.repeat(5000)}`))[0]).toBe(400)
    expect((await failing(`$filter=${'not '.repeat(5000)}true`))[0]).toBe(400)
    expect(await names(`$filter=${Array.from({ length: 800 }, (_, i) => `numberofchildren eq ${i}`).join(' or ')}`)).toEqual(['Byron', 'Hopper'])
  })

  test.each([
    ['quotes', "'".repeat(9000)],
    ['a long path', `${'a/'.repeat(9000)}b eq 1`],
    ['lambdas without end', 'x/any(o:'.repeat(3000)],
    ['an alias that names itself', '@a eq @a&@a=@a'],
    ['wildcards', `contains(lastname,'${'%25a'.repeat(5000)}')`],
    ['open brackets', `contains(lastname,'${'['.repeat(9000)}')`],
    ['marks that write backwards', `lastname eq '${encodeURIComponent('\u202e\u{1f600}\u0301').repeat(900)}'`],
    ['half a character', "lastname eq '%ED%A0%80'"],
    ['names of the language', "constructor eq 'x' or __proto__ eq 'x'"],
    ['digits', `numberofchildren eq ${'9'.repeat(9000)}`],
    ['nested expansions', `true&$expand=${'a($expand='.repeat(2000)}`],
    ['nested fetchXml', `true&fetchXml=<fetch><entity name="contact">${'<filter>'.repeat(700)}${'</filter>'.repeat(700)}</entity></fetch>`],
    ['nested SQL', `true&sql=SELECT a FROM contact WHERE ${'('.repeat(9000)}`],
  ])('%s are answered or refused', async (_name, text) => {
    expect([200, 400]).toContain((await failing(`$filter=${text}`))[0])
  })
  test('a URL that the service would not take is refused', async () => {
    expect((await failing(`$filter=${'x'.repeat(33_000)}`))[0]).toBe(414)
  })

  test('a quoted GUID is compared by default and refused when strict', async () => {
    const { body } = await crm.get('contacts?$top=1')
    const id = body.value[0].contactid
    expect(await names(`$filter=contactid eq '${id}'`)).toEqual(['Byron'])
    const strict = organization({ settings: { quotedGuids: 'strict' } })
    expect((await strict.get(`contacts?$filter=contactid eq '${id}'`)).status).toBe(400)
  })
})

describe('$orderby', () => {
  test('nulls come first ascending and last descending', async () => {
    expect(await names('$orderby=numberofchildren')).toEqual(["O'Turing", 'Microsoft_Bob', 'Hopper', 'Byron'])
    expect(await names('$orderby=numberofchildren desc')).toEqual(['Byron', 'Hopper', "O'Turing", 'Microsoft_Bob'])
  })
  test('several columns, text without case', async () => {
    expect(await names('$orderby=jobtitle desc,lastname asc&$filter=jobtitle ne null')).toEqual(['Byron', "O'Turing", 'Microsoft_Bob'])
  })
  test('an unknown column or direction is refused', async () => {
    expect((await failing('$orderby=nosuch'))[0]).toBe(400)
    expect((await failing('$orderby=lastname upwards'))[0]).toBe(400)
  })
})

describe('$select, $top, $count', () => {
  test('only what is selected is shown, with ETag and key', async () => {
    const { body } = await crm.get('contacts?$select=lastname,_createdby_value&$top=1')
    expect(Object.keys(body.value[0])).toEqual(['@odata.etag', 'lastname', '_createdby_value', 'contactid'])
    expect(body['@odata.context']).toBe(`${ROOT}/$metadata#contacts(lastname,_createdby_value)`)
  })
  test('a money column brings its currency, an address part its composite', async () => {
    const { body } = await crm.get('contacts?$select=creditlimit,address1_city&$filter=creditlimit ne null')
    expect(Object.keys(body.value[0])).toEqual([
      '@odata.etag',
      'creditlimit',
      'address1_city',
      '_transactioncurrencyid_value',
      'address1_composite',
      'contactid',
    ])
  })
  test('$top cuts without a link, $count counts all', async () => {
    const { body } = await crm.get('contacts?$top=2&$count=true')
    expect([body.value.length, body['@odata.count'], body['@odata.nextLink']]).toEqual([2, 4, undefined])
    expect((await crm.get('contacts/$count')).body).toBe('4')
  })
  test('what Dataverse does not have is refused', async () => {
    expect(await failing('$skip=1')).toEqual([400, '0x80060888', 'Skip Clause is not supported in CRM'])
    expect((await failing('$select=nosuch'))[0]).toBe(400)
    expect((await failing('$top=many'))[0]).toBe(400)
    expect((await failing('$nonsense=1'))[0]).toBe(400)
  })
  test('doubled and trailing slashes are forgiven; an unknown set or path, and a method of others, are not', async () => {
    expect((await crm.get('/contacts/?$top=1')).status).toBe(200)
    const { status, body } = await crm.get('Contacts')
    expect([status, body.error]).toEqual([404, { code: '0x80060888', message: "Resource not found for the segment 'Contacts'." }])
    const elsewhere = await crm.get('https://rehearsal.crm.dynamics.com/nothing')
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, '0x80060888'])
    const put = await crm.send('PUT', 'contacts', {})
    expect([put.status, put.body.error]).toEqual([405, { code: '0x80060888', message: "The requested resource does not support http method 'PUT'." }])
  })
})

describe('paging', () => {
  test('odata.maxpagesize pages with a link that is followed as it is', async () => {
    const first = await crm.get('contacts?$select=lastname&$orderby=lastname&$count=true', { prefer: 'odata.maxpagesize=3' })
    expect(first.headers.get('preference-applied')).toBe('odata.maxpagesize=3')
    expect(first.body['@odata.nextLink']).toMatch(/&\$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d/)
    const second = await crm.get(first.body['@odata.nextLink'], { prefer: 'odata.maxpagesize=3' })
    const all = [...first.body.value, ...second.body.value].map((row: { lastname: string }) => row.lastname)
    expect(all).toEqual(['Byron', 'Hopper', 'Microsoft_Bob', "O'Turing"])
    expect(second.body['@odata.nextLink']).toBeUndefined()
  })
  test('a token that was tampered with is refused', async () => {
    expect((await failing('$skiptoken=nonsense'))[0]).toBe(400)
  })
})

describe('$expand', () => {
  let account: string
  beforeAll(async () => {
    account = await crm.create('accounts', {
      name: 'Contoso',
      contact_customer_accounts: [
        { firstname: 'One', lastname: 'First' },
        { firstname: 'Two', lastname: 'Second' },
      ],
      primarycontactid: { lastname: 'Boss' },
    })
  })
  test('single and collection, with options', async () => {
    const { body } = await crm.get(
      `accounts(${account})?$select=name&$expand=primarycontactid($select=fullname),contact_customer_accounts($select=fullname;$orderby=fullname desc;$top=1)`,
    )
    expect(body.primarycontactid).toMatchObject({ fullname: 'Boss' })
    expect(body.contact_customer_accounts).toMatchObject([{ fullname: 'Two Second' }])
    expect(body['@odata.context']).toBe(`${ROOT}/$metadata#accounts(name,primarycontactid(fullname),contact_customer_accounts(fullname))/$entity`)
  })
  test('an expanded set has rows, or links where the legacy setting asks for them', async () => {
    const { body } = await crm.get(`accounts?$select=name&$expand=contact_customer_accounts($select=fullname)`)
    expect(body.value[0].contact_customer_accounts).toHaveLength(2)
    const old = organization({ settings: { expandedCollections: 'links' }, seed: { records: { accounts: [{ name: 'A' }] } } })
    const [row] = (await old.get('accounts?$expand=contact_customer_accounts($select=fullname)')).body.value
    expect(row.contact_customer_accounts).toEqual([])
    expect((await old.get(row['contact_customer_accounts@odata.nextLink'])).status).toBe(200)
  })
  test('$ref for a lookup only', async () => {
    const { body } = await crm.get(`accounts(${account})?$select=name&$expand=primarycontactid/$ref`)
    expect(body.primarycontactid['@odata.id']).toMatch(/contacts\([0-9a-f-]{36}\)$/)
    const bad = await crm.get(`accounts(${account})?$expand=contact_customer_accounts/$ref`)
    expect(bad.body.error.message).toBe('Expand with $ref is only supported on lookup type navigation property.')
  })
  test('what may not be nested is refused', async () => {
    const { body } = await crm.get(`accounts(${account})?$expand=primarycontactid($top=1)`)
    expect(body.error.message).toMatch(/^Only \$select and \$filter clause can be provided/)
    expect((await crm.get(`accounts(${account})?$expand=nosuch`)).status).toBe(400)
    expect((await crm.get(`accounts(${account})?$expand=primarycontactid()`)).body.error.message).toMatch(/^Missing expand option/)
  })
  test('lambdas look into collections', async () => {
    expect((await crm.get("accounts?$filter=contact_customer_accounts/any(o:o/lastname eq 'first')")).body.value).toHaveLength(1)
    expect((await crm.get("accounts?$filter=contact_customer_accounts/all(o:o/lastname eq 'first')")).body.value).toHaveLength(0)
    expect((await crm.get('accounts?$filter=Account_Tasks/any()')).body.value).toHaveLength(0)
  })
})
