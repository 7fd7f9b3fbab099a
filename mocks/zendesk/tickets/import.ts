import type { World } from '../../core/index.ts'
import { idText } from '../ids.ts'
import { type Audit, auditsOf, type Ticket, type TicketStatus, ticketsOf } from '../records.ts'
import { readStamp } from '../time.ts'
import { customStatus } from './attributes.ts'
import { checkComments } from './comments.ts'
import { type Attributes, type Author, createTicket, updateTicket } from './write.ts'

/** What an import may say a ticket is, whatever would be asked of one that comes to it. */
const REACHED: readonly unknown[] = ['open', 'pending', 'hold', 'solved', 'closed'] satisfies TicketStatus[]

const asSent = (one: Attributes): Attributes => ({ ...one, body: one.value ?? one.body })

/** An import keeps the times that it gives for a ticket and for its comments, and may be closed from the start (documented). */
export function importTicket(world: World, { created_at, updated_at, solved_at, comments, ...sent }: Attributes, importer: Author): Ticket {
  const author: Author = { ...importer, imports: true }
  const { status, ...rest } = sent
  const reached = REACHED.includes(status) ? (status as TicketStatus) : undefined
  const [first, ...more] = Array.isArray(comments) ? (comments as Attributes[]) : []
  checkComments(more.length + 1)
  const opening = first ? { comment: asSent(first) } : {}
  const made = createTicket(world, { ...(reached ? rest : sent), ...opening }, author)
  let whole = made.ticket
  for (const one of more) {
    const { ticket, audit } = updateTicket(world, whole, { comment: asSent(one) }, author)
    whole = ticket
    if (audit) dateAudit(world, audit, readStamp(one.created_at))
  }
  const dated: Ticket = {
    ...whole,
    status: reached ?? whole.status,
    custom_status_id: customStatus(world, { ...whole, status: reached ?? whole.status }),
    created_at: readStamp(created_at) ?? whole.created_at,
    updated_at: readStamp(updated_at) ?? whole.updated_at,
    solved_at: readStamp(solved_at) ?? (reached === 'solved' ? whole.updated_at : whole.solved_at),
  }
  const { status: begun, custom_status_id } = dated
  dateAudit(world, { ...made.audit, ticket: { ...made.audit.ticket, status: begun, custom_status_id } }, readStamp(first?.created_at) ?? dated.created_at)
  return ticketsOf(world).put(String(dated.id), dated)
}

/** An audit and its comment, as of another time. */
export function dateAudit(world: World, audit: Audit, at = audit.created_at): void {
  const comment = audit.comment && { ...audit.comment, created_at: at }
  auditsOf(world).put(idText(audit.id), { ...audit, created_at: at, comment } as Audit)
}
