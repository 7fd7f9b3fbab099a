import type { World } from '../../core/index.ts'
import { type Ticket, ticketsOf } from '../records.ts'
import { now } from '../time.ts'

/** A ticket that was changed this moment, which exports go by. */
export const changedTicket = (world: World, ticket: Ticket): Ticket =>
  ticketsOf(world).put(String(ticket.id), { ...ticket, updated_at: now(world), generated_timestamp: Math.floor(world.clock.now() / 1000) })
