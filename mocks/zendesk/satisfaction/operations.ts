import type { Operation } from '../../core/index.ts'
import { byId, seconds } from '../paging/orders.ts'
import { paged } from '../paging/page.ts'
import { forbidden, invalid, recordNotFound, titled } from '../problems.ts'
import { api, type Context, idOf, json, rootOf } from '../route.ts'
import { pathTicket } from '../tickets/operations.ts'
import { type Rating, rate, ratingJson, ratingsOf, type Score } from './ratings.ts'

const scope = 'satisfaction_ratings' as const
/** Documented: these are for administrators. */
const read = { scope, who: 'admin' } as const
const SCORES: readonly Score[] = ['good', 'bad']

/** `good`, `bad_with_comment`, `received_without_comment`: which ratings a list is asked for (documented). */
function scored(wanted: string | null): ((rating: Rating) => boolean) | undefined {
  if (wanted === null) return () => true
  const [, score, comment] = /^(good|bad|received)(?:_(with|without)_comment)?$/.exec(wanted) ?? []
  if (!score) return ['offered', 'unoffered'].includes(wanted) ? () => false : undefined
  return (rating) => (score === 'received' || rating.score === score) && (comment === undefined || (rating.comment !== null) === (comment === 'with'))
}

function list(context: Context): Rating[] | undefined {
  const { query } = context.call
  const wanted = scored(query.get('score'))
  if (!wanted) return undefined
  const [from, until] = [Number(query.get('start_time') ?? 0), Number(query.get('end_time') ?? Number.POSITIVE_INFINITY)]
  return [...ratingsOf(context.world).scan()].filter((rating) => wanted(rating) && seconds(rating.created_at) >= from && seconds(rating.created_at) <= until)
}

const badScore = () => titled('Invalid attribute', 400, 'You passed an invalid value for the score attribute. Invalid parameter: score is not valid')

export const satisfactionOperations: Operation[] = [
  ...api('GET', '/api/v2/satisfaction_ratings', 'satisfaction_ratings.index', read, (context) => {
    const rows = list(context)
    return rows ? paged<Rating>(context, 'satisfaction_ratings', rows, (row) => ratingJson(row, context.base), { order: byId }) : badScore()
  }),
  ...api('GET', '/api/v2/satisfaction_ratings/count', 'satisfaction_ratings.count', read, (context) => {
    const rows = list(context)
    return rows ? json({ count: { value: rows.length, refreshed_at: null } }) : badScore()
  }),
  ...api('GET', '/api/v2/satisfaction_ratings/:id', 'satisfaction_ratings.show', read, (context) => {
    const rating = ratingsOf(context.world).get(idOf(context))
    return rating ? json({ satisfaction_rating: ratingJson(rating, context.base) }) : recordNotFound()
  }),
  // Only who asked may say how it was, once it is solved or was before it was reopened (documented; the words of the refusal are inferred).
  ...api('POST', '/api/v2/tickets/:id/satisfaction_rating', 'satisfaction_ratings.create', { scope, who: 'end-user' }, (context) => {
    const ticket = pathTicket(context)
    if (!ticket) return recordNotFound()
    if (ticket.requester_id !== context.user.id) return forbidden()
    const { score, comment } = rootOf(context, 'satisfaction_rating')
    const known = SCORES.find((one) => one === score)
    if (!known) return invalid({ score: [{ description: 'Score: is not included in the list', error: 'InvalidValue' }] })
    if (ticket.solved_at === null || ticket.status === 'closed')
      return invalid({ base: [{ description: 'Satisfaction ratings can only be given for solved tickets', error: 'InvalidValue' }] })
    const rating = rate(context.world, ticket, known, typeof comment === 'string' && comment !== '' ? comment : null)
    return json({ satisfaction_rating: ratingJson(rating, context.base) })
  }),
]
