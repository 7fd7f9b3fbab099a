import { expect, test } from 'vitest'
import { type Organization, organization } from './organization.ts'

test('$top is ignored beside odata.maxpagesize', async () => {
  const { get } = organization({ seed: { generate: { contacts: 4 } } })
  const { body } = await get('contacts?$top=1', { prefer: 'odata.maxpagesize=3' })
  expect(body.value).toHaveLength(3)
})

test('a page size that is none, or larger than 5,000, is ignored, and not said to be applied', async () => {
  const { get } = organization({ seed: { generate: { contacts: 4 } } })
  for (const size of ['0', '0.5', '-1', 'many', '5001']) {
    const { headers, body } = await get('contacts?$top=1', { prefer: `odata.maxpagesize=${size}` })
    expect([size, body.value.length, headers.get('preference-applied')]).toEqual([size, 1, null])
  }
  expect((await get('contacts?$top=1', { prefer: 'odata.maxpagesize=5000' })).headers.get('preference-applied')).toBe('odata.maxpagesize=5000')
})

test('a $top above what a page holds is cut and the journal says so; a fetch refuses such a top', async () => {
  const { get, world } = organization({ seed: { generate: { contacts: 4 } }, settings: { pageSize: 3 } })
  const { body } = await get('contacts?$top=4')
  expect([body.value.length, body['@odata.nextLink']]).toEqual([3, undefined])
  const ignored = () =>
    world.journal
      .all()
      .at(-1)
      ?.remarks.filter(({ kind }) => kind === 'ignored')
  expect(ignored()).toEqual([{ kind: 'ignored', what: '$top=4: a request is answered with 3 rows at the most, use odata.maxpagesize' }])
  for (const query of ['$top=3', '$top=4&$filter=false', '$top=1']) {
    await get(`contacts?${query}`)
    expect(ignored()).toEqual([])
  }
  const top = (rows: number) => get(`contacts?fetchXml=${encodeURIComponent(`<fetch top="${rows}"><entity name="contact"/></fetch>`)}`)
  expect([(await top(5000)).status, (await top(5001)).status]).toEqual([200, 400])
})

test('rows are counted up to the limit that Dataverse counts to, in whichever way', async () => {
  const { get } = organization({ seed: { generate: { contacts: 4 } }, settings: { countLimit: 3 } })
  expect((await get('contacts/$count')).body).toBe('3')
  const name = 'Microsoft.Dynamics.CRM.totalrecordcount'
  const { body } = await get('contacts?$count=true', { prefer: `odata.include-annotations="${name},${name}limitexceeded"` })
  expect([body['@odata.count'], body[`@${name}`], body[`@${name}limitexceeded`], body.value.length]).toEqual([3, 3, true, 4])
})

/** Everything that the links lead to, by its last name. */
async function paged({ get }: Organization, path: string): Promise<string[]> {
  const { body } = await get(path, { prefer: 'odata.maxpagesize=2' })
  const names = (body.value as { lastname: string }[]).map(({ lastname }) => lastname)
  return body['@odata.nextLink'] ? [...names, ...(await paged({ get } as Organization, body['@odata.nextLink']))] : names
}

const ids = [1, 2, 3, 4, 5].map((number) => `aaaaaaaa-0000-4000-8000-00000000000${number}`)
const people = ids.map((contactid, i) => ({ contactid, lastname: 'ABCDE'[i] as string }))

test('pages miss no row of a collection whose rows were changed since', async () => {
  const crm = organization()
  const account = await crm.create('accounts', { name: 'Analytical Engines', contact_customer_accounts: people })
  await crm.send('PATCH', `contacts(${ids[0]})`, { jobtitle: 'Boss' })
  expect(await paged(crm, `accounts(${account})/contact_customer_accounts?$select=lastname`)).toEqual(['A', 'B', 'C', 'D', 'E'])
})

test('pages miss no row that came back with a change that was undone', async () => {
  const crm = organization()
  for (const person of people) await crm.create('contacts', person)
  const change = (id: number, request: string) => `--c\nContent-Type: application/http\nContent-Transfer-Encoding: binary\nContent-ID: ${id}\n\n${request}\n`
  const parts = change(1, `DELETE contacts(${ids[0]}) HTTP/1.1\n`) + change(2, 'PATCH contacts(nobody) HTTP/1.1\nContent-Type: application/json\n\n{}')
  const body = `--b\nContent-Type: multipart/mixed;boundary=c\n\n${parts}--c--\n--b--`
  expect((await crm.send('POST', '$batch', body, { 'content-type': 'multipart/mixed;boundary=b' })).status).toBe(400)
  expect(await paged(crm, 'contacts?$select=lastname')).toEqual(['A', 'B', 'C', 'D', 'E'])
  expect((await crm.get('contacts?$select=lastname&$top=1')).body.value[0].lastname).toBe('A')
})

test('pages miss no row behind one that was made anew with the id of one that had gone', async () => {
  const crm = organization({ seed: { records: { contacts: people } } })
  for (const id of ids.slice(0, 3)) await crm.send('DELETE', `contacts(${id})`)
  for (const id of ids.slice(0, 3)) await crm.send('PATCH', `contacts(${id})`, { lastname: 'new' })
  expect(await paged(crm, 'contacts?$select=lastname')).toEqual(['D', 'E', 'new', 'new', 'new'])
})

test('pages of a fetch miss no row of a collection whose rows are changed meanwhile', async () => {
  const crm = organization()
  const account = await crm.create('accounts', { name: 'Analytical Engines', contact_customer_accounts: people })
  const page = async (number: number) => {
    const xml = `<fetch count="2" page="${number}"><entity name="contact"><attribute name="lastname"/></entity></fetch>`
    const { body } = await crm.get(`accounts(${account})/contact_customer_accounts?fetchXml=${encodeURIComponent(xml)}`)
    return body.value.map(({ lastname }: { lastname: string }) => lastname)
  }
  const first = await page(1)
  await crm.send('PATCH', `contacts(${ids[0]})`, { jobtitle: 'Boss' })
  expect([first, await page(2), await page(3)]).toEqual([['A', 'B'], ['C', 'D'], ['E']])
})
