import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blank, blankJson, Form } from '../../mocks/zendesk/form.ts'
import { idText } from '../../mocks/zendesk/ids.ts'
import { auditsOf } from '../../mocks/zendesk/records.ts'
import { account, type Json } from './account.ts'

test('an id as text is what String makes of it', () => {
  const id = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat().map(beyond))
  fc.assert(
    fc.property(id, (id) => {
      expect(idText(id)).toBe(String(id))
    }),
  )
})
const beyond = (low: number): number => 33_144_692_244_371 + low

describe('a form', () => {
  test('writes what JSON.stringify writes, whatever it wrote before', () => {
    const form = new Form({
      url: `https://a/${blank('id')}.json`,
      id: blank('id'),
      a: { b: [blank('first')], c: null },
      d: blank('second'),
      last: blank('first'),
    })
    const told = ({ id, first, second }: Json) => ({ url: `https://a/${id}.json`, id, a: { b: [first], c: null }, d: second, last: first })
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('same', null, 0, true))
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.integer(), first: value, second: value }), { minLength: 1, maxLength: 5 }), (rows) => {
        for (const row of rows) expect(form.fill(row)).toBe(JSON.stringify(told(row)))
      }),
    )
  })

  test('takes what is written already, as it is', () => {
    const form = new Form({ list: [blankJson('rows')], object: blankJson('object') })
    expect(form.fill({}, { rows: '1,"2"', object: '{"a":1}' })).toBe('{"list":[1,"2"],"object":{"a":1}}')
    expect(form.fill({}, { rows: '', object: 'null' })).toBe('{"list":[],"object":null}')
  })

  test('writes null for what a record does not have', () => {
    expect(new Form({ a: blank('a') }).fill({})).toBe('{"a":null}')
  })
})

const field = (type: string, more = {}) => ({ type, title: type, ...more })
const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  ticketFields: [
    { id: 21, ...field('text') },
    { id: 22, ...field('checkbox', { tag: 'ticked' }) },
    { id: 23, ...field('multiselect', { custom_field_options: [{ name: 'A', value: 'a' }] }) },
  ],
}

const text = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('two\n\nparagraphs', '<b>bold</b> & "quoted"', 'ü €  \t x', '\u2028\ud800'))
const attributes = fc.record(
  {
    subject: text,
    comment: fc.oneof(fc.record({ body: text, public: fc.boolean() }), fc.record({ html_body: text })),
    priority: fc.constantFrom('low', 'urgent'),
    type: fc.constantFrom('question', null),
    status: fc.constantFrom('open', 'pending', 'hold'),
    requester_id: fc.constantFrom(11, 12),
    assignee_id: fc.constantFrom(12, null),
    tags: fc.array(fc.constantFrom('voice', 'vip', 'two words')),
    external_id: text,
    due_at: fc.constantFrom('2026-12-01T00:00:00Z', null),
    collaborators: fc.constantFrom([11], [12]),
    custom_fields: fc.subarray([
      { id: 21, value: 'text "x"' },
      { id: 22, value: true },
      { id: 23, value: ['a'] },
      { id: 21, value: null },
    ]),
    metadata: fc.dictionary(fc.string(), fc.jsonValue()),
    via_id: fc.constantFrom(44, 46),
    voice_comment: fc.record({ from: text, call_duration: fc.nat() }),
  },
  { requiredKeys: [] },
)

/** The ticket and its latest audit as they are told where nothing is written from a form: beside other things, and in lists. */
async function toldElsewhere(zendesk: ReturnType<typeof account>, id: number): Promise<string> {
  const { ticket } = (await zendesk.ask('GET', `/api/v2/tickets/${id}.json?include=comment_count`)).body
  const { comment_count: _, ...bare } = ticket
  const { audits } = (await zendesk.ask('GET', `/api/v2/tickets/${id}/audits.json`)).body
  return JSON.stringify({ ticket: bare, audit: audits.at(-1) })
}

describe('a ticket that is answered by itself', () => {
  test('is written letter by letter as it is told in company', async () => {
    const zendesk = account(seed, { endpointLimits: false, rateLimit: 1_000_000 })
    await fc.assert(
      fc.asyncProperty(attributes, attributes, async (created, changed) => {
        const made = await zendesk.ask('POST', '/api/v2/tickets.json', { ticket: { comment: 'Something.', ...created } })
        if (made.status === 422) return fc.pre(false)
        expect(made.status).toBe(201)
        const { id } = made.body.ticket
        expect(made.text).toBe(await toldElsewhere(zendesk, id))
        const put = await zendesk.ask('PUT', `/api/v2/tickets/${id}`, { ticket: changed })
        expect(put.status).toBe(200)
        if (put.body.audit) expect(put.text).toBe(await toldElsewhere(zendesk, id))
        expect((await zendesk.ask('GET', `/api/v2/tickets/${id}`)).text).toBe(JSON.stringify({ ticket: put.body.ticket }))
      }),
      { numRuns: 60 },
    )
  })

  test('shows a field that the account got meanwhile', async () => {
    const zendesk = account(seed)
    const { id } = (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: 'x' } })).body.ticket
    const { ticket_field } = (await zendesk.ask('POST', '/api/v2/ticket_fields', { ticket_field: field('text') })).body
    const { ticket } = (await zendesk.ask('GET', `/api/v2/tickets/${id}`)).body
    expect(ticket.custom_fields.at(-1)).toEqual({ id: ticket_field.id, value: null })
    expect(ticket.fields).toEqual(ticket.custom_fields)
  })

  test('is repeated letter by letter for the same idempotency key', async () => {
    const zendesk = account(seed)
    const ask = () => zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: 'x', subject: 'Once' } }, { 'idempotency-key': 'k' })
    const [first, second] = [await ask(), await ask()]
    expect(second.headers.get('x-idempotency-lookup')).toBe('hit')
    expect([second.text, second.headers.get('etag')]).toEqual([first.text, first.headers.get('etag')])
  })
})

describe('the audit of a creation', () => {
  const made = async () => {
    const zendesk = account(seed)
    const { audit } = (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: 'x', subject: 'Was', tags: ['a', 'b'] } })).body
    const told = async () => (await zendesk.ask('GET', '/api/v2/tickets/1/audits')).body.audits[0]
    return { zendesk, audit, told }
  }

  test('tells the ticket as it was, also when it has changed', async () => {
    const { zendesk, audit, told } = await made()
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { subject: 'Is', tags: ['c'], priority: 'high' } })
    expect(await told()).toEqual(audit)
  })

  test('has ids that nothing else gets', async () => {
    const { zendesk, audit } = await made()
    const ids = [audit.id, ...audit.events.map((event: Json) => event.id)]
    expect(ids).toEqual(ids.map((_, nth) => audit.id + 128 * nth))
    const { user } = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Next' } })).body
    expect(user.id).toBeGreaterThan(Math.max(...ids))
  })

  test('is the same after it was on disk, and where an earlier version wrote its events out', async () => {
    const { zendesk, audit, told } = await made()
    const audits = auditsOf(zendesk.world)
    const [kept] = [...audits.scan()]
    audits.put(String(audit.id), JSON.parse(JSON.stringify(kept)))
    expect(await told()).toEqual(audit)
    audits.put(String(audit.id), audit)
    expect(await told()).toEqual(audit)
  })
})
