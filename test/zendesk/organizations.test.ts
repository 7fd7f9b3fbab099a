import { describe, expect, test } from 'vitest'
import { type Account, account, finished, get, type Json } from './account.ts'

const seed = {
  users: [{ id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' }],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
}
const MIA = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }

describe('an agent', () => {
  const write = (zendesk: Account, method: string, path: string, organization: Json) => zendesk.ask(method, `/api/v2/${path}`, { organization }, MIA)

  test('changes the notes of an organization, and sends the rest back', async () => {
    const zendesk = account({ ...seed, organizationFields: [{ key: 'tier', title: 'Tier' }] })
    const { organization } = await get(zendesk, 'organizations/21')
    expect((await write(zendesk, 'PUT', 'organizations/21', { ...organization, notes: 'Pays late' })).body.organization.notes).toBe('Pays late')
    expect((await write(zendesk, 'POST', 'organizations/create_or_update', { external_id: 'A-1', notes: 'Pays' })).status).toBe(200)
  })

  test.each([
    ['in another order, and what is none as an empty text', { tags: ['vip', 'key'], details: '', external_id: 'a-1' }],
    ['as a form spells it', { tags: 'VIP key', shared_tickets: 'false', organization_fields: { seats: '5' } }],
  ])('sends the rest back %s', async (_, organization) => {
    const organizationFields = [{ key: 'seats', type: 'integer', title: 'Seats' }]
    const [acme] = seed.organizations
    const zendesk = account({ ...seed, organizationFields, organizations: [{ ...acme, tags: ['key', 'vip'], organization_fields: { seats: 5 } }] })
    expect((await write(zendesk, 'PUT', 'organizations/21', { ...organization, notes: 'Pays late' })).status).toBe(200)
  })

  test('changes the notes of many by their external ids', async () => {
    const zendesk = account(seed)
    const { id } = (await write(zendesk, 'PUT', 'organizations/update_many?external_ids=a-1', { notes: 'Pays late' })).body.job_status
    zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
    expect((await get(zendesk, `job_statuses/${id}`)).job_status.results).toMatchObject([{ id: 21, success: true }])
  })

  test.each([
    ['PUT', 'organizations/21', { name: 'Other' }],
    ['PUT', 'organizations/21', { tags: ['vip', 'new'] }],
    ['PUT', 'organizations/21', { external_id: 'A-2' }],
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
  expect((await get(zendesk, 'organizations/21')).organization).toMatchObject({ notes: 'x', external_id: 'A-1' })
  expect(await finished(zendesk, 'DELETE', 'organizations/destroy_many?external_ids=A-1')).toMatchObject(done)
})

test('users are changed in bulk by their external ids, which stay as they are spelt', async () => {
  const zendesk = account({ users: [{ id: 11, name: 'Ada Byron', external_id: 'E-1' }] })
  await finished(zendesk, 'PUT', 'users/update_many?external_ids=e-1', { user: { notes: 'x' } })
  expect((await get(zendesk, 'users/11')).user).toMatchObject({ notes: 'x', external_id: 'E-1' })
})
