import { due } from './due.ts'
import type { Context, Happening } from './happening.ts'
import type { Impossible } from './impossible.ts'
import { type Agent, noOutcome, type Outcome, type Skill } from './people.ts'
import { tellAgentState, tellCall, tellVoice, type VoiceLeg, type VoicePhase, voiceContact } from './voice-leg.ts'

export type VoiceCommand =
  | { verb: 'contact.answers' | 'contact.hangsUp' }
  | { verb: 'agent.answers' | 'agent.refuses' | 'agent.conferences'; agent: Agent }
  | { verb: 'agent.holds' | 'agent.resumes' | 'agent.mutes' | 'agent.unmutes' | 'agent.hangsUp' | 'agent.finishesAcw' }
  | { verb: 'agent.transfers'; to: { agent: Agent } | { skill: Skill } }
  | { verb: 'agent.selectsDisposition'; outcome: Partial<Outcome> }

/** The leg as it is now, then any that began with this step. */
export interface VoiceResult {
  legs: [VoiceLeg, ...VoiceLeg[]]
  happenings: Happening[]
}

type Verb = VoiceCommand['verb']
type Command<V extends Verb> = VoiceCommand & { verb: V }
type Transition<V extends Verb> = (leg: VoiceLeg, command: Command<V>, context: Context) => VoiceResult | Impossible

const moved = (leg: VoiceLeg, phase: VoicePhase, context: Context): VoiceResult => {
  const now = { ...leg, phase, changedAt: context.at }
  return { legs: [now], happenings: [tellCall(now, context)] }
}

const begins = (leg: VoiceLeg): Happening => ({ moment: { what: 'started', interaction: leg.interaction, contact: leg.contact, media: 'voice' } })

/** Over for good: what the agent application knows, the last state, and memorialization is due if an agent had it (R024). */
function closed(leg: VoiceLeg, context: Context): VoiceResult {
  const now: VoiceLeg = { ...leg, phase: 'Disconnected', changedAt: context.at }
  if (!now.agent) return { legs: [now], happenings: [tellCall(now, context)] }
  const contact = voiceContact(now, context)
  return { legs: [now], happenings: [{ moment: due('voice', contact, now.endedBy, context.settings) }, tellVoice(now, context), tellCall(now, context)] }
}

/** The voice path is gone. After-call work keeps the contact open with finalState false until the agent is done. */
function disconnected(leg: VoiceLeg, by: 'contact' | 'agent', context: Context): VoiceResult {
  const gone: VoiceLeg = { ...leg, endedBy: by, endedAt: context.at, changedAt: context.at }
  const ended: Happening = { moment: { what: 'ended', interaction: leg.interaction, contact: leg.contact, by } }
  if (!gone.agent || !gone.skill.acw) {
    const result = closed(gone, context)
    return { ...result, happenings: [ended, ...result.happenings] }
  }
  const acw: VoiceLeg = { ...gone, phase: 'After Call Work' }
  return { legs: [acw], happenings: [ended, tellCall(acw, context), tellAgentState(acw, 'Unavailable', 'After Call Work', true)] }
}

/** The same interaction and master under a new contact id. */
const successor = (leg: VoiceLeg, context: Context, rest: Partial<VoiceLeg>): VoiceLeg => {
  const { agent: _, offeredTo: __, endedAt: ___, endedBy: ____, ...kept } = leg
  return {
    ...kept,
    contact: context.newContact(),
    parent: leg.contact,
    phase: 'Incoming',
    callType: 'Regular',
    muted: false,
    outcome: noOutcome,
    startedAt: context.at,
    changedAt: context.at,
    ...rest,
  }
}

const answered: Transition<'agent.answers'> = (leg, { agent, verb }, context) => {
  if (leg.offeredTo && leg.offeredTo.name !== agent.name) {
    return { impossible: verb, state: leg.phase, allowed: allowedVoice(leg.phase), because: `it rings at ${leg.offeredTo.name}, not at ${agent.name}` }
  }
  const now: VoiceLeg = { ...leg, agent, phase: 'Active', changedAt: context.at }
  return { legs: [now], happenings: [tellCall(now, context), tellVoice(now, context)] }
}

const refused: Transition<'agent.refuses'> = (leg, { agent }) => {
  const { offeredTo: _, ...back } = leg
  return { legs: [back], happenings: [tellAgentState({ ...leg, agent }, 'Unavailable', 'Refused', false)] }
}

const outcome: Transition<'agent.selectsDisposition'> = (leg, command, context) => {
  const now = { ...leg, outcome: { ...leg.outcome, ...command.outcome } }
  return { legs: [now], happenings: [tellVoice(now, context)] }
}

const transferred: Transition<'agent.transfers'> = (leg, { to }, context) => {
  const left = disconnected(leg, 'agent', context)
  const next = successor(leg, context, 'skill' in to ? { skill: to.skill } : { offeredTo: to.agent })
  return { legs: [left.legs[0], next], happenings: [...left.happenings, begins(next), tellCall(next, context)] }
}

const conferenced: Transition<'agent.conferences'> = (leg, { agent }, context) => {
  const joined: VoiceLeg = { ...leg, phase: 'Joined', changedAt: context.at }
  const other = successor(leg, context, { phase: 'Joined', callType: 'Conference', agent })
  return { legs: [joined, other], happenings: [tellCall(joined, context), begins(other), tellCall(other, context), tellVoice(other, context)] }
}

const muted =
  (value: boolean): Transition<'agent.mutes' | 'agent.unmutes'> =>
  (leg) => ({ legs: [{ ...leg, muted: value }], happenings: [] })

const byContact: Transition<'contact.hangsUp'> = (leg, _, context) => disconnected(leg, 'contact', context)
const byAgent: Transition<'agent.hangsUp'> = (leg, _, context) => disconnected(leg, 'agent', context)
const held: Transition<'agent.holds'> = (leg, _, context) => moved(leg, 'Holding', context)
const resumed: Transition<'agent.resumes'> = (leg, _, context) => moved(leg, 'Active', context)

const onCall = {
  'contact.hangsUp': byContact,
  'agent.hangsUp': byAgent,
  'agent.transfers': transferred,
  'agent.conferences': conferenced,
  'agent.selectsDisposition': outcome,
  'agent.mutes': muted(true),
  'agent.unmutes': muted(false),
}

/** States and what each allows, in the order of the vendor's life cycle (source: CallContactEvent of the vendor's packages, documented). */
const table: Record<VoicePhase, { [V in Verb]?: Transition<V> }> = {
  Incoming: { 'agent.answers': answered, 'agent.refuses': refused, 'contact.hangsUp': byContact },
  Dialing: { 'contact.answers': (leg, _, context) => moved(leg, 'Active', context), 'agent.hangsUp': byAgent },
  Active: { ...onCall, 'agent.holds': held },
  Holding: { ...onCall, 'agent.resumes': resumed },
  Joined: { 'contact.hangsUp': byContact, 'agent.hangsUp': byAgent, 'agent.selectsDisposition': outcome },
  'After Call Work': {
    'agent.selectsDisposition': outcome,
    'agent.finishesAcw': (leg, _, context) => {
      const done = closed(leg, context)
      return { ...done, happenings: [...done.happenings, tellAgentState(done.legs[0], 'Available', '', false)] }
    },
  },
  Disconnected: {},
}

export const allowedVoice = (phase: VoicePhase): string[] => Object.keys(table[phase])

export function voiceStep(leg: VoiceLeg, command: VoiceCommand, context: Context): VoiceResult | Impossible {
  const transition = table[leg.phase][command.verb] as Transition<Verb> | undefined
  return transition ? transition(leg, command as Command<Verb>, context) : { impossible: command.verb, state: leg.phase, allowed: allowedVoice(leg.phase) }
}

/** A call begins: it waits in the skill's queue, or the agent dials. */
export function beginCall(leg: VoiceLeg, context: Context): VoiceResult {
  return { legs: [leg], happenings: [begins(leg), tellCall(leg, context)] }
}

/** What one person's leaving means for the others in a conference: without the contact it is over, with one agent left it is a call again. */
export function settleConference(legs: readonly VoiceLeg[], command: VoiceCommand, context: Context): VoiceResult | undefined {
  const [first, ...others] = legs.filter((leg) => leg.phase === 'Joined')
  if (!first) return undefined
  if (command.verb === 'contact.hangsUp') {
    const ended = [first, ...others].map((leg) => disconnected(leg, 'contact', context))
    return { legs: ended.map((one) => one.legs[0]) as VoiceResult['legs'], happenings: ended.flatMap((one) => one.happenings) }
  }
  return others.length === 0 ? moved(first, 'Active', context) : undefined
}
