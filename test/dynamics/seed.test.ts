import { describe, expect, test } from 'vitest'
import { controlPlane } from '../../mocks/core/control.ts'
import { CLIENT, organization } from './organization.ts'

const ADA = '11111111-0000-4000-8000-000000000001'
const customer = { 'customerid_contact@odata.bind': `/contacts(${ADA})` }
const seeded = (incidents: Record<string, unknown>[], contact: Record<string, unknown> = {}) =>
  organization({
    seed: {
      records: { contacts: [{ contactid: ADA, lastname: 'Byron', ...contact }], incidents: incidents.map((one) => ({ title: 't', ...customer, ...one })) },
    },
  })

describe('what a seed says is so from the start', () => {
  test.each<[given: Record<string, unknown>, state: number, status: number]>([
    [{}, 0, 1],
    [{ statuscode: 2 }, 0, 2],
    [{ statecode: 0, statuscode: 3 }, 0, 3],
    [{ statecode: 1 }, 1, 5],
    [{ statuscode: 1000 }, 1, 1000],
    [{ statecode: '2', statuscode: '2000' }, 2, 2000],
  ])('%j', async (given, statecode, statuscode) => {
    expect((await seeded([given]).get('incidents?$select=statecode,statuscode')).body.value).toMatchObject([{ statecode, statuscode }])
  })

  test('a state that does not exist, or a status of another state, is refused', () => {
    expect(() => seeded([{ statecode: 1, statuscode: 2 }])).toThrow('2 is not a valid status code for state code IncidentState.Resolved')
    expect(() => seeded([{ statuscode: 99 }])).toThrow('99 is not a valid status code')
    expect(() => seeded([{ statecode: 'Resolved' }])).toThrow("Cannot convert the literal 'Resolved'")
  })

  test('a record that is refused is named; so is a second user of one id, and an administrator who would not be one', () => {
    expect(() => seeded([{}, { title: 'x'.repeat(201) }])).toThrow("incidents[1]: A validation error occurred.  The length of the 'title' attribute")
    const users = [1, 2].map((number) => ({ azureactivedirectoryobjectid: ADA, name: `User ${number}` }))
    expect(() => organization({ seed: { users } })).toThrow(`expected another azureactivedirectoryobjectid than that of number 1, \\"${ADA}\\"`)
    expect(() => organization({ seed: { roles: { 'System Administrator': ['prvReadContact'] } } })).toThrow('holds every privilege: expected another name')
  })

  test.each([
    [{ records: { contcts: [] } }, 'dynamics seed: there is no table or set "contcts". Did you mean "contacts"?'],
    [{ customization: { columns: { contct: {} } } }, 'dynamics seed: there is no table "contct". Did you mean "contact"?'],
    [{ customization: { keys: { contact: [{ name: 'k', columns: ['telefone1'] }] } } }, 'which the table does not have. Did you mean "telephone1"?'],
    [{ applicationUsers: [{ applicationid: CLIENT, name: 'CRM', roles: ['Agent'] }] }, 'user "CRM" has the role "Agent", which is not declared.'],
  ])('the control plane refuses a World of %j in the same words, and keeps none', async (dynamics, message) => {
    const { worlds } = organization()
    const body = JSON.stringify({ name: 'own', plant: { dynamics } })
    const answer = await controlPlane({ worlds, about: () => ({}) }).fetch(new Request('http://localhost/_sim/worlds', { method: 'POST', body }))
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(message) } } })
    expect(worlds.known('own')).toBeUndefined()
  })

  test('times that a client could not set are read as times', async () => {
    const crm = seeded([], { createdon: '2020-01-31', modifiedon: '2021-06-30T12:00:00+02:00' })
    expect((await crm.get(`contacts(${ADA})?$select=createdon,modifiedon`)).body).toMatchObject({
      createdon: '2020-01-31T00:00:00Z',
      modifiedon: '2021-06-30T10:00:00Z',
    })
    expect(() => seeded([], { createdon: 'last year' })).toThrow("Cannot convert the literal 'last year'")
  })

  test('lookups that a client could not set are set: who made a record that is there already', async () => {
    const users = [{ azureactivedirectoryobjectid: ADA, systemuserid: ADA, name: 'Ada Byron' }]
    const records = { contacts: [{ lastname: 'C', 'createdby@odata.bind': `/systemusers(${ADA})` }] }
    const crm = organization({ seed: { users, records } })
    expect((await crm.get(`contacts?$select=_createdby_value&$filter=lastname eq 'C'`)).body.value[0]._createdby_value).toBe(ADA)
  })

  test('a user that is created as an application’s is Non-interactive, as one of a seed is; others are Read-Write', async () => {
    const crm = organization()
    for (const applicationid of [undefined, '99999999-9999-4999-8999-999999999999']) await crm.create('systemusers', { lastname: 'New', applicationid })
    const { value } = (await crm.get(`systemusers?$select=accessmode&$filter=lastname eq 'New' or applicationid eq ${CLIENT}`)).body
    expect(value.map((user: { accessmode: number }) => user.accessmode)).toEqual([4, 0, 4])
  })

  test('an application is one user, in a seed and ever after', async () => {
    const twice = { applicationUsers: [1, 2].map((number) => ({ applicationid: CLIENT, name: `User ${number}` })) }
    const text = `You are attempting to create an Application ID = ${CLIENT} that already exists.`
    expect(() => organization({ seed: twice })).toThrow(text)
    const crm = organization()
    const other = await crm.create('systemusers', { lastname: 'Other' })
    const taken = { error: { code: '0x8004f511', message: text } }
    expect((await crm.send('POST', 'systemusers', { lastname: 'Another', applicationid: CLIENT.toUpperCase() })).body).toEqual(taken)
    expect((await crm.send('PATCH', `systemusers(${other})`, { applicationid: CLIENT })).body).toEqual(taken)
    expect((await crm.send('PATCH', `systemusers(${(await crm.get('WhoAmI')).body.UserId})`, { applicationid: CLIENT, title: 'Robot' })).status).toBe(204)
  })
})
