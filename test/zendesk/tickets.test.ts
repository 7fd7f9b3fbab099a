import { describe, expect, test } from 'vitest'
import { account, get, type Json } from './account.ts'

const ada = { name: 'Ada Byron', email: 'ada@example.org', phone: '+49 30 1234567' }
const seed = { users: [ada, { name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' }] }
const note = (body: unknown, more = {}) => ({ ticket: { subject: 'Invoice', comment: { body }, ...more } })

describe('creating a ticket', () => {
  test('answers 201 with the ticket, its audit and where it is', async () => {
    const zendesk = account(seed)
    const { status, body, headers } = await zendesk.ask(
      'POST',
      '/api/v2/tickets.json',
      note('Where is it?', { requester: { email: 'ada@example.org' }, priority: 'high' }),
    )
    expect(status).toBe(201)
    expect(headers.get('location')).toBe('https://rehearsal.zendesk.com/api/v2/tickets/1.json')
    expect(Object.keys(body)).toEqual(['ticket', 'audit'])
    expect(body.ticket).toMatchObject({ id: 1, subject: 'Invoice', raw_subject: 'Invoice', description: 'Where is it?', status: 'new', priority: 'high' })
    expect(body.audit.events.map((event: { type: string; field_name?: string }) => event.field_name ?? event.type)).toEqual([
      'Comment',
      'subject',
      'requester_id',
      'priority',
      'type',
      'status',
      'organization_id',
      'brand_id',
      'ticket_form_id',
      'custom_status_id',
    ])
    expect(typeof body.audit.events[2].value).toBe('string')
  })

  test.each([
    ['no comment', { ticket: { subject: 'x' } }, 'base', 'Description: cannot be blank', 'BlankValue'],
    ['a blank one', { ticket: { comment: { body: '  ' } } }, 'base', 'Description: cannot be blank', 'BlankValue'],
    [
      'a requester without a name',
      note('x', { requester: { email: 'new@example.org' } }),
      'requester',
      'Requester: Name:  is too short (minimum is 1 character)',
      'ValueTooShort',
    ],
    ['a status that is none', note('x', { status: 'done' }), 'status', 'Status: done is not included in the list', 'InvalidValue'],
  ])('is refused with %s', async (_, body, field, description, error) => {
    const answer = await account(seed).ask('POST', '/api/v2/tickets', body)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ error: 'RecordInvalid', description: 'Record validation errors', details: { [field]: [{ description, error }] } })
  })

  test.each([
    ['/api/v2/tickets', note('new', { id: 1 })],
    ['/api/v2/imports/tickets', { ticket: { id: 1, comments: [{ value: 'new' }] } }],
    ['/api/v2/requests', { request: { id: 1, subject: 'x', comment: { body: 'new' } } }],
    ['/api/v2/channels/voice/tickets', { ticket: { id: 1, via_id: 45, comment: { body: 'new' } } }],
    ['/api/v2/tickets/create_many', { tickets: [{ id: 1, comment: { body: 'new' } }] }],
  ])('by %s takes no number of the client, who would take the ticket of somebody else', async (path, body) => {
    const zendesk = account({ ...seed, tickets: [{ id: 1, subject: 'First' }] })
    const { status } = await zendesk.ask('POST', path, body)
    expect(status).toBeLessThan(300)
    zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
    const { tickets } = (await zendesk.ask('GET', '/api/v2/tickets')).body
    expect(tickets.map(({ id }: { id: number }) => id)).toEqual([1, 2])
    expect(tickets[0].subject).toBe('First')
  })

  test('has the number behind the highest that a seed chose', async () => {
    const zendesk = account({ ...seed, tickets: [{ id: 40, subject: 'Chosen' }, { subject: 'Next' }, { id: 7, subject: 'Early' }] })
    const { body } = await zendesk.ask('POST', '/api/v2/tickets', note('x'))
    expect(body.ticket.id).toBe(42)
    expect((await zendesk.ask('GET', '/api/v2/tickets/41')).body.ticket.subject).toBe('Next')
  })

  test.each([
    ['name too long', { name: 'n'.repeat(256), email: 'new@example.org' }, 'Requester: Name:  is too long (maximum is 255 characters)'],
    ['no address', { name: 'New', email: 'nowhere' }, 'Requester: Email: nowhere is not properly formatted'],
  ])('for a new requester with %s is refused as the requester', async (_, requester, description) => {
    const { status, body } = await account().ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, requester } })
    expect([status, Object.keys(body.details), body.details.requester[0].description]).toEqual([422, ['requester'], description])
  })

  test('for a suspended requester is refused by name', async () => {
    const zendesk = account({ users: [{ ...ada, suspended: true }] })
    const { body } = await zendesk.ask('POST', '/api/v2/tickets', note('x', { requester: { email: ada.email } }))
    expect(body.details.requester[0].description).toBe('Requester: Ada Byron is suspended.')
  })

  test('assigned to somebody is open at once', async () => {
    const zendesk = account(seed)
    const { body } = await zendesk.ask('POST', '/api/v2/tickets', note('x', { assignee_email: 'mia@rehearsal.example' }))
    expect(body.ticket.status).toBe('open')
    expect(body.ticket.group_id).not.toBeNull()
  })
})

describe('a long text', () => {
  test('loses what is beyond 64 kB, without a word and without half a character', async () => {
    const zendesk = account(seed)
    const sent = `a${'ü'.repeat(40_000)}`
    const { status } = await zendesk.ask('POST', '/api/v2/tickets', note(sent))
    expect(status).toBe(201)
    const kept = (await zendesk.ask('GET', '/api/v2/tickets/1/comments')).body.comments[0].body
    expect(Buffer.byteLength(kept)).toBe(65_535)
    expect(sent.startsWith(kept)).toBe(true)
    expect(zendesk.world.journal.all()[0]?.remarks).toContainEqual({ kind: 'cut', field: 'comment.body', limit: 65_536, unit: 'bytes', sent: 80_001 })
  })

  test('as a subject is cut at 255 characters, or refused where the setting says so', async () => {
    const long = { subject: 's'.repeat(300) }
    expect((await account().ask('POST', '/api/v2/tickets', note('x', long))).body.ticket.subject).toHaveLength(255)
    const { status, body } = await account({}, { longSubject: 'refused' }).ask('POST', '/api/v2/tickets', note('x', long))
    expect([status, body.details.subject[0].error]).toEqual([422, 'ValueTooLong'])
  })

  test('of HTML keeps no script', async () => {
    const zendesk = account()
    await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { html_body: '<p onclick="x()">Hello <b>you</b></p><script>alert(1)</script>' } } })
    const [comment] = (await zendesk.ask('GET', '/api/v2/tickets/1/comments')).body.comments
    expect(comment.body).toBe('Hello you')
    expect(comment.html_body).not.toMatch(/script|onclick/)
  })
})

describe('updating a ticket', () => {
  test('tells what changed, from what', async () => {
    const zendesk = account({ ...seed, tickets: [{ subject: 'Invoice', requester: 'Ada Byron' }] })
    const { status, body } = await zendesk.ask('PUT', '/api/v2/tickets/1.json', {
      ticket: { priority: 'urgent', tags: ['VIP Customer'], comment: { body: 'Called.', public: false } },
    })
    expect(status).toBe(200)
    expect(body.ticket.tags).toEqual(['customer', 'vip'])
    expect(body.audit.events.map(({ type, field_name, previous_value, value }: Record<string, unknown>) => [type, field_name, previous_value, value])).toEqual([
      ['Comment', undefined, undefined, undefined],
      ['Change', 'priority', null, 'urgent'],
      ['Change', 'tags', [], ['customer', 'vip']],
    ])
    expect(zendesk.last().actions).toEqual([
      { kind: 'updated', record: 'case', type: 'ticket', id: '1', fields: { priority: 'urgent', tags: ['VIP Customer'] }, ok: true },
      {
        kind: 'created',
        record: 'note',
        type: 'comment',
        fields: { body: 'Called.', public: false },
        about: { record: 'case', type: 'ticket', id: '1' },
        ok: true,
      },
    ])
  })

  test('knows whom an address of a follower or a copy is, in whatever case, and makes a user of a stranger', async () => {
    const zendesk = account({ ...seed, tickets: [{ subject: 'Invoice' }] })
    const everybody = async () => (await get(zendesk, 'users/count')).count.value
    const [before, put] = [await everybody(), (sent: object) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: sent })]
    const mia = (await get(zendesk, 'users/search?query=mia@rehearsal.example')).users[0].id
    expect((await put({ followers: [{ user_email: 'MIA@rehearsal.example', action: 'put' }] })).body.ticket.follower_ids).toEqual([mia])
    expect(await everybody()).toBe(before)
    expect((await put({ followers: [{ user_email: 'mia@rehearsal.example', action: 'delete' }] })).body.ticket.follower_ids).toEqual([])
    const [copied] = (await put({ email_ccs: [{ user_email: 'new@example.org', user_name: 'New' }] })).body.ticket.email_cc_ids
    expect((await get(zendesk, `users/${copied}`)).user).toMatchObject({ name: 'New', email: 'new@example.org' })
  })

  test('ignores keys that there are not, and names them in a header', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice' }] })
    const { status, headers } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { id: 9, priority: 'low' } })
    expect(status).toBe(200)
    expect(headers.get('x-zendesk-api-warn')).toBe(
      '{:allowed_parameters=>{:controller=>"tickets", :action=>"update", :unpermitted_keys=>["ticket.id"], :invalid_values=>[]}}',
    )
  })

  test('cannot change the description', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice', description: 'First' }] })
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { description: 'Second', subject: 'New' } })).body.ticket).toMatchObject({
      subject: 'New',
      description: 'First',
    })
  })

  test('is over once it is closed', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice' }] })
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'closed' } })).status).toBe(200)
    const { status, body } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'open' } })
    expect([status, body.details.status[0].description]).toEqual([422, 'closed prevents ticket update'])
  })

  test('to solved needs an assignee; without one the ticket stays as it is', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice' }] })
    const { status, body } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'solved' } })
    expect(status).toBe(422)
    expect(body.details.base).toEqual([
      { description: 'Assignee: is required when solving a ticket', error: null, ticket_field_id: expect.any(Number), ticket_field_type: 'FieldAssignee' },
    ])
    expect((await zendesk.ask('GET', '/api/v2/tickets/1')).body.ticket.status).toBe('new')
  })

  test('cannot take a priority away', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice', priority: 'low' }] })
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { priority: null } })).body.details.priority[0].description).toBe(
      'Priority: cannot be reset',
    )
  })

  test.each([[true], ['true']])('with an old stamp is refused when it asks to be safe: %j', async (safe_update) => {
    const zendesk = account({ tickets: [{ subject: 'Invoice' }] })
    const { updated_at } = (await zendesk.ask('GET', '/api/v2/tickets/1')).body.ticket
    await zendesk.world.clock.advance(2000)
    const safe = { safe_update, updated_stamp: updated_at }
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { ...safe, subject: 'One' } })).status).toBe(200)
    const late = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { ...safe, subject: 'Two' } })
    expect([late.status, late.body.error]).toEqual([409, 'UpdateConflict'])
  })

  test('keeps the publicity that it began with where a comment does not say, whatever was said between', async () => {
    const zendesk = account({ tickets: [{ subject: 'Secret', comment: { body: 'x', public: false } }] })
    for (const said of [{}, { public: true }, {}]) await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { comment: { body: 'y', ...said } } })
    expect((await get(zendesk, 'tickets/1/comments')).comments.map((comment: Json) => comment.public)).toEqual([false, false, true, false])
  })
})

describe('a ticket that is not there', () => {
  test('is not found; a number that is none is an invalid attribute', async () => {
    const zendesk = account()
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await zendesk.ask(method, '/api/v2/tickets/99.json')
      expect([status, body]).toEqual([404, { error: 'RecordNotFound', description: 'Not found' }])
    }
    expect((await zendesk.ask('GET', '/api/v2/tickets/abc')).body.error).toEqual({
      title: 'Invalid attribute',
      message: 'You passed an invalid value for the id attribute. Invalid parameter: id must be an integer from api/v2/tickets/show',
    })
  })

  test('is one that was deleted', async () => {
    const zendesk = account({ tickets: [{ subject: 'Invoice' }] })
    const gone = await zendesk.ask('DELETE', '/api/v2/tickets/1')
    expect([gone.status, gone.text, gone.headers.get('cache-control')]).toEqual([204, '', 'no-cache'])
    expect((await zendesk.ask('GET', '/api/v2/tickets/1')).status).toBe(404)
  })
})

test('an id that is no id means nothing, and nothing breaks where the journal says what was meant', async () => {
  const zendesk = account(seed)
  const id = { toString: 'none', valueOf: 1 }
  await zendesk.ask('PUT', '/api/v2/tickets/update_many.json', { tickets: [{ id, status: 'open', custom_fields: [{ id, value: 'x' }] }] })
  expect(zendesk.last().actions).toMatchObject([{ kind: 'updated', record: 'case', type: 'ticket', fields: { custom_field_: 'x' } }])
  expect(zendesk.last().actions[0]).not.toHaveProperty('id')
})
