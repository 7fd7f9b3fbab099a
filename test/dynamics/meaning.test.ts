import { expect, test } from 'vitest'
import { organization, ROOT } from './organization.ts'

test('a search tells what it found and by what terms', async () => {
  const { create, get, world } = organization()
  const id = await create('contacts', { lastname: 'Byron', telephone1: '1' })
  await get("contacts?$select=fullname&$filter=telephone1 eq '1'")
  expect(world.journal.all().at(-1)?.actions).toEqual([
    { kind: 'searched', record: 'contact', type: 'contact', ok: true, found: [id], terms: "telephone1 eq '1'" },
  ])
})

test('reads, writes and deletions name their record', async () => {
  const { create, get, send, world } = organization()
  const id = await create('contacts', { lastname: 'Byron' })
  await get(`contacts(${id})`)
  await send('PATCH', `contacts(${id})`, { jobtitle: 'Analyst' })
  await send('DELETE', `contacts(${id})`)
  await get(`contacts(${id})`)
  const contact = { record: 'contact', type: 'contact', id }
  expect(world.journal.all().flatMap((exchange) => exchange.actions)).toEqual([
    { kind: 'created', ...contact, fields: { lastname: 'Byron' }, ok: true },
    { kind: 'read', ...contact, ok: true },
    { kind: 'updated', ...contact, fields: { jobtitle: 'Analyst' }, ok: true },
    { kind: 'deleted', ...contact, ok: true },
    { kind: 'read', ...contact, ok: false },
  ])
})

test('an upsert that creates is a creation', async () => {
  const { send, world } = organization()
  const id = '00000000-0000-0000-0000-00000000000a'
  await send('PATCH', `contacts(${id})`, { lastname: 'A' })
  await send('PATCH', `contacts(${id})`, { lastname: 'B' })
  expect(world.journal.all().map((exchange) => exchange.actions[0]?.kind)).toEqual(['created', 'updated'])
})

test('the answer to an upsert by alternate key names the row by the key, new or not; the journal knows which row that is', async () => {
  const keys = { account: [{ name: 'number', columns: ['accountnumber'] }] }
  const { get, send, world } = organization({ seed: { customization: { keys } } })
  for (const key of ['A1', 'A1', '%C3%9C%2F)']) {
    const { status, headers } = await send('PATCH', `accounts(accountnumber='${key}')`, { name: 'A' })
    const location = headers.get('location')
    expect({ status, location, id: headers.get('odata-entityid') }).toEqual({ status: 204, location: null, id: `${ROOT}/accounts(accountnumber='${key}')` })
  }
  const parts = ["PATCH accounts(accountnumber='A1')", 'PATCH $1', "PATCH accounts(accountnumber='A2')"]
  const part = (line: string, i: number) => `--c\nContent-Type: application/http\nContent-ID: ${i + 1}\n\n${line} HTTP/1.1\n\n{"name":"B"}\n`
  const body = `--b\nContent-Type: multipart/mixed; boundary=c\n\n${parts.map(part).join('')}--c--\n--b--\n`
  expect((await send('POST', '$batch', body, { 'content-type': 'multipart/mixed; boundary=b' })).status).toBe(200)
  await get("accounts(accountnumber='A2')?$select=name")
  const told = world.journal.all().flatMap(({ actions }) => actions.map((action) => [action.kind, 'id' in action && action.id]))
  const [first, other, last] = (await get('accounts?$select=accountid')).body.value.map((row: { accountid: string }) => row.accountid)
  const [made, changed] = [(id: string) => ['created', id], (id: string) => ['updated', id]]
  expect(told).toEqual([made(first), changed(first), made(other), changed(first), changed(first), made(last), ['read', last]])
})

test('a task, a call and a note tell whom they are about', async () => {
  const { create, world } = organization()
  const id = await create('contacts', { lastname: 'Byron' })
  await create('tasks', { subject: 'T', 'regardingobjectid_contact_task@odata.bind': `/contacts(${id})` })
  await create('annotations', { subject: 'N', 'objectid_contact@odata.bind': `${ROOT}/contacts(${id})` })
  const about = { record: 'contact', type: 'contact', id }
  expect(
    world.journal
      .all()
      .slice(1)
      .map((exchange) => exchange.actions[0]),
  ).toMatchObject([
    { kind: 'created', record: 'task', about },
    { kind: 'created', record: 'note', about },
  ])
})

test('whom a task is about, and which row was deleted, is known by an alternate key too, in a batch as well', async () => {
  const keys = { account: [{ name: 'number', columns: ['accountnumber'] }] }
  const { create, send, world } = organization({ seed: { customization: { keys } } })
  const account = await create('accounts', { name: 'A', accountnumber: 'Ü/)' })
  const task = { subject: 'T', 'regardingobjectid_account_task@odata.bind': "/accounts(accountnumber='Ü/)')" }
  await create('tasks', task)
  const part = `--c\nContent-Type: application/http\nContent-ID: 1\n\nPOST tasks HTTP/1.1\nContent-Type: application/json\n\n${JSON.stringify(task)}\n`
  const body = `--b\nContent-Type: multipart/mixed; boundary=c\n\n${part}--c--\n--b--\n`
  expect((await send('POST', '$batch', body, { 'content-type': 'multipart/mixed; boundary=b' })).status).toBe(200)
  expect((await send('DELETE', "accounts(accountnumber='%C3%9C%2F)')")).status).toBe(204)
  const about = { record: 'account', type: 'account', id: account }
  const told = world.journal.all().slice(1)
  expect(told.map(({ actions }) => actions[0])).toMatchObject([
    { kind: 'created', about },
    { kind: 'created', about },
    { kind: 'deleted', id: account },
  ])
})

test('a refused write is told as one that failed', async () => {
  const { send, world } = organization()
  await send('POST', 'contacts', { lastname: 'x'.repeat(51) })
  expect(world.journal.all()[0]?.actions).toMatchObject([{ kind: 'created', ok: false }])
})

test('many at once are as many actions', async () => {
  const { send, world } = organization()
  const target = (lastname: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', lastname })
  const { body } = await send('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', { Targets: [target('A'), target('B')] })
  const [first, second] = body.Ids
  expect(world.journal.all().at(-1)?.actions).toEqual([
    { kind: 'created', record: 'contact', type: 'contact', id: first, fields: { lastname: 'A' }, ok: true },
    { kind: 'created', record: 'contact', type: 'contact', id: second, fields: { lastname: 'B' }, ok: true },
  ])
  await send('POST', 'contacts/Microsoft.Dynamics.CRM.UpdateMultiple', { Targets: [{ ...target('C'), contactid: first }] })
  expect(world.journal.all().at(-1)?.actions).toMatchObject([{ kind: 'updated', id: first, fields: { lastname: 'C' } }])
  await send('POST', 'contacts/Microsoft.Dynamics.CRM.UpsertMultiple', { Targets: [{ ...target('D'), contactid: second }, target('E')] })
  expect(world.journal.all().at(-1)?.actions).toMatchObject([
    { kind: 'updated', id: second },
    { kind: 'created', id: expect.any(String) },
  ])
})

test('a row that is posted to a collection is about the row that has it', async () => {
  const { create, send, world } = organization()
  const contact = await create('contacts', { lastname: 'A' })
  await send('POST', `contacts(${contact})/Contact_Tasks`, { subject: 'Call back' })
  expect(world.journal.all().at(-1)?.actions).toEqual([
    {
      kind: 'created',
      record: 'task',
      type: 'task',
      id: expect.any(String),
      fields: { subject: 'Call back' },
      about: { record: 'contact', type: 'contact', id: contact },
      ok: true,
    },
  ])
})
