import type { Context } from './happening.ts'
import type { Impossible } from './impossible.ts'
import { allowedVoice, disconnected, moved, type VoiceCommand, type VoiceResult } from './voice.ts'
import { tellState, tellVoice, type VoiceLeg, type VoicePhase } from './voice-leg.ts'

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

/** A colleague who has hung up is not on the line any more, whatever after-call work they still have. */
const REACHABLE: readonly VoicePhase[] = ['Incoming', 'Active', 'Holding', 'Masking']

/** What a step means where the colleague whom it names is being asked already: their leg of the call is the one that it is about. */
export function withAsked(leg: VoiceLeg, command: VoiceCommand, legs: readonly VoiceLeg[], context: Context): VoiceResult | Impossible | undefined {
  if (!allowedVoice(leg).includes(command.verb)) return undefined
  const asked = (name: string) =>
    legs.find((other) => other.callType === 'Consult' && REACHABLE.includes(other.phase) && (other.agent ?? other.offeredTo)?.name === name)
  const impossible = (because: string): Impossible => ({ impossible: command.verb, state: leg.phase, allowed: allowedVoice(leg), because })
  if (command.verb === 'agent.transfers' && 'agent' in command.to) {
    const other = asked(command.to.agent.name)
    return other && handedOver(leg, other, context)
  }
  if (command.verb !== 'agent.consults' && command.verb !== 'agent.conferences') return undefined
  const { agent, verb } = command
  const other = asked(agent.name)
  if (!other) return undefined
  if (verb === 'agent.consults') return impossible(`${agent.name} is being asked already`)
  return other.agent ? joinedBy(leg, other, context) : impossible(`${agent.name} was asked and has not answered yet`)
}

/** A transfer to the colleague who was asked before: the contact goes over to their leg, which is a call like any other from then on. */
function handedOver(leg: VoiceLeg, asked: VoiceLeg, context: Context): VoiceResult | undefined {
  if (!['Active', 'Holding'].includes(leg.phase)) return undefined
  const left = disconnected(leg, 'agent', context)
  const taken: VoiceLeg = { ...asked, callType: 'Regular', changedAt: context.at }
  const told = taken.agent ? [tellState(taken, context), tellVoice(taken, context)] : [tellState(taken, context)]
  return { legs: [left.legs[0], taken], happenings: [...left.happenings, ...told] }
}

/** The consult becomes a conference: the contact is taken off hold, and all three are on the line. */
function joinedBy(leg: VoiceLeg, asked: VoiceLeg, context: Context): VoiceResult {
  const own = moved(leg, 'Joined', context)
  const other: VoiceLeg = { ...asked, phase: 'Joined', callType: 'Conference', changedAt: context.at }
  return { legs: [own.legs[0], other], happenings: [...own.happenings, tellState(other, context), tellVoice(other, context)] }
}
