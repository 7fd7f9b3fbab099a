import { expect, test } from 'vitest'
import { edge } from '../../mocks/core/edge.ts'
import dynamics from '../../mocks/dynamics/index.ts'
import { ADA, asAda, CLIENT, issue, organization, ROOT, withAda } from './organization.ts'

const other = 'aaaaaaaa-0000-4000-8000-000000000001'
const user = (rest: Record<string, unknown>) => ({ applicationUsers: [{ applicationid: CLIENT, name: 'Integration', ...rest }] })

test('without a token the answer is 401 and says where to sign in', async () => {
  const { send } = organization({ seed: { tenantId: other } })
  for (const authorization of ['', 'Bearer nonsense', 'Basic abc']) {
    const { status, headers, body } = await send('GET', 'contacts', undefined, { authorization })
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri=https://login.microsoftonline.com/${other}/oauth2/authorize, resource_id=https://rehearsal.crm.dynamics.com/`,
    )
    expect(body).toBe('')
  }
})

test('who asks over a socket is sent to the socket of the same rehearsal', async () => {
  const { worlds, world } = organization({ seed: { tenantId: other } })
  world.origins.entra = ['https://login.microsoftonline.com', 'http://localhost:4401']
  world.origins.dynamics?.push('http://localhost:4402')
  const answer = await edge(dynamics, worlds).fetch(new Request('http://localhost:4402/w/demo/api/data/v9.2/WhoAmI'))
  const [uri, resource] = [`http://localhost:4401/w/demo/${other}/oauth2/authorize`, 'http://localhost:4402/w/demo/']
  expect(answer.headers.get('www-authenticate')).toBe(`Bearer authorization_uri=${uri}, resource_id=${resource}`)
})

test.each(['127.0.0.1', 'crm'])(
  "a socket that is asked under another name, %s, is answered for under it, and a name of the vendor under the vendor's",
  async (name) => {
    const { worlds, world } = organization({ seed: { tenantId: other } })
    world.origins.entra = ['https://login.microsoftonline.com', 'http://localhost:4401']
    world.origins.dynamics?.push('http://localhost:4402')
    const told = async (origin: string) =>
      (await edge(dynamics, worlds).fetch(new Request(`${origin}/api/data/v9.2/WhoAmI`))).headers.get('www-authenticate')?.split(/[ =,]+/)[2]
    expect(await told(`http://${name}:4402/w/demo`)).toBe(`http://${name}:4401/w/demo/${other}/oauth2/authorize`)
    for (const own of ['https://rehearsal.crm.dynamics.com', 'https://rehearsal.api.crm4.dynamics.com'])
      expect(await told(own)).toBe(`https://login.microsoftonline.com/${other}/oauth2/authorize`)
  },
)

test('an expired token is refused and the journal knows whose it was', async () => {
  const { get, world } = organization({ token: { lifetime: 60_000 } })
  expect((await get('WhoAmI')).status).toBe(200)
  await world.clock.advance(60_000)
  expect((await get('WhoAmI')).status).toBe(401)
  const [used, expired] = world.journal.of('dynamics').map((exchange) => exchange.remarks[0])
  expect(used).toMatchObject({ kind: 'token-used', client: CLIENT })
  expect(expired).toEqual({ kind: 'token-expired', client: CLIENT, expiredAt: world.clock.now() })
})

test('a token for another resource is refused', async () => {
  const { get, world } = organization({ token: { audience: 'https://other.crm.dynamics.com' } })
  expect((await get('contacts')).status).toBe(401)
  expect(world.journal.all()[0]?.remarks[0]?.kind).toBe('token-refused')
})

test('the organisation has the address of its API beside its own, in any region, and tokens may be for either', async () => {
  const { get, world } = organization()
  const api = 'https://rehearsal.api.crm4.dynamics.com'
  const { status, body } = await get(`${api}/api/data/v9.2/contacts`)
  expect([status, body['@odata.context']]).toEqual([200, `${api}/api/data/v9.2/$metadata#contacts`])
  const statusFor = async (audience: string) => (await get('WhoAmI', { authorization: `Bearer ${issue(world, { audience })}` })).status
  expect(await Promise.all([`${api}/`, 'https://rehearsal.api.crm.dynamics.com', 'https://other.api.crm.dynamics.com'].map(statusFor))).toEqual([200, 200, 401])
  await expect(get('https://other.api.crm.dynamics.com/api/data/v9.2/contacts')).rejects.toThrow('fetch failed')
})

test('the audience may end in a slash', async () => {
  const { get } = organization({ token: { audience: 'https://rehearsal.crm.dynamics.com/' } })
  expect((await get('contacts')).status).toBe(200)
})

test.each([
  ['no application user', { applicationUsers: [] }, '0x80072560', 'The user is not a member of the organization.'],
  ['a disabled one', user({ disabled: true }), '0x80040225', 'The specified user(Id = {0}) is disabled. Consider enabling this user. Additional Details: {1}'],
  ['one without roles', user({ roles: [] }), '0x80042f09', 'The user has not been assigned any roles.'],
])('%s is refused with 403', async (_name, seed, code, message) => {
  const { get } = organization({ seed })
  const { status, body } = await get('contacts')
  expect(status).toBe(403)
  expect(body.error).toEqual({ code, message })
})

test('a missing privilege is named, for each kind of access', async () => {
  const { send, get } = organization({ seed: { ...user({ roles: ['Reader'] }), roles: { Reader: ['prvReadContact'] } } })
  expect((await get('contacts')).status).toBe(200)
  const create = await send('POST', 'contacts', { lastname: 'Byron' })
  expect(create.status).toBe(403)
  expect(create.body.error.code).toBe('0x80040220')
  expect(create.body.error.message).toContain('is missing prvCreateContact privilege')
  expect(create.body.error.message).toContain("on OTC=2 for entity 'contact' (LocalizedName='Contact').")
  expect((await get('tasks')).body.error.message).toContain('prvReadActivity')
  expect((await get('annotations')).body.error.message).toContain('prvReadNote')
})

test('disabling or deleting the system user through the API locks the integration out', async () => {
  const admin = 'aaaaaaaa-0000-4000-8000-00000000000a'
  const seed = {
    applicationUsers: [
      { applicationid: CLIENT, name: 'Integration' },
      { applicationid: admin, name: 'Admin' },
    ],
  }
  const { get, send, world } = organization({ seed })
  const mine = (await get('WhoAmI')).body.UserId
  const asAdmin = { authorization: `Bearer ${issue(world, { client: admin })}` }
  expect((await send('PATCH', `systemusers(${mine})`, { isdisabled: true }, asAdmin)).status).toBe(204)
  expect((await get('WhoAmI')).body.error.code).toBe('0x80040225')
  expect((await send('PATCH', `systemusers(${mine})`, { isdisabled: 'false' }, asAdmin)).status).toBe(204)
  expect((await get('WhoAmI')).status).toBe(200)
  expect((await send('DELETE', `systemusers(${mine})`, undefined, asAdmin)).status).toBe(204)
  expect((await get('WhoAmI')).body.error.code).toBe('0x80072560')
})

test('roles can be taken and given through the association', async () => {
  const { get, send, world } = organization({
    seed: {
      applicationUsers: [
        { applicationid: CLIENT, name: 'A' },
        { applicationid: other, name: 'B', roles: [] },
      ],
    },
  })
  const asOther = { authorization: `Bearer ${issue(world, { client: other })}` }
  const [user] = (await get(`systemusers?$filter=applicationid eq ${other}&$select=systemuserid`)).body.value
  const [role] = (await get(`roles?$filter=name eq 'System Administrator'`)).body.value
  expect((await get('contacts', asOther)).status).toBe(403)
  const link = `systemusers(${user.systemuserid})/systemuserroles_association`
  expect((await send('POST', `${link}/$ref`, { '@odata.id': `${ROOT}/roles(${role.roleid})` })).status).toBe(204)
  expect((await get('contacts', asOther)).status).toBe(200)
  expect((await get(link)).body.value).toMatchObject([{ name: 'System Administrator' }])
  expect((await send('DELETE', `${link}(${role.roleid})/$ref`)).status).toBe(204)
  expect((await get('contacts', asOther)).status).toBe(403)
})

test('an impersonated user owns what is created; the caller is named beside', async () => {
  const seed = {
    applicationUsers: [
      { applicationid: CLIENT, name: 'A' },
      { applicationid: other, name: 'B', azureactivedirectoryobjectid: other },
    ],
  }
  const { get, send } = organization({ seed })
  const [user] = (await get(`systemusers?$filter=applicationid eq ${other}`)).body.value
  const headers: Record<string, string>[] = [{ callerobjectid: other }, { mscrmcallerid: user.systemuserid }]
  for (const header of headers) {
    const { body } = await send('POST', 'contacts', { lastname: 'X' }, { ...header, prefer: 'return=representation' })
    expect(body._createdby_value).toBe(user.systemuserid)
    expect(body._createdonbehalfby_value).not.toBeNull()
  }
})

test('who names themselves acts on nobody’s behalf, and needs no privilege for it', async () => {
  const crm = organization({ seed: withAda(['prvCreateContact', 'prvReadContact']) })
  const headers: Record<string, string>[] = [{ callerobjectid: ADA }, { callerobjectid: `{${ADA}}` }, { mscrmcallerid: ADA.toUpperCase() }]
  for (const header of headers) {
    const { status, body } = await asAda(crm)('POST', 'contacts', { lastname: 'X' }, { ...header, prefer: 'return=representation' })
    expect([status, body._createdby_value, body._createdonbehalfby_value]).toEqual([201, ADA, null])
  }
})

test('impersonation needs its privilege', async () => {
  const seed = {
    applicationUsers: [
      { applicationid: CLIENT, name: 'A', roles: ['Reader'] },
      { applicationid: other, name: 'B', azureactivedirectoryobjectid: other },
    ],
    roles: { Reader: ['prvReadContact'] },
  }
  const { get } = organization({ seed })
  const { status, body } = await get('contacts', { callerobjectid: other })
  expect([status, body.error.code]).toEqual([403, '0x80040204'])
})

test.each(['callerobjectid', 'mscrmcallerid'])('nobody is impersonated who is not there: %s', async (header) => {
  const { status, body } = await organization().get('contacts', { [header]: other })
  expect([status, body.error]).toMatchObject([400, { code: '0x80041d1f', message: `systemuser With Id = ${other} Does Not Exist` }])
})

test('an application is one user', async () => {
  const { send } = organization({ seed: user({}) })
  const { status, body } = await send('POST', 'systemusers', { lastname: 'Second', applicationid: CLIENT.toUpperCase() })
  expect([status, body.error.code]).toEqual([400, '0x8004f511'])
})

test('a person who signed in acts as themselves, not as the application', async () => {
  const claims = { scp: 'user_impersonation' }
  const { get } = organization({ seed: { users: [{ azureactivedirectoryobjectid: other, name: 'Mia Agent' }] }, token: { subject: other, claims } })
  const { UserId } = (await get('WhoAmI')).body
  expect((await get(`systemusers(${UserId})`)).body.fullname).toBe('Mia Agent')
  const stranger = organization({ token: { subject: other, claims } })
  expect((await stranger.get('WhoAmI')).body.error.code).toBe('0x80072560')
})

test('an application that an administrator blocked is refused, whatever its user may do', async () => {
  const { get } = organization({ settings: { blockedApplications: [CLIENT] } })
  const { status, body } = await get('contacts')
  expect([status, body.error.code]).toEqual([403, '0x80095ffc'])
  expect(body.error.message).toMatch(`Access to Dataverse API is restricted for this application Id : '${CLIENT}'.`)
})
