import type { World } from '../../core/index.ts'
import { type Ticket, ticketsOf } from '../records.ts'
import type { Field } from './fields.ts'

/**
 * An option that goes takes its value off every ticket (documented). Its tag stays, as that of an option whose tag is changed does (documented
 * of that, support.zendesk.com 4408886624410; of one that is deleted inferred): another field may use it. That exports tell such tickets anew,
 * and that nobody has updated them, is inferred.
 */
export function dropGoneOptions(world: World, before: Field, after: Field): void {
  const gone = new Set(before.options.map(({ value }) => value))
  for (const { value } of after.options) gone.delete(value)
  if (gone.size === 0) return
  const generated_timestamp = Math.floor(world.clock.now() / 1000)
  const tickets = [...ticketsOf(world).scan()].filter(({ custom }) => [custom[before.id]].flat().some((value) => gone.has(value as string)))
  for (const ticket of tickets) ticketsOf(world).put(String(ticket.id), { ...without(ticket, String(before.id), gone), generated_timestamp })
}

function without(ticket: Ticket, field: string, gone: ReadonlySet<string>): Ticket {
  const value = ticket.custom[field]
  const left = Array.isArray(value) ? value.filter((one) => !gone.has(one)) : null
  return { ...ticket, custom: { ...ticket.custom, [field]: left } }
}
