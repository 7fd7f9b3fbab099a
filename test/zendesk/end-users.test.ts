import { describe, expect, test } from 'vitest'
import { account, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org', verified: true },
    { id: 12, name: 'Bob Quine', email: 'bob@example.org' },
    { id: 13, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  ticketFields: [
    { id: 31, title: 'Order', visible_in_portal: true },
    { id: 32, title: 'Margin' },
  ],
}
const ADA = { authorization: `Basic ${Buffer.from('ada@example.org/token:rehearsal-token').toString('base64')}` }

function opened() {
  const zendesk = account(seed)
  const as = (headers: object | undefined) => async (method: string, path: string, body?: Json) =>
    zendesk.ask(method, `/api/v2/${path}`, body, headers as Record<string, string> | undefined)
  return { zendesk, admin: as(undefined), ada: as(ADA) }
}

describe('an end user reads what is documented for everybody', () => {
  test('forms that are visible to end users', async () => {
    const { admin, ada } = opened()
    const form = async (name: string, values: Json) => (await admin('POST', 'ticket_forms', { ticket_form: { name, ...values } })).body.ticket_form.id
    const [inside, old] = [await form('Inside', { end_user_visible: false }), await form('Old', { active: false })]
    const names = async (path: string) => (await ada('GET', path)).body.ticket_forms.map(({ name }: Json) => name)
    expect(await names('ticket_forms')).toEqual(['Default Ticket Form', 'Old'])
    expect(await names(`ticket_forms/show_many?ids=${inside},${old}`)).toEqual(['Old'])
    expect((await ada('GET', `ticket_forms/${old}`)).status).toBe(200)
    expect((await ada('GET', `ticket_forms/${inside}`)).status).toBe(404)
    expect((await ada('PUT', `ticket_forms/${old}`, { ticket_form: { name: 'Mine' } })).status).toBe(403)
  })

  test('ticket fields of the portal, in a list only, and statuses', async () => {
    const { ada } = opened()
    const fields = (await ada('GET', 'ticket_fields')).body.ticket_fields
    expect(fields.map(({ title }: Json) => title)).toEqual(['Subject', 'Description', 'Order'])
    expect((await ada('GET', 'ticket_fields/31')).status).toBe(403)
    const [status] = (await ada('GET', 'custom_statuses')).body.custom_statuses
    expect((await ada('GET', `custom_statuses/${status.id}`)).body.custom_status).toEqual(status)
  })
})

describe('a list takes its documented parameters', () => {
  test('forms: active, end_user_visible and fallback_to_default', async () => {
    const { admin } = opened()
    for (const [name, values] of [
      ['Inside', { end_user_visible: false }],
      ['Old', { active: false }],
    ] as const)
      await admin('POST', 'ticket_forms', { ticket_form: { name, ...values } })
    const names = async (query: string) => (await admin('GET', `ticket_forms?${query}`)).body.ticket_forms.map(({ name }: Json) => name)
    expect(await names('active=true')).toEqual(['Default Ticket Form', 'Inside'])
    expect(await names('active=false')).toEqual(['Old'])
    expect(await names('end_user_visible=false')).toEqual(['Inside'])
    expect(await names('end_user_visible=false&fallback_to_default=true')).toEqual(['Default Ticket Form'])
    expect(await names('end_user_visible=true&fallback_to_default=true')).toEqual(['Default Ticket Form', 'Old'])
  })

  test('statuses: default', async () => {
    const { admin } = opened()
    await admin('POST', 'custom_statuses', { custom_status: { status_category: 'open', agent_label: 'Waiting for parts' } })
    const labels = async (query: string) => (await admin('GET', `custom_statuses?${query}`)).body.custom_statuses.map(({ agent_label }: Json) => agent_label)
    expect(await labels('default=false')).toEqual(['Waiting for parts'])
    expect(await labels('default=true&status_categories=open')).toEqual(['Open'])
  })

  test('triggers: active', async () => {
    const { admin } = opened()
    const webhook = { name: 'w', endpoint: 'https://example.org', http_method: 'POST', request_format: 'json', subscriptions: ['conditional_ticket_events'] }
    const { id } = (await admin('POST', 'webhooks', { webhook })).body.webhook
    const trigger = {
      conditions: { all: [{ field: 'status', operator: 'is', value: 'open' }] },
      actions: [{ field: 'notification_webhook', value: [id, '{}'] }],
    }
    for (const active of [true, false]) await admin('POST', 'triggers', { trigger: { title: `is ${active}`, active, ...trigger } })
    const titles = async (query: string) => (await admin('GET', `triggers?${query}`)).body.triggers.map(({ title }: Json) => title)
    expect([await titles('active=true'), await titles('active=false'), await titles('')]).toEqual([['is true'], ['is false'], ['is true', 'is false']])
  })
})

describe('a request', () => {
  const asked = async () => {
    const { zendesk, admin, ada } = opened()
    const { id } = (await ada('POST', 'requests', { request: { subject: 'Broken', comment: 'It does not work' } })).body.request
    return { zendesk, admin, ada, id, show: async () => (await ada('GET', `requests/${id}`)).body.request }
  }

  test('is solved by its requester once it is an agent’s, and no problem', async () => {
    const { admin, ada, id, show } = await asked()
    const solve = () => ada('PUT', `requests/${id}`, { request: { solved: true, comment: 'Thanks' } })
    expect([(await show()).can_be_solved_by_me, (await solve()).status]).toEqual([false, 422])
    await admin('PUT', `tickets/${id}`, { ticket: { assignee_id: 13, type: 'problem' } })
    expect([(await show()).can_be_solved_by_me, (await solve()).status]).toEqual([false, 422])
    await admin('PUT', `tickets/${id}`, { ticket: { type: 'question' } })
    expect((await show()).can_be_solved_by_me).toBe(true)
    expect((await solve()).body.request).toMatchObject({ status: 'solved', can_be_solved_by_me: false })
    expect((await admin('GET', `requests/${id}`)).body.request.can_be_solved_by_me).toBe(false)
  })

  test.each(['pending', 'hold', 'solved'])('that is %s is open again when its requester says more, and not when an agent does', async (status) => {
    const { admin, ada, id, show } = await asked()
    const set = () => admin('PUT', `tickets/${id}`, { ticket: { status, assignee_id: 13, comment: { body: 'Done' } } })
    await set()
    expect((await show()).status).toBe(status)
    expect((await ada('PUT', `requests/${id}`, { request: { comment: 'No' } })).body.request.status).toBe('open')
    const [event] = (await admin('GET', `tickets/${id}/audits`)).body.audits.at(-1).events.slice(1)
    expect(event).toMatchObject({ type: 'Change', field_name: 'status', value: 'open', previous_value: status })
    await set()
    await ada('PUT', `requests/${id}`, { request: { comment: 'Yes', solved: true } })
    expect((await show()).status).toBe('solved')
  })

  test('takes further collaborators with a comment that says something', async () => {
    const { ada, id } = await asked()
    const change = (request: Json) => ada('PUT', `requests/${id}`, { request })
    expect((await change({ comment: { body: ' ' }, additional_collaborators: [12] })).status).toBe(406)
    expect((await change({ comment: { body: 'And Bob' }, additional_collaborators: [12] })).body.request.collaborator_ids).toEqual([12])
  })

  test.each([[null], [{ uploads: [] }], [{ uploads: null }], [{ body: '', uploads: [''] }]])(
    'is not changed by a comment that says nothing: %j',
    async (comment) => {
      const { ada, id } = await asked()
      expect((await ada('PUT', `requests/${id}`, { request: { comment } })).status).toBe(406)
    },
  )

  test('tells an end user little of others who have a copy, and an agent all', async () => {
    const { admin, ada, id } = await asked()
    await admin('PUT', `tickets/${id}`, { ticket: { email_ccs: [{ user_id: 12 }] } })
    expect((await ada('GET', `requests/${id}?include=users`)).body.users).toEqual([{ id: 12, name: 'Bob Quine', photo: null, organization_id: null }])
    expect((await admin('GET', `requests/${id}?include=users`)).body.users).toEqual([(await admin('GET', 'users/12')).body.user])
  })

  test('brings its copies, and its comments by order, time and role', async () => {
    const { zendesk, admin, ada, id } = await asked()
    await zendesk.world.clock.advance(60_000)
    await admin('PUT', `tickets/${id}`, { ticket: { email_ccs: [{ user_id: 12 }], comment: { body: 'We look at it' } } })
    expect((await ada('GET', `requests/${id}?include=users`)).body.users.map(({ name }: Json) => name)).toEqual(['Bob Quine'])
    const said = async (query: string) => (await ada('GET', `requests/${id}/comments?${query}`)).body.comments.map(({ body }: Json) => body)
    expect(await said('')).toEqual(['It does not work', 'We look at it'])
    expect(await said('sort_order=desc')).toEqual(['We look at it', 'It does not work'])
    expect(await said('page[size]=5&sort=-created_at')).toEqual(['We look at it', 'It does not work'])
    expect(await said('since=2026-03-01T08:00:30Z')).toEqual(['We look at it'])
    expect([await said('role=agent'), await said('role=end_user')]).toEqual([['We look at it'], ['It does not work']])
  })

  test('stands in the order that a list asks for', async () => {
    const { zendesk, ada, id } = await asked()
    await zendesk.world.clock.advance(60_000)
    const second = (await ada('POST', 'requests', { request: { subject: 'Late', comment: 'Where is it?' } })).body.request.id
    const ids = async (query: string) => (await ada('GET', `requests?${query}`)).body.requests.map((one: Json) => one.id)
    expect(await ids('')).toEqual([id, second])
    expect(await ids('sort_by=created_at&sort_order=desc')).toEqual([second, id])
  })
})
