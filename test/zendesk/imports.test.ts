import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const seed = { users: [{ id: 11, name: 'Ada Byron', email: 'ada@example.org' }] }

describe('an import', () => {
  const old = {
    subject: 'Old',
    status: 'closed',
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-02-01T00:00:00Z',
    comments: [
      { value: 'First', author_id: 11, created_at: '2020-01-01T00:00:00Z' },
      { body: 'Second', created_at: '2020-01-02T00:00:00Z' },
    ],
  }

  test.each([
    ['alone', async (zendesk: Account) => (await zendesk.ask('POST', '/api/v2/imports/tickets', { ticket: old })).body.ticket.id],
    ['in bulk', async (zendesk: Account) => (await finished(zendesk, 'POST', 'imports/tickets/create_many', { tickets: [old] }))[0].id],
  ])('%s keeps its state and its times, wherever they are told', async (_, imported) => {
    const zendesk = account(seed)
    const id = await imported(zendesk)
    const { ticket } = await get(zendesk, `tickets/${id}`)
    expect(ticket).toMatchObject({ status: 'closed', created_at: old.created_at, updated_at: old.updated_at })
    expect((await get(zendesk, `custom_statuses/${ticket.custom_status_id}`)).custom_status.status_category).toBe('solved')
    const { comments } = await get(zendesk, `tickets/${id}/comments`)
    expect(comments.map(({ body, author_id, created_at }: Json) => [body, author_id, created_at])).toEqual([
      ['First', 11, '2020-01-01T00:00:00Z'],
      ['Second', ticket.submitter_id, '2020-01-02T00:00:00Z'],
    ])
    const { audits } = await get(zendesk, `tickets/${id}/audits`)
    expect(audits.map(({ created_at }: Json) => created_at)).toEqual(['2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z'])
    expect(audits[0].events.find(({ field_name }: Json) => field_name === 'status').value).toBe('closed')
  })

  test.each([
    ['alone', (zendesk: Account) => zendesk.ask('POST', '/api/v2/imports/tickets', { ticket: { ...old, status: 'open' } })],
    ['in bulk', (zendesk: Account) => finished(zendesk, 'POST', 'imports/tickets/create_many', { tickets: [{ ...old, status: 'open' }] })],
  ])('%s runs no triggers; what is done to the ticket later does', async (_, imported) => {
    const zendesk = account(seed, { webhookDelivery: 'off' })
    const webhook = { name: 'R', status: 'active', endpoint: 'https://receiver.example/', http_method: 'POST', request_format: 'json' }
    const { id } = (await zendesk.ask('POST', '/api/v2/webhooks', { webhook: { ...webhook, subscriptions: ['conditional_ticket_events'] } })).body.webhook
    const conditions = { any: ['Create', 'Change'].map((value) => ({ field: 'update_type', operator: 'is', value })) }
    const actions = [{ field: 'notification_webhook', value: [id, '{{ticket.latest_comment}}'] }]
    expect((await zendesk.ask('POST', '/api/v2/triggers', { trigger: { title: 'Tell', conditions, actions } })).status).toBe(201)
    await imported(zendesk)
    await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { comment: { body: 'Third' } } })
    const invocations = async () => (await get(zendesk, `webhooks/${id}/invocations`)).invocations
    while ((await invocations()).length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(await invocations()).toHaveLength(1)
  })

  test('with a status that is none is refused', async () => {
    const { status, body } = await account(seed).ask('POST', '/api/v2/imports/tickets', { ticket: { ...old, status: 'done' } })
    expect([status, body.details.status[0].error]).toEqual([422, 'InvalidValue'])
  })
})
