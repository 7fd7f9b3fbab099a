import { expect, test } from 'vitest'
import { account, get, type Json } from './account.ts'

const seed = {
  users: [{ id: 11, name: 'Ada Byron', email: 'ada@example.org' }],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
  tickets: [{ id: 1, subject: 'Printer', requester: 11 }],
}

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
