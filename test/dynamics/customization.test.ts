import { expect, test } from 'vitest'
import { organization } from './organization.ts'

const customization = {
  columns: {
    contact: {
      new_tier: {
        type: 'Picklist',
        options: [
          [1, 'Gold'],
          [2, 'Silver'],
        ],
      },
      new_vehicleid: { type: 'Lookup', schema: 'new_VehicleId', targets: ['new_vehicle'] },
    },
  },
  tables: {
    new_vehicle: {
      set: 'new_vehicles',
      label: 'Vehicle',
      primary: 'new_name',
      columns: { new_wheels: { type: 'Integer', low: 1 }, new_price: { type: 'Money', precision: 2 } },
    },
  },
  keys: { account: [{ name: 'new_accountnumber', columns: ['accountnumber'] }] },
}

test('custom columns and tables behave as the standard ones do', async () => {
  const { create, get, send } = organization({ seed: { customization } })
  const car = await create('new_vehicles', { new_name: 'Engine', new_wheels: 4, new_price: 5 })
  expect((await get(`new_vehicles(${car})?$expand=transactioncurrencyid($select=isocurrencycode)`)).body).toMatchObject({
    ...{ new_vehicleid: car, new_name: 'Engine', statecode: 0, statuscode: 1 },
    ...{ new_price: 5, new_price_base: 5, exchangerate: 1, transactioncurrencyid: { isocurrencycode: 'USD' } },
  })
  const contact = await create('contacts', { lastname: 'Byron', new_tier: 1, 'new_VehicleId@odata.bind': `/new_vehicles(${car})` })
  const { body } = await get(`contacts?$select=new_tier&$filter=new_tier eq 1&$expand=new_VehicleId($select=new_wheels)`, {
    prefer: 'odata.include-annotations="*"',
  })
  expect(body.value).toMatchObject([{ contactid: contact, 'new_tier@OData.Community.Display.V1.FormattedValue': 'Gold', new_VehicleId: { new_wheels: 4 } }])
  expect((await send('PATCH', `contacts(${contact})`, { new_tier: 3 })).body.error.code).toBe('0x8004431a')
  expect((await get("EntityDefinitions(LogicalName='new_vehicle')?$select=EntitySetName")).body.EntitySetName).toBe('new_vehicles')
  expect((await organization().get('new_vehicles')).status).toBe(404)
})

test('rows are named by an alternate key that is declared, and by no other', async () => {
  const { create, get, send } = organization({ seed: { customization } })
  const id = await create('accounts', { name: 'A', accountnumber: 'A1' })
  expect((await get("accounts(accountnumber='A1')")).body.accountid).toBe(id)
  const contact = await create('contacts', { lastname: 'B', 'parentcustomerid_account@odata.bind': "/accounts(accountnumber='A1')" })
  expect((await get(`contacts(${contact})`)).body._parentcustomerid_value).toBe(id)
  expect((await get("accounts(accountnumber='A2')")).body.error).toEqual({
    code: '0x80060891',
    message: 'A record with the specified key values does not exist in account entity',
  })
  expect((await get("accounts(name='A')")).body.error).toEqual({
    code: '0x80060890',
    message: 'The specified key attributes are not a defined key for the account entity',
  })
  expect((await send('PATCH', "accounts(accountnumber='A3')", { name: 'C' })).status).toBe(204)
  expect((await get("accounts(accountnumber='A3')")).body.name).toBe('C')
  expect((await send('POST', 'accounts', { name: 'D', accountnumber: 'a1' })).body.error.code).toBe('0x80060892')
})

test('a text in a key has quotes and a number has none, and a number is one of the column’s type', async () => {
  const crm = organization({
    seed: {
      customization: {
        columns: { account: { new_number: { type: 'Integer' } } },
        keys: {
          account: [
            { name: 'a', columns: ['accountnumber'] },
            { name: 'n', columns: ['new_number'] },
          ],
        },
      },
      records: { accounts: [{ name: 'A', accountnumber: '7', new_number: 7 }] },
    },
  })
  const status = async (key: string) => (await crm.get(`accounts(${key})`)).status
  expect([await status("accountnumber='7'"), await status('new_number=7')]).toEqual([200, 200])
  for (const key of ['accountnumber=7', 'accountnumber=null', "new_number='7'"]) {
    const { status, body } = await crm.send('PATCH', `accounts(${key})`, { name: 'B' })
    expect([key, status, body.error.message]).toEqual([key, 400, 'Bad Request - Error in query syntax.'])
  }
  for (const key of ['LogicalName=account', "LogicalName='account'"])
    expect([key, (await crm.get(`EntityDefinitions(${key})?$select=LogicalName`)).status]).toEqual([key, key.includes("'") ? 200 : 400])
  const large = await crm.send('POST', 'accounts', { name: 'C', new_number: 2_147_483_648 })
  expect([large.status, large.body.error.message]).toEqual([
    400,
    expect.stringContaining("Cannot convert the literal '2147483648' to the expected type 'Edm.Int32'"),
  ])
  expect((await crm.get('accounts/$count')).body).toBe('1')
})

test('a text that is no number of the column’s kind, an image that is no base64 and a day before the calendar are refused', async () => {
  const { create, send } = organization({ seed: { customization: { columns: { account: { new_score: { type: 'Decimal', precision: 2 } } } } } })
  const id = await create('accounts', { name: 'A' })
  const codes = async (column: string, values: unknown[]) =>
    Promise.all(values.map(async (value) => (await send('PATCH', `accounts(${id})`, { [column]: value })).body.error?.code))
  expect(await codes('numberofemployees', ['0x10', '1e3', '7.0', ' 7 '])).toEqual(['0x80048d19', '0x80048d19', '0x80048d19', undefined])
  expect(await codes('new_score', ['0x10', '1e3', '.5', '7.0'])).toEqual(['0x80048d19', undefined, undefined, undefined])
  expect(await codes('entityimage', ['!!', 'a', 'aGk=', 'aG\nk='])).toEqual(['0x80048d19', '0x80048d19', undefined, undefined])
  expect(await codes('lastonholdtime', ['1752-12-31T23:59:59Z', '1753-01-01T00:00:00Z'])).toEqual(['0x80040239', undefined])
})

test('a customization of what does not exist is refused with what does', () => {
  expect(() => organization({ seed: { customization: { columns: { contct: { new_a: {} } } } } })).toThrow(/no table "contct"/)
  const thing = { label: 'Thing', primary: 'new_name' }
  expect(() => organization({ seed: { customization: { tables: { new_thing: { ...thing, set: 'contacts' } } } } })).toThrow(
    'the set "contacts" of the table "new_thing" is that of "contact"',
  )
  const columns = { new_person: { type: 'Lookup' } }
  expect(() => organization({ seed: { customization: { tables: { new_thing: { ...thing, set: 'new_things', columns } } } } })).toThrow('a Lookup needs targets')
  expect(() => organization({ seed: { customization: { keys: { contact: [{ name: 'k', columns: ['nosuch'] }] } } } })).toThrow(/"nosuch"/)
})

test('a row is named, and made by upsert, by an alternate key with a lookup in it', async () => {
  const { create, get, send } = organization({
    seed: {
      customization: {
        columns: { contact: { new_employerid: { type: 'Lookup', schema: 'new_EmployerId', targets: ['account'] } } },
        keys: { contact: [{ name: 'new_key', columns: ['new_employerid', 'lastname'] }] },
      },
    },
  })
  const account = await create('accounts', { name: 'A' })
  const path = `contacts(_new_employerid_value=${account},lastname='Byron')`
  expect((await send('PATCH', path, { firstname: 'Ada' }, { 'if-match': '*' })).body.error.message).toBe(
    'A record with the specified key values does not exist in contact entity',
  )
  expect((await send('PATCH', path, { firstname: 'Ada' })).status).toBe(204)
  expect((await send('PATCH', path, { firstname: 'Augusta' })).status).toBe(204)
  expect((await get(`${path}?$select=firstname,lastname,_new_employerid_value`)).body).toMatchObject({
    firstname: 'Augusta',
    lastname: 'Byron',
    _new_employerid_value: account,
  })
  expect((await get('contacts/$count')).body).toBe('1')
})
