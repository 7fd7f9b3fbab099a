import type { World } from '../../core/index.ts'
import { type Ticket, ticketsOf } from '../records.ts'
import { changedTicket } from '../tickets/changed.ts'
import type { Field } from './fields.ts'

/** An option that goes takes its value, and the tag that comes with it, off every ticket (documented; the tag inferred). */
export function dropGoneOptions(world: World, before: Field, after: Field): void {
  const gone = new Set(before.options.map(({ value }) => value))
  for (const { value } of after.options) gone.delete(value)
  if (gone.size === 0) return
  const tickets = [...ticketsOf(world).scan()].filter(({ custom }) => [custom[before.id]].flat().some((value) => gone.has(value as string)))
  for (const ticket of tickets) changedTicket(world, without(ticket, String(before.id), gone))
}

function without(ticket: Ticket, field: string, gone: ReadonlySet<string>): Ticket {
  const value = ticket.custom[field]
  const left = Array.isArray(value) ? value.filter((one) => !gone.has(one)) : null
  return { ...ticket, custom: { ...ticket.custom, [field]: left }, tags: ticket.tags.filter((tag) => !gone.has(tag)) }
}
