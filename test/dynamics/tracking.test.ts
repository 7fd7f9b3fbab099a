import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

const TRACK = { prefer: 'odata.track-changes' }
const names = (answer: { body: { value: { lastname?: string; reason?: string; id?: string }[] } }) =>
  answer.body.value.map((one) => one.lastname ?? `${one.reason} ${one.id}`)

test('a tracked query answers all rows and a link for what comes behind', async () => {
  const { get, create } = organization()
  await create('contacts', { lastname: 'Byron' })
  const first = await get('contacts?$select=lastname', TRACK)
  expect(first.headers.get('preference-applied')).toBe('odata.track-changes')
  expect(names(first)).toEqual(['Byron'])
  expect(first.body['@odata.deltaLink']).toMatch(new RegExp(`^${ROOT}/contacts\\?\\$select=lastname&\\$deltatoken=\\d+%2111%2f20%2f2026%2008%3a00%3a00$`))
})

test('the link answers what was made, changed and deleted since, and another link', async () => {
  const { get, send, create } = organization()
  const kept = await create('contacts', { lastname: 'Kept' })
  const gone = await create('contacts', { lastname: 'Gone' })
  const changed = await create('contacts', { lastname: 'Before' })
  const first = await get('contacts?$select=lastname', TRACK)
  await send('PATCH', `contacts(${changed})`, { lastname: 'After' })
  await send('DELETE', `contacts(${gone})`)
  await create('contacts', { lastname: 'New' })
  const second = await get(first.body['@odata.deltaLink'])
  expect(second.status).toBe(200)
  expect(second.body['@odata.context']).toBe(`${ROOT}/$metadata#contacts(lastname)/$delta`)
  expect(names(second)).toEqual(['After', `deleted ${gone}`, 'New'])
  expect(second.body.value[1]).toEqual({ '@odata.context': `${ROOT}/$metadata#contacts/$deletedEntity`, id: gone, reason: 'deleted' })
  expect(JSON.stringify(second.body)).not.toContain(kept)
  expect((await get(second.body['@odata.deltaLink'])).body.value).toEqual([])
})

test('what a cascade deletes is told too, and what a failed change set deleted is not', async () => {
  const { get, send, create } = organization()
  const contact = await create('contacts', { lastname: 'Byron' })
  const task = await create('tasks', { subject: 'Call', 'regardingobjectid_contact_task@odata.bind': `/contacts(${contact})` })
  const link = (await get('tasks?$select=subject', TRACK)).body['@odata.deltaLink']
  const part = (id: number, request: string) => `--c\r\nContent-Type: application/http\r\nContent-ID: ${id}\r\n\r\n${request} HTTP/1.1\r\n\r\n\r\n`
  const batch = `--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n${part(1, `DELETE ${ROOT}/tasks(${task})`)}${part(2, `DELETE ${ROOT}/tasks(00000000-0000-0000-0000-000000000001)`)}--c--\r\n--b--\r\n`
  expect((await send('POST', '$batch', batch, { 'content-type': 'multipart/mixed;boundary=b' })).status).toBe(404)
  expect((await get(link)).body.value).toEqual([])
  await send('DELETE', `contacts(${contact})`)
  expect((await get(link)).body.value).toMatchObject([{ id: task, reason: 'deleted' }])
})

test('$count with a token counts the changes', async () => {
  const { get, create } = organization()
  const link: string = (await get('contacts?$select=lastname', TRACK)).body['@odata.deltaLink']
  await create('contacts', { lastname: 'One' })
  await create('contacts', { lastname: 'Two' })
  expect((await get(`contacts/$count?$deltatoken=${link.split('$deltatoken=')[1]}`)).body).toBe('2')
})

test('a change between two pages is not lost', async () => {
  const { get, send, create } = organization()
  const first = await create('contacts', { lastname: 'First' })
  await create('contacts', { lastname: 'Second' })
  const prefer = { prefer: 'odata.track-changes,odata.maxpagesize=1' }
  const one = await get('contacts?$select=lastname', prefer)
  expect(one.body['@odata.deltaLink']).toBeUndefined()
  expect(one.body['@odata.nextLink']).toContain('istracking=%22True%22')
  await send('PATCH', `contacts(${first})`, { lastname: 'Changed' })
  const two = await get(one.body['@odata.nextLink'], prefer)
  expect(names(two)).toEqual(['Second'])
  expect(names(await get(two.body['@odata.deltaLink']))).toEqual(['Changed'])
})

test('changes come in pages, each exactly once: a deletion that ends one, too', async () => {
  const { get, send, create } = organization()
  const gone = await create('contacts', { lastname: 'Gone' })
  let link = (await get('contacts?$select=lastname', TRACK)).body['@odata.deltaLink']
  await create('contacts', { lastname: 'A' })
  await send('DELETE', `contacts(${gone})`)
  for (const lastname of ['B', 'C', 'D']) await create('contacts', { lastname })
  const seen: string[] = []
  for (let page = 0; page < 4; page++) {
    const answer = await get(link, { prefer: 'odata.maxpagesize=2' })
    seen.push(...names(answer))
    link = answer.body['@odata.nextLink'] ?? answer.body['@odata.deltaLink']
  }
  expect(seen).toEqual(['A', `deleted ${gone}`, 'B', 'C', 'D'])
})

test('a token that is too old asks for everything anew, and one that is none is refused', async () => {
  const { get, world } = organization({ token: { lifetime: 90 * 86_400_000 } })
  const link = (await get('contacts?$select=lastname', TRACK)).body['@odata.deltaLink']
  await world.clock.advance(31 * 86_400_000)
  expect((await get(link)).body.error).toEqual({
    code: '0x80044352',
    message: 'Version stamp associated with the client has expired. Please perform a full sync.',
  })
  expect((await get('contacts?$deltatoken=tomorrow')).status).toBe(400)
})

test('a tracked query may select and nothing else', async () => {
  const { get } = organization()
  for (const option of ["$filter=lastname eq 'x'", '$orderby=lastname', '$top=1', '$expand=createdby'])
    expect((await get(`contacts?${option}`, TRACK)).body.error.message).toContain(option.split('=')[0])
})

test('what hangs on a row is not tracked, and says so', async () => {
  const { get, create } = organization()
  const path = `accounts(${await create('accounts', { name: 'A' })})/contact_customer_accounts`
  const link = (await get('contacts?$select=lastname', TRACK)).body['@odata.deltaLink'] as string
  const token = link.slice(link.indexOf('$deltatoken='))
  for (const answer of [await get(path, TRACK), await get(`${path}?${token}`), await get(`${path}/$count?${token}`)]) {
    expect([answer.status, answer.body.error?.message]).toEqual([501, expect.stringContaining('change tracking')])
  }
})
