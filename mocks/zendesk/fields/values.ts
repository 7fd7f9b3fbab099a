import type { World } from '../../core/index.ts'
import type { FieldErrors } from '../problems.ts'
import type { Ticket } from '../records.ts'
import type { Note } from '../tickets/comments.ts'

export interface CustomValues {
  values: Record<string, unknown>
  tags: string[]
  errors: FieldErrors
}

export function customTicketValues(_world: World, _attributes: Record<string, unknown>, ticket: Ticket, _remark: Note): CustomValues {
  return { values: {}, tags: ticket.tags, errors: {} }
}
