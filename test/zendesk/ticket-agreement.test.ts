import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
    { id: 13, name: 'Bob Quine', email: 'bob@example.org' },
  ],
}
const made = async (zendesk: Account, ticket: Json = {}) =>
  (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'Hello' }, ...ticket } })).body.ticket
const changed = async (zendesk: Account, id: number, ticket: Json) => (await zendesk.ask('PUT', `/api/v2/tickets/${id}`, { ticket })).body.ticket
const uploaded = async (zendesk: Account) => JSON.parse((await zendesk.ask('POST', '/api/v2/uploads.json?filename=a.txt', 'hello')).text).upload.token

describe('a custom status', () => {
  test('of the account brings its category, and stays while the ticket is of it', async () => {
    const zendesk = account(seed)
    const own = (await zendesk.ask('POST', '/api/v2/custom_statuses', { custom_status: { status_category: 'pending', agent_label: 'Parts' } })).body
      .custom_status
    const { id } = await made(zendesk)
    expect(await changed(zendesk, id, { custom_status_id: own.id })).toMatchObject({ status: 'pending', custom_status_id: own.id })
    expect(await changed(zendesk, id, { status: 'pending', priority: 'high' })).toMatchObject({ custom_status_id: own.id })
    const opened = await changed(zendesk, id, { status: 'open' })
    const { custom_status } = await get(zendesk, `custom_statuses/${opened.custom_status_id}`)
    expect(custom_status).toMatchObject({ status_category: 'open', default: true })
  })
})

test('a ticket is never new again, by its status or by one of the account’s own', async () => {
  const zendesk = account({ ...seed, tickets: [{ id: 1, requester: 11, status: 'pending' }] })
  const sent = { custom_status: { status_category: 'new', agent_label: 'Fresh' } }
  const { id } = (await zendesk.ask('POST', '/api/v2/custom_statuses', sent)).body.custom_status
  for (const [change, what] of [
    [{ status: 'new' }, 'status: new, which a ticket is never again'],
    [{ custom_status_id: id }, `custom_status_id: ${id}, which is of new, which a ticket is never again`],
  ] as const) {
    expect(await changed(zendesk, 1, { ...change, subject: 'x' })).toMatchObject({ status: 'pending' })
    expect(zendesk.last().remarks).toContainEqual({ kind: 'ignored', what })
  }
})

describe('comments', () => {
  test('that are said not to be public are private, in JSON’s words or as a text', async () => {
    const zendesk = account(seed)
    for (const open of [false, 'false', true, 'true']) {
      const { id, is_public } = await made(zendesk, { comment: { body: 'x', public: open } })
      await changed(zendesk, id, { comment: { body: 'y', public: open } })
      const { comments } = await get(zendesk, `tickets/${id}/comments`)
      expect([is_public, ...comments.map((comment: Json) => comment.public)]).toEqual(Array(3).fill(String(open) === 'true'))
    }
  })

  test('lose an attachment whose token is none any more, and the journal notes that', async () => {
    const zendesk = account(seed)
    const token = await uploaded(zendesk)
    const { id } = await made(zendesk, { comment: { body: 'x', uploads: [token] } })
    await changed(zendesk, id, { comment: { body: 'again', uploads: [token, 'nope'] } })
    const { remarks } = zendesk.last()
    expect(remarks.filter(({ kind }) => kind === 'ignored')).toHaveLength(2)
    expect((await get(zendesk, `tickets/${id}/comments`)).comments.map(({ attachments }: Json) => attachments.length)).toEqual([1, 0])
  })

  test('a redaction of a later one leaves the description, which is the first', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { comment: { body: 'secret one' } })
    await changed(zendesk, id, { comment: { body: 'secret two' } })
    const [first, second] = (await get(zendesk, `tickets/${id}/comments`)).comments
    const redact = (comment: Json) => zendesk.ask('PUT', `/api/v2/tickets/${id}/comments/${comment.id}/redact`, { text: 'secret' })
    await redact(second)
    expect((await get(zendesk, `tickets/${id}`)).ticket.description).toBe('secret one')
    await redact(first)
    expect((await get(zendesk, `tickets/${id}`)).ticket.description).toBe('▇▇▇▇▇▇ one')
  })

  test.each([
    ['with characters that HTML escapes', { body: 'A & B < C, fine' }, 'A & B < C'],
    ['in quotation marks', { body: 'say "4111" and \'x\'' }, '"4111" and \'x\''],
    ['across tags', { html_body: '<p>card <b>41</b>11</p>' }, '4111'],
    ['across lines', { body: 'one\ntwo' }, 'one\ntwo'],
    ['in an attribute', { html_body: '<p>4111 <a href="https://x/?card=4111" title=4111>here</a></p>' }, '4111'],
  ])('a text %s is redacted in the HTML, too', async (_, comment, text) => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { comment })
    const [first] = (await get(zendesk, `tickets/${id}/comments`)).comments
    const { body } = await zendesk.ask('PUT', `/api/v2/tickets/${id}/comments/${first.id}/redact`, { text })
    const shown = body.comment.html_body.replaceAll('<br>', '\n').replaceAll(/<(?:\/?b|\/?p[^>]*|\/?div[^>]*)>/g, '')
    for (const spelling of [text, text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')]) expect(shown).not.toContain(spelling)
    expect(body.comment.body).toContain('▇'.repeat(text.length))
    expect(body.comment.html_body).toContain('▇'.repeat(text.length))
  })

  test('of a closed ticket are not redacted any more, nor made private', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { comment: { body: 'card 4111', uploads: [await uploaded(zendesk)] } })
    await changed(zendesk, id, { status: 'closed', assignee_id: 12 })
    const before = await get(zendesk, `tickets/${id}/comments`)
    const [{ id: comment, attachments }] = before.comments
    const path = `/api/v2/tickets/${id}/comments/${comment}`
    for (const [place, body] of [['redact', { text: '4111' }], ['make_private'], [`attachments/${attachments[0].id}/redact`]] as [string, Json?][]) {
      const answer = await zendesk.ask('PUT', `${path}/${place}`, body)
      expect([answer.status, answer.body.details?.status?.[0].description]).toEqual([422, 'closed prevents ticket update'])
    }
    expect(await get(zendesk, `tickets/${id}/comments`)).toEqual(before)
  })

  test('a redaction reaches what is known of the call', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { via_id: 45, comment: undefined, voice_comment: { from: '+1', to: '+2', transcription_text: 'card 4111' } })
    const [first] = (await get(zendesk, `tickets/${id}/comments`)).comments
    await zendesk.ask('PUT', `/api/v2/tickets/${id}/comments/${first.id}/redact`, { text: '4111' })
    expect(JSON.stringify(await get(zendesk, `tickets/${id}/comments`))).not.toContain('4111')
    expect(JSON.stringify(await get(zendesk, `tickets/${id}/audits`))).not.toContain('4111')
  })

  test('show the same attachments in every audit', async () => {
    const zendesk = account(seed)
    const create = await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: { body: 'x', uploads: [await uploaded(zendesk)] } } })
    const { id } = create.body.ticket
    const update = await zendesk.ask('PUT', `/api/v2/tickets/${id}`, { ticket: { comment: { body: 'y', uploads: [await uploaded(zendesk)] } } })
    const listed = (await get(zendesk, `tickets/${id}/comments`)).comments.map(({ attachments }: Json) => attachments)
    expect(listed.flat()).toHaveLength(2)
    const shown = (audits: Json[]) => audits.map(({ events }) => events[0].attachments)
    expect(shown([create.body.audit, update.body.audit])).toEqual(listed)
    expect(shown((await get(zendesk, `tickets/${id}/audits`)).audits)).toEqual(listed)
    expect(shown((await get(zendesk, 'ticket_audits')).audits)).toEqual(listed)
    expect(shown((await get(zendesk, `tickets?include=last_audits`)).last_audits)).toEqual([listed[1]])
  })

  test('made private, the only public one takes the ticket away from its requester', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { requester_id: 11 })
    const [only] = (await get(zendesk, `tickets/${id}/comments`)).comments
    await zendesk.ask('PUT', `/api/v2/tickets/${id}/comments/${only.id}/make_private`)
    expect((await get(zendesk, `tickets/${id}`)).ticket.is_public).toBe(false)
    expect((await get(zendesk, 'users/11/requests')).requests).toEqual([])
  })

  test('of a request may be plain text', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk)
    await zendesk.ask('PUT', `/api/v2/requests/${id}`, { request: { comment: 'Still broken' } })
    expect((await get(zendesk, `tickets/${id}/comments`)).comments.at(-1)).toMatchObject({ body: 'Still broken', public: true })
  })
})

test('a problem tells of its incidents alike everywhere, and none of those that are deleted', async () => {
  const zendesk = account(seed)
  const problem = await made(zendesk, { type: 'problem' })
  const incident = await made(zendesk, { type: 'incident', problem_id: problem.id })
  const told = async () => [
    (await get(zendesk, `tickets/${problem.id}`)).ticket.has_incidents,
    (await get(zendesk, 'tickets?include=incident_counts')).tickets[0].incident_count,
    (await get(zendesk, `tickets/${problem.id}/related`)).incidents,
    (await get(zendesk, `tickets/${problem.id}/incidents`)).count,
  ]
  expect(await told()).toEqual([true, 1, 1, 1])
  await zendesk.ask('DELETE', `/api/v2/tickets/${incident.id}`)
  expect(await told()).toEqual([false, 0, 0, 0])
})

test('dates beside a ticket are those of its metrics', async () => {
  const zendesk = account(seed)
  const { id } = await made(zendesk, { assignee_id: 12, requester_id: 11 })
  zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
  await changed(zendesk, id, { status: 'solved' })
  const { dates } = (await get(zendesk, `tickets/${id}?include=dates`)).ticket
  expect(dates).toMatchObject({ initially_assigned_at: '2026-03-01T08:00:00Z', solved_at: '2026-03-01T08:01:00Z' })
  expect((await get(zendesk, `tickets/${id}/metrics`)).ticket_metric).toMatchObject(dates)
})

describe('people of a ticket', () => {
  test('are replaced by a list of ids, added to by additional_collaborators, followers and email_ccs', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { collaborator_ids: [11], follower_ids: [12], email_cc_ids: [11] })
    expect(await changed(zendesk, id, { collaborator_ids: [13], email_cc_ids: [] })).toMatchObject({
      collaborator_ids: [13],
      email_cc_ids: [],
      follower_ids: [12],
    })
    expect(await changed(zendesk, id, { additional_collaborators: [11] })).toMatchObject({ collaborator_ids: [13, 11] })
    expect(await changed(zendesk, id, { followers: [{ user_id: 12, action: 'delete' }], email_ccs: [{ user_id: 13 }] })).toMatchObject({
      follower_ids: [],
      email_cc_ids: [13],
    })
  })
})

test('an id that is no user’s is left out of copies, and the journal says so; who was deleted is copied no more, and can be taken out', async () => {
  const zendesk = account({ ...seed, tickets: [{ id: 1, requester: 11 }] })
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { followers: [{ user_id: 12 }], email_ccs: [{ user_id: 13 }] } })
  await zendesk.ask('DELETE', '/api/v2/users/12')
  const { body } = await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { collaborator_ids: [11, 999], email_ccs: [{ user_id: 12 }] } })
  expect(body.ticket).toMatchObject({ collaborator_ids: [11], follower_ids: [12], email_cc_ids: [13] })
  const ignored = zendesk.last().remarks.flatMap((remark) => (remark.kind === 'ignored' ? [remark.what] : []))
  expect(ignored).toEqual(['collaborator_ids: 999, who is no user', 'email_ccs: {"user_id":12}, who is no user'])
  const gone = [
    { user_id: 12, action: 'delete' },
    { user_email: 'nobody@example.org', action: 'delete' },
  ]
  expect((await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { followers: gone } })).body.ticket.follower_ids).toEqual([])
  expect(zendesk.last().remarks).toEqual([expect.objectContaining({ kind: 'token-used' })])
  expect((await get(zendesk, 'users/search?query=nobody@example.org')).count).toBe(0)
})

describe('a ticket that is refused', () => {
  test.each([
    ['creation', 'POST', ''],
    ['change', 'PUT', '/1'],
  ])('at its %s leaves no new user behind, and its upload to be used', async (_, method, path) => {
    const zendesk = account({ ...seed, tickets: [{ id: 1, subject: 'First' }] })
    const token = await uploaded(zendesk)
    const ticket = {
      requester: { name: 'New', email: 'new@example.org' },
      email_ccs: [{ user_email: 'cc@example.org' }],
      comment: { body: 'x', uploads: [token] },
    }
    expect((await zendesk.ask(method, `/api/v2/tickets${path}`, { ticket: { ...ticket, priority: 'none such' } })).status).toBe(422)
    expect((await zendesk.ask(method, `/api/v2/tickets${path}`, { ticket: { ...ticket, status: 'solved' } })).status).toBe(422)
    expect((await get(zendesk, 'users/count')).count.value).toBe(4)
    const { status, body } = await zendesk.ask(method, `/api/v2/tickets${path}`, { ticket })
    expect(status).toBeLessThan(300)
    expect(body.audit.events[0].attachments).toHaveLength(1)
    expect((await get(zendesk, 'users/count')).count.value).toBe(6)
  })
})

describe('a deleted ticket', () => {
  test('names who deleted it, whose tags no longer count', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk, { submitter_id: 11, tags: ['gone'] })
    const basic = `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}`
    await zendesk.ask('DELETE', `/api/v2/tickets/${id}`, undefined, { authorization: basic })
    expect((await get(zendesk, 'deleted_tickets')).deleted_tickets[0].actor).toEqual({ id: 12, name: 'Mia Agent' })
    expect((await get(zendesk, 'tags')).tags).toEqual([])
    await zendesk.ask('PUT', `/api/v2/deleted_tickets/${id}/restore`)
    expect((await get(zendesk, 'tags')).tags).toEqual([{ name: 'gone', count: 1 }])
  })

  test('once it is gone for good can be read nowhere', async () => {
    const zendesk = account(seed)
    const { id } = await made(zendesk)
    await zendesk.ask('DELETE', `/api/v2/tickets/${id}`)
    await zendesk.ask('DELETE', `/api/v2/deleted_tickets/${id}`)
    expect((await get(zendesk, 'ticket_audits')).audits).toEqual([])
  })
})

describe('a job', () => {
  test('minds safe_update as a single change does', async () => {
    const zendesk = account(seed)
    const { id, updated_at } = await made(zendesk)
    const tickets = [{ id, subject: 'Too late', safe_update: true, updated_stamp: '2026-02-01T00:00:00Z' }]
    const [late] = await finished(zendesk, 'PUT', 'tickets/update_many', { tickets })
    expect(late).toMatchObject({ id, error: 'UpdateConflict', success: false })
    const [fresh] = await finished(zendesk, 'PUT', 'tickets/update_many', { tickets: [{ ...tickets[0], updated_stamp: updated_at }] })
    expect(fresh).toMatchObject({ id, status: 'Updated', success: true })
  })

  test('merges no ticket into itself, nor into one that was deleted meanwhile', async () => {
    const zendesk = account(seed)
    const [one, two] = [await made(zendesk), await made(zendesk)]
    const [itself] = await finished(zendesk, 'POST', `tickets/${one.id}/merge`, { ids: [one.id] })
    expect(itself).toMatchObject({ success: false, details: 'A ticket cannot be merged into itself' })
    const { id } = (await zendesk.ask('POST', `/api/v2/tickets/${one.id}/merge`, { ids: [two.id] })).body.job_status
    await zendesk.ask('DELETE', `/api/v2/tickets/${one.id}`)
    zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
    expect((await get(zendesk, `job_statuses/${id}`)).job_status.results[0]).toMatchObject({ success: false, error: 'RecordNotFound' })
    expect((await get(zendesk, `tickets/${two.id}`)).ticket.status).toBe('new')
  })
})

describe('a call', () => {
  const call = { app_id: 1, from_line: '+1', to_line: '+2', call_started_at: '2026-03-01T08:00:00Z', direction: 'inbound', end_user_id: 11 }
  const begun = async (zendesk: Account, comment: Json = {}) =>
    (await zendesk.ask('POST', '/api/v2/calls', { call, comment: { title: 'Call', ...comment } })).body.call

  test.each([
    ['the author that it names', { author_id: 12 }, 12],
    ['its caller', {}, 11],
  ])('with a comment makes a ticket on which it is said by %s', async (_, comment, author) => {
    const zendesk = account(seed)
    const { ticket_id } = await begun(zendesk, comment)
    expect((await get(zendesk, `tickets/${ticket_id}/comments`)).comments[0].author_id).toBe(author)
  })

  test('takes no comment once its ticket is closed or deleted, which no screen shows then', async () => {
    const zendesk = account(seed)
    const { id, ticket_id } = await begun(zendesk)
    const comment = async () => (await zendesk.ask('POST', `/api/v2/calls/${id}/comments`, { title: 'More' })).status
    expect(await comment()).toBe(201)
    await changed(zendesk, ticket_id, { status: 'closed' })
    expect(await comment()).toBe(422)
    await zendesk.ask('DELETE', `/api/v2/tickets/${ticket_id}`)
    expect(await comment()).toBe(404)
    expect((await zendesk.ask('POST', `/api/v2/channels/voice/agents/12/tickets/${ticket_id}/display`)).status).toBe(404)
  })

  test('whose ticket is refused is not kept either', async () => {
    const zendesk = account({ users: [{ id: 11, name: 'Ada Byron', suspended: true }] })
    const answer = await zendesk.ask('POST', '/api/v2/calls', { call, comment: { title: 'Call' } })
    expect(answer.status).toBe(422)
    expect(zendesk.world.store.table({ name: 'zendesk.calls' }).size).toBe(0)
  })
})

test("a request shows the account's own fields that are visible to end users, empty ones too, and no other", async () => {
  const zendesk = account({ users: [{ id: 11, name: 'Ada', email: 'ada@x.example', verified: true }], tickets: [{ subject: 'One', requester: 11 }] })
  const field = async (title: string, visible_in_portal: boolean) =>
    (await zendesk.ask('POST', '/api/v2/ticket_fields', { ticket_field: { type: 'text', title, visible_in_portal } })).body.ticket_field.id
  const [empty, told, hidden] = [await field('Order', true), await field('Product', true), await field('Margin', false)]
  const custom_fields = [told, hidden].map((id) => ({ id, value: 'said' }))
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields } })
  const { request } = await get(zendesk, 'requests/1')
  expect(request.custom_fields).toEqual([
    { id: empty, value: null },
    { id: told, value: 'said' },
  ])
  expect(request.fields).toEqual(request.custom_fields)
})
