import type { World } from '../../core/index.ts'
import { readId } from '../ids.ts'
import { type Ticket, ticketsOf, type Via } from '../records.ts'

// A closed ticket cannot be reopened; a new one follows it up and inherits its tags unless it has its own (documented).

/** The closed ticket that `via_followup_source_id` names; others are passed over (documented). */
export function followedUp(world: World, id: unknown): Ticket | undefined {
  const source = id === undefined ? undefined : ticketsOf(world).get(String(readId(id)))
  return source?.status === 'closed' ? source : undefined
}

/** What of it shows where the new one came from (from memory). */
export const followUpVia = ({ id, subject, via }: Ticket): Via => ({
  channel: 'api',
  source: { from: { ticket_id: id, subject, channel: via.channel }, to: {}, rel: 'follow_up' },
})

export const linkFollowUp = (world: World, source: Ticket, followUp: number): Ticket =>
  ticketsOf(world).put(String(source.id), { ...source, followup_ids: [...source.followup_ids, followUp] })

/** The ticket that this one follows up. */
export const sourceOf = ({ via: { source } }: Ticket): number | null => (source.rel === 'follow_up' ? readId(source.from.ticket_id) : null)
