/**
 * What the console's page and its server say to each other. Data and codes, never prose for the screen: the page has the words,
 * in five languages. What people or a CRM wrote (names, notes, titles of scenarios) is text as it is, never HTML.
 *
 * - `GET  /_sim/desk?world=NAME` answers a {@link DeskView}. A World of that name is forked from the baseline when there is none.
 * - `POST /_sim/desk?world=NAME` takes a {@link DeskCommand} and answers the DeskView after it.
 * - `GET  /_sim/events?world=NAME` (server-sent events) has `desk` (DeskView) at once and after each change, several of one turn as one; `desks` (DeskRow[]), on
 *   the baseline's stream; and what the control plane sends: `exchange`, `missed`, `clock`, `faults`, `reset`, `restored`.
 * - `GET  /_sim/desk/scenarios` answers `{ scenarios: ScenarioRow[] }`.
 * - `GET  /_sim/desk/scenario.yaml?world=NAME&title=...&story=...` downloads the free play as a scenario that `rehearsal play FILE` accepts.
 * - `GET  /_sim/desks` answers `{ desks: DeskRow[] }`; `POST /_sim/desks` takes a {@link DesksCommand} and answers the same.
 * - Clock, snapshots, reset, journal and Worlds are the control plane's: `/_sim/clock`, `/_sim/snapshots`, `/_sim/reset`, `/_sim/journal`, `/_sim/worlds`.
 *
 * Errors are the control plane's: `{ error: { message, expected?, got? } }`, with `code` where the page has words of its own ({@link ErrorCode}).
 * Instants are milliseconds since the epoch on the World's clock, durations milliseconds.
 */
import type { Crm } from '../scenario/crm/words.ts'
import type { InteractionView, Media } from './protocol-interactions.ts'
import type { NoticeView, RecordView, TimelineView, WithheldView } from './protocol-records.ts'
import type { ScenarioView } from './protocol-scenario.ts'

export type * from './protocol-commands.ts'
export type * from './protocol-interactions.ts'
export type * from './protocol-records.ts'
export type * from './protocol-scenario.ts'
export type { Crm }

export type ErrorCode = 'impossible' | 'busy' | 'no-scenario' | 'nothing-played' | 'too-many'

/** Everything that a desk shows. */
export interface DeskView {
  world: string
  /** The trainer's World, from which the others are forked. */
  baseline: boolean
  /** Rises by one with every change. */
  revision: number
  crm: Crm
  /** Those that free play has a configuration for. */
  crms: readonly Crm[]
  /** The CRM configuration in use. `flow`: its calls are those of a Webex flow. */
  configuration: { name: string; flow: boolean }
  clock: ClockView
  token: TokenView
  cast: Cast
  /** Newest first; those that are over stay as long as there is room. */
  interactions: InteractionView[]
  /** Records that the integration touched, as they are now; the last touched first. */
  records: RecordView[]
  /** What did not reach a record, and why; newest first. */
  withheld: WithheldView[]
  /** Tasks and notes that were hung on records; newest first. */
  timeline: TimelineView[]
  /** What the integration said: failures, losses, information; newest first. */
  notices: NoticeView[]
  findings: FindingView[]
  faults: FaultView[]
  /** Requests of the desk's integration that wait for an answer. */
  underWay: { url: string; method: string; since: number; lane: 'identity' | 'crm' }[]
  /** The strip at the bottom, oldest first. */
  marks: MarkView[]
  /** A scenario that is being played; absent in free play. */
  scenario?: ScenarioView
  /** What free play has so far, for saving. */
  draft: { steps: number; saveable: boolean }
  /** Where the CRM's pages are; absent where nothing listens. */
  pages: Partial<Record<Crm, string>>
}

export interface ClockView {
  kind: 'scaled' | 'virtual'
  now: number
  /** Simulated seconds per second: 0 is paused; null: virtual time, which jumps. */
  scale: number | null
  /** When the next thing falls due; null: nothing waits. */
  next: number | null
}

/** The access token that the integration holds for this CRM. */
export type TokenView =
  | { state: 'none' }
  /** null: it does not expire. */
  | { state: 'alive'; issuedAt: number; expiresAt: number | null }
  | { state: 'expired'; expiredAt: number }
  /** Signing in now. `least` and `most`: how long it takes, in ms. `again`: an earlier one had expired. */
  | { state: 'renewing'; since: number; least: number; most: number; again: boolean }

export interface Cast {
  contacts: { name: string; phone: string; email: string; inCrm: boolean }[]
  agents: { name: string }[]
  skills: { name: string; acw: boolean; dispositionRequired: boolean }[]
  channels: string[]
  /** Suggestions; any text is taken. */
  dispositions: string[]
  tags: string[]
  statuses: string[]
}

export interface FindingView {
  at: number
  /** Id of the rule (`memorialized-once`), and of the published table where it has them (`R024`). */
  rule: string
  rules: string[]
  /** What must hold, expected and happened: English, as in every report. */
  says: string
  expected: string
  happened: string
  interaction?: string
  exchanges: number[]
}

/** A switch. Names are those of `rehearsal play --fault`. */
export interface FaultView {
  name: string
  says: string
  on: boolean
  /** How often it struck since it was switched on. */
  struck: number
}

export type Lane = 'contact' | 'agent' | 'world' | 'integration' | 'identity' | 'crm' | 'findings'

export interface MarkView {
  id: number
  lane: Lane
  at: number
  /** Of an exchange that took a second or more. */
  until?: number
  shape: 'step' | 'trigger' | 'notice' | 'read' | 'write' | 'failed' | 'finding'
  /** English, as in the report's picture; of steps `verb` says the same as a code. */
  label: string
  verb?: string
  exchange?: number
  interaction?: string
}

/** One desk in the class overview. */
export interface DeskRow {
  world: string
  baseline: boolean
  crm: Crm
  clock: { now: number; scale: number | null }
  token: TokenView['state']
  scenario?: { id: string; title: string; step: number; steps: number; held?: boolean }
  /** Interactions that are not over. */
  open: { media: Media; customer: string; phase: string; agent?: string }[]
  interactions: number
  /** Contacts of which something was written to a record. */
  memorialized: number
  findings: number
  /** Switches that are on. */
  faults: number
  exchanges: number
}
