import type { World } from '../../core/index.ts'
import { idAfter, idText } from '../ids.ts'
import { type Audit, auditsOf, type Comment } from '../records.ts'

// Comments live in the audits that tell of them: what is redacted in one place is gone from all.

/** A comment takes the id behind that of its audit. */
const auditOf = (world: World, comment: number): Audit | undefined => auditsOf(world).get(idText(idAfter(comment, -1)))

/** Oldest first. */
export const auditsOn = (world: World, ticket: number | string): Audit[] =>
  auditsOf(world)
    .find('ticket', String(ticket))
    .sort((a, b) => a.id - b.id)

/** Oldest first. */
export const commentsOn = (world: World, ticket: number | string): Comment[] => auditsOn(world, ticket).flatMap(({ comment }) => comment ?? [])

/** Counted without putting them in order: each new comment asks. */
export function commentCount(world: World, ticket: number): number {
  let count = 0
  for (const { comment } of auditsOf(world).find('ticket', String(ticket))) if (comment) count++
  return count
}

/** What was said of the first comment holds for all that do not say it themselves, whatever was said between (documented, probed 2026). */
export function beganPublic(world: World, ticket: number): boolean {
  for (const audit of auditsOf(world).find('ticket', String(ticket))) if ('ticket' in audit) return audit.ticket.is_public
  return true
}

export const commentById = (world: World, id: number): Comment | undefined => auditOf(world, id)?.comment

/** Numbers of tickets on which a word of this index key was said. */
export const ticketsSaying = (world: World, key: string): number[] =>
  auditsOf(world)
    .find('words', key)
    .map(({ ticket_id }) => ticket_id)

/** A comment in the place of the one that it was. */
export function changeComment(world: World, comment: Comment): Comment {
  const audit = auditOf(world, comment.id)
  if (!audit) throw new Error(`no audit tells of the comment ${comment.id}`)
  auditsOf(world).put(idText(audit.id), { ...audit, comment })
  return comment
}
