import type { CardRecord } from '../integration.ts'

export type Media = 'voice' | 'digital'
export type CardRecordView = CardRecord

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
