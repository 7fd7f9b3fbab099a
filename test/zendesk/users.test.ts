import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const PHONE = '+49301234567'
const create = (zendesk: ReturnType<typeof account>, user: object) => zendesk.ask('POST', '/api/v2/users.json', { user })

test.each([[true], ['true']])('a user who is said to be suspended and verified is both: %j', async (flag) => {
  const zendesk = account()
  const { user } = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Ada', email: 'ada@example.org', suspended: flag } })).body
  const changed = (await zendesk.ask('PUT', `/api/v2/users/${user.id}`, { user: { verified: flag } })).body.user
  expect([user.suspended, user.verified, changed.verified]).toEqual([true, false, true])
  const { identities } = (await zendesk.ask('GET', `/api/v2/users/${user.id}/identities`)).body
  expect(identities[0].verified).toBe(true)
})

test('a user’s address is that of the account as it was asked, time after time', async () => {
  const zendesk = account({ users: [{ name: 'Ada', id: 5 }] })
  const other = 'http://localhost:4403'
  zendesk.world.origins.zendesk?.push(other)
  const address = async (origin: string) => (await zendesk.ask('GET', `${origin}/api/v2/users/5`)).body.user.url
  for (const origin of ['https://rehearsal.zendesk.com', other, 'https://rehearsal.zendesk.com'])
    expect(await address(origin)).toBe(`${origin}/api/v2/users/5.json`)
})

describe('creating a user', () => {
  test('answers 201 and steps ids by 128', async () => {
    const zendesk = account()
    const first = await create(zendesk, { name: 'Ada', email: 'Ada@Example.org' })
    expect(first.status).toBe(201)
    expect(first.headers.get('location')).toBe(first.body.user.url)
    expect(first.body.user).toMatchObject({
      name: 'Ada',
      email: 'ada@example.org',
      role: 'end-user',
      verified: false,
      ticket_restriction: 'requested',
      restricted_agent: true,
    })
    const second = await create(zendesk, { name: 'Bob' })
    expect((second.body.user.id - first.body.user.id) % 128).toBe(0)
  })

  test.each([
    ['no name', { email: 'x@example.org' }, 'name', 'Name: is too short (minimum is 1 characters)', 'ValueTooShort'],
    ['a name too long', { name: 'n'.repeat(256) }, 'name', 'Name: is too long (maximum is 255 characters)', 'ValueTooLong'],
    ["somebody's address", { name: 'X', email: 'ADA@example.org' }, 'email', 'Email: ADA@example.org is already being used by another user', 'DuplicateValue'],
    ['a role that there is not', { name: 'X', role: 'emperor' }, 'role', 'Role: emperor is not included in the list', 'InvalidValue'],
    ["somebody's external id", { name: 'X', external_id: 'e1' }, 'external_id', 'External has already been taken', 'DuplicateValue'],
  ])('is refused with %s', async (_, user, field, description, error) => {
    const { status, body } = await create(account({ users: [{ name: 'Ada', email: 'ada@example.org', external_id: 'E1' }] }), user)
    expect([status, body.error, body.details]).toEqual([422, 'RecordInvalid', { [field]: [{ description, error }] }])
  })

  test('is not changed to a role that there is not', async () => {
    const zendesk = account()
    const { user } = (await create(zendesk, { name: 'Ada' })).body
    const { status, body } = await zendesk.ask('PUT', `/api/v2/users/${user.id}`, { user: { role: 'emperor' } })
    expect([status, body.error, Object.keys(body.details)]).toEqual([422, 'RecordInvalid', ['role']])
    expect((await zendesk.ask('GET', `/api/v2/users/${user.id}`)).body.user.role).toBe('end-user')
  })

  test('or updating finds by address or external id, whatever the case', async () => {
    const zendesk = account()
    const upsert = (user: object) => zendesk.ask('POST', '/api/v2/users/create_or_update', { user })
    const made = await upsert({ name: 'Ada', email: 'ada@example.org', external_id: 'e1' })
    expect([made.status, zendesk.last().actions[0]?.kind]).toEqual([201, 'created'])
    const again = await upsert({ name: 'Ada B.', external_id: 'E1' })
    expect([again.status, again.body.user.id, again.body.user.external_id, zendesk.last().actions[0]?.kind]).toEqual([200, made.body.user.id, 'E1', 'updated'])
    expect(again.headers.get('location')).toBe(made.body.user.url)
  })
})

describe('a phone number', () => {
  test('that nobody has is a direct line with an identity', async () => {
    const zendesk = account()
    const { user } = (await create(zendesk, { name: 'Ada', phone: PHONE })).body
    expect([user.phone, user.shared_phone_number]).toEqual([PHONE, false])
    const { identities } = (await zendesk.ask('GET', `/api/v2/users/${user.id}/identities`)).body
    expect(identities).toMatchObject([{ type: 'phone_number', value: PHONE, primary: true }])
  })

  test('that somebody has is shared, without an identity', async () => {
    const zendesk = account({ users: [{ name: 'Ada', phone: PHONE }] })
    const { user } = (await create(zendesk, { name: 'Bob', phone: '49 30 1234567' })).body
    expect([user.phone, user.shared_phone_number]).toEqual(['49 30 1234567', true])
    expect((await zendesk.ask('GET', `/api/v2/users/${user.id}/identities`)).body.identities).toEqual([])
  })

  test('beside a direct line is one more identity; the first goes on showing', async () => {
    const zendesk = account({ users: [{ name: 'Ada', phone: PHONE, id: 5 }] })
    const { user } = (await zendesk.ask('PUT', '/api/v2/users/5', { user: { phone: '+4989555' } })).body
    expect(user.phone).toBe(PHONE)
    expect((await zendesk.ask('GET', '/api/v2/users/5/identities')).body.identities.map(({ value }: Json) => value)).toEqual([PHONE, '+4989555'])
  })

  test.each(['type:user +49301234567', 'type:user  49301234567', 'phone:+49301234567', 'phone:49301234567', '"+49 30 1234567"', 'phone:"(49) 30-1234567"'])(
    'is found by %s',
    async (query) => {
      const zendesk = account({
        users: [
          { name: 'Ada', phone: '+49 30 1234567' },
          { name: 'Bob', phone: '+49 30 7654321' },
        ],
      })
      const { body } = await zendesk.ask('GET', `/api/v2/users/search.json?query=${encodeURIComponent(query)}`)
      expect(body.users.map(({ name }: Json) => name)).toEqual(['Ada'])
      expect(zendesk.last().actions).toEqual([{ kind: 'searched', record: 'contact', type: 'user', ok: true, found: [String(body.users[0].id)], terms: query }])
    },
  )

  test('is found with a `+` that was sent unescaped and became a space', async () => {
    const zendesk = account({ users: [{ name: 'Ada', phone: PHONE }] })
    expect((await zendesk.ask('GET', `/api/v2/users/search.json?query=type:user ${PHONE}`)).body.count).toBe(1)
  })

  test('that several share finds them all', async () => {
    const zendesk = account({ users: ['Ada', 'Bob', 'Cy'].map((name) => ({ name, phone: PHONE })) })
    expect((await zendesk.ask('GET', '/api/v2/users/search?query=49301234567')).body.count).toBe(3)
  })
})

describe('a user', () => {
  test('gets a second address beside the first', async () => {
    const zendesk = account({ users: [{ name: 'Ada', email: 'ada@example.org', id: 5 }] })
    expect((await zendesk.ask('PUT', '/api/v2/users/5', { user: { email: 'second@example.org' } })).body.user.email).toBe('ada@example.org')
    const { identities } = (await zendesk.ask('GET', '/api/v2/users/5/identities')).body
    expect(identities.map(({ value, primary }: Json) => [value, primary])).toEqual([
      ['ada@example.org', true],
      ['second@example.org', false],
    ])
    await zendesk.ask('PUT', `/api/v2/users/5/identities/${identities[1].id}/make_primary`)
    expect((await zendesk.ask('GET', '/api/v2/users/5')).body.user.email).toBe('second@example.org')
  })

  test('that is deleted answers 200 and says inactive; its address is free', async () => {
    const zendesk = account({ users: [{ name: 'Ada', email: 'ada@example.org', id: 5 }] })
    const { status, body } = await zendesk.ask('DELETE', '/api/v2/users/5.json')
    expect([status, body.user.active]).toEqual([200, false])
    expect((await create(zendesk, { name: 'Eve', email: 'ada@example.org' })).status).toBe(201)
    expect((await zendesk.ask('PUT', '/api/v2/users/5', { user: { name: 'x' } })).status).toBe(404)
  })

  test.each<[string, (zendesk: Account) => Promise<Json>]>([
    ['alone', async (zendesk) => (await zendesk.ask('DELETE', '/api/v2/users/5')).body.details.base[0].description],
    ['in bulk', async (zendesk) => (await finished(zendesk, 'DELETE', 'users/destroy_many?ids=5'))[0].details],
  ])('that is an end user with a ticket that is not closed is not deleted: %s', async (_, remove) => {
    const zendesk = account({ users: [{ name: 'Ada', id: 5 }], tickets: [{ subject: 'One', requester: 'Ada' }] })
    expect(await remove(zendesk)).toBe('Ada is the requester of tickets that are not closed')
    expect((await get(zendesk, 'users/5')).user.active).toBe(true)
    await zendesk.ask('DELETE', '/api/v2/tickets/1')
    expect((await zendesk.ask('DELETE', '/api/v2/users/5')).status).toBe(200)
  })

  test('that is an end user may not work on tickets', async () => {
    const zendesk = account({ users: [{ name: 'Ada', email: 'ada@example.org', verified: true }] })
    const { status, body } = await zendesk.ask('GET', '/api/v2/tickets', undefined, {
      authorization: `Basic ${Buffer.from('ada@example.org/token:rehearsal-token').toString('base64')}`,
    })
    expect([status, body.error.title]).toEqual([403, 'Forbidden'])
  })

  test('that is taken twice is a duplicate identity', async () => {
    const zendesk = account({
      users: [
        { name: 'Ada', email: 'ada@example.org', id: 5 },
        { name: 'Bob', id: 6 },
      ],
    })
    const { status, body } = await zendesk.ask('POST', '/api/v2/users/6/identities', { identity: { type: 'email', value: 'ada@example.org' } })
    expect([status, body.details.value[0]]).toEqual([
      422,
      { description: 'Value: ada@example.org is already being used by another user', error: 'DuplicateValue' },
    ])
  })
})

test.each(['users', 'organizations'])('%s are found by their external ids, a hundred at the most', async (kind) => {
  const zendesk = account({ [kind]: ['One', 'Two', 'Three'].map((name, i) => ({ name, external_id: `Ext-${i}` })) })
  const found = (await get(zendesk, `${kind}/show_many?external_ids=ext-2,EXT-0,none`))[kind]
  expect(found.map(({ name }: Json) => name)).toEqual(['One', 'Three'])
  const many = Array.from({ length: 101 }, (_, i) => i).join()
  expect((await zendesk.ask('GET', `/api/v2/${kind}/show_many?external_ids=${many}`)).body.error).toBe('TooManyValues')
})

describe('an agent', () => {
  const mia = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }
  const team = () =>
    account({
      users: [
        { name: 'Mia', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
        { name: 'Tom', email: 'tom@rehearsal.example', role: 'agent', id: 7 },
        { name: 'Ada', id: 5 },
      ],
    })

  test.each<[string, string, string, Json]>([
    ['makes no administrator', 'POST', 'users', { user: { name: 'New', role: 'admin' } }],
    ['makes none in passing', 'POST', 'users/create_or_update', { user: { name: 'New', email: 'new@example.org', role: 'agent' } }],
    ['is none by own word', 'PUT', 'users/6', { user: { role: 'admin' } }],
    ['makes no end user an agent', 'PUT', 'users/5', { user: { role: 'agent' } }],
    ['changes no other agent', 'PUT', 'users/7', { user: { name: 'Tim' } }],
    ['deletes no other agent', 'DELETE', 'users/7', undefined],
  ])('%s', async (_, method, path, body) => {
    const zendesk = team()
    const before = (await get(zendesk, 'users')).users
    const { status, body: told } = await zendesk.ask(method, `/api/v2/${path}`, body, mia)
    expect([status, told.error.title]).toEqual([403, 'Forbidden'])
    expect((await get(zendesk, 'users')).users).toEqual(before)
  })

  test('manages end users and the own name', async () => {
    const zendesk = team()
    const asked = [
      ['POST', 'users', { user: { name: 'New', role: 'end-user' } }],
      ['PUT', 'users/5', { user: { notes: 'x', role: 'end-user' } }],
      ['PUT', 'users/6', { user: { name: 'Mia M', role: 'agent' } }],
      ['DELETE', 'users/5', undefined],
    ] as const
    const statuses: number[] = []
    for (const [method, path, body] of asked) statuses.push((await zendesk.ask(method, `/api/v2/${path}`, body, mia)).status)
    expect(statuses).toEqual([201, 200, 200, 200])
  })

  test('does neither in bulk', async () => {
    const zendesk = team()
    const { id } = (await zendesk.ask('PUT', '/api/v2/users/update_many', { users: [{ id: 6, role: 'admin' }] }, mia)).body.job_status
    await zendesk.world.clock.advance(2000)
    expect((await get(zendesk, `job_statuses/${id}`)).job_status.results).toMatchObject([{ id: 6, error: 'Forbidden', success: false }])
  })
})

describe('a new user', () => {
  test('has the identities that are named, the first of each type primary', async () => {
    const zendesk = account()
    const identities = [
      { type: 'email', value: 'One@example.org' },
      { type: 'email', value: 'two@example.org' },
      { type: 'phone_number', value: '+4930' },
      { type: 'twitter', value: 'ada' },
      { type: 'twitter', value: 'ada' },
    ]
    const { user } = (await create(zendesk, { name: 'Ada', identities })).body
    expect([user.email, user.phone]).toEqual(['one@example.org', '+4930'])
    const made = (await get(zendesk, `users/${user.id}/identities`)).identities.map(({ value, primary }: Json) => [value, primary])
    expect(made).toHaveLength(4)
    expect(made).toEqual(
      expect.arrayContaining([
        ['one@example.org', true],
        ['two@example.org', false],
        ['+4930', true],
        ['ada', true],
      ]),
    )
    const again = await create(zendesk, { name: 'Eve', identities })
    expect([again.status, again.body.details.value[0].description]).toEqual([422, 'Value: one@example.org is already being used by another user'])
    expect((await get(zendesk, 'users/count')).count.value).toBe(2)
  })

  test('is of the organization of this name; one that there is not is no guess', async () => {
    const zendesk = account({ organizations: [{ name: 'Engines', id: 8 }] })
    expect((await create(zendesk, { name: 'Ada', organization: { name: 'engines' } })).body.user.organization_id).toBe(8)
    expect((await create(zendesk, { name: 'Eve', organization: { name: 'None' } })).status).toBe(501)
    expect((await get(zendesk, 'users/count')).count.value).toBe(2)
  })
})

test('a list by external id takes it in any case; a search that names nobody finds everybody, and the journal says so', async () => {
  const zendesk = account({ users: [{ name: 'Ada', external_id: 'E1' }, { name: 'Bob' }] })
  expect((await get(zendesk, 'users?external_id=e1')).users.map(({ name }: Json) => name)).toEqual(['Ada'])
  await get(zendesk, 'users/search?phone=49301')
  expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: expect.stringContaining('neither query nor external_id') })
})

test('a name that is a number is one, made or changed', async () => {
  const zendesk = account()
  const { id } = (await zendesk.ask('POST', '/api/v2/users', { user: { name: 7 } })).body.user
  expect((await zendesk.ask('PUT', `/api/v2/users/${id}`, { user: { name: 123 } })).body.user.name).toBe('123')
})
