import type { World } from '../../core/index.ts'
import { idText } from '../ids.ts'
import { auditsOf, type Ticket, ticketsOf, type User } from '../records.ts'
import { ratingsOf } from '../satisfaction/ratings.ts'
import { attachmentsOf } from '../uploads/attachment.ts'
import { changedTicket } from './changed.ts'
import { auditsOn } from './conversation.ts'

/** Into the deleted tickets, from where it can come back. */
export const eraseTicket = (world: World, ticket: Ticket, { id }: User): Ticket =>
  changedTicket(world, { ...ticket, status: 'deleted', before_deletion: ticket.status, deleted_by: id })

export const restoreTicket = (world: World, { before_deletion, deleted_by: _, ...ticket }: Ticket): Ticket =>
  changedTicket(world, { ...ticket, status: before_deletion ?? 'open' })

/** For good, with all that was said, sent and done on it. No other ticket has its attachments: an upload is taken once, and a merge copies them. */
export function destroyTicket(world: World, { id }: Ticket): void {
  for (const audit of auditsOn(world, id)) {
    for (const attachment of audit.comment?.attachments ?? []) attachmentsOf(world).delete(String(attachment))
    auditsOf(world).delete(idText(audit.id))
  }
  for (const rating of ratingsOf(world).find('ticket', String(id))) ratingsOf(world).delete(String(rating.id))
  ticketsOf(world).delete(String(id))
}
