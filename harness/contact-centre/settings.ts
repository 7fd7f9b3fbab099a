import { z } from 'zod'
import { isZone } from './zone.ts'

/** What the sources leave open about the contact centre, by name, with the default that a play uses. */
export const centreSettings = z.strictObject({
  /** A12: does "the contact ends the interaction first" (R027) withhold the agent's fields of a call too, or of digital contacts only? */
  contactEndsFirst: z.enum(['both', 'digital']).default('both'),
  /** A4: a digital contact is memorialized when it is transferred or unassigned and dismissed (the newest pages), or transferred or set to closed (older ones). */
  digitalTrigger: z.enum(['dismissed', 'closed']).default('dismissed'),
  /** A11: DNIS of an outbound call is the number that was dialled (the vendor's packages) or the agent's own (the Zendesk page). */
  outboundDnis: z.enum(['dialled', 'agent']).default('dialled'),
  /** The tenant's zone: `startTime` and `lastStateChangeTime` of a contact's events are told in it, beside the same in UTC (which zone theirs is, the sources leave open). */
  timeZone: z.string().refine(isZone, 'expected a time zone such as Europe/Berlin').default('UTC'),
})
export type CentreSettings = z.infer<typeof centreSettings>
