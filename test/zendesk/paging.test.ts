import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../mocks/zendesk/paging/cursor.ts'
import { byName, byNiceId } from '../../mocks/zendesk/paging/orders.ts'
import { account, get, type Json, wellFormed } from './account.ts'

const tickets = (count: number) => ({ tickets: Array.from({ length: count }, (_, i) => ({ subject: `Ticket ${i + 1}` })) })
const ids = (rows: Json[]) => rows.map(({ id }) => id)

describe('offset paging', () => {
  test('is the default, a hundred a page, with links that keep the path and the parameters', async () => {
    const zendesk = account(tickets(3))
    const { body } = await zendesk.ask('GET', '/api/v2/tickets.json?per_page=2')
    expect(Object.keys(body)).toEqual(['tickets', 'next_page', 'previous_page', 'count'])
    expect([ids(body.tickets), body.next_page, body.previous_page, body.count]).toEqual([
      [1, 2],
      'https://rehearsal.zendesk.com/api/v2/tickets.json?page=2&per_page=2',
      null,
      3,
    ])
    const second = (await zendesk.ask('GET', body.next_page)).body
    expect([ids(second.tickets), second.next_page, second.previous_page]).toEqual([
      [3],
      null,
      'https://rehearsal.zendesk.com/api/v2/tickets.json?page=1&per_page=2',
    ])
  })

  test('ends at ten thousand records', async () => {
    const { status, body } = await account().ask('GET', '/api/v2/tickets?page=101')
    expect([status, body.errors[0]]).toEqual([400, { code: 'InvalidPaginationDepth', title: 'Pagination requests using Offset Pagination are limited' }])
  })

  test('sorts by the documented keys', async () => {
    const zendesk = account({ tickets: [{ subject: 'b' }, { subject: 'a' }] })
    expect(ids((await zendesk.ask('GET', '/api/v2/tickets?sort_by=subject')).body.tickets)).toEqual([2, 1])
    expect(ids((await zendesk.ask('GET', '/api/v2/tickets?sort_by=id&sort_order=desc')).body.tickets)).toEqual([2, 1])
  })
})

describe('cursor paging', () => {
  test('sets cursors and links on the last page too: has_more is what ends a loop', async () => {
    const { body } = await account(tickets(2)).ask('GET', '/api/v2/tickets?page[size]=100')
    expect(Object.keys(body)).toEqual(['tickets', 'meta', 'links'])
    expect(body.meta.has_more).toBe(false)
    expect(body.links.next).toMatch(/tickets\?page%5Bafter%5D=.+&page%5Bsize%5D=100$/)
    expect(body.links.prev).toMatch(/page%5Bbefore%5D=.+&page%5Bsize%5D=100$/)
  })

  test('of nothing has nothing', async () => {
    const { body } = await account().ask('GET', '/api/v2/tickets?page[size]=1')
    expect(body).toEqual({ tickets: [], meta: { has_more: false, after_cursor: null, before_cursor: null }, links: { prev: null, next: null } })
  })

  test('speaks of places in the text of the real service', async () => {
    const { body } = await account(tickets(100)).ask('GET', '/api/v2/tickets?page[size]=100')
    expect(JSON.parse(Buffer.from(body.meta.after_cursor, 'base64').toString())).toEqual({ o: 'nice_id', v: 'aWQAAAAAAAAA' })
  })

  test.each(['page[after]=nonsense', `page[after]=${encodeURIComponent(encodeCursor(byName, ['a', 1]))}`, 'page[size]=many'])('refuses %s', async (query) => {
    const { status, body } = await account(tickets(1)).ask('GET', `/api/v2/tickets?${query}`)
    expect([status, body.errors[0].code]).toEqual([400, 'InvalidPaginationParameter'])
  })

  test('visits each row once, forwards and backwards, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 10 }), async (count, size) => {
        const zendesk = account(tickets(count), { rateLimit: 100_000 })
        const walk = async (first: string, link: 'next' | 'prev') => {
          const seen: number[] = []
          let url = first
          for (;;) {
            const { body } = await zendesk.ask('GET', url)
            seen.push(...(link === 'next' ? ids(body.tickets) : ids(body.tickets).reverse()))
            if (!body.meta.has_more) return { seen, last: body }
            url = body.links[link]
          }
        }
        const forwards = await walk(`/api/v2/tickets?page[size]=${size}`, 'next')
        expect(forwards.seen).toEqual(Array.from({ length: count }, (_, i) => i + 1))
        if (count === 0) return
        const end = encodeURIComponent(encodeCursor(byNiceId, [count + 1]))
        const backwards = await walk(`/api/v2/tickets?page[size]=${size}&page[before]=${end}`, 'prev')
        expect(backwards.seen).toEqual(Array.from({ length: count }, (_, i) => count - i))
      }),
      { numRuns: 25 },
    )
  })

  test('sorts by three keys, passes the ones of offset paging over and refuses others', async () => {
    const zendesk = account({ tickets: [{ subject: 'a', status: 'pending' }, { subject: 'b' }] })
    const order = async (query: string) => ids((await zendesk.ask('GET', `/api/v2/tickets?page[size]=5&${query}`)).body.tickets)
    expect(await order('sort=status')).toEqual([2, 1])
    expect(await order('sort=-id')).toEqual([2, 1])
    expect(await order('sort_by=subject&sort_order=desc')).toEqual([1, 2])
    expect((await zendesk.ask('GET', '/api/v2/tickets?page[size]=5&sort=created_at')).body.errors[0].code).toBe('InvalidPaginationParameter')
  })

  test('counts the characters of a name in a cursor, not their bytes', async () => {
    const zendesk = account()
    await zendesk.ask('POST', '/api/v2/groups', { group: { name: 'Büro 🚆' } })
    const { groups, meta, links } = await get(zendesk, 'groups?page[size]=1')
    const { o, v } = JSON.parse(Buffer.from(meta.after_cursor, 'base64').toString())
    const bytes = Buffer.from(v, 'base64')
    expect([groups[0].name, o, bytes.readUInt32LE(1), bytes.toString('utf8', 5, 15)]).toEqual(['Büro 🚆', 'name,id', 6, 'Büro 🚆'])
    expect((await zendesk.ask('GET', links.next)).body.groups[0].name).toBe('Support')
  })

  test('reads back the cursors that it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0 }), (name, id) => {
        expect(decodeCursor(byName, encodeCursor(byName, [wellFormed(name), id]))).toEqual([wellFormed(name), id])
      }),
    )
  })

  test('never fails on a cursor, however hostile', () => {
    fc.assert(
      fc.property(fc.base64String(), fc.uint8Array({ maxLength: 40 }), (text, bytes) => {
        decodeCursor(byName, text)
        decodeCursor(byName, Buffer.from(JSON.stringify({ o: 'name,id', v: Buffer.from(bytes).toString('base64') })).toString('base64'))
      }),
    )
  })
})

test.each([
  ['deleted_tickets', 'deleted_tickets'],
  ['tickets/1/incidents', 'tickets'],
  ['groups/{group}/users', 'users'],
  ['users/{me}/groups', 'groups'],
  ['ticket_fields/31/options', 'custom_field_options'],
])('%s comes by cursor, too', async (path, key) => {
  const options = ['Gold', 'Silver'].map((name) => ({ name, value: name.toLowerCase() }))
  const incident = { subject: 'I', type: 'incident', problem_id: 1 }
  const zendesk = account({
    tickets: [{ subject: 'P', type: 'problem' }, incident, incident, { subject: 'D' }, { subject: 'E' }],
    users: [{ name: 'Mia', email: 'mia@rehearsal.example', role: 'agent' }],
    ticketFields: [{ id: 31, type: 'tagger', title: 'Tier', custom_field_options: options }],
  })
  for (const id of [4, 5]) await zendesk.ask('DELETE', `/api/v2/tickets/${id}`)
  await zendesk.ask('POST', '/api/v2/groups', { group: { name: 'Second' } })
  const [me, group] = [(await get(zendesk, 'users/me')).user.id, (await get(zendesk, 'groups')).groups.map(({ id }: Json) => id)]
  await zendesk.ask('POST', '/api/v2/group_memberships', { group_membership: { user_id: me, group_id: group[0] } })
  const all = (await get(zendesk, path.replace('{group}', group[1]).replace('{me}', me)))[key]
  const page = await get(zendesk, `${path.replace('{group}', group[1]).replace('{me}', me)}?page[size]=1`)
  const rest = (await zendesk.ask('GET', page.links.next)).body
  expect([page.meta.has_more, rest.meta.has_more, [...page[key], ...rest[key]].map(({ id }: Json) => id)]).toEqual([true, false, ids(all)])
})

test('the cursor of an exported search holds for an hour', async () => {
  const zendesk = account(tickets(3), { endpointLimits: false })
  const { links } = await get(zendesk, 'search/export?query=*&filter[type]=ticket&page[size]=1')
  await zendesk.world.clock.advance(3_600_000)
  expect(ids((await zendesk.ask('GET', links.next)).body.results)).toEqual([2])
  await zendesk.world.clock.advance(1)
  const late = await zendesk.ask('GET', links.next)
  expect([late.status, late.body.errors[0].code]).toEqual([400, 'InvalidPaginationParameter'])
})
