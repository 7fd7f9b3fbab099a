import type { World } from '../../core/index.ts'
import { accountOf } from '../account.ts'
import { requiredFields } from '../fields/keys.ts'
import { type FieldError, invalid, raise } from '../problems.ts'
import type { Ticket } from '../records.ts'

/** A ticket is solved by somebody, with every field that solving requires; one entry for each that is missing (probed 2026). */
export function checkSolvable(world: World, ticket: Ticket): void {
  const missing: FieldError[] = []
  const add = (title: string, id: number, type: string) =>
    missing.push({ description: `${title}: is required when solving a ticket`, error: null, ticket_field_id: id, ticket_field_type: type })
  if (ticket.assignee_id === null) add('Assignee', accountOf(world).fields.assignee as number, 'FieldAssignee')
  for (const field of requiredFields(world))
    if ((ticket.custom[field.id] ?? null) === null || ticket.custom[field.id] === '') add(field.title, field.id, field.type)
  if (missing.length > 0) raise(invalid({ base: missing }))
}
