import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
  tickets: [{ id: 1, subject: 'Printer', requester: 11 }],
}
const MIA = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }
const made = async (zendesk: Account, plural: string, singular: string, values: Json) =>
  (await zendesk.ask('POST', `/api/v2/${plural}`, { [singular]: values })).body[singular]

describe('a ticket that a client sends back as it read it is taken', () => {
  test.each([
    ['brand', 'brands', 'brand', { name: 'Second', subdomain: 'second' }, 'brand_id'],
    ['form', 'ticket_forms', 'ticket_form', { name: 'Second' }, 'ticket_form_id'],
  ])('though its %s is there no more', async (_, plural, singular, values, key) => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, plural, singular, values)
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { [key]: id } })
    await zendesk.ask('DELETE', `/api/v2/${plural}/${id}`)
    const change = (ticket: Json) => zendesk.ask('PUT', '/api/v2/tickets/1', { ticket })
    expect((await change({ ...(await get(zendesk, 'tickets/1')).ticket, subject: 'Toner' })).body.ticket).toMatchObject({ subject: 'Toner', [key]: id })
    expect((await change({ [key]: id + 1 })).status).toBe(422)
  })

  test('though its agent is none any more, once it is solved; another ticket is not given to that agent', async () => {
    const zendesk = account({ ...seed, tickets: [...seed.tickets, { id: 2, subject: 'Ink', requester: 11 }] })
    const change = (id: number, ticket: Json) => zendesk.ask('PUT', `/api/v2/tickets/${id}`, { ticket })
    await change(1, { assignee_id: 12, status: 'solved' })
    await zendesk.ask('DELETE', '/api/v2/users/12')
    expect((await change(1, { assignee_id: 12, tags: ['late'] })).body.ticket).toMatchObject({ assignee_id: 12, tags: ['late'] })
    expect((await change(2, { assignee_id: 12 })).body.details.assignee[0].description).toBe('Assignee: is invalid')
  })
})

test('an organization has no group that is there no more, and can be sent back', async () => {
  const zendesk = account(seed)
  const { id } = await made(zendesk, 'groups', 'group', { name: 'Second' })
  await zendesk.ask('PUT', '/api/v2/organizations/21', { organization: { group_id: id } })
  await zendesk.ask('DELETE', `/api/v2/groups/${id}`)
  const { organization } = await get(zendesk, 'organizations/21')
  expect(organization.group_id).toBeNull()
  expect((await zendesk.ask('PUT', '/api/v2/organizations/21', { organization })).status).toBe(200)
})

test('numbers of users and organizations are numbers and days are instants; those of tickets are texts', async () => {
  const fields = [
    { key: 'since', type: 'date', title: 'Since' },
    { key: 'seats', type: 'integer', title: 'Seats' },
    { key: 'rate', type: 'decimal', title: 'Rate' },
  ]
  const values = { since: '2020-02-29', seats: '5', rate: 5.1 }
  const ticketFields = [{ id: 31, type: 'integer', title: 'Seats' }]
  const zendesk = account({ ...seed, ticketFields, userFields: fields, organizationFields: fields })
  const shown = { since: '2020-02-29T00:00:00+00:00', seats: 5, rate: 5.1 }
  const user = (sent: Json) => zendesk.ask('PUT', '/api/v2/users/11', { user: { user_fields: sent } })
  expect((await user(values)).body.user.user_fields).toEqual(shown)
  expect((await user(shown)).body.user.user_fields).toEqual(shown)
  expect((await user({ seats: null })).body.user.user_fields).toEqual({ ...shown, seats: null })
  expect((await get(zendesk, 'users/search?query=since:2020-02-29 rate>5')).count).toBe(1)
  const organization = { organization_fields: values }
  expect((await zendesk.ask('PUT', '/api/v2/organizations/21', { organization })).body.organization.organization_fields).toEqual(shown)
  const ticket = { custom_fields: [{ id: 31, value: 5 }] }
  expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket })).body.ticket.custom_fields).toEqual([{ id: 31, value: '5' }])
})

describe('an agent', () => {
  const write = (zendesk: Account, method: string, path: string, organization: Json) => zendesk.ask(method, `/api/v2/${path}`, { organization }, MIA)

  test('changes the notes of an organization, and sends the rest back', async () => {
    const zendesk = account({ ...seed, organizationFields: [{ key: 'tier', title: 'Tier' }] })
    const { organization } = await get(zendesk, 'organizations/21')
    expect((await write(zendesk, 'PUT', 'organizations/21', { ...organization, notes: 'Pays late' })).body.organization.notes).toBe('Pays late')
    expect((await write(zendesk, 'POST', 'organizations/create_or_update', { external_id: 'A-1', notes: 'Pays' })).status).toBe(200)
  })

  test.each([
    ['PUT', 'organizations/21', { name: 'Other' }],
    ['PUT', 'organizations/21', { notes: 'x', organization_fields: { tier: 'gold' } }],
    ['POST', 'organizations', { name: 'New' }],
    ['POST', 'organizations/create_or_update', { name: 'New' }],
    ['POST', 'organizations/create_or_update', { id: 21, tags: ['vip'] }],
  ])('neither makes one nor changes more: %s %s %j', async (method, path, organization) => {
    const zendesk = account({ ...seed, organizationFields: [{ key: 'tier', title: 'Tier' }] })
    const before = await get(zendesk, 'organizations')
    const { status, body } = await write(zendesk, method, path, organization)
    expect([status, body.error.title]).toEqual([403, 'Forbidden'])
    expect(await get(zendesk, 'organizations')).toEqual(before)
  })
})

test('organizations are changed and deleted in bulk by their external ids', async () => {
  const zendesk = account(seed)
  const done = [{ id: 21, success: true }]
  expect(await finished(zendesk, 'PUT', 'organizations/update_many?external_ids=a-1', { organization: { notes: 'x' } })).toMatchObject(done)
  expect((await get(zendesk, 'organizations/21')).organization.notes).toBe('x')
  expect(await finished(zendesk, 'DELETE', 'organizations/destroy_many?external_ids=A-1')).toMatchObject(done)
})

test('an id that is no user’s is left out of copies, and the journal says so; who was deleted is copied no more', async () => {
  const zendesk = account(seed)
  await zendesk.ask('DELETE', '/api/v2/users/12')
  const { body } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { collaborator_ids: [11, 999], followers: [{ user_id: 12 }] } })
  expect(body.ticket).toMatchObject({ collaborator_ids: [11], follower_ids: [] })
  const ignored = zendesk.last().remarks.flatMap((remark) => (remark.kind === 'ignored' ? [remark.what] : []))
  expect(ignored).toEqual(['collaborator_ids: 999, who is no user', 'followers: {"user_id":12}, who is no user'])
})

test('a ticket of a seed that is older than the World was said, changed and solved then', async () => {
  const created_at = '2025-01-01T00:00:00Z'
  const zendesk = account({ ...seed, tickets: [{ id: 1, requester: 11, assignee: 12, status: 'solved', created_at }] })
  expect((await get(zendesk, 'tickets/1')).ticket).toMatchObject({ created_at, updated_at: created_at })
  expect((await get(zendesk, 'tickets/1/comments')).comments[0].created_at).toBe(created_at)
  expect((await get(zendesk, 'tickets/1/audits')).audits[0].created_at).toBe(created_at)
  expect((await get(zendesk, 'tickets/1/metrics')).ticket_metric).toMatchObject({ solved_at: created_at, assigned_at: created_at })
})

test('a ticket is never new again, by its status or by one of the account’s own', async () => {
  const zendesk = account({ ...seed, tickets: [{ id: 1, requester: 11, status: 'pending' }] })
  const { id } = await made(zendesk, 'custom_statuses', 'custom_status', { status_category: 'new', agent_label: 'Fresh' })
  for (const change of [{ status: 'new' }, { custom_status_id: id }])
    expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { ...change, subject: 'x' } })).body.ticket.status).toBe('pending')
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'new' } })
  expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: 'status: new, which a ticket is never again' })
})

test('a merge says its comment on the target, though the first source cannot be merged', async () => {
  const zendesk = account({ ...seed, tickets: [...seed.tickets, { id: 2, subject: 'Again', requester: 11 }] })
  const results = await finished(zendesk, 'POST', 'tickets/1/merge', { ids: [99, 2], target_comment: 'Both are one' })
  expect(results.map(({ success }: Json) => success).sort()).toEqual([false, true])
  expect((await get(zendesk, 'tickets/1/comments')).comments.map(({ body }: Json) => body)).toContain('Both are one')
})

test('an upload token that has lapsed takes no further file', async () => {
  const zendesk = account(seed, { uploadTokenLifetime: '1h' })
  const upload = async (token = '') => (await zendesk.ask('POST', `/api/v2/uploads?filename=a.txt&token=${token}`, 'x')).body.upload
  const first = await upload()
  expect((await upload(first.token)).attachments).toHaveLength(2)
  zendesk.world.clock.set(zendesk.world.clock.now() + 3_600_001)
  const late = await upload(first.token)
  expect([late.token === first.token, late.attachments.length]).toEqual([false, 1])
})

test('an end user sees and ends its own token; no token is of a global client', async () => {
  const zendesk = account({ ...seed, users: [{ id: 11, name: 'Ada', email: 'ada@example.org', verified: true }] })
  const form = {
    response_type: 'code',
    client_id: 'rehearsal',
    redirect_uri: 'http://localhost/callback',
    scope: 'read write',
    decision: 'allow',
    user_id: '11',
  }
  const type = { authorization: undefined, 'content-type': 'application/x-www-form-urlencoded' }
  const allowed = await zendesk.ask('POST', '/oauth/authorizations', new URLSearchParams(form).toString(), type)
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code')
  const grant = { grant_type: 'authorization_code', client_id: 'rehearsal', client_secret: 'rehearsal-secret', redirect_uri: form.redirect_uri, code }
  const { access_token } = (await zendesk.ask('POST', '/oauth/tokens', grant, { authorization: undefined })).body
  const ada = { authorization: `Bearer ${access_token}` }
  const { id } = (await zendesk.ask('GET', '/api/v2/oauth/tokens/current', undefined, ada)).body.token
  expect((await get(zendesk, 'oauth/tokens?all=true')).tokens).toHaveLength(1)
  expect((await get(zendesk, 'oauth/tokens?all=true&global_client_id=5')).tokens).toEqual([])
  expect((await zendesk.ask('GET', `/api/v2/oauth/tokens/${id}`, undefined, ada)).body.token.token).toBe(access_token.slice(0, 10))
  expect((await zendesk.ask('DELETE', `/api/v2/oauth/tokens/${id}`, undefined, ada)).status).toBe(204)
  expect((await zendesk.ask('GET', `/api/v2/oauth/tokens/${id}`, undefined, ada)).status).toBe(401)
})
