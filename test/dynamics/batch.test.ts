import { expect, test } from 'vitest'
import { ADA, organization, ROOT, withAda } from './organization.ts'

const headers = { 'content-type': 'multipart/mixed;boundary=batch_a' }
const single = (request: string) => `--batch_a\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\n${request}\n`
const change = (id: number | string, request: string) =>
  `--change_a\nContent-Type: application/http\nContent-Transfer-Encoding: binary\nContent-ID: ${id}\n\n${request}\n`
const changeset = (...parts: string[]) => `--batch_a\nContent-Type: multipart/mixed;boundary=change_a\n\n${parts.join('')}--change_a--\n`
const create = (row: unknown, set = 'contacts') => `POST ${set} HTTP/1.1\nContent-Type: application/json\n\n${JSON.stringify(row)}\n`

test('parts are answered in order, with the spacing of the service', async () => {
  const { send } = organization()
  const body = `${single(`GET ${ROOT}/contacts?$select=lastname HTTP/1.1\nAccept: application/json\n`)}${changeset(change(1, create({ lastname: 'A' })))}--batch_a--`
  for (const text of [body, body.replaceAll('\n', '\r\n')]) {
    const answer = await send('POST', '$batch', text, headers)
    expect(answer.status).toBe(200)
    const name = /boundary=(batchresponse_\S+)/.exec(answer.headers.get('content-type') ?? '')?.[1]
    const [first, second] = answer.body.split(`--${name}\r\n`).slice(1)
    expect(first).toMatch(/^Content-Type: application\/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
    expect(second).toMatch(/^Content-Type: multipart\/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n\r\n--changesetresponse_/)
    expect(second).toMatch(/Content-ID: 1\r\n\r\nHTTP\/1\.1 204 No Content\r\nOData-Version: 4\.0\r\n/)
    expect(second).toMatch(/OData-EntityId: https:\/\/\S+\/contacts\([0-9a-f-]{36}\)\r\n/)
  }
})

test('a change set is all or nothing, and its references reach back', async () => {
  const { send, get, world } = organization()
  const good = changeset(change(1, create({ lastname: 'A' })), change(2, create({ subject: 'T', 'regardingobjectid_contact_task@odata.bind': '$1' }, 'tasks')))
  expect((await send('POST', '$batch', `${good}--batch_a--`, headers)).status).toBe(200)
  const { contactid } = (await get('contacts')).body.value[0]
  expect((await get('tasks')).body.value[0]._regardingobjectid_value).toBe(contactid)
  expect(world.journal.all()[0]?.actions).toMatchObject([
    { kind: 'created', record: 'contact', id: contactid, ok: true },
    { kind: 'created', record: 'task', ok: true },
  ])
  const bad = changeset(
    change(1, `PATCH contacts(${contactid}) HTTP/1.1\nContent-Type: application/json\n\n{"lastname":"B"}\n`),
    change(2, create({ subject: 'x'.repeat(201) }, 'tasks')),
  )
  const answer = await send('POST', '$batch', `${bad}--batch_a--`, headers)
  expect(answer.status).toBe(400)
  expect(answer.body.match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect((await get(`contacts(${contactid})`)).body.lastname).toBe('A')
})

test('a batch is on behalf of one user: what its parts say of it is ignored, and the journal says so', async () => {
  const crm = organization({ seed: withAda() })
  const part = (name: string) => create({ lastname: name }).replace('Content-Type', `MSCRMCallerID: ${ADA}\nContent-Type`)
  const creator = async (name: string) => (await crm.get(`contacts?$filter=lastname eq '${name}'`)).body.value[0]._createdby_value
  await crm.send('POST', '$batch', `${single(part('A'))}${changeset(change(1, part('B')))}--batch_a--`, headers)
  expect(crm.world.journal.all().at(-1)?.remarks).toContainEqual({
    kind: 'ignored',
    what: 'mscrmcallerid in a part of a batch: only the header of the batch itself impersonates',
  })
  await crm.send('POST', '$batch', `${single(create({ lastname: 'C' }))}--batch_a--`, { ...headers, mscrmcallerid: ADA })
  expect(
    crm.world.journal
      .all()
      .at(-1)
      ?.remarks.map(({ kind }) => kind),
  ).toEqual(['token-used'])
  const { UserId } = (await crm.get('WhoAmI')).body
  expect([await creator('A'), await creator('B'), await creator('C')]).toEqual([UserId, UserId, ADA])
})

test('two requests of a change set have no Content-ID in common: nobody could tell whom $1 means', async () => {
  const { send, get } = organization()
  const body = changeset(change(1, create({ lastname: 'A' })), change(1, create({ lastname: 'B' })))
  const answer = await send('POST', '$batch', `${body}--batch_a--`, headers)
  expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("The content ID '1' was found more than once in the same change set.")])
  expect((await get('contacts/$count')).body).toBe('0')
})

test('the first failure ends a batch, unless it may go on', async () => {
  const { send, get } = organization()
  const body = `${single('GET contacts(00000000-0000-0000-0000-000000000001) HTTP/1.1\n')}${single(create({ lastname: 'A' }))}--batch_a--`
  const stopped = await send('POST', '$batch', body, headers)
  expect([stopped.status, stopped.body.includes('204 No Content')]).toEqual([404, false])
  const whole = await send('POST', '$batch', body, { ...headers, prefer: 'odata.continue-on-error' })
  expect([whole.status, whole.body.includes('404 Not Found'), whole.body.includes('204 No Content')]).toEqual([200, true, true])
  expect((await get('contacts/$count')).body).toBe('1')
})

test('a Content-ID may be a GUID or a word with a hyphen; $metadata and $batch are no references', async () => {
  const { get, send } = organization()
  for (const id of ['7f1c2d3e-4b5a-4968-8776-655443322110', 'the.call-1']) {
    const parts = [
      change(id, create({ lastname: 'A' })),
      change(`${id}~`, create({ subject: 'T', 'regardingobjectid_contact_task@odata.bind': `$${id}` }, 'tasks')),
    ]
    const made = `${changeset(...parts, change('z', `PUT $${id}/jobtitle HTTP/1.1\n\n{"value":"${id}"}\n`))}--batch_a--`
    expect((await send('POST', '$batch', made, headers)).status).toBe(200)
    expect(
      (await get(`contacts?$select=fullname&$filter=jobtitle eq '${id}'&$expand=Contact_Tasks($select=subject)`)).body.value[0].Contact_Tasks,
    ).toHaveLength(1)
  }
  const { status, body } = await send('POST', '$batch', `${single('GET $metadata HTTP/1.1\n')}${single('POST $batch HTTP/1.1\n')}--batch_a--`, headers)
  expect([status, body]).toEqual([404, expect.stringMatching(/<edmx:Edmx.+Resource not found for the segment '\$batch'/s)])
})

test('unknown references, reads in a change set and missing Content-IDs are refused', async () => {
  const { send } = organization()
  const refused = async (text: string) => (await send('POST', '$batch', `${text}--batch_a--`, headers)).body
  expect(await refused(changeset(change(1, create({ subject: 'T', 'regardingobjectid_contact_task@odata.bind': '$7' }, 'tasks'))))).toContain(
    "Content-ID Reference: '$7' does not exist in the batch context.",
  )
  expect(await refused(changeset(change(1, 'GET contacts HTTP/1.1\n')))).toContain('400 Bad Request')
  expect(await refused(changeset(`--change_a\nContent-Type: application/http\n\n${create({ lastname: 'A' })}`))).toContain('0x80060888')
  expect((await send('POST', '$batch', 'nonsense', headers)).status).toBe(400)
  expect((await send('POST', '$batch', 'nonsense', { 'content-type': 'text/plain' })).status).toBe(400)
})

test('"continue-on-error=false" goes on no further than no word of it', async () => {
  const { send } = organization()
  const body = `${single('GET contacts(00000000-0000-0000-0000-000000000001) HTTP/1.1\n')}${single('GET WhoAmI HTTP/1.1\n')}--batch_a--`
  const status = async (prefer: string) => (await send('POST', '$batch', body, { ...headers, prefer })).status
  expect([await status('odata.continue-on-error=false'), await status('odata.continue-on-error=true'), await status('continue-on-error')]).toEqual([
    404, 200, 200,
  ])
})

test('each part says by its own Accept how much metadata it wants', async () => {
  const { send, create: make } = organization()
  await make('accounts', { name: 'A' })
  const asked = async (level: string) =>
    (await send('POST', '$batch', `${single(`GET accounts?$select=name HTTP/1.1\nAccept: application/json;odata.metadata=${level}\n`)}--batch_a--`, headers))
      .body
  expect(await asked('none')).toMatch(/Content-Type: application\/json; odata\.metadata=none\r\n[\s\S]*\{"value":\[\{"name":"A"/)
  expect(await asked('full')).toMatch(/Content-Type: application\/json; odata\.metadata=full\r\n[\s\S]*"@odata\.type":"#Microsoft\.Dynamics\.CRM\.account"/)
  expect(await asked('minimal')).toMatch(/Content-Type: application\/json; odata\.metadata=minimal\r\n[\s\S]*\{"@odata\.context"/)
})

test.each(['return=minimal', 'return=representation'])('the journal knows what a change set refers to by Content-ID (%s)', async (prefer) => {
  const { send, get, world } = organization()
  const asking = (request: string) => request.replace('HTTP/1.1\n', `HTTP/1.1\nPrefer: ${prefer}\n`)
  const body = changeset(
    change(1, asking(create({ lastname: 'A' }))),
    change(2, asking(create({ subject: 'T', 'regardingobjectid_contact_task@odata.bind': '$1' }, 'tasks'))),
    change(3, 'PATCH $1 HTTP/1.1\nContent-Type: application/json\n\n{"lastname":"B"}\n'),
  )
  expect((await send('POST', '$batch', `${body}--batch_a--`, headers)).status).toBe(200)
  const { contactid, lastname } = (await get('contacts')).body.value[0]
  expect(lastname).toBe('B')
  expect(world.journal.all()[0]?.actions).toMatchObject([
    { kind: 'created', record: 'contact', id: contactid, ok: true },
    { kind: 'created', record: 'task', about: { record: 'contact', id: contactid }, ok: true },
    { kind: 'updated', record: 'contact', id: contactid, fields: { lastname: 'B' }, ok: true },
  ])
})

test('a change by reference is told where its row is, though it made none', async () => {
  const { send, get, world } = organization()
  const body = changeset(
    change(1, create({ lastname: 'A' })),
    change(2, 'PATCH $1 HTTP/1.1\nContent-Type: application/json\n\n{"lastname":"B"}\n'),
    change(3, 'PUT $1/jobtitle HTTP/1.1\nContent-Type: application/json\n\n{"value":"C"}\n'),
  )
  const answer = await send('POST', '$batch', `${body}--batch_a--`, headers)
  const { contactid } = (await get('contacts')).body.value[0]
  const address = `${ROOT}/contacts(${contactid})`
  const told = (answer.body as string).split(/Content-ID: \d\r\n\r\n/).map((part) => part.split('\r\n\r\n')[0])
  const head = 'HTTP/1.1 204 No Content\r\nOData-Version: 4.0'
  expect(told[2]).toBe(`${head}\r\nLocation: ${address}\r\nOData-EntityId: ${address}`)
  expect(told[3]).toBe(head)
  expect(world.journal.all()[0]?.actions.map(({ kind }) => kind)).toEqual(['created', 'updated', 'updated'])
})

test('a batch has a thousand parts at the most', async () => {
  const { send } = organization()
  const answer = await send('POST', '$batch', `${single('GET WhoAmI HTTP/1.1\n').repeat(1001)}--batch_a--`, headers)
  expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(/^The current batch message contains too many parts\. .*'1000'/)])
})
