import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org', phone: '+493012345', external_id: 'E1' },
    { id: 12, name: 'Bob Quine', email: 'bob@example.org' },
    { id: 13, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [
    { id: 21, name: 'Acme' },
    { id: 22, name: 'Beta' },
  ],
}
const user = async (zendesk: Account, id: number) => (await get(zendesk, `users/${id}`)).user
const identities = async (zendesk: Account, id: number): Promise<Json[]> => (await get(zendesk, `users/${id}/identities`)).identities
const change = (zendesk: Account, id: number, values: Json) => zendesk.ask('PUT', `/api/v2/users/${id}`, { user: values })

describe('an identity', () => {
  const address = async (zendesk: Account) => (await identities(zendesk, 11)).find(({ type }) => type === 'email')

  test('that changes is what its user shows, is found by and signs in with', async () => {
    const zendesk = account(seed)
    const { id } = await address(zendesk)
    await zendesk.ask('PUT', `/api/v2/users/11/identities/${id}`, { identity: { value: 'Countess@example.org' } })
    expect((await user(zendesk, 11)).email).toBe('countess@example.org')
    expect((await get(zendesk, 'users/search?query=email:countess@example.org')).users[0].id).toBe(11)
    expect((await get(zendesk, 'users/search?query=email:ada@example.org')).count).toBe(0)
  })

  test('is an address where it says so: made or changed', async () => {
    const zendesk = account(seed)
    const { id } = await address(zendesk)
    const identity = { type: 'email', value: 'nobody' }
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', `/${id}`],
    ] as const) {
      const { status, body } = await zendesk.ask(method, `/api/v2/users/11/identities${path}`, { identity })
      expect([status, body.details]).toEqual([422, { value: [{ description: 'Value: nobody is not properly formatted', error: 'InvalidFormat' }] }])
    }
  })

  test('never takes the address of somebody else, nor none', async () => {
    const zendesk = account(seed)
    const { id } = await address(zendesk)
    const put = (value: string) => zendesk.ask('PUT', `/api/v2/users/11/identities/${id}`, { identity: { value } })
    expect((await put('BOB@example.org')).body.details.value[0]).toMatchObject({ error: 'DuplicateValue' })
    expect((await put(' ')).body.details.value[0]).toMatchObject({ error: 'BlankValue' })
    expect((await address(zendesk)).value).toBe('ada@example.org')
  })

  test.each([
    ['verify', '/verify', undefined],
    ['an update', '', { identity: { verified: true } }],
  ])('that is verified by %s verifies its user', async (_, path, body) => {
    const zendesk = account(seed)
    await zendesk.ask('PUT', `/api/v2/users/11/identities/${(await address(zendesk)).id}${path}`, body)
    expect((await user(zendesk, 11)).verified).toBe(true)
  })

  test('of a user who is said to be verified is verified', async () => {
    const zendesk = account(seed)
    await change(zendesk, 11, { verified: true })
    expect((await address(zendesk)).verified).toBe(true)
  })

  test('that is deleted leaves its place to the next one, or to nothing', async () => {
    const zendesk = account(seed)
    await change(zendesk, 11, { email: 'second@example.org' })
    const remove = async () => zendesk.ask('DELETE', `/api/v2/users/11/identities/${(await address(zendesk)).id}`)
    await remove()
    expect((await user(zendesk, 11)).email).toBe('second@example.org')
    expect(await address(zendesk)).toMatchObject({ value: 'second@example.org', primary: true })
    await remove()
    expect((await user(zendesk, 11)).email).toBeNull()
    const line = (await identities(zendesk, 11))[0]
    await zendesk.ask('DELETE', `/api/v2/users/11/identities/${line.id}`)
    expect(await user(zendesk, 11)).toMatchObject({ phone: null, shared_phone_number: null })
  })

  test('of a merged user is the primary one only where the other had none', async () => {
    const zendesk = account(seed)
    await zendesk.ask('PUT', '/api/v2/users/11/merge', { user: { id: 12 } })
    const primary = (await identities(zendesk, 12)).filter((one) => one.primary).map(({ value }) => value)
    expect(primary.sort()).toEqual(['+493012345', 'bob@example.org'])
    expect(await user(zendesk, 12)).toMatchObject({ email: 'bob@example.org', phone: '+493012345', shared_phone_number: false })
  })
})

describe('create_or_update', () => {
  test.each([
    ['alone', async (zendesk: Account, values: Json) => (await zendesk.ask('POST', '/api/v2/users/create_or_update', { user: values })).body.user.id],
    ['in bulk', async (zendesk: Account, values: Json) => (await finished(zendesk, 'POST', 'users/create_or_update_many', { users: [values] }))[0].id],
  ])('%s finds a user by external id where the address is unknown, and never one that was deleted', async (_, put) => {
    const zendesk = account(seed)
    expect(await put(zendesk, { name: 'Ada', email: 'other@example.org', external_id: 'e1' })).toBe(11)
    await zendesk.ask('DELETE', '/api/v2/users/11')
    const fresh = await put(zendesk, { name: 'Ada', external_id: 'E1' })
    expect(fresh).not.toBe(11)
    expect(await user(zendesk, fresh)).toMatchObject({ active: true, external_id: 'E1' })
    expect(await put(zendesk, { name: 'Ada again', external_id: 'E1' })).toBe(fresh)
  })

  test('counts against the limit of one user, together with updates', async () => {
    const zendesk = account(seed)
    for (let i = 0; i < 4; i++) await change(zendesk, 11, { notes: `${i}` })
    const put = (external_id: string) => zendesk.ask('POST', '/api/v2/users/create_or_update', { user: { name: 'Ada', external_id } })
    expect((await put('E1')).status).toBe(200)
    const { status, text } = await put('E1')
    expect([status, text]).toEqual([429, expect.stringContaining('user email: ada@example.org  id: 11 external_id: E1')])
    expect((await put('E2')).status).toBe(201)
  })
})

describe('members of an organization', () => {
  const memberships = async (zendesk: Account) =>
    (await get(zendesk, 'users/12/organization_memberships')).organization_memberships.map((one: Json) => [one.organization_id, one.default])

  test('are all who have a membership, their default one or not', async () => {
    const zendesk = account(seed)
    await change(zendesk, 12, { organization_id: 21 })
    await zendesk.ask('POST', '/api/v2/organization_memberships', { organization_membership: { user_id: 12, organization_id: 22 } })
    expect((await get(zendesk, 'users/12/organizations')).organizations.map(({ id }: Json) => id)).toEqual([21, 22])
    expect((await get(zendesk, 'organizations/22/users')).users.map(({ id }: Json) => id)).toEqual([12])
    expect((await get(zendesk, 'organizations/22/related')).organization_related.users_count).toBe(1)
    await change(zendesk, 12, { organization_id: null })
    expect(await memberships(zendesk)).toEqual([[22, false]])
  })

  test('change their organization with their default membership', async () => {
    const zendesk = account(seed)
    await change(zendesk, 12, { organization_id: 21 })
    const { body } = await zendesk.ask('POST', '/api/v2/organization_memberships', { organization_membership: { user_id: 12, organization_id: 22 } })
    await zendesk.ask('PUT', `/api/v2/organization_memberships/${body.organization_membership.id}`, { organization_membership: { default: true } })
    expect(await memberships(zendesk)).toEqual([
      [21, false],
      [22, true],
    ])
    expect((await user(zendesk, 12)).organization_id).toBe(22)
  })

  test.each([
    ['alone', (zendesk: Account) => zendesk.ask('DELETE', '/api/v2/organizations/21')],
    ['in bulk', (zendesk: Account) => finished(zendesk, 'DELETE', 'organizations/destroy_many?ids=21')],
  ])('have left one that is deleted %s, and so have its tickets', async (_, remove) => {
    const zendesk = account(seed)
    await change(zendesk, 12, { organization_id: 21 })
    const { id, organization_id } = (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, requester_id: 12 } })).body.ticket
    expect(organization_id).toBe(21)
    await remove(zendesk)
    expect(await memberships(zendesk)).toEqual([])
    expect((await user(zendesk, 12)).organization_id).toBeNull()
    expect((await get(zendesk, `tickets/${id}`)).ticket.organization_id).toBeNull()
  })
})

describe('agents of a group', () => {
  const opened = async () => {
    const zendesk = account(seed)
    const [support] = (await get(zendesk, 'groups')).groups
    const second = (await zendesk.ask('POST', '/api/v2/groups', { group: { name: 'Second' } })).body.group
    return { zendesk, support: support.id as number, second: second.id as number }
  }
  const enter = async (zendesk: Account, group_id: number) =>
    (await zendesk.ask('POST', '/api/v2/group_memberships', { group_membership: { user_id: 13, group_id } })).body.group_membership
  const memberships = async (zendesk: Account): Promise<[number, boolean, number][]> =>
    (await get(zendesk, 'users/13/group_memberships')).group_memberships.map((one: Json) => [one.group_id, one.default, one.id])
  const ticket = async (zendesk: Account, values: Json) =>
    (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, assignee_id: 13, ...values } })).body.ticket
  const held = async (zendesk: Account, id: number) => {
    const { assignee_id, group_id } = (await get(zendesk, `tickets/${id}`)).ticket
    return [assignee_id, group_id]
  }

  test('are those who are still there', async () => {
    const { zendesk, support } = await opened()
    await zendesk.ask('DELETE', '/api/v2/users/13')
    const { agents } = (await zendesk.ask('GET', `/api/lotus/assignables/groups/${support}/agents.json`)).body
    expect(agents.map(({ name }: Json) => name)).toEqual(['Rehearsal Admin'])
    expect((await get(zendesk, `groups/${support}/users`)).count).toBe(1)
  })

  test('are in the account’s default group from their first day, unless another is named', async () => {
    const { zendesk, support, second } = await opened()
    expect([(await user(zendesk, 13)).default_group_id, await memberships(zendesk)]).toEqual([support, [[support, true, expect.any(Number)]]])
    const groups = async (values: Json) => {
      const { id, default_group_id } = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Bea', ...values } })).body.user
      return [default_group_id, ...(await get(zendesk, `users/${id}/groups`)).groups.map((one: Json) => one.id)]
    }
    expect(await groups({ role: 'admin' })).toEqual([support, support])
    expect(await groups({ role: 'agent', default_group_id: second })).toEqual([second, second])
    expect(await groups({ role: 'end-user' })).toEqual([null])
  })

  test('who were end users come into the account’s default group, even a second time', async () => {
    const { zendesk, support, second } = await opened()
    await enter(zendesk, second)
    for (const [role, expected] of [
      ['end-user', []],
      ['agent', [[support, true, expect.any(Number)]]],
    ] as const) {
      const { user } = (await change(zendesk, 13, { role })).body
      expect([user.default_group_id, await memberships(zendesk)]).toEqual([expected[0]?.[0] ?? null, expected])
    }
  })

  test('have one default group', async () => {
    const { zendesk, support, second } = await opened()
    const { id } = await enter(zendesk, second)
    await zendesk.ask('PUT', `/api/v2/group_memberships/${id}`, { group_membership: { default: true } })
    expect((await memberships(zendesk)).map(([group, isDefault]) => [group, isDefault])).toEqual([
      [support, false],
      [second, true],
    ])
    expect((await user(zendesk, 13)).default_group_id).toBe(second)
  })

  test('who leave it have its working tickets no more, its solved ones go to who is there longest, and the next group is their default', async () => {
    const { zendesk, support, second } = await opened()
    await enter(zendesk, second)
    const { body } = await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Aaron', role: 'agent', default_group_id: support } })
    expect(await memberships(zendesk)).toHaveLength(2)
    expect(body.user.default_group_id).toBe(support)
    const [open, solved, other] = [await ticket(zendesk, {}), await ticket(zendesk, { status: 'solved' }), await ticket(zendesk, { group_id: second })]
    const [[, , first]] = (await memberships(zendesk)) as [[number, boolean, number]]
    await zendesk.ask('DELETE', `/api/v2/group_memberships/${first}`)
    expect((await memberships(zendesk)).map(([group, isDefault]) => [group, isDefault])).toEqual([[second, true]])
    expect((await user(zendesk, 13)).default_group_id).toBe(second)
    expect([await held(zendesk, open.id), await held(zendesk, solved.id), await held(zendesk, other.id)]).toEqual([
      [null, support],
      [(await get(zendesk, 'users/me')).user.id, support],
      [13, second],
    ])
  })

  test('that is somebody’s default stay in it: it is not deleted', async () => {
    const { zendesk, support, second } = await opened()
    const { id } = await enter(zendesk, second)
    await zendesk.ask('PUT', `/api/v2/group_memberships/${id}`, { group_membership: { default: true } })
    for (const group of [support, second]) {
      const answer = await zendesk.ask('DELETE', `/api/v2/groups/${group}`)
      expect([answer.status, answer.body.error]).toEqual([422, 'RecordInvalid'])
    }
    expect((await memberships(zendesk)).length).toBe(2)
  })

  test('that is deleted are in it no more, and its tickets are nobody’s but for the closed ones', async () => {
    const { zendesk, support, second } = await opened()
    await enter(zendesk, second)
    const [open, closed] = [await ticket(zendesk, { group_id: second }), await ticket(zendesk, { group_id: second, status: 'closed' })]
    expect((await zendesk.ask('DELETE', `/api/v2/groups/${second}`)).status).toBe(204)
    expect((await memberships(zendesk)).map(([group]) => group)).toEqual([support])
    expect([await held(zendesk, open.id), await held(zendesk, closed.id)]).toEqual([
      [null, null],
      [13, second],
    ])
  })

  test.each([
    ['who become end users', (zendesk: Account) => change(zendesk, 13, { role: 'end-user' })],
    ['who are deleted', (zendesk: Account) => zendesk.ask('DELETE', '/api/v2/users/13')],
  ])('%s are in no group and have no working tickets, in whichever group, and their solved ones go to who is there longest', async (_, go) => {
    const { zendesk, second } = await opened()
    await enter(zendesk, second)
    const third = (await zendesk.ask('POST', '/api/v2/groups', { group: { name: 'Third' } })).body.group.id
    const { id } = await enter(zendesk, third)
    const [open, other, solved] = [
      await ticket(zendesk, {}),
      await ticket(zendesk, { group_id: third, status: 'solved' }),
      await ticket(zendesk, { status: 'solved' }),
    ]
    await zendesk.ask('DELETE', `/api/v2/group_memberships/${id}`)
    await zendesk.ask('PUT', `/api/v2/tickets/${other.id}`, { ticket: { status: 'open' } })
    expect(await held(zendesk, other.id)).toEqual([13, third])
    expect((await go(zendesk)).status).toBe(200)
    const holders = await Promise.all([open, other, solved].map(async ({ id }) => (await held(zendesk, id))[0]))
    expect(holders).toEqual([null, null, (await get(zendesk, 'users/me')).user.id])
    expect((await zendesk.ask('DELETE', `/api/v2/groups/${second}`)).status).toBe(204)
    expect([(await user(zendesk, 13)).default_group_id, await memberships(zendesk)]).toEqual([null, []])
  })
})

test.each(['the membership', 'the user'])('who leaves an organization by %s leaves it with the working tickets', async (by) => {
  const zendesk = account(seed)
  await change(zendesk, 12, { organization_id: 21 })
  const made = async (status: string) =>
    (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x' }, requester_id: 12, assignee_id: 13, status } })).body.ticket.id
  const ids = [await made('open'), await made('solved')]
  const [membership] = (await get(zendesk, 'users/12/organization_memberships')).organization_memberships
  if (by === 'the user') await change(zendesk, 12, { organization_id: null })
  else await zendesk.ask('DELETE', `/api/v2/organization_memberships/${membership.id}`)
  const organizations = await Promise.all(ids.map(async (id) => (await get(zendesk, `tickets/${id}`)).ticket.organization_id))
  expect([(await user(zendesk, 12)).organization_id, ...organizations]).toEqual([null, null, 21])
})

test.each(['the number itself', 'its identity'])('of two lines the second is the first where %s is taken away', async (what) => {
  const zendesk = account(seed)
  await change(zendesk, 12, { phone: '+4930111111' })
  await change(zendesk, 12, { phone: '+4930222222' })
  const lines = async () =>
    ((await get(zendesk, 'users/12/identities')).identities as { id: number; type: string; value: string; primary: boolean }[]).filter(
      ({ type }) => type === 'phone_number',
    )
  const shown = (await user(zendesk, 12)).phone
  const [first] = (await lines()).filter(({ value }) => value === shown)
  if (what === 'its identity') await zendesk.ask('DELETE', `/api/v2/users/12/identities/${first?.id}`)
  else await change(zendesk, 12, { phone: null })
  const left = await lines()
  expect(left).toHaveLength(1)
  expect(left).toMatchObject([{ value: (await user(zendesk, 12)).phone, primary: true }])
})
