import { describe, expect, test } from 'vitest'
import { objectFields } from '../../harness/configuration/columns.ts'
import { standardNames } from '../../mocks/zendesk/standard-names.ts'
import { account, get, type Json } from './account.ts'

const seed = {
  users: [
    { id: 11, name: 'Ada', email: 'ada@example.org' },
    { id: 12, name: 'Ada again', email: 'ada@work.example' },
  ],
  organizations: [{ id: 21, name: 'Acme', external_id: 'A-1' }],
  tickets: [
    { id: 1, requester: 11 },
    { id: 2, requester: 11 },
  ],
}
const contact = { kind: 'updated', record: 'contact', type: 'user', ok: true }

describe('a write is told as one, whichever way it goes', () => {
  test.each<[string, string, Json, Json[]]>([
    ['PUT', 'users/11/tags', { tags: ['vip'] }, [{ ...contact, id: '11', fields: { tags: ['vip'] } }]],
    ['DELETE', 'users/11/tags', { tags: ['vip'] }, [{ ...contact, id: '11', fields: { remove_tags: ['vip'] } }]],
    ['POST', 'organizations/21/tags', { tags: ['vip'] }, [{ kind: 'updated', record: 'account', id: '21', fields: { tags: ['vip'] } }]],
    ['DELETE', 'tickets/1/tags', { tags: ['vip'] }, [{ kind: 'updated', record: 'case', id: '1', fields: { remove_tags: ['vip'] } }]],
    ['POST', 'users/11/identities', { identity: { type: 'phone_number', value: '+49301' } }, [{ ...contact, id: '11', fields: { phone: '+49301' } }]],
    [
      'PUT',
      'organizations/update_many?external_ids=a-1,b-2',
      { organization: { notes: 'x' } },
      ['a-1', 'b-2'].map((external_id) => ({ kind: 'updated', record: 'account', fields: { external_id, notes: 'x' } })),
    ],
    ['DELETE', 'organizations/destroy_many?external_ids=A-1', undefined, [{ kind: 'deleted', record: 'account', type: 'organization', ok: true }]],
    ['POST', 'users/create_or_update_many', { users: [{ name: 'Eve', email: 'eve@example.org' }] }, [{ ...contact, fields: { name: 'Eve' } }]],
    [
      'PUT',
      'users/12/merge',
      { user: { id: 11 } },
      [
        { ...contact, id: '11' },
        { kind: 'deleted', record: 'contact', type: 'user', id: '12', ok: true },
      ],
    ],
    [
      'POST',
      'tickets/1/merge',
      { ids: [2], target_comment: 'Both are one' },
      [
        { kind: 'updated', record: 'case', id: '2', fields: { status: 'closed' } },
        { kind: 'created', record: 'note', fields: { body: 'Both are one' }, about: { record: 'case', type: 'ticket', id: '1' } },
      ],
    ],
  ])('%s %s', async (method, path, body, actions) => {
    const zendesk = account(seed)
    await zendesk.ask(method, `/api/v2/${path}`, body)
    expect(zendesk.last().actions).toMatchObject(actions)
    expect(zendesk.last().actions).toHaveLength(actions.length)
  })

  test('a field that the account added is another one than the standard one of the same key', async () => {
    const zendesk = account(seed)
    await zendesk.ask('PUT', '/api/v2/users/11', { user: { notes: 'standard', user_fields: { notes: 'own', tier: 'gold' } } })
    expect(zendesk.last().actions).toEqual([{ ...contact, id: '11', fields: { notes: 'standard', 'user_fields.notes': 'own', tier: 'gold' } }])
    expect(standardNames).toEqual({ user_fields: objectFields.user, organization_fields: objectFields.organization })
  })

  test.each([
    ['PUT', '/make_primary'],
    ['DELETE', ''],
  ])('which address is the first, or gone, is a change of the user: %s', async (method, path) => {
    const zendesk = account(seed)
    const { id } = (await zendesk.ask('POST', '/api/v2/users/11/identities', { identity: { type: 'email', value: 'ada@new.example' } })).body.identity
    await zendesk.ask(method, `/api/v2/users/11/identities/${id}${path}`)
    expect(zendesk.last().actions).toEqual([{ ...contact, id: '11', fields: {} }])
  })

  test('a changed address is the user’s', async () => {
    const zendesk = account(seed)
    const [{ id }] = (await get(zendesk, 'users/11/identities')).identities
    await zendesk.ask('PUT', `/api/v2/users/11/identities/${id}`, { identity: { value: 'ada@new.example' } })
    expect(zendesk.last().actions).toMatchObject([{ ...contact, id: '11', fields: { email: 'ada@new.example' } }])
  })
})
