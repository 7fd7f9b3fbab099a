import { describe, expect, test } from 'vitest'
import { account, type Json } from './account.ts'

const seed = {
  users: [
    { name: 'Ada', phone: '+4930', id: 5 },
    { name: 'Mia', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
  ],
  tickets: [{ subject: 'One', requester: 'Ada' }],
}
const call = { app_id: 1, from_line: '+4930', to_line: '+4989', call_started_at: '2026-03-01T09:00:00+01:00', direction: 'inbound' }

describe('a screen pop', () => {
  test('reaches the inbox of the agent, and its page opens', async () => {
    const zendesk = account(seed)
    const shown = await zendesk.ask('POST', '/api/v2/channels/voice/agents/6/tickets/1/display.json')
    expect([shown.status, shown.text]).toEqual([200, ''])
    await zendesk.ask('POST', '/api/v2/channels/voice/agents/6/users/5/display.json')
    const { screen_pops } = (await zendesk.ask('GET', '/_sim/agents/6/screen-pops')).body
    expect(screen_pops.map(({ kind, target_id }: Json) => [kind, target_id])).toEqual([
      ['ticket', 1],
      ['user', 5],
    ])
    const page = await zendesk.ask('GET', screen_pops[0].url)
    expect([page.status, page.text.includes('#1 One')]).toEqual([200, true])
    expect((await zendesk.ask('GET', screen_pops[1].url)).text).toContain('+4930')
  })

  test.each(['agents/5/tickets/1', 'agents/6/tickets/99', 'agents/6/users/99'])('for %s is not found, with an empty body', async (path) => {
    const { status, text } = await account(seed).ask('POST', `/api/v2/channels/voice/${path}/display`)
    expect([status, text]).toEqual([404, ''])
  })

  test('form for a new ticket names the caller where the pop does', async () => {
    const form = await account(seed).ask('GET', '/agent/tickets/new/1?requester_id=5')
    expect([form.status, form.text.includes('<h1>New ticket</h1>'), form.text.includes('value="')]).toEqual([200, true, true])
    expect((await account(seed).ask('GET', '/agent/tickets/new/1')).text).toContain('<input value="">')
  })

  test('a ticket of the seed may be older than the World', async () => {
    const zendesk = account({ tickets: [{ subject: 'Old', created_at: '2026-01-02T03:04:05Z' }] })
    expect((await zendesk.ask('GET', '/api/v2/tickets/1.json')).body).toMatchObject({ ticket: { created_at: '2026-01-02T03:04:05Z' } })
  })

  test('page escapes what customers wrote', async () => {
    const zendesk = account({ tickets: [{ subject: '<script>alert(1)</script>', comment: { body: 'a & b' } }] })
    const { text } = await zendesk.ask('GET', '/agent/tickets/1')
    expect(text).not.toContain('<script>')
    expect(text).toContain('a &amp; b')
  })
})

describe('a voice ticket', () => {
  test('is made with a via and shown to the agent', async () => {
    const zendesk = account(seed)
    const { status, body } = await zendesk.ask('POST', '/api/v2/channels/voice/tickets.json', {
      display_to_agent: 6,
      ticket: {
        via_id: 45,
        subject: 'Call',
        requester_id: 5,
        voice_comment: { from: '+4930', to: '+4989', call_duration: 40, recording_url: 'https://example.org/r.mp3' },
      },
    })
    expect([status, body.ticket.via]).toEqual([201, { channel: 'voice', source: { from: {}, to: {}, rel: 'inbound' } }])
    expect(body.ticket.description).toContain('Call from: +4930')
    expect((await zendesk.ask('GET', '/_sim/screen-pops')).body.screen_pops).toHaveLength(1)
  })

  test('for an agent that there is not is refused before anything is made', async () => {
    const zendesk = account(seed)
    const answer = await zendesk.ask('POST', '/api/v2/channels/voice/tickets', { display_to_agent: 99, ticket: { via_id: 45, comment: { body: 'x' } } })
    expect([answer.status, answer.text]).toEqual([422, ''])
    expect((await zendesk.ask('GET', '/api/v2/tickets')).body.count).toBe(1)
  })
})

describe('a call', () => {
  test('with a comment makes its ticket; times are told in UTC', async () => {
    const zendesk = account(seed)
    const { status, body } = await zendesk.ask('POST', '/api/v2/calls', { call, comment: { title: 'Inbound call', display_to_agent: 6 } })
    expect([status, body.call.ticket_id, body.call.call_started_at]).toEqual([201, 2, '2026-03-01T08:00:00Z'])
    const { comments } = (await zendesk.ask('GET', '/api/v2/tickets/2/comments')).body
    expect(comments.map(({ type }: Json) => type)).toEqual(['TpeVoiceComment'])
    expect((await zendesk.ask('GET', '/api/v2/tickets/2/audits')).body.audits[0].events[0]).toMatchObject({ id: comments[0].id, type: 'TpeVoiceComment' })
    expect((await zendesk.ask('GET', '/_sim/agents/6/screen-pops')).body.screen_pops).toMatchObject([{ kind: 'ticket', target_id: 2 }])
  })

  test('gets a comment later, with the fields it asks for', async () => {
    const zendesk = account(seed)
    const { id } = (await zendesk.ask('POST', '/api/v2/calls', { call: { ...call, ticket_id: 1 } })).body.call
    const { status, body } = await zendesk.ask('POST', `/api/v2/calls/${id}/comments`, { title: 'After the call', call_fields: ['direction'] })
    expect([status, body.type, body.public, body.body]).toEqual([201, 'TpeVoiceComment', false, 'After the call\n\nSummary\nDirection: inbound'])
  })

  test.each([
    ['without a line', { call: { ...call, to_line: undefined } }],
    ['with a ticket id beside a comment', { call: { ...call, ticket_id: null }, comment: { title: 'x' } }],
    ['that ended in no known way', { call: { ...call, completion_status: 'odd' } }],
  ])('%s is refused', async (_, body) => {
    expect((await account(seed).ask('POST', '/api/v2/calls', body)).status).toBe(422)
  })
})

describe('a job', () => {
  test('is queued, works and completes on the clock; nothing is there before', async () => {
    const zendesk = account()
    const { job_status } = (await zendesk.ask('POST', '/api/v2/tickets/create_many', { tickets: [{ comment: { body: 'a' } }, { subject: 'no comment' }] })).body
    expect(job_status).toMatchObject({ job_type: 'Bulk Create Ticket', status: 'queued', total: 2, progress: null, results: null })
    expect(job_status.id).toMatch(/^V3-[0-9a-f]{32}$/)
    const status = async () => (await zendesk.ask('GET', job_status.url)).body.job_status
    zendesk.world.clock.set(zendesk.world.clock.now() + 1000)
    expect((await status()).status).toBe('working')
    expect((await zendesk.ask('GET', '/api/v2/tickets')).body.count).toBe(0)
    zendesk.world.clock.set(zendesk.world.clock.now() + 1000)
    const done = await status()
    expect(done).toMatchObject({ status: 'completed', progress: 2, message: 'Completed at 2026-03-01 08:00:02 +0000' })
    expect(done.results).toContainEqual({ index: 0, id: 1, account_id: expect.any(Number) })
    expect(done.results).toContainEqual(expect.objectContaining({ index: 1, status: 'Failed', success: false, details: 'Description: cannot be blank' }))
  })

  test('is one of thirty at the most', async () => {
    const zendesk = account()
    for (let i = 0; i < 30; i++) await zendesk.ask('DELETE', '/api/v2/tickets/destroy_many?ids=1')
    expect((await zendesk.ask('DELETE', '/api/v2/tickets/destroy_many?ids=1')).body.error).toBe('TooManyJobs')
  })
})

describe('limits', () => {
  test('of the account count down and answer 429 with when to come back', async () => {
    const zendesk = account({}, { rateLimit: 2 })
    const first = await zendesk.ask('GET', '/api/v2/tickets')
    expect([first.headers.get('x-rate-limit'), first.headers.get('ratelimit-remaining'), first.headers.get('ratelimit-reset')]).toEqual(['2', '1', '60'])
    await zendesk.ask('GET', '/api/v2/tickets')
    const refused = await zendesk.ask('GET', '/api/v2/tickets')
    expect([refused.status, refused.headers.get('retry-after'), refused.text]).toEqual([429, '60', 'Number of allowed API requests per minute exceeded'])
    zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
    expect((await zendesk.ask('GET', '/api/v2/tickets')).status).toBe(200)
  })

  test('of one user are told in plain text', async () => {
    const zendesk = account(seed)
    const update = () => zendesk.ask('PUT', '/api/v2/users/5', { user: { notes: 'x' } })
    for (let i = 0; i < 5; i++) expect((await update()).status).toBe(200)
    const refused = await update()
    expect([refused.status, refused.text]).toEqual([
      429,
      expect.stringMatching(/^You have exceeded the rate limit for updating a single unique user\. user email: \S* {2}id: \d+ external_id: \S*$/),
    ])
  })

  test('of one ticket are in a header of their own', async () => {
    const zendesk = account(seed)
    const { headers } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { priority: 'low' } })
    expect(headers.get('zendesk-ratelimit-per-ticket-updates')).toBe('total=30; remaining=29; resets=600')
    const redacted = await zendesk.ask('PUT', '/api/v2/tickets/1/comments/2/attachments/3/redact')
    expect(redacted.headers.get('zendesk-ratelimit-per-ticket-updates')).toBe('total=30; remaining=28; resets=600')
    expect((await zendesk.ask('GET', '/api/v2/tickets')).headers.get('zendesk-ratelimit-tickets-index')).toBe('total=20000; remaining=19999; resets=60')
  })
})

describe('repeating', () => {
  const ticket = { ticket: { subject: 'Once', comment: { body: 'x' } } }

  test('a request with its idempotency key gets the first answer, for two hours', async () => {
    const zendesk = account()
    const create = (body: object) => zendesk.ask('POST', '/api/v2/tickets', body, { 'idempotency-key': 'k1' })
    const first = await create(ticket)
    const second = await create(ticket)
    expect([first.headers.get('x-idempotency-lookup'), second.headers.get('x-idempotency-lookup'), second.body]).toEqual(['miss', 'hit', first.body])
    const other = await create({ ticket: { subject: 'Twice', comment: { body: 'x' } } })
    expect([other.status, other.body.error]).toEqual([400, 'IdempotentRequestError'])
    await zendesk.world.clock.advance(2 * 3_600_000)
    expect((await create(ticket)).body.ticket.id).toBe(2)
  })

  test('a request whose idempotency key is empty has none', async () => {
    const zendesk = account()
    const made = async () => (await zendesk.ask('POST', '/api/v2/tickets', ticket, { 'idempotency-key': '' })).body.ticket.id
    expect([await made(), await made()]).toEqual([1, 2])
  })

  test('a read with its tag gets 304', async () => {
    const zendesk = account(seed)
    const { headers } = await zendesk.ask('GET', '/api/v2/tickets/1')
    const etag = headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[0-9a-f]{32}"$/)
    expect((await zendesk.ask('GET', '/api/v2/tickets/1', undefined, { 'if-none-match': etag })).status).toBe(304)
  })

  test.each([
    ['among others', (etag: string) => `"one", ${etag},W/"two"`, 304],
    ['without its W/', (etag: string) => etag.slice(2), 304],
    ['as any at all', () => ' * ', 304],
    ['that is only like it', (etag: string) => `${etag.slice(0, -2)}", "*"`, 200],
    ['that is empty', () => '', 200],
  ])('a read with its tag %s gets what that says', async (_, header, status) => {
    const zendesk = account(seed)
    const { headers } = await zendesk.ask('GET', '/api/v2/tickets/1')
    const again = await zendesk.ask('GET', '/api/v2/tickets/1', undefined, { 'if-none-match': header(headers.get('etag') ?? '') })
    expect([again.status, again.headers.get('etag'), again.text === '']).toEqual([status, headers.get('etag'), status === 304])
  })
})

describe('custom fields', () => {
  const fields = [
    {
      id: 31,
      type: 'tagger',
      title: 'Tier',
      custom_field_options: [
        { name: 'Gold', value: 'tier_gold' },
        { name: 'Iron', value: 'tier_iron' },
      ],
    },
    { id: 32, type: 'integer', title: 'Order', required: true },
  ]

  test('drop what is no option of a drop-down without a word, as reported; the journal says it', async () => {
    const zendesk = account({ ...seed, ticketFields: fields })
    const set = (value: string) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id: 31, value }] } })
    await set('tier_gold')
    const { status, body } = await set('Gold')
    expect([status, body.audit, body.ticket.custom_fields[0].value, body.ticket.tags]).toEqual([200, undefined, 'tier_gold', ['tier_gold']])
    expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: 'custom field 31: "Gold", which is no option of it' })
  })

  test('are on every ticket, checked, and put their tag on it', async () => {
    const zendesk = account({ ...seed, ticketFields: fields }, { unknownOption: 'refused' })
    const set = (value: unknown, id = 31) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id, value }] } })
    expect((await set('tier_gold')).body.ticket).toMatchObject({
      tags: ['tier_gold'],
      custom_fields: [
        { id: 31, value: 'tier_gold' },
        { id: 32, value: null },
      ],
    })
    expect((await set('tier_iron')).body.ticket.tags).toEqual(['tier_iron'])
    expect((await set('tier_tin')).body.details.base[0]).toMatchObject({ ticket_field_id: 31, ticket_field_type: 'FieldTagger' })
    expect((await set('many', 32)).status).toBe(422)
  })

  test('that solving requires are told one by one', async () => {
    const zendesk = account({ ...seed, ticketFields: fields })
    const { body } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'solved', assignee_id: 6 } })
    expect(body.details.base).toEqual([
      { description: 'Order: is required when solving a ticket', error: null, ticket_field_id: 32, ticket_field_type: 'FieldInteger' },
    ])
  })
})

describe('exports', () => {
  test('by time give all of one second, and leave the last minute out', async () => {
    const zendesk = account({ tickets: [{ subject: 'a' }, { subject: 'b' }] })
    expect((await zendesk.ask('GET', '/api/v2/incremental/tickets?start_time=0')).body.count).toBe(0)
    await zendesk.world.clock.advance(60_000)
    const { body } = await zendesk.ask('GET', '/api/v2/incremental/tickets?start_time=0&per_page=1')
    expect([body.count, body.end_of_stream, body.end_time]).toEqual([2, true, Date.parse('2026-03-01T08:00:00Z') / 1000])
  })

  test('by cursor go on where they stopped, and tell of deletions', async () => {
    const zendesk = account({ tickets: [{ subject: 'a' }, { subject: 'b' }] })
    await zendesk.world.clock.advance(60_000)
    const first = (await zendesk.ask('GET', '/api/v2/incremental/tickets/cursor?start_time=0&per_page=1')).body
    expect([Buffer.from(first.after_cursor, 'base64').toString(), first.end_of_stream]).toEqual([`${Date.parse('2026-03-01T08:00:00Z') / 1000}.0||1|`, false])
    expect((await zendesk.ask('GET', first.after_url)).body.tickets.map(({ id }: Json) => id)).toEqual([2])
    await zendesk.ask('DELETE', '/api/v2/tickets/1')
    await zendesk.world.clock.advance(60_000)
    const last = (await zendesk.ask('GET', '/api/v2/incremental/tickets/cursor?start_time=0')).body
    expect(last.tickets.at(-1)).toMatchObject({ id: 1, status: 'deleted' })
  })
})

test('a feature that is not here says so', async () => {
  const zendesk = account()
  const { status, body } = await zendesk.ask('GET', '/api/v2/views.json')
  expect([status, body.error]).toEqual([501, 'NotImitated'])
  expect(zendesk.last().remarks).toEqual([{ kind: 'not-imitated', feature: "Zendesk's views" }])
})
