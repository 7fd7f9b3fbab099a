import type { Context } from './happening.ts'
import { disconnected, moved, type VoiceCommand, type VoiceResult } from './voice.ts'
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

/** A transfer to the colleague who was asked before: the contact goes over to their leg, which is a call like any other from then on. */
export function handedOver(leg: VoiceLeg, command: VoiceCommand, legs: readonly VoiceLeg[], context: Context): VoiceResult | undefined {
  if (command.verb !== 'agent.transfers' || !('agent' in command.to)) return undefined
  const { name } = command.to.agent
  const asked = legs.find((other) => other.callType === 'Consult' && REACHABLE.includes(other.phase) && (other.agent ?? other.offeredTo)?.name === name)
  if (!asked || !['Active', 'Holding'].includes(leg.phase)) return undefined
  const left = disconnected(leg, 'agent', context)
  const taken: VoiceLeg = { ...asked, callType: 'Regular', changedAt: context.at }
  const told = taken.agent ? [tellState(taken, context), tellVoice(taken, context)] : [tellState(taken, context)]
  return { legs: [left.legs[0], taken], happenings: [...left.happenings, ...told] }
}
