import type { Ticket, TicketStatus } from '../records.ts'

const WORKING: readonly string[] = ['new', 'open', 'pending', 'hold'] satisfies TicketStatus[]

/** Is there still work to do on it? */
export const isWorking = ({ status }: Pick<Ticket, 'status'>): boolean => WORKING.includes(status)
