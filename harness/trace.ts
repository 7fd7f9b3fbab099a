import type { Exchange } from '../mocks/core/journal.ts'
import type { Ground } from './attribution.ts'
import type { InteractionEvent } from './events.ts'
import type { Notice } from './integration.ts'

/** Everything that happened in one play, in order. Times are on the World's clock. */
export type TraceEntry =
  | { kind: 'step'; at: number /** From 1. */; index: number /** `agent.hangsUp` */; verb: string /** One line: who did what. */; says: string; line?: number }
  | { kind: 'moment'; at: number; moment: Moment }
  | { kind: 'event'; at: number; event: InteractionEvent }
  /** The integration is done with an event; `error` when it rejected. */
  | { kind: 'delivered'; at: number; event: InteractionEvent; error?: string }
  /** Whose it was and how that is known; both absent where it cannot be known. */
  | { kind: 'exchange'; at: number; exchange: Exchange; interaction?: string; by?: Ground }
  | { kind: 'notice'; at: number; notice: Notice }

/** What happened in the contact centre, without vendor words: what the rules measure an integration against. */
export type Moment =
  | { what: 'started'; interaction: string; contact: string; media: 'voice' | 'digital' }
  /** The contact (leg) is over for the people on it; after-call work may follow. */
  | { what: 'ended'; interaction: string; contact: string; by: 'contact' | 'agent' | 'flow' }
  /**
   * Memorialization is due now for this contact (R024-R026). `values` has every CXone data field of its media by its name in
   * the catalogue, as text; `withheld` names those that must not be written (R027).
   */
  | {
      what: 'due'
      interaction: string
      contact: string
      media: 'voice' | 'digital'
      values: Record<string, string>
      withheld: string[]
      scriptVariables: Record<string, string>
    }
  /** Something that must never reach the CRM: an attachment, an internal note. */
  | { what: 'unmappable'; interaction: string; contact: string; text: string }
