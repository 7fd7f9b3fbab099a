import type { Clock } from '../mocks/core/clock.ts'
import type { Random } from '../mocks/core/random.ts'
import type { CrmConfiguration } from './configuration/schema.ts'
import type { InteractionEvent, RecordReference } from './events.ts'
import type { FlowNotice } from './webex/notice.ts'

/**
 * What an integration under test is: something that starts, is told events in order, and stops. It reaches the CRM through
 * `env.fetch` only. `deliver` may be called again before the last one settled (fifty agents work at once); it settles when the
 * integration has done what the event asked, and rejects when it could not.
 */
export interface Integration {
  start(env: Environment): Promise<void>
  deliver(event: InteractionEvent): Promise<void>
  stop(): Promise<void>
  /** Settles when nothing more happens by itself, without a further event; rejects when the integration cannot go on. */
  rest?(): Promise<void>
  /** What the agent sees of an interaction, where the integration has a customer card. */
  card?(interactionId: string): CustomerCard | undefined
}

export interface Environment {
  fetch: typeof fetch
  clock: Pick<Clock, 'now' | 'sleep'>
  random: Random
  configuration: CrmConfiguration
  /** Says what happened, for the agent and for the rules. A failure that nobody is told of is a finding. */
  report(notice: Notice): void
}

export type Notice =
  | { kind: 'failed'; interaction: string; what: string; record?: RecordReference; status?: number; message: string }
  /** Text that the CRM cut or refused: how much did not arrive. */
  | { kind: 'lost'; interaction: string; record: RecordReference; field: string; sent: number; kept: number; unit: 'characters' | 'bytes' }
  /** From now on the record is (not) linked: memorialization goes to linked records only. */
  | { kind: 'linked' | 'unlinked'; interaction: string; record: RecordReference }
  /** A page popped up on the agent's screen. An empty record id is the form for a new one. */
  | { kind: 'popped'; interaction: string; record: RecordReference; url: string; flow?: PoppedByFlow }
  | FlowNotice
  | { kind: 'information'; interaction: string; message: string }

/** Which activity of a flow popped it and how. `status`: what the page answered to the agent's browser, 0 for nothing. */
export interface PoppedByFlow {
  process: string
  activity: string
  /** `newBrowserTab`, or a place inside the desktop. */
  target: string
  label: string
  status?: number
}

export interface CardRecord extends RecordReference {
  label: string
  display: string
  url: string
  pinned: boolean
  linked: boolean
  /** Dynamic data: text only, a value that is not text is dropped before display. */
  fields: { name: string; label: string; value: string }[]
}

export interface CustomerCard {
  current: CardRecord[]
  related: CardRecord[]
}
