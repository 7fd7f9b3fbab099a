import { expect, test } from 'vitest'
import { account, get, type Json } from './account.ts'

const seed = {
  organizations: [{ name: 'Engines', id: 8 }],
  users: [
    { name: 'Ada', id: 5, organization_id: 8 },
    { name: 'Mia', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
  ],
  tickets: [
    { subject: 'One', requester: 5, assignee: 6, type: 'problem' },
    { subject: 'Two', requester: 5, type: 'incident', problem_id: 1 },
  ],
}
const ids = (rows: Json[]) => rows.map(({ id }) => id)

test('bring sibling lists, each record once', async () => {
  const { body } = await account(seed).ask('GET', '/api/v2/tickets?include=users,groups,organizations,brands,custom_statuses')
  expect(ids(body.users)).toEqual(expect.arrayContaining([5, 6]))
  expect(new Set(ids(body.users)).size).toBe(body.users.length)
  expect(body.organizations).toMatchObject([{ id: 8, name: 'Engines' }])
  expect(body.brands.length).toBe(1)
  expect(new Set(ids(body.custom_statuses))).toEqual(new Set(body.tickets.map((ticket: Json) => ticket.custom_status_id)))
})

test('bring measures, last audits and members of each ticket', async () => {
  const zendesk = account(seed)
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { comment: { body: 'Second' } } })
  const { body } = await zendesk.ask('GET', '/api/v2/tickets?include=metric_sets,last_audits,comment_count,incident_counts,dates')
  expect(body.metric_sets.map(({ ticket_id }: Json) => ticket_id)).toEqual([1, 2])
  expect(body.last_audits[0].events[0]).toMatchObject({ type: 'Comment', body: 'Second' })
  expect(body.tickets.map((ticket: Json) => [ticket.comment_count, ticket.incident_count])).toEqual([
    [2, 1],
    [1, 0],
  ])
  expect(body.tickets[0].dates).toMatchObject({ solved_at: null })
})

test('come beside one ticket, in search, and pass over what there is not', async () => {
  const zendesk = account(seed)
  const one = (await zendesk.ask('GET', '/api/v2/tickets/1?include=users,nonsense')).body
  expect([Object.keys(one), ids(one.users).includes(5)]).toEqual([['ticket', 'users'], true])
  const found = (await zendesk.ask('GET', '/api/v2/search?query=type:ticket One&include=tickets(users)')).body
  expect(ids(found.users)).toContain(5)
})

test('are the records as they are shown by themselves, forms too', async () => {
  const zendesk = account(seed)
  const beside = await get(zendesk, 'tickets/1?include=brands,ticket_forms,custom_statuses,groups')
  const alone = [
    ['brands', 'brand', beside.ticket.brand_id],
    ['ticket_forms', 'ticket_form', beside.ticket.ticket_form_id],
    ['custom_statuses', 'custom_status', beside.ticket.custom_status_id],
    ['groups', 'group', beside.ticket.group_id],
  ]
  for (const [list, name, id] of alone) expect(beside[list], list).toEqual([(await get(zendesk, `${list}/${id}`))[name]])
})

test.each(['tickets/1/comments', 'tickets/1/audits'])('bring who wrote: %s', async (path) => {
  expect(ids((await get(account(seed), `${path}?include=users`)).users)).toEqual(ids([(await get(account(seed), 'users/me')).user]))
})

test.each(['incremental/tickets/cursor', 'incremental/tickets'])('come with an export, and its next page asks for them, too: %s', async (path) => {
  const zendesk = account(seed)
  zendesk.world.clock.set(zendesk.world.clock.now() + 120_000)
  const page = await get(zendesk, `${path}.json?start_time=0&per_page=2&include=users,comment_count`)
  expect([ids(page.users).includes(5), page.tickets[0].comment_count]).toEqual([true, 1])
  const next = new URL(page.after_url ?? page.next_page)
  expect([next.pathname, next.searchParams.get('include'), next.searchParams.get('per_page')]).toEqual([`/api/v2/${path}.json`, 'users,comment_count', '2'])
  expect(next.searchParams.has('cursor')).toBe(!next.searchParams.has('start_time'))
})

test.each(['users/6', 'users?role=agent', 'users/show_many?ids=6', 'users/search?query=mia', 'users/autocomplete?name=mia', 'organizations/8/users'])(
  'bring what belongs to users: %s',
  async (path) => {
    const zendesk = account(seed)
    await zendesk.ask('POST', '/api/v2/organization_memberships', { organization_membership: { user_id: 6, organization_id: 8 } })
    const found = await get(zendesk, `${path}${path.includes('?') ? '&' : '?'}include=organizations,identities,groups,roles,nonsense`)
    expect(found.organizations).toMatchObject([{ id: 8, name: 'Engines' }])
    expect(found.identities.filter(({ user_id }: Json) => user_id === 6)).toEqual((await get(zendesk, 'users/6/identities')).identities)
    expect(found.groups).toEqual(expect.arrayContaining((await get(zendesk, 'users/6/groups')).groups))
    expect([found.roles, found.nonsense]).toEqual([[], undefined])
  },
)

test.each([
  ['tickets/show_many?ids=1,2&include=users', 'users', 5],
  ['tickets/recent?include=users', 'users', 5],
  ['organizations/8/organization_memberships?include=users,organizations', 'organizations', 8],
  ['users/5/organization_memberships?include=users,organizations', 'users', 5],
  ['group_memberships?include=users,groups', 'users', 6],
  ['users/6/group_memberships?include=users,groups', 'users', 6],
])('come with other lists, too: %s', async (path, list, id) => {
  expect(ids((await get(account(seed), path))[list])).toContain(id)
})

test('come with an export of users, too; the last audits of tickets do not', async () => {
  const zendesk = account(seed)
  zendesk.world.clock.set(zendesk.world.clock.now() + 120_000)
  for (const path of ['incremental/users/cursor', 'incremental/users'])
    expect(ids((await get(zendesk, `${path}?start_time=0&include=organizations`)).organizations)).toEqual([8])
  expect(Object.keys(await get(zendesk, 'incremental/tickets?start_time=0&include=last_audits,users'))).toEqual(expect.not.arrayContaining(['last_audits']))
  expect((await zendesk.ask('GET', '/api/v2/incremental/organizations/cursor?start_time=0')).body).toMatchObject({ error: 'InvalidEndpoint' })
})

test('tell what the caller may do with each user', async () => {
  const zendesk = account({ ...seed, users: [...seed.users, { id: 9, name: 'Max Agent', email: 'max@rehearsal.example', role: 'agent' }] })
  const mia = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }
  const { abilities } = (await zendesk.ask('GET', '/api/v2/users/show_many?ids=5,6,9&include=abilities', undefined, mia)).body
  const [ability, none] = [{ can_edit: true, can_edit_password: false, can_manage_identities_of: true, can_verify_identities: true }, false]
  expect(abilities).toEqual([
    { ...ability, url: expect.stringContaining('/api/v2/users/5.json'), user_id: 5 },
    { ...ability, can_edit_password: true, can_verify_identities: none, url: expect.stringContaining('/api/v2/users/6.json'), user_id: 6 },
    { can_edit: none, can_edit_password: none, can_manage_identities_of: none, can_verify_identities: none, url: expect.any(String), user_id: 9 },
  ])
  const { user, abilities: own } = await get(zendesk, 'users/me?include=abilities')
  expect(own).toEqual([{ ...ability, can_edit_password: true, can_verify_identities: none, url: user.url, user_id: user.id }])
})

test.each(['users?include=open_ticket_count', 'tickets?include=users,slas', 'tickets/1?include=metric_events'])(
  'that are not imitated say so: %s',
  async (path) => {
    const { status, body } = await account(seed).ask('GET', `/api/v2/${path}`)
    expect([status, body.error]).toEqual([501, 'NotImitated'])
  },
)
