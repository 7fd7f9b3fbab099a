import { describe, expect, test } from 'vitest'
import mock from '../../mocks/zendesk/index.ts'
import { type Account, type Answer, account, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org', organization: 'Acme' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [{ id: 21, name: 'Acme' }],
  tickets: [{ id: 1, subject: 'Printer', requester: 11 }],
}
const create = (zendesk: Account, ticket: Json) => zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, ...ticket } })
const change = (zendesk: Account, ticket: Json) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket })
const group = async (zendesk: Account): Promise<number> => (await zendesk.ask('POST', '/api/v2/groups', { group: { name: 'Second level' } })).body.group.id

describe('a ticket', () => {
  test.each([
    ['group_id', 'group', 'Group: is invalid'],
    ['organization_id', 'organization', 'Organization: is invalid'],
    ['problem_id', 'problem', 'Problem: is invalid'],
    ['brand_id', 'brand', 'Brand: is invalid'],
    ['ticket_form_id', 'ticket_form', 'Ticket form: is invalid'],
    ['custom_status_id', 'custom_status', 'Custom status: is invalid'],
    ['submitter_id', 'submitter', 'Submitter: is invalid'],
  ])('is refused where its %s names nothing that there is, and nothing is made or changed', async (key, field, description) => {
    const zendesk = account(seed)
    const before = await get(zendesk, 'tickets/1')
    for (const value of [987_654, 'Support', -1]) {
      for (const answer of [await create(zendesk, { [key]: value }), ...(key === 'submitter_id' ? [] : [await change(zendesk, { [key]: value })])]) {
        expect([answer.status, answer.body.error]).toEqual([422, 'RecordInvalid'])
        expect(answer.body.details).toEqual({ [field]: [{ description, error: 'InvalidValue' }] })
      }
    }
    expect(await get(zendesk, 'tickets/1')).toEqual(before)
    expect((await get(zendesk, 'tickets/count')).count.value).toBe(1)
  })

  test('is refused where its comment is somebody’s whom the account does not have', async () => {
    const zendesk = account(seed)
    const comment = { body: 'x', author_id: 987_654 }
    for (const answer of [await create(zendesk, { comment }), await change(zendesk, { comment })])
      expect([answer.status, answer.body.details.author?.[0].description]).toEqual([422, 'Author: is invalid'])
    expect((await get(zendesk, 'tickets/1/comments/count')).count.value).toBe(1)
  })

  test('takes what the account has, as number or as text, and gives up what can be none', async () => {
    const zendesk = account(seed)
    const [id, [form], [brand]] = [await group(zendesk), (await get(zendesk, 'ticket_forms')).ticket_forms, (await get(zendesk, 'brands')).brands]
    const { ticket } = (
      await create(zendesk, { requester_id: 11, group_id: String(id), brand_id: brand.id, ticket_form_id: form.id, organization_id: 21, problem_id: 1 })
    ).body
    expect(ticket).toMatchObject({ group_id: id, brand_id: brand.id, ticket_form_id: form.id, organization_id: 21, problem_id: 1 })
    const none = { group_id: null, brand_id: null, ticket_form_id: '', organization_id: null, problem_id: '' }
    const { body } = await zendesk.ask('PUT', `/api/v2/tickets/${ticket.id}`, { ticket: none })
    expect(body.ticket).toMatchObject({ group_id: null, brand_id: brand.id, ticket_form_id: form.id, organization_id: null, problem_id: null })
  })

  test('of an organization with a group comes into that group, unless it says another or is somebody’s', async () => {
    const zendesk = account(seed)
    const [own, other] = [await group(zendesk), (await get(zendesk, 'groups')).groups.find(({ name }: Json) => name === 'Support').id]
    await zendesk.ask('PUT', '/api/v2/organizations/21', { organization: { group_id: own } })
    const made = async (ticket: Json) => (await create(zendesk, { requester_id: 11, ...ticket })).body.ticket.group_id
    expect(await made({})).toBe(own)
    expect(await made({ group_id: other })).toBe(other)
    expect(await made({ assignee_id: 12 })).toBe(other)
    expect((await create(zendesk, {})).body.ticket.group_id).toBeNull()
  })
})

test('a ticket that is somebody’s is in a group, whatever is said of that', async () => {
  const zendesk = account(seed)
  const [support] = (await get(zendesk, 'groups')).groups
  const { id, group_id } = (await create(zendesk, { assignee_id: 12, group_id: null })).body.ticket
  const held = async (ticket: Json) => (await zendesk.ask('PUT', `/api/v2/tickets/${id}`, { ticket })).body.ticket
  expect(group_id).toBe(support.id)
  expect(await held({ group_id: null })).toMatchObject({ assignee_id: 12, group_id: support.id })
  expect(await held({ assignee_id: null, group_id: null })).toMatchObject({ assignee_id: null, group_id: null })
})

describe('an agent who is no member of a ticket’s group', () => {
  const refused = [422, 'RecordInvalid', { assignee: [{ description: 'Assignee: is not a member of the group' }] }]
  const told = ({ status, body }: Answer) => [status, body.error, body.details]
  const opened = async (settings = {}) => {
    const zendesk = account(seed, settings)
    const [support] = (await get(zendesk, 'groups')).groups
    return { zendesk, support: support.id as number, second: await group(zendesk) }
  }
  const enter = async (zendesk: Account, group_id: number): Promise<number> =>
    (await zendesk.ask('POST', '/api/v2/group_memberships', { group_membership: { user_id: 12, group_id } })).body.group_membership.id
  const leave = (zendesk: Account, membership: number) => zendesk.ask('DELETE', `/api/v2/group_memberships/${membership}`)

  test('is not given it, by id or by address, and nothing is made or changed', async () => {
    const { zendesk, second } = await opened()
    for (const who of [{ assignee_id: 12 }, { assignee_email: 'mia@rehearsal.example' }]) {
      expect(told(await create(zendesk, { group_id: second, requester: { name: 'New', email: 'new@example.org' }, ...who }))).toEqual(refused)
      expect(told(await change(zendesk, { group_id: second, priority: 'high', ...who }))).toEqual(refused)
    }
    expect((await get(zendesk, 'tickets/1')).ticket).toMatchObject({ assignee_id: null, group_id: null, priority: null })
    expect([(await get(zendesk, 'tickets/count')).count.value, (await get(zendesk, 'users/count')).count.value]).toEqual([1, 3])
  })

  test('is not given what is in it already, and comes in when the group does or is joined', async () => {
    const { zendesk, support, second } = await opened()
    await change(zendesk, { group_id: second })
    expect(told(await change(zendesk, { assignee_id: 12 }))).toEqual(refused)
    expect((await change(zendesk, { assignee_id: 12, group_id: support })).body.ticket).toMatchObject({ assignee_id: 12, group_id: support })
    await enter(zendesk, second)
    expect((await change(zendesk, { group_id: second })).body.ticket).toMatchObject({ assignee_id: 12, group_id: second })
  })

  test('keeps none that goes to it: that is refused, or takes it away by a setting, unless it goes to a member', async () => {
    for (const [regroupedTicket, answer] of [
      ['refused', refused],
      ['unassigned', [200, undefined, undefined]],
    ] as const) {
      const { zendesk, support, second } = await opened({ regroupedTicket })
      await change(zendesk, { assignee_id: 12 })
      expect(told(await change(zendesk, { group_id: second }))).toEqual(answer)
      const { assignee_id, group_id } = (await get(zendesk, 'tickets/1')).ticket
      expect([assignee_id, group_id]).toEqual(regroupedTicket === 'refused' ? [12, support] : [null, second])
      expect(told(await change(zendesk, { group_id: second, assignee_id: 12 }))).toEqual(refused)
      expect((await change(zendesk, { group_id: second, assignee_id: null })).body.ticket).toMatchObject({ assignee_id: null, group_id: second })
    }
  })

  test('keeps what was solved there: it can still be written to', async () => {
    const { zendesk, second } = await opened()
    const membership = await enter(zendesk, second)
    await change(zendesk, { assignee_id: 12, group_id: second, status: 'solved' })
    await leave(zendesk, membership)
    const { status, body } = await change(zendesk, { comment: { body: 'Thanks' }, priority: 'low', assignee_id: 12, group_id: second })
    expect([status, body.ticket.assignee_id, body.ticket.priority]).toEqual([200, 12, 'low'])
    await change(zendesk, { assignee_id: null })
    expect(told(await change(zendesk, { assignee_id: 12 }))).toEqual(refused)
  })

  test('for want of any is not given a ticket that is in none', async () => {
    const { zendesk } = await opened()
    const [own] = (await get(zendesk, 'users/12/group_memberships')).group_memberships
    await leave(zendesk, own.id)
    expect(told(await create(zendesk, { assignee_id: 12 }))).toEqual(refused)
  })

  test('is not given it with many others, nor by an import', async () => {
    const { zendesk, second } = await opened()
    const values = { group_id: second, assignee_id: 12 }
    const { id } = (await zendesk.ask('PUT', '/api/v2/tickets/update_many?ids=1', { ticket: values })).body.job_status
    zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
    expect((await get(zendesk, `job_statuses/${id}`)).job_status.results).toMatchObject([{ id: 1, success: false }])
    expect(told(await zendesk.ask('POST', '/api/v2/imports/tickets', { ticket: { comments: [{ value: 'x' }], ...values } }))).toEqual(refused)
    expect((await get(zendesk, 'tickets/1')).ticket.assignee_id).toBeNull()
  })
})

test.each([['ada@example.org'], [11], [['ada@example.org']]])('a requester who is not told as an object is refused: %j', async (requester) => {
  const zendesk = account(seed)
  const { status, body } = await create(zendesk, { requester })
  expect([status, body.details]).toEqual([422, { requester: [{ description: 'Requester: is invalid', error: 'InvalidValue' }] }])
})

test.each([['requester_id'], ['requester']])('an update whose %s is null leaves who asked', async (key) => {
  const zendesk = account(seed)
  expect((await change(zendesk, { [key]: null, priority: 'high' })).body.ticket).toMatchObject({ requester_id: 11, priority: 'high' })
})

test('a ticket is not its own problem', async () => {
  expect((await change(account(seed), { type: 'problem', problem_id: 1 })).body.details).toHaveProperty('problem')
})

test.each<[string, Json]>([
  ['a copy that is no address', { email_ccs: [{ user_email: 'ok@example.org' }, { user_email: 'b@d@' }] }],
  ['a follower with too long a name', { followers: [{ user_email: 'ok@example.org', user_name: 'n'.repeat(256) }] }],
  ['a collaborator that is no address', { collaborators: ['ok@example.org', 'b@d@'] }],
  ['a status that is none', { collaborators: ['ok@example.org'], status: 'done' }],
])('a ticket that is refused for %s leaves nobody behind', async (_, values) => {
  const zendesk = account(seed)
  const people = (await get(zendesk, 'users/count')).count.value
  const requester = { name: 'New', email: 'new@example.org' }
  for (const answer of [await create(zendesk, { requester, ...values }), await change(zendesk, { requester, ...values })]) expect(answer.status).toBe(422)
  expect((await get(zendesk, 'users/count')).count.value).toBe(people)
})

describe('a user', () => {
  test.each(['POST users', 'PUT users/11', 'POST users/create_or_update'])('is not found an organization that is none: %s', async (call) => {
    const zendesk = account(seed)
    const [method, path] = call.split(' ') as [string, string]
    const answer = await zendesk.ask(method, `/api/v2/${path}`, { user: { name: 'Bob', organization_id: 987_654 } })
    expect([answer.status, answer.body]).toEqual([404, { error: 'RecordNotFound', description: 'Not found' }])
    expect((await get(zendesk, 'users/count')).count.value).toBe(3)
    expect((await get(zendesk, 'users/11')).user).toMatchObject({ name: 'Ada Byron', organization_id: 21 })
  })

  test('who is an agent is made in the default group that is named, which must be one', async () => {
    const zendesk = account(seed)
    const id = await group(zendesk)
    const make = (user: Json) => zendesk.ask('POST', '/api/v2/users', { user: { name: 'Bob', role: 'agent', ...user } })
    const { user } = (await make({ default_group_id: id })).body
    expect(user.default_group_id).toBe(id)
    expect((await get(zendesk, `users/${user.id}/group_memberships`)).group_memberships).toMatchObject([{ group_id: id, default: true }])
    const refused = await make({ default_group_id: 987_654 })
    expect([refused.status, refused.body.details]).toEqual([422, { default_group: [{ description: 'Default group: is invalid', error: 'InvalidValue' }] }])
    expect((await make({ role: 'end-user', default_group_id: id })).body.user.default_group_id).toBeNull()
  })

  test('keeps the default group whatever an update says, and the journal notes that', async () => {
    const zendesk = account(seed)
    const before = (await get(zendesk, 'users/12')).user.default_group_id
    const { body } = await zendesk.ask('PUT', '/api/v2/users/12', { user: { default_group_id: await group(zendesk) } })
    expect(body.user.default_group_id).toBe(before)
    expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: expect.stringContaining('default_group_id') })
  })
})

describe('a comment on a call', () => {
  const call = { app_id: 1, from_line: '+1', to_line: '+2', call_started_at: '2026-03-01T08:00:00Z', direction: 'inbound' }
  test.each<[string, Json, Json, string]>([
    ['an author', {}, { author_id: 987_654 }, 'author'],
    ['an end user', { end_user_id: 987_654 }, {}, 'requester'],
  ])('is refused where it is of %s whom the account does not have, and nothing is made', async (_, of, by, field) => {
    const zendesk = account(seed)
    const answer = await zendesk.ask('POST', '/api/v2/calls', { call: { ...call, ...of }, comment: { title: 'Call', ...by } })
    expect([answer.status, Object.keys(answer.body.details ?? {})]).toEqual([422, [field]])
    expect((await get(zendesk, 'tickets/count')).count.value).toBe(1)
  })

  test('that is made later is refused so, too', async () => {
    const zendesk = account(seed)
    const { id } = (await zendesk.ask('POST', '/api/v2/calls', { call: { ...call, end_user_id: 11 }, comment: { title: 'Call' } })).body.call
    const answer = await zendesk.ask('POST', `/api/v2/calls/${id}/comments`, { title: 'More', author_id: 987_654 })
    expect([answer.status, answer.body.details]).toEqual([422, { author: [{ description: 'Author: is invalid', error: 'InvalidValue' }] }])
    const { comments } = await get(zendesk, 'tickets/2/comments')
    expect(comments.map(({ author_id }: Json) => author_id)).toEqual([11])
  })
})

test.each([
  ['organizations', { name: 'Beta' }],
  ['organizations/21', {}],
])('an organization is refused a group that is none: %s', async (path, values) => {
  const zendesk = account(seed)
  const answer = await zendesk.ask(path === 'organizations' ? 'POST' : 'PUT', `/api/v2/${path}`, { organization: { ...values, group_id: 987_654 } })
  expect([answer.status, answer.body.details]).toEqual([422, { group: [{ description: 'Group: is invalid', error: 'InvalidValue' }] }])
  expect((await get(zendesk, 'organizations/count')).count.value).toBe(1)
})

test('a membership of an organization that is none says that it is blank', async () => {
  const zendesk = account(seed)
  const answer = await zendesk.ask('POST', '/api/v2/organization_memberships', { organization_membership: { user_id: 11, organization_id: 987_654 } })
  expect([answer.status, answer.body.details]).toEqual([422, { organization: [{ description: 'Organization cannot be blank', error: 'BlankValue' }] }])
})

test.each<[string, Json, string]>([
  ['an organization that it lacks', { users: [{ name: 'Ada', organization: 'Nope' }] }, 'zendesk.users[0]: there is no organization "Nope". Known: Acme.'],
  ['an organization by an id that it lacks', { users: [{ name: 'Ada', organization: 99 }] }, 'zendesk.users[0]: there is no organization "99". Known: Acme.'],
  [
    'a requester whom it lacks',
    { tickets: [{ requester: 'Eve' }] },
    'zendesk.tickets[0]: there is no user "Eve". Known: Rehearsal Admin, Ada Byron, Mia Agent.',
  ],
  [
    'an address that is taken',
    { users: [...seed.users, { name: 'Eve', email: 'ADA@example.org' }] },
    'zendesk.users[2]: Email: ADA@example.org is already being used by another user',
  ],
  ['a group that it lacks', { tickets: [{ subject: 'x' }, { group_id: 5 }] }, 'zendesk.tickets[1]: Group: is invalid'],
  [
    'an id twice',
    { tickets: [{ id: 3 }, { id: 3 }] },
    'zendesk.tickets[1]: the id 3 is that of zendesk.tickets[0], too. Leave one of them out, and it is chosen.',
  ],
  [
    'an id that is taken',
    { admin: { name: 'Eve', email: 'eve@example.org', id: 11 } },
    'zendesk.users[0]: the account has a record with the id 11 already. Leave the id out, and it is chosen',
  ],
  [
    'a field of no type',
    { ticketFields: [{ title: 'Order' }, { title: 'Size', type: 'number' }] },
    'zendesk.ticketFields[1]: Type: is not included in the list',
  ],
  [
    'two clients of one identifier',
    { clients: ['one', 'two'].map((secret) => ({ identifier: 'app', secret })) },
    'expected another identifier than that of number 1',
  ],
  [
    'a confidential client without a secret',
    { clients: [{ identifier: 'app' }] },
    'a confidential client needs a secret; a public one (kind: public) signs in without',
  ],
])('a seed with %s says which record it is', (_, more, message) => {
  expect(() => account({ ...seed, ...more })).toThrow(message)
})

describe('records that come later', () => {
  test('take nobody’s place', async () => {
    const zendesk = account(seed)
    const before = await get(zendesk, 'users/11')
    expect(() => mock.sow?.(zendesk.world, { users: [{ id: 11, name: 'Eve', email: 'eve@example.org' }] })).toThrow(
      'zendesk.users[0]: the account has a record with the id 11 already.',
    )
    expect(await get(zendesk, 'users/11')).toEqual(before)
  })

  test('keep ids of the service’s own series, which nobody else gets', async () => {
    const made = async (zendesk: Account) => (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'New' } })).body.user.id
    const id = await made(account())
    const zendesk = account({ users: [{ id, name: 'Ada' }] })
    expect(await made(zendesk)).toBeGreaterThan(id)
    expect((await get(zendesk, `users/${id}`)).user.name).toBe('Ada')
  })
})

describe('the organization of a ticket', () => {
  const people = {
    ...seed,
    organizations: [...seed.organizations, { id: 22, name: 'Beta' }, { id: 23, name: 'Core' }],
    users: [...seed.users, { id: 13, name: 'Bob', email: 'bob@example.org', organization: 'Beta' }],
  }

  test('is one of its requester, by default or by membership; any other is refused, unless the setting keeps it', async () => {
    const zendesk = account(people)
    await zendesk.ask('POST', '/api/v2/organization_memberships', { organization_membership: { user_id: 11, organization_id: 23 } })
    for (const organization_id of [21, 23]) expect((await create(zendesk, { requester_id: 11, organization_id })).status).toBe(201)
    const refused = [
      await create(zendesk, { requester_id: 11, organization_id: 22 }),
      await create(zendesk, { requester: { name: 'New', email: 'new@example.org' }, organization_id: 22 }),
      await change(zendesk, { organization_id: 22 }),
      await change(zendesk, { requester_id: 13, organization_id: 23 }),
    ]
    for (const { status, body } of refused)
      expect([status, body.details]).toEqual([422, { organization: [{ description: 'Organization: is invalid', error: 'InvalidValue' }] }])
    expect((await get(zendesk, 'users/search?query=new@example.org')).count).toBe(0)
    expect((await create(account(people, { foreignOrganization: 'kept' }), { requester_id: 11, organization_id: 22 })).body.ticket.organization_id).toBe(22)
  })

  test('goes with the ticket to who has it next, and the audit says so', async () => {
    const zendesk = account(people)
    const { ticket, audit } = (await change(zendesk, { requester_id: 13 })).body
    expect(ticket).toMatchObject({ requester_id: 13, organization_id: 22 })
    expect(audit.events).toContainEqual(expect.objectContaining({ field_name: 'organization_id', value: '22', previous_value: '21' }))
    expect((await change(zendesk, { requester: { name: 'New', email: 'new@example.org' } })).body.ticket.organization_id).toBe(null)
  })
})
