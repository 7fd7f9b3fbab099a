import { expect, test } from 'vitest'
import { type Account, account, type Json } from './account.ts'

const as = (email: string) => ({ authorization: `Basic ${Buffer.from(`${email}/token:rehearsal-token`).toString('base64')}` })
const ADA = as('ada@example.org')

function solved(): Account {
  return account({
    users: [
      { name: 'Ada', email: 'ada@example.org', verified: true },
      { name: 'Bob', email: 'bob@example.org', verified: true },
    ],
    tickets: [
      { subject: 'Done', description: 'x', requester: 'ada@example.org', assignee: 'admin@rehearsal.example', status: 'solved' },
      { subject: 'Open', description: 'x', requester: 'ada@example.org' },
    ],
  })
}
const rate = (zendesk: Account, ticket: number, satisfaction_rating: object, headers = ADA) =>
  zendesk.ask('POST', `/api/v2/tickets/${ticket}/satisfaction_rating`, { satisfaction_rating }, headers)

test('a requester rates a solved ticket, and the ticket shows it', async () => {
  const zendesk = solved()
  const { status, body } = await rate(zendesk, 1, { score: 'good', comment: 'Quick!' })
  expect(status).toBe(200)
  expect(body.satisfaction_rating).toMatchObject({ ticket_id: 1, score: 'good', comment: 'Quick!' })
  const { ticket } = (await zendesk.ask('GET', '/api/v2/tickets/1')).body
  expect(ticket.satisfaction_rating).toEqual({ id: body.satisfaction_rating.id, score: 'good', comment: 'Quick!' })
  expect((await zendesk.ask('GET', `/api/v2/satisfaction_ratings/${body.satisfaction_rating.id}.json`)).body).toEqual(body)
})

test('a ticket that was solved and is open again may be rated; an agent does not read the ratings', async () => {
  const zendesk = solved()
  await zendesk.ask('PUT', '/api/v2/tickets/1', { ticket: { status: 'open' } })
  const { id } = (await rate(zendesk, 1, { score: 'good' })).body.satisfaction_rating
  await zendesk.ask('POST', '/api/v2/users', { user: { name: 'Mia', email: 'mia@rehearsal.example', role: 'agent' } })
  for (const path of ['', '/count', `/${id}`])
    expect((await zendesk.ask('GET', `/api/v2/satisfaction_ratings${path}`, undefined, as('mia@rehearsal.example'))).status).toBe(403)
})

test('rating again changes the same rating', async () => {
  const zendesk = solved()
  const first = await rate(zendesk, 1, { score: 'good' })
  const second = await rate(zendesk, 1, { score: 'bad' })
  expect(second.body.satisfaction_rating).toMatchObject({ id: first.body.satisfaction_rating.id, score: 'bad', comment: null })
  expect((await zendesk.ask('GET', '/api/v2/satisfaction_ratings/count')).body.count.value).toBe(1)
})

test('nobody else rates it, nobody rates an open one, and there are two scores', async () => {
  const zendesk = solved()
  expect((await rate(zendesk, 1, { score: 'good' }, as('bob@example.org'))).status).toBe(403)
  expect((await rate(zendesk, 2, { score: 'good' })).status).toBe(422)
  expect((await rate(zendesk, 1, { score: 'great' })).body.details.score[0].error).toBe('InvalidValue')
  expect((await rate(zendesk, 9, { score: 'good' })).status).toBe(404)
})

test.each([
  ['', 1],
  ['?score=good', 0],
  ['?score=bad_with_comment', 1],
  ['?score=received_without_comment', 0],
  ['?score=offered', 0],
  ['?start_time=1893456000', 0],
])('the list is narrowed by %s', async (query, expected) => {
  const zendesk = solved()
  await rate(zendesk, 1, { score: 'bad', comment: 'Slow' })
  const { body } = await zendesk.ask('GET', `/api/v2/satisfaction_ratings.json${query}`)
  expect((body as Json).satisfaction_ratings).toHaveLength(expected)
  expect(body.count).toBe(expected)
})

test('a score that is none is refused', async () => {
  expect((await solved().ask('GET', '/api/v2/satisfaction_ratings?score=superb')).status).toBe(400)
})
