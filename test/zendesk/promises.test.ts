import { describe, expect, test } from 'vitest'
import { type Account, account, get, type Json } from './account.ts'

const options = [
  { name: 'A', value: 'a' },
  { name: 'B', value: 'b' },
]
const seed = {
  users: [{ id: 11, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' }],
  ticketFields: [
    { id: 31, type: 'multiselect', title: 'Topics', custom_field_options: options },
    { id: 32, type: 'text', title: 'Text' },
    { id: 33, type: 'tagger', title: 'Many', custom_field_options: Array.from({ length: 2000 }, (_, i) => ({ name: `n${i}`, value: `n${i}` })) },
  ],
  tickets: [{ id: 1, subject: 'Printer' }],
}

describe('a search', () => {
  const found = async (zendesk: Account, query: string) => (await get(zendesk, `search?query=${encodeURIComponent(query)}`)).results.map(({ id }: Json) => id)

  test('finds groups, also for an export', async () => {
    const zendesk = account(seed)
    const [group] = (await get(zendesk, 'groups')).groups
    expect((await get(zendesk, 'search?query=type:group')).results).toEqual([{ ...group, result_type: 'group' }])
    expect(await found(zendesk, 'type:group support')).toEqual([group.id])
    expect(await found(zendesk, 'type:group sales')).toEqual([])
    expect((await get(zendesk, 'search/export?filter[type]=group&query=name:support')).results.map(({ id }: Json) => id)).toEqual([group.id])
  })

  test('takes groups, brands and forms by name or by id', async () => {
    const zendesk = account(seed)
    const { ticket } = (await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { assignee_id: 11 } })).body
    await zendesk.ask('POST', '/api/v2/group_memberships', { group_membership: { user_id: 11, group_id: ticket.group_id } })
    for (const query of ['group:Support', `group:${ticket.group_id}`, 'brand:Rehearsal', 'form:"Default Ticket Form"'])
      expect(await found(zendesk, `type:ticket ${query}`), query).toEqual([1])
    expect(await found(zendesk, 'type:ticket group:Sales')).toEqual([])
    expect(await found(zendesk, 'type:user group:support role:agent')).toEqual([11])
  })

  test('finds a field of several choices by each of them', async () => {
    const zendesk = account(seed)
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id: 31, value: ['a', 'b'] }] } })
    for (const value of ['a', 'b', '*']) expect(await found(zendesk, `type:ticket custom_field_31:${value}`), value).toEqual([1])
    expect(await found(zendesk, 'type:ticket custom_field_31:none')).toEqual([])
  })

  test('that asks for nothing is refused when it counts, too', async () => {
    const zendesk = account(seed)
    const counted = await zendesk.ask('GET', '/api/v2/search/count')
    expect([counted.status, counted.body]).toEqual([422, (await zendesk.ask('GET', '/api/v2/search')).body])
  })
})

test('the address of metrics leads to them', async () => {
  const zendesk = account(seed)
  const { ticket_metric } = await get(zendesk, 'tickets/1/metrics')
  expect((await zendesk.ask('GET', ticket_metric.url)).body).toEqual({ ticket_metric })
  expect((await get(zendesk, 'ticket_metrics')).ticket_metrics).toEqual([ticket_metric])
})

describe('an option of a field', () => {
  test.each([
    ['beyond two thousand', 33, { name: 'One more' }, 'TooManyValues'],
    ['whose name is blank', 31, { name: ' ', value: 'c' }, 'BlankValue'],
    ['of a field of text', 32, { name: 'C', value: 'c' }, 'InvalidValue'],
  ])('%s is refused', async (_, field, custom_field_option, error) => {
    const { status, body } = await account(seed).ask('POST', `/api/v2/ticket_fields/${field}/options`, { custom_field_option })
    expect([status, Object.values(body.details as Record<string, Json[]>)[0]?.[0].error]).toEqual([422, error])
  })

  test('without a name is refused as reported, and so is a drop-down that is made without options', async () => {
    const zendesk = account(seed)
    const option = await zendesk.ask('POST', '/api/v2/ticket_fields/31/options', { custom_field_option: { value: 'c' } })
    expect([option.status, option.body]).toEqual([400, { error: 'ParameterMissing', description: 'Parameter name is required' }])
    const field = await zendesk.ask('POST', '/api/v2/ticket_fields', { ticket_field: { type: 'tagger', title: 'Tier' } })
    expect([field.status, field.body.details]).toEqual([
      422,
      { field_options: [{ description: 'Field options: must contain at least one option', error: 'EmptyValue' }] },
    ])
  })
})

test.each([
  ['the identifier of another', { identifier: 'rehearsal' }, 'DuplicateValue'],
  ['no identifier', { identifier: '' }, 'BlankValue'],
])('an OAuth client cannot be given %s', async (_, values, error) => {
  const zendesk = account()
  const { client } = (await zendesk.ask('POST', '/api/v2/oauth/clients', { client: { name: 'Second', identifier: 'second' } })).body
  const { status, body } = await zendesk.ask('PUT', `/api/v2/oauth/clients/${client.id}`, { client: values })
  expect([status, body.details.identifier[0].error]).toEqual([422, error])
})

test.each([
  ['GET', 'users/11/related'],
  ['PUT', 'users/11/organization_memberships/1/make_default.json'],
  ['POST', 'group_memberships/create_many'],
  ['DELETE', 'deleted_tickets/destroy_many?ids=1'],
  ['PUT', 'tickets/1/mark_as_spam'],
  ['PUT', 'comment_redactions/5'],
  ['GET', 'incremental/ticket_events.json?start_time=0'],
  ['GET', 'channels/voice/stats/current_queue_activity'],
  ['PUT', 'channels/voice/availabilities/11'],
  ['GET', 'triggers/search?query=x'],
  ['GET', 'requests/search?query=x'],
  ['PUT', 'ticket_forms/reorder'],
  ['GET', 'account/settings.json'],
  ['GET', 'users/me/settings'],
])('%s %s, which the real service has, says that it is not here', async (method, path) => {
  const zendesk = account(seed)
  const { status, body } = await zendesk.ask(method, `/api/v2/${path}`)
  expect([status, body.error]).toEqual([501, 'NotImitated'])
  expect(zendesk.last().remarks).toContainEqual({ kind: 'not-imitated', feature: expect.stringContaining("Zendesk's ") })
})

describe('an end user', () => {
  test('who is suspended is not acted for', async () => {
    const zendesk = account(people)
    const ada = await asAda(zendesk)
    expect((await ada('POST', 'requests', { comment: 'Hello' })).status).toBe(201)
    await zendesk.ask('PUT', '/api/v2/users/21', { user: { suspended: true } })
    expect((await ada('POST', 'requests', { comment: 'Hello' })).status).toBe(401)
  })

  const people = { users: [{ id: 21, name: 'Ada Byron', email: 'ada@example.org' }, ...seed.users] }
  const asAda = async (zendesk: Account) => {
    const client = { client_id: 'rehearsal', client_secret: 'rehearsal-secret', scope: 'read write impersonate' }
    const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', { grant_type: 'client_credentials', ...client })).body
    const headers = { authorization: `Bearer ${access_token}`, 'x-on-behalf-of': 'ada@example.org' }
    return (method: string, path: string, request: Json) => zendesk.ask(method, `/api/v2/${path}`, { request }, headers)
  }

  test('asks and answers in the own name, openly, and decides nothing that is for agents', async () => {
    const zendesk = account(people)
    const ada = await asAda(zendesk)
    const said = { body: 'Help', author_id: 11, public: false }
    const { request } = (
      await ada('POST', 'requests', { subject: 'Broken', priority: 'high', comment: said, status: 'solved', assignee_id: 11, tags: ['vip'] })
    ).body
    await ada('PUT', `requests/${request.id}`, { comment: said })
    const { ticket } = await get(zendesk, `tickets/${request.id}`)
    expect(ticket).toMatchObject({ subject: 'Broken', priority: 'high', status: 'new', requester_id: 21, assignee_id: null, tags: [], is_public: true })
    const { comments } = await get(zendesk, `tickets/${request.id}/comments`)
    expect(comments.map((comment: Json) => [comment.author_id, comment.public])).toEqual([
      [21, true],
      [21, true],
    ])
  })
})

test.each([
  ['2026-02-29', false],
  ['2028-02-29', true],
  ['2026-04-31', false],
  ['2026-12-31', true],
])('a date field and a due date know whether there is a %s', async (day, there) => {
  const zendesk = account({ ...seed, ticketFields: [{ id: 34, type: 'date', title: 'Day' }] })
  const field = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields: [{ id: 34, value: day }] } })
  const due = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { type: 'task', due_at: `${day}T12:00:00Z` } })
  expect([field.status, due.status]).toEqual(there ? [200, 200] : [422, 422])
  if (there) expect([field.body.ticket.custom_fields[0].value, due.body.ticket.due_at]).toEqual([day, `${day}T12:00:00Z`])
})

describe('a follow-up', () => {
  const follow = async (zendesk: Account, more: Json = {}) =>
    (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'Again' }, via_followup_source_id: 1, ...more } })).body.ticket

  test('of a closed ticket inherits its tags unless it has its own, and each tells of the other', async () => {
    const zendesk = account({ ...seed, tickets: [{ id: 1, subject: 'Printer', status: 'closed', tags: ['vip'] }] })
    const [one, two] = [await follow(zendesk), await follow(zendesk, { tags: ['new'] })]
    expect([one.tags, two.tags]).toEqual([['vip'], ['new']])
    expect(one.via.source).toEqual({ from: { ticket_id: 1, subject: 'Printer', channel: 'api' }, to: {}, rel: 'follow_up' })
    expect((await get(zendesk, 'tickets/1')).ticket.followup_ids).toEqual([one.id, two.id])
    expect((await get(zendesk, `tickets/${one.id}/related`)).followup_source_ids).toEqual(['1'])
    expect((await get(zendesk, `requests/${one.id}`)).request.followup_source_id).toBe(1)
  })

  test('of one that is not closed is a ticket like any other', async () => {
    const zendesk = account(seed)
    expect((await follow(zendesk)).via.source.rel).toBeNull()
    expect((await get(zendesk, 'tickets/1')).ticket.followup_ids).toEqual([])
  })
})
