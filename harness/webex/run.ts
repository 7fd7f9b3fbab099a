import type { Environment } from '../integration.ts'
import { createCall } from './call.ts'
import type { FlowSettings } from './configuration.ts'
import type { Connectors } from './connectors.ts'
import type { Flow, FlowEvent } from './format.ts'

/** A call as it reaches the flow. */
export interface CallFacts {
  /** The interaction id. */
  interaction: string
  /** The caller's number, E.164 where it is known; empty where it is withheld. */
  ani: string
  dnis: string
  /** W3C trace context, copied on outgoing requests. */
  trace: string
}

export interface FlowEnvironment extends Pick<Environment, 'fetch' | 'clock' | 'report'> {
  connectors: Connectors
  settings: FlowSettings
  /** Defaults of variables that differ from those in the export. */
  variables?: Readonly<Record<string, string>>
  /** Global variables of the tenant. */
  globals?: Readonly<Record<string, string>>
}

/** One call in a flow. */
export interface FlowCall {
  /** The caller presses digits: the menu that waits takes them, later ones wait in line. */
  presses(digits: string): void
  /** Something happened to the call: starts the event flow that hangs on it. Settles when that path is over; rejects with a FlowFault. */
  happens(event: FlowEvent): Promise<void>
  /** Settles when the main flow is over. Rejects with a FlowFault where the flow cannot go on and the fault is the flow's own. */
  readonly done: Promise<void>
  /** Settles when nothing more happens by itself: every path is over, or the caller waits in a queue. */
  rest(): Promise<void>
  /** Variables as they are now, by name; secure ones as `***`. */
  variables(): Readonly<Record<string, string>>
  /** Ends every path at once. */
  stop(): void
}

/** What in a flow is at fault, and where: an unknown activity, an unknown filter, a loop without progress. */
export class FlowFault extends Error {
  override name = 'FlowFault'
  /** The activity's name. */
  readonly activity: string
  constructor(activity: string, message: string) {
    super(message)
    this.activity = activity
  }
}

/** Starts a call in a flow, on `env.clock`. */
export const runFlow = (flow: Flow, call: CallFacts, env: FlowEnvironment): FlowCall => createCall(flow, call, env)
