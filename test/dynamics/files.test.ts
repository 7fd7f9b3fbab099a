import { expect, test } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { organization, ROOT } from './organization.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function opened() {
  const made = organization({ seed: { customization: { columns: { contact: { new_contract: { type: 'File', label: 'Contract', max: 1 } } } } } })
  const contact = await made.create('contacts', { lastname: 'Byron' })
  const fetch = worldFetch(made.worlds, made.world)
  /** Bytes, as they go over the wire. */
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array<ArrayBuffer> | string) =>
    fetch(path.startsWith('http') ? path : `${ROOT}/contacts(${contact})/${path}`, {
      method,
      headers: { authorization: `Bearer ${made.token}`, ...(body ? { 'content-type': 'application/octet-stream' } : {}), ...headers },
      ...(body ? { body } : {}),
    })
  return { ...made, contact, send }
}

test('a file goes up in one request and comes down with name and size', async () => {
  const { send, get, contact } = await opened()
  expect((await send('PATCH', 'new_contract', { 'x-ms-file-name': 'contract.txt' }, 'hello')).status).toBe(204)
  const down = await send('GET', 'new_contract/$value?size=full')
  expect(await down.text()).toBe('hello')
  expect([down.status, down.headers.get('x-ms-file-name'), down.headers.get('x-ms-file-size')]).toEqual([200, 'contract.txt', '5'])
  const { body } = await get(`contacts(${contact})?$select=new_contract,new_contract_name`)
  expect(body.new_contract).toMatch(/^[0-9a-f-]{36}$/)
  expect(body.new_contract_name).toBe('contract.txt')
  expect((await get(`contacts(${contact})/new_contract`)).body.value).toBe(Buffer.from('hello').toString('base64'))
})

test('a file goes up in pieces: 206 for each, 204 for the last', async () => {
  const { send } = await opened()
  const begun = await send('PATCH', 'new_contract', { 'x-ms-transfer-mode': 'chunked', 'x-ms-file-name': 'letter.txt' })
  expect([begun.status, begun.headers.get('x-ms-chunk-size'), begun.headers.get('accept-ranges')]).toEqual([200, '4194304', 'bytes'])
  const location = begun.headers.get('location') as string
  expect((await send('PATCH', location, { 'content-range': 'bytes 0-2/5' }, 'hel')).status).toBe(206)
  expect((await send('GET', 'new_contract/$value')).status).toBe(204)
  expect((await send('PATCH', location, { 'content-range': 'bytes 3-4/5' }, 'lo')).status).toBe(204)
  expect(await (await send('GET', 'new_contract/$value')).text()).toBe('hello')
  expect((await send('PATCH', location, { 'content-range': 'bytes 0-4/5' }, 'again')).status).toBe(400)
})

test('a piece that does not follow, does not fit or has no range is refused and loses nothing', async () => {
  const { send } = await opened()
  const location = (await send('PATCH', 'new_contract', { 'x-ms-transfer-mode': 'chunked', 'x-ms-file-name': 'a' })).headers.get('location') as string
  expect((await send('PATCH', location, { 'content-range': 'bytes 3-4/5' }, 'lo')).status).toBe(416)
  expect((await send('PATCH', location, { 'content-range': 'bytes 0-4/5' }, 'hel')).status).toBe(416)
  expect((await send('PATCH', location, {}, 'hello')).status).toBe(400)
  expect((await send('PATCH', location, { 'content-range': 'bytes 0-4/5' }, 'hello')).status).toBe(204)
})

test('a range of a file comes down as 206', async () => {
  const { send } = await opened()
  await send('PATCH', 'new_contract', { 'x-ms-file-name': 'a' }, 'hello')
  const part = await send('GET', 'new_contract/$value', { range: 'bytes=1-3' })
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, 'ell', 'bytes 1-3/5'])
  expect((await send('GET', 'new_contract/$value', { range: 'bytes=9-' })).status).toBe(416)
})

test('a file larger than its column takes is refused, in pieces at the first', async () => {
  const { send } = await opened()
  expect((await send('PATCH', 'new_contract', { 'x-ms-file-name': 'a' }, 'x'.repeat(1025))).status).toBe(400)
  const location = (await send('PATCH', 'new_contract', { 'x-ms-transfer-mode': 'chunked', 'x-ms-file-name': 'a' })).headers.get('location') as string
  expect((await send('PATCH', location, { 'content-range': 'bytes 0-4/2000' }, 'hello')).status).toBe(400)
})

test('a file is deleted by its column, and cannot be written with the row', async () => {
  const { send, get, contact } = await opened()
  await send('PATCH', 'new_contract', { 'x-ms-file-name': 'a' }, 'hello')
  const id = (await get(`contacts(${contact})`)).body.new_contract
  await send('PATCH', `${ROOT}/contacts(${contact})`, { 'content-type': 'application/json' }, '{"new_contract":"other"}')
  expect((await get(`contacts(${contact})`)).body.new_contract).toBe(id)
  expect((await send('DELETE', 'new_contract')).status).toBe(204)
  expect((await get(`contacts(${contact})`)).body).toMatchObject({ new_contract: null, new_contract_name: null })
})

test('an image is bytes by its address and base64 in its row', async () => {
  const { send, get, contact } = await opened()
  expect((await send('PATCH', 'entityimage', { 'x-ms-file-name': 'ada.png' }, PNG)).status).toBe(204)
  expect((await get(`contacts(${contact})?$select=entityimage`)).body.entityimage).toBe(PNG.toString('base64'))
  const down = await send('GET', 'entityimage/$value?size=full')
  expect(Buffer.from(await down.arrayBuffer()).equals(PNG)).toBe(true)
  expect((await send('PATCH', 'entityimage', {}, 'no image')).status).toBe(400)
  expect((await send('DELETE', 'entityimage')).status).toBe(204)
  expect((await send('GET', 'entityimage/$value')).status).toBe(204)
})

test('a file of a row that has changed since is neither replaced nor deleted', async () => {
  const { create, get, send } = organization({ seed: { customization: { columns: { contact: { new_document: { type: 'File' } } } } } })
  const contact = `contacts(${await create('contacts', { lastname: 'Byron' })})`
  const upload = (content: string, match: string) =>
    send('PATCH', `${contact}/new_document`, content, { 'content-type': 'application/octet-stream', 'x-ms-file-name': 'a.txt', 'if-match': match })
  const before = (await get(contact)).headers.get('etag') as string
  expect((await upload('first', before)).status).toBe(204)
  expect((await upload('second', before)).body.error?.code).toBe('0x80060882')
  expect((await send('DELETE', `${contact}/new_document`, undefined, { 'if-match': before })).body.error?.code).toBe('0x80060882')
  expect((await get(`${contact}/new_document/$value`)).body).toBe('first')
})
