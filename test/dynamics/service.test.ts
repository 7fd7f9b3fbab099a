import { expect, test } from 'vitest'
import { CLIENT, organization } from './organization.ts'

test('requests beyond the limit are refused until the window has moved on', async () => {
  const { get, world } = organization({ settings: { serviceProtection: { requests: 3 } }, token: { lifetime: 86_400_000 } })
  for (let i = 0; i < 3; i++) expect((await get('WhoAmI')).headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe(String(2 - i))
  await world.clock.advance(100_000)
  const refused = await get('WhoAmI')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '200'])
  expect(refused.body.error).toEqual({ code: '0x80072322', message: 'Number of requests exceeded the limit of 3 over time window of 300 seconds.' })
  await world.clock.advance(200_000)
  expect((await get('WhoAmI')).status).toBe(200)
})

test('too many at once, and too much time taken, are refused', async () => {
  const { get } = organization({ settings: { requestDuration: { min: '30s', max: '30s' }, serviceProtection: { concurrent: 2, executionTime: '50s' } } })
  const answers = await Promise.all([get('WhoAmI'), get('WhoAmI'), get('WhoAmI')])
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429])
  expect(answers[2]?.body.error).toEqual({ code: '0x80072326', message: 'Number of concurrent requests exceeded the limit of 2.' })
  expect((await get('WhoAmI')).body.error.code).toBe('0x80072321')
})

test('a World that is reset forgets what was asked of it', async () => {
  const { get, worlds, world, token } = organization({ settings: { serviceProtection: { requests: 1 } } })
  await get('WhoAmI')
  expect((await get('WhoAmI')).status).toBe(429)
  const issued = world.tokens.find(token)
  worlds.reset(world)
  if (issued) world.tokens.issue(issued)
  expect((await get('WhoAmI')).status).toBe(200)
})

test('the page of a screen pop shows the record and escapes all of it', async () => {
  const { create, get } = organization()
  const id = await create('contacts', { firstname: '<script>alert(1)</script>', lastname: '"&\'' })
  const { status, headers, body } = await get(`https://rehearsal.crm.dynamics.com/main.aspx?pagetype=entityrecord&etn=contact&id=${id}&cmdbar=1`)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/html')
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;&#39;')
  expect(body).not.toContain('<script')
  const fresh = await get('https://rehearsal.crm.dynamics.com/main.aspx?pagetype=entityrecord&etn=incident')
  expect(fresh.body).toContain('New Case')
  const gone = await get('https://rehearsal.crm.dynamics.com/main.aspx?etn=contact&id=<b>')
  expect([gone.status, gone.body.includes('<b>')]).toEqual([404, false])
  expect((await get('https://rehearsal.crm.dynamics.com/main.aspx?etn=<i>')).body).not.toContain('<i>')
})

test('invented people are the same for the same seed, and sound', async () => {
  const seed = { generate: { contacts: 20, incidents: 10 } }
  const rows = async () => (await organization({ seed }).get('contacts?$select=fullname,telephone1,createdon')).body.value
  const first = await rows()
  expect(await rows()).toEqual(first)
  expect(first).toHaveLength(20)
  expect(new Set(first.map((row: { telephone1: string }) => row.telephone1)).size).toBeGreaterThan(15)
})

test('a seed names its rows by set or table, states and ids included, and is refused when it cannot be', async () => {
  const id = '00000000-0000-0000-0000-00000000000a'
  const { get } = organization({
    seed: {
      records: { contact: [{ contactid: id, lastname: 'A', statecode: 1 }], incidents: [{ title: 'T', 'customerid_contact@odata.bind': `/contacts(${id})` }] },
    },
  })
  expect((await get(`contacts(${id})`)).body).toMatchObject({ statecode: 1, statuscode: 2 })
  expect((await get('incidents')).body.value).toHaveLength(1)
  expect(() => organization({ seed: { records: { contcts: [] } } })).toThrow(/no table or set "contcts"\. Did you mean "contacts"\?/)
  expect(() => organization({ seed: { applicationUsers: [{ applicationid: CLIENT, name: 'A', roles: ['Boss'] }] } })).toThrow(/role "Boss"/)
})

test.each([
  [400, '0x80040203', 'Invalid argument.'],
  [403, '0x80040220', 'The user does not hold the necessary privileges.'],
  [404, '0x80040217', 'The specified object was not found.'],
  [412, '0x80060882', "The version of the existing record doesn't match the RowVersion property provided."],
  [429, '0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
  [500, '0x80040216', 'An unexpected error occurred.'],
  [502, '0x80040216', 'An unexpected error occurred.'],
  [503, '0x80040216', 'An unexpected error occurred.'],
])('a fault with the status %i speaks the words of the service, or its own', async (status, code, message) => {
  const { get, world } = organization()
  const struck = async (more: { message?: string }) => {
    world.faults.clear()
    world.faults.add({ when: {}, effect: { kind: 'refuse', status, ...more } })
    const { body, ...answer } = await get('contacts')
    return [answer.status, body]
  }
  expect(await struck({})).toEqual([status, { error: { code, message } }])
  expect(await struck({ message: 'Closed.' })).toEqual([status, { error: { code, message: 'Closed.' } }])
})
