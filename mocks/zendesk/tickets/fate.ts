import type { World } from '../../core/index.ts'
import { flat, raise } from '../problems.ts'
import { type Ticket, ticketsOf, type User } from '../records.ts'
import { now } from '../time.ts'
import { updateTicket } from './write.ts'

/** Into the deleted tickets, from where it can come back. */
export const eraseTicket = (world: World, ticket: Ticket): Ticket =>
  ticketsOf(world).put(String(ticket.id), {
    ...ticket,
    status: 'deleted',
    before_deletion: ticket.status,
    updated_at: now(world),
    generated_timestamp: seconds(world),
  })

export const restoreTicket = (world: World, { before_deletion, ...ticket }: Ticket): Ticket =>
  ticketsOf(world).put(String(ticket.id), { ...ticket, status: before_deletion ?? 'open', updated_at: now(world), generated_timestamp: seconds(world) })

const seconds = (world: World): number => Math.floor(world.clock.now() / 1000)

/** Closes a ticket into another one, with a comment on each. */
export function mergeTicket(world: World, source: Ticket, order: Record<string, unknown>, author: User): Ticket {
  const target = ticketsOf(world).get(String(order.target))
  if (!target || target.status === 'closed' || source.status === 'closed') return raise(flat('RecordInvalid', 422, 'A closed ticket cannot be merged'))
  const say = (ticket: Ticket, body: unknown, isPublic: unknown, rest: object) =>
    updateTicket(world, ticket, { comment: { body, public: isPublic === true }, ...rest }, { user: author, remark: () => {} }).ticket
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
