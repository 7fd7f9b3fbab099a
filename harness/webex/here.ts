import type { RecordReference } from '../events.ts'
import type { Value } from './expressions/value.ts'
import type { Activity } from './format.ts'
import type { FlowDeed } from './notice.ts'
import type { CallFacts, FlowEnvironment } from './run.ts'

/** What an activity at work can reach: its properties, the call, the clock and the caller. */
export interface Here {
  readonly activity: Activity
  readonly call: CallFacts
  readonly env: FlowEnvironment
  /** Aborted when this path is over: the caller hung up, an agent answered. */
  readonly signal: AbortSignal
  /** A property as text; empty where it is missing. */
  text(property: string): string
  /** A property as a number, which exports write as text too; `otherwise` where it is missing. */
  number(property: string, otherwise: number): number
  /** Text with its expressions worked out. `property` names it in messages. */
  render(source: string, property: string): string
  /** What the text is worth: of one expression alone the value itself. */
  value(source: string, property: string): Value
  /** Sets a variable. Answers false where the value does not fit its type. */
  set(variable: string, value: Value, path?: string): boolean
  /** What `{{<activity>.<name>}}` is from now on. */
  output(name: string, value: Value): void
  tell(deed: FlowDeed): void
  failed(what: string, message: string, status?: number): void
  popped(record: RecordReference, url: string, target: string, label: string, status: number | undefined): void
  /** Whether a link is drawn for this outcome. */
  drawn(outcome: string): boolean
  sleep(ms: number): Promise<void>
  /** The next digit that the caller pressed or presses within so many ms; undefined: none. */
  digit(ms: number): Promise<string | undefined>
  /** The call waits in a queue from now on. */
  queued(queue: string): void
  /** The flow itself is at fault here. */
  fault(message: string): never
}

/** One kind of activity: does its work and answers the outcome by which the flow goes on; undefined ends the path. */
export type ActivityKind = (here: Here) => Promise<string | undefined> | string | undefined
