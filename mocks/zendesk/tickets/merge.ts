import type { World } from '../../core/index.ts'
import { flagIn } from '../flag.ts'
import { nextId } from '../ids.ts'
import { flat, raise, recordNotFound } from '../problems.ts'
import { type Comment, type Ticket, ticketsOf, type User } from '../records.ts'
import { attachmentsOf } from '../uploads/attachment.ts'
import { uploadsOf } from '../uploads/uploads.ts'
import { commentsOn } from './conversation.ts'
import { updateTicket } from './write.ts'

/** What a client asks of one merge, for each of its sources. */
export interface MergeOrder {
  target: number
  /** All that are merged at once, this one among them. */
  sources: number[]
  /** Does the comment on the target come with this one? */
  first: boolean
  target_comment?: unknown
  source_comment?: unknown
  target_comment_is_public?: unknown
  source_comment_is_public?: unknown
}

/**
 * Closes a ticket into another one, with a comment on each. That on the target has copies of what was attached to the sources, and both are
 * private unless all these tickets are public and the client wants it so (documented; the words where a client has none are inferred). What was
 * attached to a private comment stays private: so is the comment with its copy (inferred).
 */
export function mergeTicket(world: World, source: Ticket, order: MergeOrder, author: User): Ticket {
  const target = ticketsOf(world).get(String(order.target))
  if (!target || target.status === 'deleted') return raise(recordNotFound())
  if (target.id === source.id) return raise(flat('RecordInvalid', 422, 'A ticket cannot be merged into itself'))
  if (target.status === 'closed' || source.status === 'closed') return raise(flat('RecordInvalid', 422, 'A closed ticket cannot be merged'))
  const sources = order.sources.flatMap((id) => ticketsOf(world).get(String(id)) ?? []).filter(({ status }) => status !== 'deleted')
  const open = [target, ...sources].every(({ is_public }) => is_public)
  const say = (ticket: Ticket, body: unknown, isPublic: boolean, uploads: string[], change: object) => {
    const comment = { body, public: open && isPublic, uploads }
    return updateTicket(world, ticket, { comment, ...change }, { user: author, remark: () => {} }).ticket
  }
  if (order.first) {
    const body = order.target_comment ?? `Request #${source.id} "${source.subject ?? ''}" was closed and merged into this request.`
    const attached = sources.flatMap(({ id }) => commentsOn(world, id)).filter(({ attachments }) => attachments.length > 0)
    const isPublic = flagIn(order.target_comment_is_public) === true && attached.every((comment) => comment.public)
    say(target, body, isPublic, copied(world, attached), {})
  }
  const body = order.source_comment ?? `This request was closed and merged into request #${target.id} "${target.subject ?? ''}".`
  return say(source, body, flagIn(order.source_comment_is_public) === true, [], { status: 'closed', additional_tags: ['closed_by_merge'] })
}

/** Copies of the attachments of these comments, under a token as an upload has one. */
function copied(world: World, comments: readonly Comment[]): string[] {
  const files = comments.flatMap(({ attachments }) => attachments).flatMap((id) => attachmentsOf(world).get(String(id)) ?? [])
  if (files.length === 0) return []
  const random = world.random('zendesk.uploads')
  const attachments = files.map((file) => {
    const id = nextId(world)
    return attachmentsOf(world).put(String(id), { ...file, id, key: random.text(25) }).id
  })
  const token = random.text(25)
  uploadsOf(world).put(token, { token, until: world.clock.now() + 1, attachments })
  return [token]
}
