import { describe, expect, test } from 'vitest'
import { faultSchema } from '../../mocks/core/faults.ts'
import { usersOf } from '../../mocks/zendesk/records.ts'
import { ada, type Bench, bench, mia, support } from './bench.ts'

const nobody = { dynamics: {}, zendesk: {} }
const crms = [
  { crm: 'dynamics', person: 'contact', creates: { method: 'POST', path: '*/contacts' }, updates: { method: 'PATCH' }, idp: 'entra' },
  { crm: 'zendesk', person: 'user', creates: { method: 'POST', path: '*/users*' }, updates: { method: 'PUT' }, idp: 'zendesk' },
] as const

const fault = (table: Bench, text: Record<string, unknown>) => table.world.faults.add(faultSchema.parse(text))
const created = (table: Bench, type: string) => table.writes().filter((write) => write.kind === 'created' && write.type === type && write.ok)
const updated = (table: Bench) => table.writes().filter((write) => write.kind === 'updated')

async function linkedCall(table: Bench): Promise<string> {
  const contact = await table.call()
  await table.asks(contact, { action: 'link', record: 'contact' })
  await table.perform(contact, { verb: 'agent.hangsUp' })
  await table.perform(contact, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Done' } })
  return contact
}
const finish = (table: Bench, contact: string) => table.perform(contact, { verb: 'agent.finishesAcw' })

describe.each(crms)('trouble with $crm', ({ crm, person, creates, updates, idp }) => {
  const signIns = (table: Bench) => table.exchanges(idp).filter(({ request }) => request.method === 'POST' && /token/.test(request.url))

  test.each(['before', 'after'])('the answer to a create is lost %s the CRM did it: one record, and no complaint', async (when) => {
    const table = await bench({ crm, people: nobody })
    fault(table, { when: { mock: crm, ...creates }, times: 1, effect: { kind: 'drop', when } })
    const contact = await table.call()
    expect(table.card(contact).current).toMatchObject([{ type: person, linked: true }])
    expect(table.told('failed')).toEqual([])
    await table.asks(contact, { action: 'search', phoneNumber: ada.phone })
    expect([...table.card(contact).current, ...table.card(contact).related]).toHaveLength(1)
  })

  test('a create that is never answered is given up, and said', async () => {
    const table = await bench({ crm, people: nobody })
    fault(table, { when: { mock: crm, ...creates }, effect: { kind: 'drop', when: 'before' } })
    const contact = await table.call()
    expect(table.told('failed')).toMatchObject([{ what: `create ${person}`, message: expect.stringContaining('got no answer') }])
    expect(table.card(contact).current).toEqual([])
  })

  test.each(['before', 'after'])('the answer to a write is lost %s the CRM did it: it is done once', async (when) => {
    const table = await bench({ crm })
    const contact = await linkedCall(table)
    fault(table, { when: { mock: crm, ...updates }, times: 1, effect: { kind: 'drop', when } })
    await finish(table, contact)
    expect(table.told('failed')).toEqual([])
    expect(updated(table)).toHaveLength(when === 'after' ? 1 : 2)
  })

  test('a CRM that asks to wait is waited for, on the clock', async () => {
    const table = await bench({ crm })
    const contact = await linkedCall(table)
    fault(table, { when: { mock: crm, ...updates }, times: 2, effect: { kind: 'refuse', status: 429, retryAfter: 7 } })
    const before = table.world.clock.now()
    await finish(table, contact)
    expect(table.world.clock.now() - before).toBeGreaterThanOrEqual(14_000)
    expect(updated(table).filter(({ ok }) => ok)).toHaveLength(1)
    expect(table.told('failed')).toEqual([])
  })

  test('a CRM that never comes back is given up after a few tries, and said', async () => {
    const table = await bench({ crm })
    const contact = await linkedCall(table)
    fault(table, { when: { mock: crm, ...updates }, effect: { kind: 'refuse', status: 503 } })
    await finish(table, contact)
    expect(updated(table)).toHaveLength(4)
    expect(table.told('failed')).toMatchObject([{ what: `memorialize ${person}`, status: 503, record: { type: person } }])
  })

  test('a CRM that does not answer at all is not waited for for ever', async () => {
    const table = await bench({ crm })
    fault(table, { when: { mock: crm, method: 'GET' }, effect: { kind: 'latency', min: '1h' } })
    const before = table.world.clock.now()
    await table.call()
    expect(table.told('failed')).toMatchObject([{ what: 'search', message: expect.stringContaining('was not answered within 120 s') }])
    expect(table.world.clock.now() - before).toBeLessThan(10 * 60_000)
  })

  test('a search that failed makes no record: nobody knows whether there is one', async () => {
    const table = await bench({ crm, people: nobody })
    fault(table, { when: { mock: crm, method: 'GET' }, effect: { kind: 'refuse', status: 500 } })
    await table.call()
    expect(created(table, person)).toEqual([])
    expect(table.told('failed')).toMatchObject([{ what: 'search', status: 500 }])
  })

  test.each(['garble', 'drop'])('a question whose answer is lost (%s) is asked again', async (kind) => {
    const table = await bench({ crm })
    fault(table, { when: { mock: crm, method: 'GET' }, times: 1, effect: kind === 'drop' ? { kind, when: 'after' } : { kind } })
    const contact = await table.call()
    expect(table.card(contact).related).toHaveLength(1)
    expect(table.told('failed')).toEqual([])
  })

  test('a CRM that answers nonsense for good is a failure of the call, not of the integration', async () => {
    const table = await bench({ crm })
    const plan = fault(table, { when: { mock: crm, method: 'GET' }, effect: { kind: 'garble' } })
    await table.call()
    expect(table.told('failed')).toMatchObject([{ what: 'search', message: expect.stringContaining('not JSON') }])
    table.world.faults.remove(plan.id)
    const again = await table.call()
    expect(table.card(again).related).toHaveLength(1)
  })

  test('fifty agents at a dead token make one sign-in, and none of them uses it', async () => {
    const table = await bench({ crm })
    await table.call()
    expect(signIns(table)).toHaveLength(1)
    await table.world.clock.advance(3 * 3_600_000)
    await Promise.all(Array.from({ length: 50 }, () => table.call()))
    expect(signIns(table)).toHaveLength(2)
    expect(table.exchanges().flatMap(({ remarks }) => remarks.filter(({ kind }) => kind === 'token-expired'))).toEqual([])
    expect(table.told('failed')).toEqual([])
  })

  test('a token that the CRM refuses before its time is renewed once', async () => {
    const table = await bench({ crm })
    const contact = await linkedCall(table)
    table.world.tokens.expireAll()
    await finish(table, contact)
    expect(signIns(table)).toHaveLength(2)
    expect(updated(table).filter(({ ok }) => ok)).toHaveLength(1)
    expect(table.told('failed')).toEqual([])
  })

  test('a sign-in that is refused is said for each interaction that needed it, and tried again by the next', async () => {
    const table = await bench({ crm, edit: (all) => ({ ...all, authentication: { ...all.authentication, clientSecret: 'wrong' } }) as typeof all })
    await table.call()
    await table.call()
    expect(table.told('failed')).toMatchObject([
      { what: 'search', status: 401 },
      { what: 'search', status: 401 },
    ])
    expect(table.told('failed')[0]?.message).toContain('Signing in was refused')
    expect(signIns(table)).toHaveLength(2)
  })
})

describe('a Zendesk ticket', () => {
  test.each(['before', 'after'])('whose answer was lost %s Zendesk made it is asked for again under the same Idempotency-Key', async (when) => {
    const table = await bench({ crm: 'zendesk', configuration: 'case' })
    fault(table, { when: { mock: 'zendesk', method: 'POST', path: '*/tickets*' }, times: 1, effect: { kind: 'drop', when } })
    const contact = await table.call()
    const requests = table.exchanges('zendesk').filter(({ request }) => request.method === 'POST' && request.url.includes('/tickets'))
    expect(requests).toHaveLength(2)
    expect(new Set(requests.map(({ request }) => request.headers['idempotency-key'])).size).toBe(1)
    expect(table.card(contact).current).toHaveLength(1)
    expect(table.told('failed')).toEqual([])
  })

  test.each(['before', 'after'])('gets a comment once though the answer was lost %s Zendesk wrote it', async (when) => {
    const table = await bench({ crm: 'zendesk', configuration: 'case' })
    const contact = await table.call()
    await table.perform(contact, { verb: 'agent.hangsUp' })
    await table.perform(contact, {
      verb: 'agent.selectsDisposition',
      outcome: { dispositionName: 'Done', dispositionNotes: 'Sent a copy.\n\n\nTwice,  at least.' },
    })
    fault(table, { when: { mock: 'zendesk', method: 'PUT' }, times: 1, effect: { kind: 'drop', when } })
    await finish(table, contact)
    const puts = table.exchanges('zendesk').filter(({ request }) => request.method === 'PUT')
    expect(puts).toHaveLength(when === 'after' ? 1 : 2)
    expect(table.told('failed')).toEqual([])
  })
})

test('a comment of a Zendesk ticket that says what its description says is written when the connection broke before it was', async () => {
  const table = await bench({ crm: 'zendesk' })
  const contact = await table.call()
  const words = 'Where is my parcel?'
  await table.asks(contact, { action: 'create', record: 'ticket', fields: { subject: 'Parcel', description: words }, pin: true })
  await table.perform(contact, { verb: 'agent.hangsUp' })
  await table.perform(contact, { verb: 'agent.selectsDisposition', outcome: { dispositionName: 'Done', dispositionNotes: words } })
  fault(table, { when: { mock: 'zendesk', method: 'PUT', path: '*/tickets/*' }, times: 1, effect: { kind: 'drop', when: 'before' } })
  await finish(table, contact)
  const puts = table.exchanges('zendesk').filter(({ request }) => request.method === 'PUT' && request.url.includes('/tickets/'))
  expect(puts.map(({ response }) => response.status)).toEqual([0, 200])
  expect(table.told('failed')).toEqual([])
})

describe('text that is too long', () => {
  const talk = 'Where is my parcel? '.repeat(300)

  async function chat(crm: 'dynamics' | 'zendesk', text: string, rest: { tooLong?: 'cut' | 'leave out' } = {}) {
    const table = await bench({ crm, configuration: 'transcript', ...rest })
    const one = async () => {
      const contact = await table.chats()
      if (crm === 'dynamics') await table.asks(contact, { action: 'link', record: 'contact' })
      await table.perform(contact, { verb: 'contact.says', text, attachments: [{ fileName: 'secret.png', mimeType: 'image/png' }] })
      await table.perform(contact, { verb: 'agent.unassignsAndDismisses' })
    }
    await one()
    return { table, one }
  }

  test('Dynamics refuses it: the part that fits is written with all the rest, and the loss is said', async () => {
    const { table, one } = await chat('dynamics', talk)
    const writes = updated(table)
    expect(writes.map(({ ok }) => ok)).toEqual([false, true])
    const { description, department } = (writes[1]?.fields ?? {}) as Record<string, string>
    expect(description).toHaveLength(2000)
    expect(department).toBe(mia.name)
    expect(table.told('lost')).toMatchObject([{ field: 'description', sent: talk.length + 17, kept: 2000, unit: 'characters' }])
    // The limit is known now: no second refusal.
    await one()
    expect(updated(table).map(({ ok }) => ok)).toEqual([false, true, true])
    expect(table.told('lost')).toHaveLength(2)
    expect(table.told('failed')).toEqual([])
  })

  test('or it is left out, where that is wanted', async () => {
    const { table } = await chat('dynamics', talk, { tooLong: 'leave out' })
    expect(updated(table)[1]?.fields).not.toHaveProperty('description')
    expect(updated(table)[1]).toMatchObject({ ok: true, fields: { department: mia.name } })
    expect(table.told('lost')).toMatchObject([{ field: 'description', kept: 0 }])
  })

  test('Zendesk cuts a comment at 64 kB without a word: the integration says it', async () => {
    const { table } = await chat('zendesk', 'é'.repeat(40_000))
    expect(table.told('lost')).toMatchObject([{ record: { type: 'ticket' }, field: 'comment', sent: 80_017, kept: 65_536, unit: 'bytes' }])
    expect(table.told('failed')).toEqual([])
  })

  test('an attachment never gets into a transcript (R022)', async () => {
    const { table } = await chat('zendesk', 'Look.')
    expect(JSON.stringify(table.writes())).not.toContain('secret.png')
    expect(JSON.stringify(table.writes())).toContain('Look.')
  })
})

describe('the system user is lost: the cause is said, the configuration is gone, no call is made with it any more (R005)', () => {
  async function goneDuring(crm: 'dynamics' | 'zendesk', lose: (table: Bench) => void) {
    const table = await bench({ crm })
    const contact = await linkedCall(table)
    lose(table)
    await finish(table, contact)
    expect(table.told('failed')).toMatchObject([{ what: expect.stringContaining('memorialize'), message: expect.stringContaining('(R005)') }])
    const calls = table.exchanges().length
    await table.call()
    expect(table.exchanges()).toHaveLength(calls)
    expect(table.told('failed').at(-1)?.message).toContain('The CRM configuration "Support" is deleted')
  }

  test('Dynamics refuses even a new token', async () => {
    await goneDuring('dynamics', (table) => fault(table, { when: { mock: 'dynamics' }, effect: { kind: 'refuse', status: 401 } }))
  })

  test('the Zendesk administrator who made the client is suspended', async () => {
    await goneDuring('zendesk', ({ world }) => {
      for (const user of usersOf(world).scan()) if (user.role === 'admin') usersOf(world).put(String(user.id), { ...user, suspended: true })
    })
  })

  test('the Dynamics application user is disabled from the start', async () => {
    const table = await bench({ crm: 'dynamics', people: { disabled: true } })
    await table.call()
    expect(table.told('failed')).toMatchObject([{ what: 'search', status: 403, message: expect.stringMatching(/disabled.*\(R005\)/s) }])
    const calls = table.exchanges().length
    await table.call(undefined, support)
    expect(table.exchanges()).toHaveLength(calls)
  })
})

test.each(['dynamics', 'zendesk'] as const)('a token of %s that says no end is used until it is refused, and then renewed once', async (crm) => {
  const table = await bench({
    crm,
    through: (inner) => async (input, init) => {
      const answer = await inner(input, init)
      if (!/\/tokens?$/.test(String(input instanceof Request ? input.url : input))) return answer
      const { expires_in: _, ...rest } = (await answer.json()) as Record<string, unknown>
      return Response.json(rest)
    },
  })
  const signIns = () => table.exchanges().filter(({ request }) => /\/tokens?$/.test(request.url)).length
  await table.call()
  await table.world.clock.sleep(90 * 60_000 + 1)
  expect(signIns()).toBe(1)
  await table.call()
  expect(signIns()).toBe(2)
  expect(table.exchanges().filter(({ response }) => response.status === 401)).toHaveLength(1)
  expect(table.told('failed')).toEqual([])
})
