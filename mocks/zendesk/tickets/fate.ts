import type { World } from '../../core/index.ts'
import { flagIn } from '../flag.ts'
import { idText } from '../ids.ts'
import { flat, raise, recordNotFound } from '../problems.ts'
import { auditsOf, type Ticket, ticketsOf, type User } from '../records.ts'
import { ratingsOf } from '../satisfaction/ratings.ts'
import { attachmentsOf } from '../uploads/attachment.ts'
import { changedTicket } from './changed.ts'
import { auditsOn } from './conversation.ts'
import { updateTicket } from './write.ts'

/** Into the deleted tickets, from where it can come back. */
export const eraseTicket = (world: World, ticket: Ticket, { id }: User): Ticket =>
  changedTicket(world, { ...ticket, status: 'deleted', before_deletion: ticket.status, deleted_by: id })

export const restoreTicket = (world: World, { before_deletion, deleted_by: _, ...ticket }: Ticket): Ticket =>
  changedTicket(world, { ...ticket, status: before_deletion ?? 'open' })

/** For good, with all that was said, sent and done on it. No other ticket has its attachments: an upload is taken once. */
export function destroyTicket(world: World, { id }: Ticket): void {
  for (const audit of auditsOn(world, id)) {
    for (const attachment of audit.comment?.attachments ?? []) attachmentsOf(world).delete(String(attachment))
    auditsOf(world).delete(idText(audit.id))
  }
  for (const rating of ratingsOf(world).find('ticket', String(id))) ratingsOf(world).delete(String(rating.id))
  ticketsOf(world).delete(String(id))
}

/** Closes a ticket into another one, with a comment on each. */
export function mergeTicket(world: World, source: Ticket, order: Record<string, unknown>, author: User): Ticket {
  const target = ticketsOf(world).get(String(order.target))
  if (!target || target.status === 'deleted') return raise(recordNotFound())
  if (target.id === source.id) return raise(flat('RecordInvalid', 422, 'A ticket cannot be merged into itself'))
  if (target.status === 'closed' || source.status === 'closed') return raise(flat('RecordInvalid', 422, 'A closed ticket cannot be merged'))
  const say = (ticket: Ticket, body: unknown, isPublic: unknown, rest: object) =>
    updateTicket(world, ticket, { comment: { body, public: flagIn(isPublic) === true }, ...rest }, { user: author, remark: () => {} }).ticket
  const tags = { additional_tags: ['closed_by_merge'] }
  if (order.first === true)
    say(
      target,
      order.target_comment ?? `Request #${source.id} "${source.subject}" was closed and merged into this request.`,
      order.target_comment_is_public,
      {},
    )
  return say(
    source,
    order.source_comment ?? `This request was closed and merged into request #${target.id} "${target.subject}".`,
    order.source_comment_is_public,
    {
      status: 'closed',
      ...tags,
    },
  )
}
