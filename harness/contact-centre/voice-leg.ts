import { iso } from '../../mocks/core/stamp.ts'
import type { CallContact, VoiceContact, VoiceMailContact, WorkItemContact } from '../events.ts'
import { type Context, type Happening, tell } from './happening.ts'
import type { Agent, Customer, Outcome, Skill } from './people.ts'
import { zoned } from './zone.ts'

/** `Incoming` waits in the queue or rings; `After Call Work` has no voice path any more; `Disconnected` is over for good. */
export type VoicePhase = 'Incoming' | 'Dialing' | 'Active' | 'Holding' | 'Masking' | 'Joined' | 'After Call Work' | 'Disconnected'

/** What is handled like a call: a recorded message and a work item too (inferred from their contact events, which have a final state as calls do). */
export type VoiceKind = 'voice' | 'voicemail' | 'work item'

/**
 * One agent's part of a call. A transfer starts another one with a contact id of its own (source: the vendor's packages).
 * What is not yet, or not any more, is undefined: legs that all have the same members are copied several times faster.
 */
export interface VoiceLeg {
  readonly media: 'voice'
  readonly kind: VoiceKind
  readonly phase: VoicePhase
  readonly interaction: string
  readonly contact: string
  /** The first contact of the interaction. */
  readonly master: string
  readonly parent: string
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly callType: CallContact['callType']
  readonly customer: Customer
  readonly skill: Skill
  readonly agent: Agent | undefined
  /** Rings at this agent only. */
  readonly offeredTo: Agent | undefined
  readonly muted: boolean
  readonly outcome: Outcome
  readonly startedAt: number
  readonly changedAt: number
  readonly endedAt: number | undefined
  readonly endedBy: 'contact' | 'agent' | undefined
}

/** The caller's and the called number, by direction (A11). */
export function numbersOf(leg: VoiceLeg, context: Context): { ani: string; dnis: string } {
  if (leg.kind === 'work item') return { ani: '', dnis: '' }
  if (leg.direction !== 'outbound') return { ani: leg.customer.phone, dnis: leg.skill.phone }
  const agent = leg.agent?.phone ?? leg.skill.phone
  return context.settings.outboundDnis === 'dialled' ? { ani: agent, dnis: leg.customer.phone } : { ani: leg.customer.phone, dnis: agent }
}

const variablesOf = (leg: VoiceLeg, { ani, dnis }: { ani: string; dnis: string }, context: Context) =>
  leg.skill.screenPops ? context.variables('voice', { ani, dnis, contact: leg.contact, skill: leg.skill.name }) : {}

export function callContact(leg: VoiceLeg, context: Context): CallContact {
  const { ani, dnis } = numbersOf(leg, context)
  return {
    contactId: leg.contact,
    masterId: leg.master,
    parentContactId: leg.parent,
    interactionId: leg.interaction,
    status: leg.phase === 'After Call Work' ? 'Disconnected' : leg.phase,
    callType: leg.callType,
    ani,
    dnis,
    skill: leg.skill.name,
    isInbound: leg.direction !== 'outbound',
    ...bothTimes(leg, context),
    finalState: leg.phase === 'Disconnected',
    allowDispositions: leg.skill.acw,
    disconnectCode: leg.endedBy === undefined ? '' : leg.endedBy === 'contact' ? 'contact hung up' : 'agent hung up',
    screenPopUrlVariables: variablesOf(leg, { ani, dnis }, context),
  }
}

const localTimes = (leg: VoiceLeg, { settings: { timeZone } }: Context) => ({
  startTime: zoned(leg.startedAt, timeZone),
  lastStateChangeTime: zoned(leg.changedAt, timeZone),
})
const bothTimes = (leg: VoiceLeg, context: Context) => ({
  startTimeUtc: iso(leg.startedAt),
  lastStateChangeTimeUtc: iso(leg.changedAt),
  ...localTimes(leg, context),
})
const common = (leg: VoiceLeg) => ({
  contactId: leg.contact,
  masterId: leg.master,
  parentContactId: leg.parent,
  interactionId: leg.interaction,
  finalState: leg.phase === 'Disconnected',
})
const waitsOrWorks = (leg: VoiceLeg) => (leg.phase === 'Incoming' || leg.phase === 'Active' ? leg.phase : undefined)

export const voiceMailContact = (leg: VoiceLeg, context: Context): VoiceMailContact => ({
  ...common(leg),
  status: waitsOrWorks(leg) ?? 'Discarded',
  from: leg.customer.phone,
  to: leg.skill.phone,
  fileName: `voicemail-${leg.contact}.wav`,
  fileDuration: 30,
  skillName: leg.skill.name,
  isInbound: true,
  requireDisposition: leg.skill.dispositionRequired,
  ...localTimes(leg, context),
})

export const workItemContact = (leg: VoiceLeg, context: Context): WorkItemContact => ({
  ...common(leg),
  status: waitsOrWorks(leg) ?? 'Disconnected',
  workItemId: leg.master,
  workItemType: 'Request',
  workItemPayload: JSON.stringify(leg.customer),
  skillId: leg.skill.id,
  ...bothTimes(leg, context),
})

export function voiceContact(leg: VoiceLeg, context: Context): VoiceContact {
  const { ani, dnis } = numbersOf(leg, context)
  return {
    interactionId: leg.interaction,
    contactId: leg.contact,
    masterContactId: leg.master,
    contactType: 'voice',
    mediaType: leg.kind,
    direction: leg.direction,
    agentId: leg.agent?.id ?? '',
    agentName: leg.agent?.name ?? '',
    to: leg.agent?.name ?? '',
    skillId: leg.skill.id,
    skillName: leg.skill.name,
    ani,
    dnis,
    dispositionName: leg.outcome.dispositionName,
    dispositionNotes: leg.outcome.dispositionNotes,
    status: leg.outcome.status,
    tags: [...leg.outcome.tags],
    finalState: leg.phase === 'Disconnected',
    startTime: iso(leg.startedAt),
    endTime: leg.endedAt === undefined ? '' : iso(leg.endedAt),
    recordingUrl: leg.kind === 'work item' ? '' : `https://recordings.rehearsal.example/${leg.contact}`,
    scriptVariables: variablesOf(leg, { ani, dnis }, context),
  }
}

/** The contact changed its state, by the event of its kind. */
export function tellState(leg: VoiceLeg, context: Context): Happening {
  if (leg.kind === 'voicemail') return tell(leg, 'com.nice.cxone.VoiceMailContactEvent', voiceMailContact(leg, context), leg.endedBy)
  if (leg.kind === 'work item') return tell(leg, 'com.nice.cxone.WorkItemContactEvent', workItemContact(leg, context), leg.endedBy)
  return tell(leg, 'com.nice.cxone.CallContactEvent', callContact(leg, context), leg.endedBy)
}

export const tellVoice = (leg: VoiceLeg, context: Context, contact = voiceContact(leg, context)): Happening => tell(leg, 'com.nice.cxone.VoiceContact', contact)

/** The name is the vendor's event; it has no public model. */
export const tellMute = (leg: VoiceLeg): Happening =>
  tell(leg, 'com.nice.cxone.Mute', { interactionId: leg.interaction, contactId: leg.contact, muted: leg.muted })

export const tellAgentState = (leg: VoiceLeg, state: string, reason: string, acw: boolean): Happening =>
  tell(leg, 'com.nice.cxone.AgentState', {
    state,
    reason,
    isACW: acw,
    acwTimeout: acw && leg.skill.acwTimeout !== null ? leg.skill.acwTimeout / 1000 : null,
  })
