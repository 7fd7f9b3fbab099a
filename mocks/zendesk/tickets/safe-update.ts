import { flagIn } from '../flag.ts'
import { flat } from '../problems.ts'
import type { Ticket } from '../records.ts'

/** `safe_update`: is the state that the client knows (`updated_stamp`) not the ticket's own any more? */
export const outdated = (ticket: Ticket, sent: Record<string, unknown>): boolean =>
  flagIn(sent.safe_update) === true && sent.updated_stamp !== ticket.updated_at

/** The text behind the first sentence is from memory. */
export const updateConflict = () =>
  flat('UpdateConflict', 409, 'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.')
