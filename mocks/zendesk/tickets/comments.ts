import type { Remark, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { invalid, raise } from '../problems.ts'
import { type Audit, type AuditEvent, type Comment, commentsOf, type Ticket, type User, type Via } from '../records.ts'
import { now } from '../time.ts'
import { COMMENT_BYTES, collapse, cutBytes, safeHtml, stripTags, textOfHtml, toHtml, wrap } from './text.ts'

export interface CommentInput {
  body?: unknown
  html_body?: unknown
  public?: unknown
  author_id?: unknown
  uploads?: unknown
}

/** A ticket takes 5000 of them (documented). */
const MOST = 5000

export type Note = (remark: Remark) => void

/** What a comment says, cut to 64 kB; undefined when it says nothing. */
export function written(input: CommentInput | undefined, remark: Note): { body: string; html: string } | undefined {
  if (!input) return undefined
  const html = typeof input.html_body === 'string' && input.html_body.trim() !== '' ? input.html_body : undefined
  const raw = html === undefined ? (input.body === undefined || input.body === null ? '' : String(input.body)) : html
  const { text, bytes } = cutBytes(raw, COMMENT_BYTES)
  if (bytes > COMMENT_BYTES) remark({ kind: 'cut', field: 'comment.body', limit: COMMENT_BYTES, unit: 'bytes', sent: bytes })
  const body = collapse(html === undefined ? stripTags(text) : textOfHtml(text))
  if (body === '') return undefined
  return { body, html: html === undefined ? toHtml(body) : wrap(safeHtml(text)) }
}

/** Adds a comment and returns it with the event that the audit shows for it. */
export function addComment(
  world: World,
  ticket: Pick<Ticket, 'id' | 'is_public'>,
  audit: Pick<Audit, 'id' | 'metadata' | 'via'>,
  what: { text: { body: string; html: string }; author: User; public: boolean; attachments: number[]; via?: Via; voice?: Record<string, unknown> },
): { comment: Comment; event: AuditEvent } {
  if (commentsOf(world).find('ticket', String(ticket.id)).length >= MOST)
    raise(invalid({ base: [{ description: `Comments: a ticket cannot have more than ${MOST} comments`, error: 'TooManyComments' }] }))
  const comment: Comment = {
    id: nextId(world),
    ticket_id: ticket.id,
    audit_id: audit.id,
    type: what.voice ? 'VoiceComment' : 'Comment',
    author_id: what.author.id,
    body: what.text.body,
    html_body: what.text.html,
    plain_body: what.text.body,
    public: what.public,
    attachments: what.attachments,
    via: what.via ?? audit.via,
    created_at: now(world),
    metadata: audit.metadata,
    ...(what.voice ? { data: what.voice } : {}),
  }
  commentsOf(world).put(String(comment.id), comment)
  const { id, type, author_id, body, html_body, plain_body, audit_id } = comment
  return {
    comment,
    event: { id, type, author_id, body, html_body, plain_body, public: comment.public, attachments: [], audit_id, ...(what.voice ? { data: what.voice } : {}) },
  }
}
