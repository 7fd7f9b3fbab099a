import { describe, expect, test } from 'vitest'
import { account, get, type Json } from './account.ts'

// What can be reached by more than one address is the same by each.

const seed = {
  organizations: [{ name: 'Engines', id: 8 }],
  users: [
    { name: 'Ada', id: 5, organization_id: 8 },
    { name: 'Mia', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
  ],
  tickets: [
    { subject: 'One', requester: 5, assignee: 6, organization_id: 8, email_ccs: [{ user_id: 5 }] },
    { subject: 'Two', requester: 5 },
  ],
}

describe('a count', () => {
  test.each([
    ['users/5/tickets/requested', 'tickets', 2],
    ['users/6/tickets/assigned', 'tickets', 1],
    ['users/5/tickets/ccd', 'tickets', 1],
    ['users/5/tickets/followed', 'tickets', 0],
    ['organizations/8/tickets', 'tickets', 2],
    ['organizations/8/users', 'users', 1],
    ['users/6/groups', 'groups', 1],
    ['tickets/1/audits', 'audits', 1],
  ])('of %s is the length of its list', async (path, key, value) => {
    const zendesk = account(seed)
    expect((await get(zendesk, `${path}/count.json`)).count).toEqual({ value, refreshed_at: '2026-03-01T08:00:00Z' })
    expect((await get(zendesk, path))[key]).toHaveLength(value)
    expect((await zendesk.ask('GET', `/api/v2/${path.replace(/\/\d/, '/99')}/count`)).body.error).toBe('RecordNotFound')
  })
})

describe('memberships', () => {
  test.each(['group', 'organization'])('of a %s are made, shown and deleted below their user', async (kind) => {
    const zendesk = account(seed)
    const name = `${kind}_membership`
    const other = (await zendesk.ask('POST', `/api/v2/${kind}s`, { [kind]: { name: 'Other' } })).body[kind].id
    const made = await zendesk.ask('POST', `/api/v2/users/6/${name}s.json`, { [name]: { [`${kind}_id`]: other } })
    expect([made.status, made.body[name]]).toMatchObject([201, { user_id: 6, [`${kind}_id`]: other }])
    const { id, url } = made.body[name]
    expect((await get(zendesk, `users/6/${name}s/${id}`))[name]).toEqual((await zendesk.ask('GET', url)).body[name])
    expect((await zendesk.ask('DELETE', `/api/v2/users/5/${name}s/${id}`)).status).toBe(404)
    expect((await zendesk.ask('DELETE', `/api/v2/users/6/${name}s/${id}`)).status).toBe(204)
    expect((await zendesk.ask('GET', url)).status).toBe(404)
  })

  test('end with the organization that is taken from its user', async () => {
    const zendesk = account(seed)
    expect((await zendesk.ask('DELETE', '/api/v2/users/5/organizations/8')).status).toBe(204)
    expect([(await get(zendesk, 'users/5')).user.organization_id, (await get(zendesk, 'users/5/organization_memberships')).count]).toEqual([null, 0])
    expect((await get(zendesk, 'tickets/1')).ticket.organization_id).toBe(null)
    expect((await zendesk.ask('DELETE', '/api/v2/users/5/organizations/8')).status).toBe(404)
  })
})

test('a comment is made private by its audit as by itself', async () => {
  const zendesk = account(seed)
  const { audits } = await get(zendesk, 'tickets/1/audits')
  expect((await zendesk.ask('PUT', `/api/v2/tickets/2/audits/${audits[0].id}/make_private`)).status).toBe(404)
  expect((await zendesk.ask('PUT', `/api/v2/tickets/1/audits/${audits[0].id}/make_private`)).status).toBe(200)
  expect((await get(zendesk, 'tickets/1/comments')).comments.map((comment: Json) => comment.public)).toEqual([false])
  expect((await get(zendesk, 'tickets/1')).ticket.is_public).toBe(false)
})

test.each([
  ['GET', 'end_users/5'],
  ['GET', 'groups/1/memberships/assignable'],
  ['GET', 'triggers/1/revisions'],
  ['GET', 'exports/tickets'],
  ['POST', 'tickets/1/side_conversations/2/reply'],
  ['PUT', 'attachments/1'],
  ['PUT', 'users/5/organizations/8/make_default'],
  ['GET', 'business_hours/schedules'],
  ['GET', 'satisfaction_ratings/received'],
])('%s %s says that it is not imitated', async (method, path) => {
  const { status, body } = await account(seed).ask(method, `/api/v2/${path}`)
  expect([status, body.error]).toEqual([501, 'NotImitated'])
})

test.each([
  ['tickets', { ticket: { comment: { body: 'x' }, macro_ids: [1] } }, 'ticket.macro_ids'],
  ['users', { user: { name: 'New', remote_photo_url: 'https://example.org/a.png' } }, 'user.remote_photo_url'],
])('what the service takes and this one does not imitate is told in the journal: %s', async (path, body, key) => {
  const zendesk = account(seed)
  const { status, headers } = await zendesk.ask('POST', `/api/v2/${path}`, body)
  expect([status, headers.get('x-zendesk-api-warn')]).toEqual([201, null])
  expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what: `${key}, which is not imitated` })
  await zendesk.ask('PUT', '/api/v2/users/5', { user: { photo: null, shared_phone_number: false } })
  expect(zendesk.last().remarks.filter(({ kind }) => kind === 'ignored')).toEqual([])
})
