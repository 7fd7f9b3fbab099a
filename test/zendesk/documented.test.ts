import { describe, expect, test } from 'vitest'
import { account, finished, get, type Json } from './account.ts'

// What the published API description says beside the shapes: parameters, who may, and what else goes with a change.

const seed = {
  users: [
    { id: 11, name: 'Ada Byron', email: 'ada@example.org', phone: '+49301' },
    { id: 12, name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent' },
  ],
  organizations: [{ id: 21, name: 'Acme' }],
  tickets: [
    { id: 1, subject: 'Printer', requester: 11 },
    { id: 2, subject: 'Again', requester: 11 },
  ],
}
const MIA = { authorization: `Basic ${Buffer.from('mia@rehearsal.example/token:rehearsal-token').toString('base64')}` }

describe('a merge', () => {
  const merged = async (sources: Json[], more: Json[] = []) => {
    const zendesk = account({ ...seed, tickets: [seed.tickets[0] as Json] })
    const ids: number[] = []
    const withFile = async (comment: Json, i: number) => {
      const { token } = (await zendesk.ask('POST', `/api/v2/uploads?filename=${i}.txt`, `file ${i}`)).body.upload
      return { ...comment, uploads: [token] }
    }
    for (const [i, comment] of sources.entries()) {
      const ticket = { requester_id: 11, comment: await withFile(comment, i) }
      ids.push((await zendesk.ask('POST', '/api/v2/tickets', { ticket })).body.ticket.id)
    }
    for (const [i, comment] of more.entries())
      await zendesk.ask('PUT', `/api/v2/tickets/${ids[i]}`, { ticket: { comment: await withFile(comment, sources.length + i) } })
    const order = { ids, target_comment: 'All is one', target_comment_is_public: true, source_comment_is_public: true }
    await finished(zendesk, 'POST', 'tickets/1/merge', order)
    return { zendesk, ids, comment: (await get(zendesk, 'tickets/1/comments')).comments.at(-1) }
  }

  test('copies what was attached to the sources to the target, where it stays', async () => {
    const { zendesk, ids, comment } = await merged([{ body: 'a' }, { body: 'b' }])
    expect([comment.body, comment.public]).toEqual(['All is one', true])
    expect(comment.attachments.map(({ file_name }: Json) => file_name)).toEqual(['0.txt', '1.txt'])
    for (const id of ids) {
      await zendesk.ask('DELETE', `/api/v2/tickets/${id}`)
      await zendesk.ask('DELETE', `/api/v2/deleted_tickets/${id}`)
    }
    expect((await zendesk.ask('GET', comment.attachments[1].content_url)).text).toBe('file 1')
  })

  test('says openly nothing that was attached to a private comment', async () => {
    const { zendesk, comment } = await merged([{ body: 'a' }], [{ body: 'between us', public: false }])
    expect([comment.attachments.length, comment.public]).toEqual([2, false])
    expect((await get(zendesk, 'tickets/1')).ticket.is_public).toBe(true)
  })

  test('speaks to agents only where one of the tickets is private', async () => {
    const { zendesk, ids, comment } = await merged([{ body: 'a' }, { body: 'b', public: false }])
    expect(comment.public).toBe(false)
    expect((await get(zendesk, `tickets/${ids[0]}/comments`)).comments.at(-1).public).toBe(false)
  })
})

test('a merge says its comment on the target, though the first source cannot be merged', async () => {
  const zendesk = account(seed)
  const results = await finished(zendesk, 'POST', 'tickets/1/merge', { ids: [99, 2], target_comment: 'Both are one' })
  expect(results.map(({ success }: Json) => success).sort()).toEqual([false, true])
  expect((await get(zendesk, 'tickets/1/comments')).comments.map(({ body }: Json) => body)).toContain('Both are one')
})

test('an option of a ticket field that goes takes its values off the tickets, which keep its tags and were updated by nobody', async () => {
  const options = ['Gold', 'Silver'].map((name) => ({ name, value: name.toLowerCase() }))
  const ticketFields = [
    { id: 31, type: 'tagger', title: 'Tier', custom_field_options: options },
    { id: 32, type: 'multiselect', title: 'Had', custom_field_options: [{ name: 'Bronze', value: 'bronze' }, ...options] },
  ]
  const zendesk = account({ ...seed, ticketFields })
  const custom_fields = [
    { id: 31, value: 'gold' },
    { id: 32, value: ['bronze', 'silver'] },
  ]
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { custom_fields, tags: ['vip'] } })
  const { updated_at } = (await get(zendesk, 'tickets/1')).ticket
  zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
  await zendesk.ask('PUT', '/api/v2/ticket_fields/31', { ticket_field: { custom_field_options: [options[1]] } })
  const { custom_field_options } = (await get(zendesk, 'ticket_fields/32')).ticket_field
  await zendesk.ask('DELETE', `/api/v2/ticket_fields/32/options/${custom_field_options[0].id}`)
  const { ticket } = await get(zendesk, 'tickets/1')
  expect(ticket.custom_fields).toEqual([
    { id: 31, value: null },
    { id: 32, value: ['silver'] },
  ])
  expect([ticket.tags, ticket.updated_at]).toEqual([['bronze', 'gold', 'silver', 'vip'], updated_at])
})

describe('a tag of a field', () => {
  const ticketFields = [
    { id: 31, type: 'tagger', title: 'Tier', custom_field_options: ['Gold', 'Silver'].map((name) => ({ name, value: `Tier_${name}` })) },
    { id: 32, type: 'multiselect', title: 'Had', custom_field_options: ['a', 'b'].map((value) => ({ name: value, value })) },
    { id: 33, type: 'checkbox', title: 'Late', tag: 'late' },
    { id: 34, title: 'Plain' },
  ]
  const held = ({ custom_fields, tags }: Json) => [...custom_fields.map(({ value }: Json) => value), tags]
  const open = async (ticket: Json) => {
    const zendesk = account({ ...seed, ticketFields })
    const { id } = (await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: 'x', ...ticket } })).body.ticket
    return { show: async () => held((await get(zendesk, `tickets/${id}`)).ticket), zendesk, path: `/api/v2/tickets/${id}` }
  }

  test('chooses its option, in the place of another one, and takes it along when it goes', async () => {
    const { show, zendesk, path } = await open({ tags: ['tier_gold', 'b', 'late', 'vip'] })
    expect(await show()).toEqual(['Tier_Gold', ['b'], true, null, ['b', 'late', 'tier_gold', 'vip']])
    await zendesk.ask('PUT', `${path}/tags`, { tags: ['tier_silver'] })
    expect(await show()).toEqual(['Tier_Silver', ['b'], true, null, ['b', 'late', 'tier_silver', 'vip']])
    const { audit } = (await zendesk.ask('PUT', path, { ticket: { tags: ['vip'], custom_fields: [{ id: 34, value: 'y' }] } })).body
    expect(await show()).toEqual([null, null, false, 'y', ['vip']])
    expect(audit.events).toContainEqual(expect.objectContaining({ field_name: '31', value: null, previous_value: 'Tier_Silver' }))
  })

  test('goes with an option of another case, which takes it off again', async () => {
    const { show, zendesk, path } = await open({ custom_fields: [{ id: 31, value: 'Tier_Gold' }] })
    expect(await show()).toEqual(['Tier_Gold', null, null, null, ['tier_gold']])
    for (const [value, tags] of [
      ['Tier_Silver', ['tier_silver']],
      [null, []],
    ]) {
      await zendesk.ask('PUT', path, { ticket: { custom_fields: [{ id: 31, value }] } })
      expect(await show()).toEqual([value, null, null, null, tags])
    }
  })

  test('that comes or goes leaves the order of the other options as the client chose it, and a choice of none', async () => {
    const { show, zendesk, path } = await open({ custom_fields: [{ id: 32, value: ['b', 'a'] }] })
    const tagged = async (tags: string[]) => (await zendesk.ask('PUT', path, { ticket: { tags } })).body.audit.events.map(({ field_name }: Json) => field_name)
    expect(await tagged(['a', 'b', 'vip'])).toEqual(['tags'])
    expect((await show())[1]).toEqual(['b', 'a'])
    await tagged(['b'])
    await tagged(['a', 'b'])
    expect((await show())[1]).toEqual(['b', 'a'])
    await zendesk.ask('PUT', path, { ticket: { custom_fields: [{ id: 32, value: [] }] } })
    await tagged(['vip'])
    expect((await show())[1]).toEqual([])
  })

  test('that a follow-up has of its source chooses its option', async () => {
    const { zendesk, path } = await open({ tags: ['tier_gold', 'late'], status: 'closed', assignee_id: 12 })
    const id = Number(path.split('/').at(-1))
    const next = await zendesk.ask('POST', '/api/v2/tickets', { ticket: { comment: 'x', via_followup_source_id: id } })
    expect(held(next.body.ticket)).toEqual(['Tier_Gold', null, true, null, ['late', 'tier_gold']])
  })

  test('says nothing of a field that the client sets, nor where no tag changes', async () => {
    const { show, zendesk, path } = await open({ tags: ['tier_gold'], custom_fields: [{ id: 31, value: 'Tier_Silver' }] })
    expect((await show())[0]).toBe('Tier_Silver')
    await zendesk.ask('PUT', path, { ticket: { custom_fields: [{ id: 33, value: true }] } })
    await zendesk.ask('PUT', path, { ticket: { subject: 'y' } })
    expect((await show()).slice(0, 3)).toEqual(['Tier_Silver', null, true])
  })
})

test('ticket fields come all at once, unless by cursor; one of no type is text; an option says where options are', async () => {
  const ticketFields = Array.from({ length: 101 }, (_, i) => ({ id: 100 + i, title: `Field ${i}` }))
  const zendesk = account({ ticketFields: [...ticketFields, { id: 31, type: 'tagger', title: 'Tier' }] })
  const list = await get(zendesk, 'ticket_fields?per_page=5')
  expect([list.ticket_fields.length, list.count, list.next_page]).toEqual([110, 110, null])
  expect((await get(zendesk, 'ticket_fields?page[size]=5')).ticket_fields).toHaveLength(5)
  expect((await zendesk.ask('POST', '/api/v2/ticket_fields', { ticket_field: { title: 'Plain' } })).body.ticket_field.type).toBe('text')
  const option = await zendesk.ask('POST', '/api/v2/ticket_fields/31/options', { custom_field_option: { name: 'Gold', value: 'gold' } })
  expect(option.headers.get('location')).toMatch(/\/api\/v2\/ticket_fields\/31\/options\.json$/)
})

test('users are counted by role, and none has a set of permissions', async () => {
  const zendesk = account(seed)
  const count = async (query: string) => (await get(zendesk, `users/count?${query}`)).count.value
  expect([await count(''), await count('role=agent'), await count('role[]=agent&role[]=admin'), await count('permission_set=5')]).toEqual([3, 1, 2, 0])
  expect((await get(zendesk, 'users?permission_set=5')).users).toEqual([])
})

test('identities are listed by type, and verified by the way in which they were', async () => {
  const zendesk = account(seed)
  const listed = async (query: string) => (await get(zendesk, `users/11/identities?${query}`)).identities
  expect((await listed('type[]=phone_number')).map(({ value }: Json) => value)).toEqual(['+49301'])
  const [{ id }] = await listed('type[]=email')
  const method = async (verification_method: string) =>
    (await zendesk.ask('PUT', `/api/v2/users/11/identities/${id}`, { identity: { verification_method } })).body.identity.verified
  expect([await method('low'), await method('none')]).toEqual([true, false])
})

test('the field for the assignee offers groups, agents, and both by name', async () => {
  const zendesk = account(seed)
  const ask = (path: string) => zendesk.ask('GET', `/api/lotus/assignables/${path}`)
  const { groups, count } = (await ask('groups.json')).body
  expect([groups, count]).toEqual([[{ description: '', id: groups[0].id, name: 'Support' }], 1])
  expect((await ask(`groups/${groups[0].id}/agents.json`)).body).toMatchObject({ count: 2, next_page: null, previous_page: null })
  expect((await ask('groups/5/agents.json')).status).toBe(404)
  const found = (await ask('autocomplete.json?value=mia')).body
  expect(found).toEqual({ agents: [{ group: 'Support', group_id: groups[0].id, id: 12, name: 'Mia Agent', photo_url: null }], count: 1, groups: [] })
  expect((await ask('autocomplete.json?value=supp')).body).toMatchObject({ agents: [], groups: [{ name: 'Support' }] })
})

test('agents change notes of many organizations; users and organizations are deleted in bulk by administrators', async () => {
  const zendesk = account(seed)
  const as = (method: string, path: string, body?: Json) => zendesk.ask(method, `/api/v2/${path}`, body, MIA)
  const results = async ({ id }: Json) => {
    zendesk.world.clock.set(zendesk.world.clock.now() + 2000)
    return (await get(zendesk, `job_statuses/${id}`)).job_status.results
  }
  const change = async (organization: Json) => await results((await as('PUT', 'organizations/update_many?ids=21', { organization })).body.job_status)
  expect(await change({ notes: 'Pays late' })).toMatchObject([{ id: 21, success: true }])
  expect(await change({ name: 'Other' })).toMatchObject([{ id: 21, error: 'Forbidden', success: false }])
  expect((await get(zendesk, 'organizations/21')).organization).toMatchObject({ name: 'Acme', notes: 'Pays late' })
  expect((await as('DELETE', 'organizations/destroy_many?ids=21')).status).toBe(403)
  expect((await as('DELETE', 'users/destroy_many?ids=11')).status).toBe(403)
})
