/**
 * What the console's page and its server say to each other. Data and codes, never prose for the screen: the page has the words,
 * in five languages. What people or a CRM wrote (names, notes, titles of scenarios) is text as it is, never HTML.
 *
 * - `GET  /_sim/desk?world=NAME` answers a {@link DeskView}. A World of that name is forked from the baseline when there is none.
 * - `POST /_sim/desk?world=NAME` takes a {@link DeskCommand} and answers the DeskView after it.
 * - `GET  /_sim/events?world=NAME` (server-sent events) has `desk` (DeskView) at once and after each change, several of one turn as one; `desks` (DeskRow[]), on
 *   the baseline's stream; and what the control plane sends: `exchange`, `clock`, `faults`, `reset`, `restored`.
 * - `GET  /_sim/desk/scenarios` answers `{ scenarios: ScenarioRow[] }`.
 * - `GET  /_sim/desk/scenario.yaml?world=NAME&title=...` downloads the free play as a scenario that `rehearsal play FILE` accepts.
 * - `GET  /_sim/desks` answers `{ desks: DeskRow[] }`; `POST /_sim/desks` takes a {@link DesksCommand} and answers the same.
 * - Clock, snapshots, reset, journal and Worlds are the control plane's: `/_sim/clock`, `/_sim/snapshots`, `/_sim/reset`, `/_sim/journal`, `/_sim/worlds`.
 *
 * Errors are the control plane's: `{ error: { message, expected?, got? } }`, with `code` where the page has words of its own ({@link ErrorCode}).
 * Instants are milliseconds since the epoch on the World's clock, durations milliseconds.
 */
import type { RecordKind } from '../../mocks/core/meaning.ts'
import type { CardRecord } from '../integration.ts'
import type { Crm } from '../scenario/crm/words.ts'
import type { ScenarioView } from './protocol-scenario.ts'

export type * from './protocol-commands.ts'
export type * from './protocol-scenario.ts'
export type { Crm }

export type Media = 'voice' | 'digital'
export type ErrorCode = 'impossible' | 'busy' | 'no-scenario' | 'nothing-played' | 'too-many'

/** Everything that a desk shows. */
export interface DeskView {
  world: string
  /** The trainer's World, from which the others are forked. */
  baseline: boolean
  /** Rises by one with every change. */
  revision: number
  crm: Crm
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

export interface InteractionView {
  id: string
  media: Media
  kind: 'voice' | 'voicemail' | 'work item' | 'digital'
  direction: 'inbound' | 'outbound' | 'internal'
  customer: { name: string; phone: string; email: string }
  channel?: string
  startedAt: number
  over: boolean
  /** One for each contact (CXone's word: it changes with a transfer), newest last. */
  contacts: ContactView[]
  messages: { at: number; by: 'contact' | 'agent' | 'note'; name: string; text: string }[]
  card?: { current: CardRecordView[]; related: CardRecordView[] }
  /** Pages that popped up, newest last. */
  pops: { at: number; type: string; id: string; url: string }[]
  flow?: FlowView
}

/** A call in a flow, as the two people in it meet it. */
export interface FlowView {
  /** What the caller heard and pressed, oldest first. */
  heard: HeardView[]
  /** Call-associated data, as the agent's desktop shows it. */
  shown: { label: string; value: string }[]
}

export interface HeardView {
  at: number
  /** The activity's name. */
  activity: string
  /** `invalid`: keys that the menu does not have. */
  did: 'spoke' | 'played' | 'music' | 'digits' | 'invalid' | 'silence' | 'queued' | 'disconnected'
  /** What was said, the file that was played, the keys, the queue. */
  text: string
}

export interface ContactView {
  /** CXone's contact id: what commands are addressed to. */
  contact: string
  /** Voice: Incoming, Dialing, Active, Holding, Masking, Joined, After Call Work, Disconnected; digital: Queued, Assigned, Left, Closed. */
  phase: string
  since: number
  skill: string
  agent?: string
  /** Rings at this agent only. */
  offeredTo?: string
  callType?: 'Regular' | 'Consult' | 'Conference'
  muted?: boolean
  /** Of a digital case: new, open, pending, escalated, resolved, closed. */
  status?: string
  outcome: { status: string; dispositionName: string; dispositionNotes: string; tags: string[] }
  endedBy?: 'contact' | 'agent'
  dispositionRequired: boolean
  /** When after-call work ends by itself. */
  acwUntil?: number
  /** What may be done now: verbs of scenarios, such as `agent.holds`; those of the card too. Empty: it is over. */
  allowed: string[]
  /** When its memorialization fell due. */
  dueAt?: number
}

export type CardRecordView = CardRecord

export interface RecordView {
  kind: RecordKind
  /** The CRM's own word: `incident`, `ticket`. */
  type: string
  id: string
  display: string
  /** Its page, where the sockets are open. */
  url?: string
  /** `made`: it was created at this desk. `gone`: deleted, or merged into another. */
  state: 'known' | 'made' | 'gone'
  touchedAt: number
  /** Fields that are mapped or changed, in the order of the mapping. */
  fields: FieldView[]
}

export interface FieldView {
  name: string
  value: string
  /** What it was before it was last changed; present where it changed. */
  before?: string
  /** When it was last written here, and by which exchange. */
  at?: number
  exchange?: number
  /** What wrote it: data memorialization, or a workflow of the script or of the agent. */
  by?: 'memorialization' | 'workflow'
  interaction?: string
  /** CXone data fields that the configuration maps to it; where it was memorialized, the one it came from. */
  from: { data: string; channel: string }[]
}

export interface WithheldView {
  at: number
  interaction: string
  contact: string
  /** CXone's data field and the CRM's. */
  data: string
  record: string
  field: string
  /** `contact-ended-first`: R027. `empty`: there was nothing to write (R021; that nothing is blanked is inferred). `not-linked`: no record of that type is linked. */
  why: 'contact-ended-first' | 'empty' | 'not-linked'
  rule: string
  /** The text that stayed behind; of what was withheld only. */
  value?: string
}

export interface TimelineView {
  at: number
  kind: RecordKind
  subject: string
  text: string
  about?: { type: string; id: string }
  exchange: number
}

export type NoticeView =
  | { at: number; kind: 'failed'; interaction: string; what: string; status?: number; message: string }
  | { at: number; kind: 'lost'; interaction: string; type: string; id: string; field: string; sent: number; kept: number; unit: 'characters' | 'bytes' }
  | { at: number; kind: 'information'; interaction: string; message: string }
  /** The integration rejected an event. */
  | { at: number; kind: 'rejected'; interaction: string; message: string }

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
  /** Laid over its World, by switches and by the control plane. */
  faults: number
  exchanges: number
}
