import { due } from './due.ts'
import type { Context, Happening } from './happening.ts'
import type { Impossible } from './impossible.ts'
import { type Agent, noOutcome, type Outcome, type Skill } from './people.ts'
import { tellAgentState, tellMute, tellState, tellVoice, type VoiceLeg, type VoicePhase, voiceContact } from './voice-leg.ts'

export type VoiceCommand =
  | { verb: 'contact.answers' | 'contact.hangsUp' }
  | { verb: 'agent.answers' | 'agent.refuses' | 'agent.conferences' | 'agent.consults'; agent: Agent }
  | { verb: 'agent.holds' | 'agent.resumes' | 'agent.masks' | 'agent.unmasks' | 'agent.mutes' | 'agent.unmutes' }
  | { verb: 'agent.hangsUp' | 'agent.completes' | 'agent.logsOut' | 'agent.reloads' }
  | { verb: 'agent.finishesAcw'; timedOut?: true }
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

export const moved = (leg: VoiceLeg, phase: VoicePhase, context: Context): VoiceResult => {
  const now = { ...leg, phase, changedAt: context.at }
  return { legs: [now], happenings: [tellState(now, context)] }
}

const begins = (leg: VoiceLeg): Happening => ({ moment: { what: 'started', interaction: leg.interaction, contact: leg.contact, media: 'voice' } })

/** Over for good: what the agent application knows, the last state, and memorialization is due if an agent had it (R024). */
function closed(leg: VoiceLeg, context: Context): VoiceResult {
  const now: VoiceLeg = { ...leg, phase: 'Disconnected', changedAt: context.at }
  if (!now.agent) return { legs: [now], happenings: [tellState(now, context)] }
  const contact = voiceContact(now, context)
  return {
    legs: [now],
    happenings: [{ moment: due('voice', contact, now.endedBy, context.settings) }, tellVoice(now, context, contact), tellState(now, context)],
  }
}

/** The voice path is gone. After-call work keeps the contact open with finalState false until the agent is done. */
export function disconnected(leg: VoiceLeg, by: 'contact' | 'agent', context: Context): VoiceResult {
  const gone: VoiceLeg = { ...leg, endedBy: by, endedAt: context.at, changedAt: context.at }
  const ended: Happening = { moment: { what: 'ended', interaction: leg.interaction, contact: leg.contact, by } }
  if (!gone.agent || !gone.skill.acw) {
    const result = closed(gone, context)
    return { ...result, happenings: [ended, ...result.happenings] }
  }
  const acw: VoiceLeg = { ...gone, phase: 'After Call Work' }
  return { legs: [acw], happenings: [ended, tellState(acw, context), tellAgentState(acw, 'Unavailable', 'After Call Work', true)] }
}

/** The same interaction and master under a new contact id. */
const successor = (leg: VoiceLeg, context: Context, rest: Partial<VoiceLeg>): VoiceLeg => {
  return {
    ...leg,
    agent: undefined,
    offeredTo: undefined,
    endedAt: undefined,
    endedBy: undefined,
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

/** What rings at one agent is nobody else's to take or to refuse. */
function ringsElsewhere(leg: VoiceLeg, { agent, verb }: Command<'agent.answers' | 'agent.refuses'>): Impossible | undefined {
  if (!leg.offeredTo || leg.offeredTo.name === agent.name) return undefined
  return { impossible: verb, state: leg.phase, allowed: allowedVoice(leg), because: `it rings at ${leg.offeredTo.name}, not at ${agent.name}` }
}

const answered: Transition<'agent.answers'> = (leg, command, context) => {
  const elsewhere = ringsElsewhere(leg, command)
  if (elsewhere) return elsewhere
  const { agent } = command
  const now: VoiceLeg = { ...leg, agent, phase: 'Active', changedAt: context.at }
  return { legs: [now], happenings: [tellState(now, context), tellVoice(now, context)] }
}

/** Back into the queue; a colleague who does not want to be asked is not asked any more. */
const refused: Transition<'agent.refuses'> = (leg, command, context) => {
  const elsewhere = ringsElsewhere(leg, command)
  if (elsewhere) return elsewhere
  const { agent } = command
  const back: VoiceLeg = { ...leg, offeredTo: undefined }
  if (leg.callType === 'Consult') return closed({ ...leg, endedAt: context.at, endedBy: 'agent' }, context)
  return { legs: [back], happenings: [tellAgentState({ ...leg, agent }, 'Unavailable', 'Refused', false)] }
}

const outcome: Transition<'agent.selectsDisposition'> = (leg, command, context) => {
  const now = { ...leg, outcome: { ...leg.outcome, ...command.outcome } }
  return { legs: [now], happenings: [tellVoice(now, context)] }
}

const transferred: Transition<'agent.transfers'> = (leg, { to }, context) => {
  const left = disconnected(leg, 'agent', context)
  const next = successor(leg, context, 'skill' in to ? { skill: to.skill } : { offeredTo: to.agent })
  return { legs: [left.legs[0], next], happenings: [...left.happenings, begins(next), tellState(next, context)] }
}

const conferenced: Transition<'agent.conferences'> = (leg, { agent }, context) => {
  const joined: VoiceLeg = { ...leg, phase: 'Joined', changedAt: context.at }
  const other = successor(leg, context, { phase: 'Joined', callType: 'Conference', agent })
  return { legs: [joined, other], happenings: [tellState(joined, context), begins(other), tellState(other, context), tellVoice(other, context)] }
}

/** A colleague is asked while the contact waits on hold; their leg of the call is a contact of its own. */
const consulted: Transition<'agent.consults'> = (leg, { agent }, context) => {
  const held: VoiceLeg = { ...leg, phase: 'Holding', changedAt: context.at }
  const other = successor(leg, context, { callType: 'Consult', offeredTo: agent })
  return { legs: [held, other], happenings: [...(leg.phase === 'Holding' ? [] : [tellState(held, context)]), begins(other), tellState(other, context)] }
}

/** The agent application forgets everything, as at the reload of a browser's page, and is told how things stand. */
const reloaded: Transition<'agent.reloads'> = (leg, _, context) => {
  const acw = leg.phase === 'After Call Work' ? [tellAgentState(leg, 'Unavailable', 'After Call Work', true)] : []
  return { legs: [leg], happenings: [tellState(leg, context), tellVoice(leg, context), ...acw] }
}

const muted =
  (value: boolean): Transition<'agent.mutes' | 'agent.unmutes'> =>
  (leg) => {
    const now = { ...leg, muted: value }
    return { legs: [now], happenings: leg.muted === value ? [] : [tellMute(now)] }
  }

const byContact: Transition<'contact.hangsUp'> = (leg, _, context) => disconnected(leg, 'contact', context)
const byAgent: Transition<'agent.hangsUp' | 'agent.completes'> = (leg, _, context) => disconnected(leg, 'agent', context)
const masked: Transition<'agent.masks'> = (leg, _, context) => moved(leg, 'Masking', context)
const held: Transition<'agent.holds'> = (leg, _, context) => moved(leg, 'Holding', context)
const resumed: Transition<'agent.resumes' | 'agent.unmasks'> = (leg, _, context) => moved(leg, 'Active', context)

/** Whose skill requires a disposition keeps the agent in after-call work until there is one (inferred from the vendor's words for a digital contact); it times out all the same. */
const lacksDisposition = (leg: VoiceLeg): boolean => leg.skill.dispositionRequired && leg.outcome.dispositionName === ''

const finished =
  (state: 'Available' | 'LoggedOut'): Transition<'agent.finishesAcw' | 'agent.logsOut'> =>
  (leg, command, context) => {
    const { verb } = command
    if (verb === 'agent.finishesAcw' && !command.timedOut && lacksDisposition(leg)) {
      const because = `skill ${leg.skill.name} requires a disposition first (agent.selectsDisposition)`
      return { impossible: verb, state: leg.phase, allowed: allowedVoice(leg).filter((one) => one !== verb), because }
    }
    const done = closed(leg, context)
    return { ...done, happenings: [...done.happenings, tellAgentState(done.legs[0], state, '', false)] }
  }

const onCall = {
  'agent.consults': consulted,
  'agent.reloads': reloaded,
  'contact.hangsUp': byContact,
  'agent.hangsUp': byAgent,
  'agent.transfers': transferred,
  'agent.conferences': conferenced,
  'agent.selectsDisposition': outcome,
  'agent.mutes': muted(true),
  'agent.unmutes': muted(false),
}

type States = { [Phase in VoicePhase]?: { [V in Verb]?: Transition<V> } }

/** What the agent may still do when nobody is on the line. Whose session ends in after-call work has finished it (inferred: nobody is left to do so). */
const afterwards: States = {
  'After Call Work': {
    'agent.selectsDisposition': outcome,
    'agent.finishesAcw': finished('Available'),
    'agent.logsOut': finished('LoggedOut'),
    'agent.reloads': reloaded,
  },
}

/** States and what each allows, in the order of the vendor's life cycle (source: CallContactEvent of the vendor's packages, documented). */
const call: States = {
  Incoming: { 'agent.answers': answered, 'agent.refuses': refused, 'contact.hangsUp': byContact },
  Dialing: { 'contact.answers': (leg, _, context) => moved(leg, 'Active', context), 'agent.hangsUp': byAgent },
  Active: { ...onCall, 'agent.holds': held, 'agent.masks': masked },
  Holding: { ...onCall, 'agent.resumes': resumed },
  Masking: { ...onCall, 'agent.unmasks': resumed },
  Joined: { 'contact.hangsUp': byContact, 'agent.hangsUp': byAgent, 'agent.selectsDisposition': outcome },
  ...afterwards,
}

/** A recorded message and a work item have nobody on the line: an agent takes them, works on them and is done. */
const worked: States = {
  Incoming: { 'agent.answers': answered, 'agent.refuses': refused },
  Active: { 'agent.selectsDisposition': outcome, 'agent.reloads': reloaded, 'agent.completes': byAgent },
  ...afterwards,
}

const tables: Record<VoiceLeg['kind'], States> = { voice: call, voicemail: worked, 'work item': worked }

/** In a consult the contact is not on the line. */
export const allowedVoice = ({ kind, phase, callType }: VoiceLeg): readonly string[] =>
  (callType === 'Consult' ? verbs[kind].consult[phase] : verbs[kind].any[phase]) ?? NONE

const NONE: readonly string[] = []
const verbsOf = (states: States, fits: (verb: string) => boolean): Partial<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(states).map(([phase, transitions]) => [phase, Object.keys(transitions).filter(fits)]))
const both = (states: States) => ({ any: verbsOf(states, () => true), consult: verbsOf(states, (verb) => !verb.startsWith('contact.')) })
/** Asked for at every step: written down once. */
const verbs = { voice: both(call), voicemail: both(worked), 'work item': both(worked) } satisfies Record<VoiceLeg['kind'], unknown>

export function voiceStep(leg: VoiceLeg, command: VoiceCommand, context: Context): VoiceResult | Impossible {
  const transition = allowedVoice(leg).includes(command.verb) ? (tables[leg.kind][leg.phase]?.[command.verb] as Transition<Verb> | undefined) : undefined
  return transition ? transition(leg, command as Command<Verb>, context) : { impossible: command.verb, state: leg.phase, allowed: allowedVoice(leg) }
}

/** A call begins: it waits in the skill's queue, or the agent dials. */
export function beginCall(leg: VoiceLeg, context: Context): VoiceResult {
  return { legs: [leg], happenings: [begins(leg), tellState(leg, context)] }
}
