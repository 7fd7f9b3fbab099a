import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTerms } from '../../mocks/zendesk/search/lexer.ts'
import { holds, searchable } from '../../mocks/zendesk/search/text.ts'
import { expectSoon } from '../soon.ts'
import { account, get, type Json, START, wellFormed } from './account.ts'

const seed = {
  organizations: [{ name: 'Engines Ltd', tags: ['gold'] }],
  users: [
    { name: 'Ada Byron', email: 'ada@example.org', id: 5, tags: ['vip'], notes: 'likes topology', organization: 'Engines Ltd' },
    { name: 'Mia Agent', email: 'mia@rehearsal.example', role: 'agent', id: 6 },
  ],
  tickets: [
    { subject: 'Invoice wrong', requester: 'Ada Byron', priority: 'high', type: 'incident', tags: ['billing', 'vip'], comment: 'The total is off' },
    { subject: 'Stop deliveries', requester: 'Ada Byron', assignee: 'Mia Agent', tags: ['delivery'], comment: 'On holiday' },
    { subject: 'Topology question', assignee: 'Mia Agent', status: 'solved', type: 'question', comment: 'What is a torus?' },
  ],
}

const found = async (query: string, extra = '') => {
  const zendesk = account(seed)
  const { body } = await zendesk.ask('GET', `/api/v2/search.json?query=${encodeURIComponent(query)}${extra}`)
  return body.results.map((row: Json) => row.subject ?? row.name)
}

describe('a keyword', () => {
  test.each(['assignee:none', 'priority:none', 'moon:none'])('that users and organizations do not have finds none of them: %s', async (query) => {
    const { body } = await account(seed).ask('GET', `/api/v2/search?query=${query}`)
    expect(body.results.filter(({ result_type }: Json) => result_type !== 'ticket')).toEqual([])
  })

  test('asks for one external id, for any, or for none', async () => {
    const zendesk = account({ users: [{ name: 'Bob', external_id: 'none of yours' }, { name: 'Ada', external_id: 'A1' }, { name: 'Eve' }] })
    const asked = async (query: string) =>
      (await zendesk.ask('GET', `/api/v2/users/search?query=role:end-user%20external_id:${query}`)).body.users.map(({ name }: Json) => name).sort()
    expect([await asked('a1'), await asked('*'), await asked('none')]).toEqual([['Ada'], ['Ada', 'Bob'], ['Eve']])
  })

  test('counts back from now in the units that there are, a month thirty days', async () => {
    const zendesk = account({ tickets: [{ subject: 'Old' }] })
    const later = async (days: number, query: string) => {
      zendesk.world.clock.set(START + days * 86_400_000)
      return (await get(zendesk, `search?query=type:ticket%20created%3E${query}`)).count
    }
    expect([await later(29, '1months'), await later(31, '1months'), await later(31, '5weeks'), await later(364, '1year')]).toEqual([1, 0, 1, 1])
  })

  test('names a field of the account in whatever case', async () => {
    const [field, users] = [{ type: 'text', key: 'loyaltyTier', title: 'Tier' }, [{ name: 'Bob', user_fields: { loyaltyTier: 'gold' } }]]
    const zendesk = account({ userFields: [field], users })
    for (const query of ['loyaltyTier:gold', 'loyaltytier:gold'])
      expect((await zendesk.ask('GET', `/api/v2/users/search?query=${query}`)).body.users.map(({ name }: Json) => name)).toEqual(['Bob'])
    expect((await zendesk.ask('GET', '/api/v2/users/search?query=loyaltyTier:none')).body.count).toBe(1)
  })
})

describe('search', () => {
  test.each<[string, string[]]>([
    ['type:ticket status<solved  requester:5', ['Stop deliveries', 'Invoice wrong']],
    ['type:ticket status<solved requester:ada@example.org ', ['Stop deliveries', 'Invoice wrong']],
    ['type:ticket requester:"Ada Byron" tags:vip', ['Invoice wrong']],
    ['type:ticket tags:vip tags:delivery', ['Stop deliveries', 'Invoice wrong']],
    ['type:ticket tags:"vip billing"', ['Invoice wrong']],
    ['type:ticket -tags:vip', ['Topology question', 'Stop deliveries']],
    ['type:ticket status>=solved', ['Topology question']],
    ['type:ticket assignee:none', ['Invoice wrong']],
    ['type:ticket assignee:*', ['Topology question', 'Stop deliveries']],
    ['type:ticket priority>normal', ['Invoice wrong']],
    ['type:incident', ['Invoice wrong']],
    ['type:incident type:ticket', ['Topology question', 'Stop deliveries', 'Invoice wrong']],
    ['top -type:user', ['Topology question']],
    ['top -type:ticket', ['Ada Byron']],
    ['type:ticket -type:incident', ['Topology question', 'Stop deliveries']],
    ['type:ticket top', ['Topology question']],
    ['type:ticket invoices', ['Invoice wrong']],
    ['type:ticket "total is"', ['Invoice wrong']],
    ['type:ticket subject:delive*', ['Stop deliveries']],
    ['type:ticket 2', ['Stop deliveries']],
    ['type:ticket created>4hours', ['Topology question', 'Stop deliveries', 'Invoice wrong']],
    ['type:ticket created:2026-03-01', ['Topology question', 'Stop deliveries', 'Invoice wrong']],
    ['type:ticket created<2026-03-01', []],
    ['type:ticket organization:"Engines Ltd"', ['Stop deliveries', 'Invoice wrong']],
    ['type:user role:agent', ['Mia Agent']],
    ['type:user top', ['Ada Byron']],
    ['type:user tags:vip', ['Ada Byron']],
    ['type:user email:ada@example.org', ['Ada Byron']],
    ['type:organization tags:gold', ['Engines Ltd']],
    ['engines', ['Engines Ltd']],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  test('sorts as asked, in the parameters or in the query', async () => {
    expect(await found('type:ticket', '&sort_by=status&sort_order=asc')).toEqual(['Invoice wrong', 'Stop deliveries', 'Topology question'])
    expect(await found('type:ticket order_by:priority sort:desc')).toEqual(['Invoice wrong', 'Topology question', 'Stop deliveries'])
  })

  test('answers with facets, links and the true total', async () => {
    const { body } = await account(seed).ask('GET', '/api/v2/search.json?query=type:ticket&per_page=2')
    expect(Object.keys(body)).toEqual(['results', 'facets', 'next_page', 'previous_page', 'count'])
    expect([body.results[0].result_type, body.facets, body.count, body.previous_page]).toEqual(['ticket', null, 3, null])
    expect(body.next_page).toBe('https://rehearsal.zendesk.com/api/v2/search.json?page=2&per_page=2&query=type%3Aticket')
    expect((await account(seed).ask('GET', '/api/v2/search/count?query=type:ticket')).body).toEqual({ count: 3 })
  })

  test('reaches a thousand results and takes no cursor', async () => {
    const deep = await account(seed).ask('GET', '/api/v2/search?query=type:ticket&page=11')
    expect([deep.status, deep.body]).toEqual([
      422,
      { error: 'invalid', description: 'Invalid search: Requested response size was greater than Search Response Limits' },
    ])
    const cursor = await account(seed).ask('GET', '/api/v2/search?query=type:ticket&page[size]=5')
    expect([cursor.status, cursor.body.error.message]).toEqual([400, expect.stringContaining('page must be an integer')])
  })

  test('knows of a new record after the lag', async () => {
    const zendesk = account(seed, { indexLag: '2m' })
    const count = async () => (await zendesk.ask('GET', '/api/v2/search/count?query=type:ticket')).body.count
    expect(await count()).toBe(0)
    await zendesk.world.clock.advance(120_000)
    expect(await count()).toBe(3)
  })
})

/** Splits at spaces outside of quotes; what is not quoted and has no operator is text. */
const naive = (query: string) => (query.match(/"[^"]*"?|\S+/g) ?? []).filter((part) => part !== '"')

describe('reading a query', () => {
  const word = fc.stringMatching(/^[a-z0-9@.]{1,12}$/)
  const part = fc.oneof(
    word.map((value) => ({ text: value, keyword: undefined, value, negated: false, operator: ':' })),
    word.map((value) => ({ text: `"${value} x"`, keyword: undefined, value: `${value} x`, negated: false, operator: ':' })),
    fc
      .tuple(fc.stringMatching(/^[a-z_]{1,10}$/), fc.constantFrom(':', '<', '>', '<=', '>='), word, fc.boolean(), fc.boolean())
      .map(([keyword, operator, value, negated, quoted]) => ({
        text: `${negated ? '-' : ''}${keyword}${operator}${quoted ? `"${value} y"` : value}`,
        keyword,
        value: quoted ? `${value} y` : value,
        negated,
        operator,
      })),
  )

  test('gives every term back as it was written', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.constantFrom(' ', '  ', '\t'), { minLength: 8, maxLength: 8 }), (parts, gaps) => {
        const query = parts.map(({ text }, i) => text + gaps[i]).join('')
        const read = readTerms(query)
        expect(read.map(({ keyword, operator, value, negated }) => ({ keyword, operator, value, negated }))).toEqual(
          parts.map(({ keyword, operator, value, negated }) => ({ keyword, operator, value, negated })),
        )
      }),
    )
  })

  test('finds as many words as splitting at spaces does', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            word,
            word.map((value) => `"${value}"`),
          ),
          { maxLength: 10 },
        ),
        (words) => {
          expect(readTerms(words.join(' '))).toHaveLength(naive(words.join(' ')).length)
        },
      ),
    )
  })

  test('never fails, however hostile the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (query) => Array.isArray(readTerms(query))))
  })

  test('ends soon, however long it is', () =>
    expectSoon(() => {
      for (const text of ['"', '-', ':', 'a:', '<', '-"', 'a'.repeat(10)]) readTerms(text.repeat(100_000 / text.length))
    }))

  test('of any text is answered, never with 500', async () => {
    const zendesk = account(seed)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (query) => {
        const { status } = await zendesk.ask('GET', `/api/v2/search?query=${encodeURIComponent(wellFormed(query))}`)
        expect([200, 422, 429]).toContain(status)
      }),
      { numRuns: 200 },
    )
  })
})

test('the index of words finds what looking at every record finds, before and after changes', async () => {
  const vocabulary = [
    'Order',
    'orders',
    'ordering',
    'x',
    'ab',
    'Rückruf',
    '+4930123456',
    '4930123456',
    'a.b-c@example.org',
    'international',
    'internationally',
    'tést',
  ]
  const text = fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 4 }).map((some) => some.join(' '))
  const spoken = fc.tuple(text, fc.nat(9), fc.boolean()).map(([some, cut, phrase]) => (phrase ? `"${some}"` : some.slice(0, some.length - cut) || 'x'))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), text, text, spoken, async (subjects, later, note, query) => {
      const { world, ask } = account({ tickets: subjects.map((subject) => ({ subject, comment: { body: `said ${subject}` } })) })
      const found = async () => (await ask('GET', `/api/v2/search?query=${encodeURIComponent(`type:ticket ${query}`)}`)).body.results.map(({ id }: Json) => id)
      const all = async () => {
        const rows: Json[] = (await ask('GET', '/api/v2/tickets')).body.tickets
        const terms = readTerms(query)
        const texts = await Promise.all(
          rows.map(async ({ id, subject }) => {
            const { comments } = (await ask('GET', `/api/v2/tickets/${id}/comments`)).body
            return searchable([subject, ...comments.map(({ plain_body }: Json) => plain_body)])
          }),
        )
        return rows
          .filter(({ id }, i) => terms.every(({ value, quoted }) => value === String(id) || holds(texts[i] as string, value, quoted)))
          .map(({ id }) => id)
      }
      expect(new Set(await found())).toEqual(new Set(await all()))
      await world.clock.advance(60_000)
      await ask('PUT', '/api/v2/tickets/1', { ticket: { subject: later, comment: { body: note } } })
      await ask('POST', '/api/v2/tickets', { ticket: { subject: note, comment: { body: later } } })
      expect(new Set(await found())).toEqual(new Set(await all()))
    }),
    { numRuns: 40 },
  )
})

test.each(['"not closed', 'type:ticket "', '-"', 'subject:"'])('a phrase that is not closed goes to the end of the query: %s', async (query) => {
  const { status } = await account({ tickets: [{ subject: 'One' }] }).ask('GET', `/api/v2/search?query=${encodeURIComponent(query)}`)
  expect(status).toBe(200)
})

test('orders inside a query by the short names of times, too, and by the last comment', async () => {
  const zendesk = account({ tickets: [{ subject: 'lamp one' }, { subject: 'lamp two' }, { subject: 'lamp three' }] })
  zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
  await zendesk.ask('PUT', '/api/v2/tickets/2', { ticket: { comment: { body: 'said' } } })
  zendesk.world.clock.set(zendesk.world.clock.now() + 60_000)
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { priority: 'low' } })
  const order = async (query: string) =>
    (await get(zendesk, `search?query=${encodeURIComponent(`type:ticket lamp ${query}`)}`)).results.map(({ id }: Json) => id)
  expect(await order('order_by:created sort:asc')).toEqual([1, 2, 3])
  expect(await order('order_by:created sort:desc')).toEqual([3, 2, 1])
  expect(await order('order_by:updated sort:desc')).toEqual([1, 2, 3])
  expect((await order('order_by:commented sort:desc'))[0]).toBe(2)
})

test.each(['search', 'users/search'])('a keyword that lost its value, as to a "+" that is not encoded, is told in the journal: %s', async (path) => {
  const zendesk = account({ users: [{ name: 'Ada', phone: '+4930123456' }] })
  expect((await get(zendesk, `${path}?query=phone:+4930123456`)).count).toBe(0)
  expect(zendesk.last().remarks).toMatchObject([{ kind: 'token-used' }, { kind: 'ignored', what: expect.stringContaining('%2B') }])
  expect((await get(zendesk, `${path}?query=phone:%2B4930123456`)).count).toBe(1)
  expect(zendesk.last().remarks).toMatchObject([{ kind: 'token-used' }])
})

test.each([
  ['custom_field_31>5', ['Two']],
  ['custom_field_31<=5', ['One']],
  ['custom_field_31:5', ['One']],
  ['custom_field_31:none', ['Three']],
  ['custom_field_32>2026-02-01', ['Two']],
  ['custom_field_32:2026-02-01', ['One']],
  ['custom_field_32<4weeks', ['One']],
  ['custom_field_33:order', ['One']],
  ['custom_field_33:"Order 12"', ['One']],
  ['custom_field_34:gol*', ['Two']],
  ['type:user seats>=10', ['Ada']],
  ['type:user seats<10', []],
  ['type:user email:*@x.example', ['Ada']],
])('own fields compare as their type does: %s', async (query, expected) => {
  const zendesk = account({
    userFields: [{ type: 'integer', key: 'seats', title: 'Seats' }],
    users: [{ name: 'Ada', email: 'ada@x.example', user_fields: { seats: 12 } }],
    ticketFields: [
      { id: 31, type: 'integer', title: 'Number' },
      { id: 32, type: 'date', title: 'Day' },
      { id: 33, type: 'text', title: 'Order' },
      { id: 34, type: 'tagger', title: 'Tier', custom_field_options: [{ name: 'Gold', value: 'gold' }] },
    ],
    tickets: [
      {
        subject: 'One',
        custom_fields: [
          { id: 31, value: 5 },
          { id: 32, value: '2026-02-01' },
          { id: 33, value: 'Order 12' },
        ],
      },
      {
        subject: 'Two',
        custom_fields: [
          { id: 31, value: 12 },
          { id: 32, value: '2026-02-20' },
          { id: 34, value: 'gold' },
        ],
      },
      { subject: 'Three' },
    ],
  })
  const { results } = await get(zendesk, `search?query=${encodeURIComponent(query)}`)
  expect(results.map(({ subject, name }: Json) => subject ?? name)).toEqual(expected)
})

test('a phone number is found by how it begins, on any line of its user', async () => {
  const zendesk = account({ users: [{ name: 'Ada', phone: '+4930123456' }, { name: 'Bob', phone: '+4989765432' }, { name: 'Eve' }] })
  const [bob] = (await get(zendesk, 'users/search?query=bob')).users
  await zendesk.ask('POST', `/api/v2/users/${bob.id}/identities`, { identity: { type: 'phone_number', value: '+4930999' } })
  const named = async (query: string) => (await get(zendesk, `users/search?query=${query}`)).users.map(({ name }: Json) => name)
  expect(await named('phone:4930*')).toEqual(['Ada', 'Bob'])
  expect(await named('phone:%2B493012*')).toEqual(['Ada'])
  expect(await named('phone:*')).toEqual(['Ada', 'Bob'])
  expect(await named('role:end-user -phone:4930*')).toEqual(['Eve'])
  expect(await named('phone:30123456')).toEqual([])
})
