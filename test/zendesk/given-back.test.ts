import { describe, expect, test } from 'vitest'
import { type Account, account, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
  tickets: [{ id: 1, subject: 'Printer', requester: 11 }],
}
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
    const group_id = (await made(zendesk, 'groups', 'group', { name: 'Of nobody else' })).id
    await made(zendesk, 'group_memberships', 'group_membership', { user_id: 12, group_id })
    await change(1, { group_id, assignee_id: 12, status: 'solved' })
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
