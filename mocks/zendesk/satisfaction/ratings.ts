import type { TableDefinition, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import type { Ticket } from '../records.ts'
import { changedTicket } from '../tickets/changed.ts'
import { now } from '../time.ts'

export type Score = 'good' | 'bad'

/** What a requester thought of a ticket; rating it again changes the same one. */
export interface Rating {
  id: number
  assignee_id: number | null
  group_id: number | null
  requester_id: number
  ticket_id: number
  score: Score
  comment: string | null
  created_at: string
  updated_at: string
}

const ratings: TableDefinition<Rating> = { name: 'zendesk.satisfaction_ratings', indexes: { ticket: (rating) => String(rating.ticket_id) } }
export const ratingsOf = (world: World) => world.store.table(ratings)

/** Keeps the rating, and shows it on its ticket. */
export function rate(world: World, ticket: Ticket, score: Score, comment: string | null): Rating {
  const [before] = ratingsOf(world).find('ticket', String(ticket.id))
  const rating: Rating = {
    id: before?.id ?? nextId(world),
    assignee_id: ticket.assignee_id,
    group_id: ticket.group_id,
    requester_id: ticket.requester_id,
    ticket_id: ticket.id,
    score,
    comment,
    created_at: before?.created_at ?? now(world),
    updated_at: now(world),
  }
  const satisfaction_rating = { id: rating.id, score, ...(comment === null ? {} : { comment }) }
  changedTicket(world, { ...ticket, satisfaction_rating })
  return ratingsOf(world).put(String(rating.id), rating)
}

/** Keys as the published API description lists them; no recording shows one. */
export function ratingJson({ id, comment, ...rest }: Rating, base: string): Record<string, unknown> {
  const { assignee_id, group_id, requester_id, ticket_id, score, created_at, updated_at } = rest
  const url = `${base}/api/v2/satisfaction_ratings/${id}.json`
  return { url, id, assignee_id, group_id, requester_id, ticket_id, score, created_at, updated_at, comment }
}
