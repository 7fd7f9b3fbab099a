import type { Remark, World } from '../../core/index.ts'
import { nextId } from '../ids.ts'
import { invalid, raise } from '../problems.ts'
import type { Audit, Comment, Ticket, User } from '../records.ts'
import { now } from '../time.ts'
import { commentCount } from './conversation.ts'
import { COMMENT_BYTES, collapse, cutBytes, isPlain, paragraph, safeHtml, stripTags, textOfHtml, toHtml, wrap } from './text.ts'

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
  if (html === undefined && isPlain(text)) return text.trim() === '' ? undefined : { body: text.trim(), html: wrap(paragraph(text.trim())) }
  const body = collapse(html === undefined ? stripTags(text) : textOfHtml(text))
  if (body === '') return undefined
  return { body, html: html === undefined ? toHtml(body) : wrap(safeHtml(text)) }
}

export interface Said {
  text: { body: string; html: string }
  author: User
  public: boolean
  attachments: number[]
  /** What is known of the call that it is about. */
  voice?: Record<string, unknown> | undefined
}

type Place = [world: World, ticket: Pick<Ticket, 'id'>, audit: Pick<Audit, 'id' | 'metadata' | 'via'>, what: Said]

/** Refuses one more comment where a ticket has as many as it takes. */
export const checkRoom = (world: World, ticket: Pick<Ticket, 'id'>): void => checkComments(commentCount(world, ticket.id) + 1)

/** Refuses so many comments on one ticket where that takes less. */
export function checkComments(count: number): void {
  if (count > MOST) raise(invalid({ base: [{ description: `Comments: a ticket cannot have more than ${MOST} comments`, error: 'TooManyComments' }] }))
}

/** A comment; its audit is to be stored with it. */
export function newComment(...[world, ticket, audit, what]: Place): Comment {
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
    via: audit.via,
    created_at: now(world),
    metadata: audit.metadata,
  }
  if (what.voice) comment.data = what.voice
  return comment
}
