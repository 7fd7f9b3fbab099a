import { expect, test } from 'vitest'
import { account, get } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
  tickets: [{ id: 1, subject: 'Printer', requester: 11 }],
}

test('a ticket of a seed that is older than the World was said, changed and solved then', async () => {
  const created_at = '2025-01-01T00:00:00Z'
  const zendesk = account({ ...seed, tickets: [{ id: 1, requester: 11, assignee: 12, status: 'solved', created_at }] })
  expect((await get(zendesk, 'tickets/1')).ticket).toMatchObject({ created_at, updated_at: created_at })
  expect((await get(zendesk, 'tickets/1/comments')).comments[0].created_at).toBe(created_at)
  expect((await get(zendesk, 'tickets/1/audits')).audits[0].created_at).toBe(created_at)
  expect((await get(zendesk, 'tickets/1/metrics')).ticket_metric).toMatchObject({ solved_at: created_at, assigned_at: created_at })
})

test.each([
  ['an option that there is not', { custom_fields: [{ id: 31, value: 'Gould' }] }, 'zendesk.tickets[0]: custom field 31: "Gould", which is no option of it'],
  ['a field that there is not', { custom_fields: [{ id: 32, value: 'x' }] }, 'zendesk.tickets[0]: custom field 32, which the account does not have'],
  ['somebody who is nobody', { collaborator_ids: [99] }, 'zendesk.tickets[0]: collaborator_ids: 99, who is no user'],
])('what the service passes over without a word is a mistake in a seed: %s', (_, ticket, message) => {
  const ticketFields = [{ id: 31, type: 'tagger', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] }]
  expect(() => account({ ...seed, ticketFields, tickets: [{ id: 1, ...ticket }] })).toThrow(message)
})
