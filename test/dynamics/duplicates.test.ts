import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

const DETECT = { 'MSCRM.SuppressDuplicateDetection': 'false' }
const ada = { lastname: 'Byron', emailaddress1: 'ada@example.com' }
const REFUSED = { code: '0x80040333', message: 'A record was not created or updated because a duplicate of the current record already exists.' }

test('a duplicate is refused only where the client asks for detection, and nothing of it stays', async () => {
  const { send, get, create } = organization()
  await create('contacts', ada)
  const refused = await send('POST', 'contacts', { ...ada, emailaddress1: ' ADA@example.com' }, DETECT)
  expect([refused.status, refused.body.error]).toEqual([412, REFUSED])
  expect((await get('contacts/$count')).body).toBe('1')
  expect((await send('POST', 'contacts', ada, { 'MSCRM.SuppressDuplicateDetection': 'true' })).status).toBe(204)
  expect((await send('POST', 'contacts', ada)).status).toBe(204)
})

test('an update into a duplicate is refused and leaves the row as it was', async () => {
  const { send, get, create } = organization()
  await create('contacts', ada)
  const other = await create('contacts', { lastname: 'King' })
  expect((await send('PATCH', `contacts(${other})`, { emailaddress1: ada.emailaddress1 }, DETECT)).status).toBe(412)
  expect((await get(`contacts(${other})`)).body.emailaddress1).toBeNull()
  expect((await send('PATCH', `contacts(${other})`, { jobtitle: 'Countess' }, DETECT)).status).toBe(204)
})

test('empty columns are no match, and an upsert is checked too', async () => {
  const { send, create } = organization()
  await create('contacts', { lastname: 'Byron' })
  expect((await send('POST', 'contacts', { lastname: 'Byron' }, DETECT)).status).toBe(204)
  await create('accounts', { name: 'Contoso' })
  expect((await send('PATCH', 'accounts(00000000-0000-0000-0000-0000000000aa)', { name: 'contoso' }, DETECT)).status).toBe(412)
})

test('the rules are a setting', async () => {
  const { send, create } = organization({ settings: { duplicateRules: { contact: [['firstname', 'lastname']] } } })
  await create('contacts', { firstname: 'Ada', ...ada })
  expect((await send('POST', 'contacts', ada, DETECT)).status).toBe(204)
  expect((await send('POST', 'contacts', { firstname: 'ada', lastname: 'byron' }, DETECT)).status).toBe(412)
})

test('RetrieveDuplicates finds the rows alike to one that is not here yet', async () => {
  const { get, create } = organization()
  const one = await create('contacts', ada)
  const two = await create('contacts', ada)
  const ask = (entity: object, paging = "{'PageNumber':1,'Count':50}") =>
    get(
      `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)?@p1=${encodeURIComponent(JSON.stringify(entity))}&@p2='contact'&@p3=${encodeURIComponent(paging)}`,
    )
  const entity = { '@odata.type': 'Microsoft.Dynamics.CRM.contact', emailaddress1: 'ada@example.com' }
  const { status, body } = await ask(entity)
  expect(status).toBe(200)
  expect(body['@odata.context']).toBe(`${ROOT}/$metadata#contacts`)
  const ids = (answer: { value: { contactid: string }[] }) => answer.value.map(({ contactid }) => contactid)
  expect(ids(body)).toEqual([one, two])
  expect(ids((await ask({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: one })).body)).toEqual([two])
  expect(ids((await ask(entity, '{"PageNumber":2,"Count":1}')).body)).toEqual([two])
  expect((await get('RetrieveDuplicates(BusinessEntity=@p1)?@p1=nonsense')).status).toBe(400)
})

test('a time zone has its code', async () => {
  const { get } = organization()
  const { body } = await get("GetTimeZoneCodeByLocalizedName(LocalizedStandardName=@p1,LocaleId=@p2)?@p1='Pacific Standard Time'&@p2=1033")
  expect(body.TimeZoneCode).toBe(4)
  expect((await get("GetTimeZoneCodeByLocalizedName(LocalizedStandardName='Mars Time',LocaleId=1033)")).status).toBe(400)
})

test.each([
  [{ contct: [['lastname']] }, 'duplicateRules: there is no table "contct". Did you mean "contact"?'],
  [{ contact: [['lastname', 'emailadress1']] }, 'duplicateRules: "contact" has no column "emailadress1". Did you mean "emailaddress1"?'],
])('a rule that could never find anything is refused: %j', (duplicateRules, message) => {
  expect(() => organization({ settings: { duplicateRules } })).toThrow(message)
})

test('rules that a World inherits bind only who has the tables that they name; rules of its own must fit its records', () => {
  const customization = { tables: { new_visit: { set: 'new_visits', label: 'Visit', primary: 'new_name' } } }
  const { worlds } = organization({ seed: { customization }, settings: { duplicateRules: { new_visit: [['new_name']] } } })
  expect(worlds.create('elsewhere').id).toBe('elsewhere')
  expect(worlds.fork('alike').id).toBe('alike')
  const misspelt = { settings: { dynamics: { duplicateRules: { new_vist: [['new_name']] } } } }
  expect(() => worlds.fork('bad', misspelt)).toThrow('Did you mean "new_visit"?')
  expect(() => worlds.create('bad', misspelt)).toThrow('there is no table "new_vist"')
  expect(worlds.list().map(({ id }) => id)).toEqual(['demo', 'elsewhere', 'alike'])
})
