import type { Clock } from '../../mocks/core/clock.ts'
import type { Random } from '../../mocks/core/random.ts'
import type { ScriptAction } from '../configuration/schema.ts'
import type { CardRequest, InteractionEvent } from '../events.ts'
import type { Notice } from '../integration.ts'
import type { Moment } from '../trace.ts'
import { allowedDigital, beginChat, type DigitalCommand, digitalStep } from './digital.ts'
import type { DigitalLeg } from './digital-leg.ts'
import { envelope } from './envelope.ts'
import type { Context, Happening } from './happening.ts'
import { type Impossible, isImpossible } from './impossible.ts'
import { type Agent, type Channel, type Customer, noOutcome, type Skill } from './people.ts'
import { scriptVariables } from './script-variables.ts'
import { type CentreSettings, centreSettings } from './settings.ts'
import { allowedVoice, beginCall, type VoiceCommand, voiceStep } from './voice.ts'
import type { VoiceKind, VoiceLeg } from './voice-leg.ts'
import { settleConference, withAsked } from './voice-together.ts'

export type Leg = VoiceLeg | DigitalLeg
export type Command = VoiceCommand | DigitalCommand | { verb: 'contact.presses'; digits: string }

/** What a step did: the legs that changed, and moments and events in their order. */
export interface Performed {
  legs: [Leg, ...Leg[]]
  /** Legs of others that changed with them: who is left in a conference, or was in one that is over. */
  others?: readonly Leg[]
  happened: ({ moment: Moment } | { event: InteractionEvent })[]
}

export interface Centre {
  /** A contact calls, or leaves a message or a work item, and waits in the skill's queue. */
  calls(customer: Customer, skill: Skill, kind?: VoiceKind): Performed
  /** An agent dials a contact, or a colleague (`internal`). */
  dials(agent: Agent, customer: Customer, skill: Skill, direction?: 'outbound' | 'internal'): Performed
  chats(customer: Customer, skill: Skill, channel: Channel): Performed
  /** Does `command` to the leg with that contact id. */
  perform(contact: string, command: Command): Performed | Impossible
  /** The agent asks something of the customer card. */
  asks(contact: string, request: CardRequest): Performed | Impossible
  /** What `contact` allows now. */
  allowed(contact: string): readonly string[]
  legs(): readonly Leg[]
  /** The leg with that contact id. */
  leg(contact: string): Leg | undefined
  /** What the integration says may happen to a call: a flow queues it, or ends it. */
  hears?(notice: Notice): Performed | undefined
}

export interface CentreOptions {
  clock: Pick<Clock, 'now'>
  random: Random
  tenant: string
  /** The Studio script, whose ASSIGNs become script variables. */
  script?: readonly ScriptAction[]
  settings?: Partial<CentreSettings>
}

const OVER = ['Closed', 'Disconnected']

/** Nobody asks, joins or passes on to themselves. */
function toOneself({ agent }: Leg, command: Command): string | undefined {
  if (!['agent.transfers', 'agent.consults', 'agent.conferences'].includes(command.verb)) return undefined
  const { agent: named } = 'to' in command ? (command.to as { agent?: Agent }) : (command as { agent?: Agent })
  return agent !== undefined && named?.name === agent.name ? `${agent.name} has it already` : undefined
}

/** The contact centre: people's steps in, interaction events and moments out. It knows no CRM and waits for nobody. */
export function createCentre({ clock, random, tenant, script = [], settings = {} }: CentreOptions): Centre {
  const legs = new Map<string, Leg>()
  /** Contact ids by interaction: a shift has thousands of legs, an interaction a few. */
  const together = new Map<string, Set<string>>()
  const traces = new Map<string, string>()
  const choices = centreSettings.parse(settings)
  const variables = scriptVariables(script)

  const fixed: Omit<Context, 'at'> = {
    newContact: () => String(random.int(100_000_000_000, 999_999_999_999)),
    newId: () => random.guid(),
    settings: choices,
    variables,
  }
  const context = (): Context => ({ at: clock.now(), ...fixed })
  const traceOf = (interaction: string) => {
    const known = traces.get(interaction)
    if (known !== undefined) return known
    const trace = random.hex(32)
    traces.set(interaction, trace)
    return trace
  }
  const done = (changed: [Leg, ...Leg[]], happenings: Happening[]): Performed => {
    for (const leg of changed) {
      legs.set(leg.contact, leg)
      const ids = together.get(leg.interaction)
      if (ids) ids.add(leg.contact)
      else together.set(leg.interaction, new Set([leg.contact]))
    }
    return {
      legs: changed,
      happened: happenings.map((happening) =>
        'moment' in happening
          ? { moment: happening.moment }
          : {
              event: envelope(happening.tell, clock.now(), tenant, random.guid(), { id: traceOf(happening.tell.interaction), span: random.hex(16) }),
            },
      ),
    }
  }
  const known = (contact: string): Leg => {
    const leg = legs.get(contact)
    if (!leg) throw new RangeError(`the contact centre has no contact ${contact}`)
    return leg
  }
  const callsOf = (interaction: string): VoiceLeg[] => [...(together.get(interaction) ?? [])].map(known).filter((leg): leg is VoiceLeg => leg.media === 'voice')
  const allowed = (leg: Leg) => (leg.media === 'voice' ? allowedVoice(leg) : allowedDigital(leg))
  const call = (now: Context, rest: Pick<VoiceLeg, 'kind' | 'phase' | 'direction' | 'customer' | 'skill' | 'agent'>): VoiceLeg => {
    const contact = now.newContact()
    return {
      media: 'voice',
      interaction: now.newId(),
      contact,
      master: contact,
      parent: contact,
      callType: 'Regular',
      muted: false,
      outcome: noOutcome,
      startedAt: now.at,
      changedAt: now.at,
      offeredTo: undefined,
      endedAt: undefined,
      endedBy: undefined,
      ...rest,
    }
  }

  return {
    calls(customer, skill, kind = 'voice') {
      const now = context()
      const begun = beginCall(call(now, { kind, phase: 'Incoming', direction: 'inbound', customer, skill, agent: undefined }), now)
      return done(begun.legs, begun.happenings)
    },
    dials(agent, customer, skill, direction = 'outbound') {
      const now = context()
      const begun = beginCall(call(now, { kind: 'voice', phase: 'Dialing', direction, customer, skill, agent }), now)
      return done(begun.legs, begun.happenings)
    },
    chats(customer, skill, channel) {
      const now = context()
      const leg: DigitalLeg = {
        media: 'digital',
        phase: 'Queued',
        interaction: now.newId(),
        contact: now.newContact(),
        caseId: String(random.int(1_000_000, 9_999_999)),
        customer,
        channel,
        skill,
        status: 'new',
        agent: undefined,
        outcome: noOutcome,
        dueWhenClosed: false,
        said: [],
        startedAt: now.at,
        endedAt: undefined,
        endedBy: undefined,
      }
      const begun = beginChat(leg, now)
      return done(begun.legs, begun.happenings)
    },
    perform(contact, command) {
      const leg = known(contact)
      const because = allowed(leg).includes(command.verb) ? toOneself(leg, command) : undefined
      if (because !== undefined) return { impossible: command.verb, state: leg.phase, allowed: allowed(leg), because }
      const now = context()
      const result =
        leg.media === 'digital'
          ? digitalStep(leg, command as DigitalCommand, now)
          : (withAsked(leg, command as VoiceCommand, callsOf(leg.interaction), now) ?? voiceStep(leg, command as VoiceCommand, now))
      if (isImpossible(result)) return result
      const performed = done(result.legs, result.happenings)
      if (leg.media !== 'voice' || leg.phase !== 'Joined') return performed
      const after = settleConference(callsOf(leg.interaction), command as VoiceCommand, now)
      return after ? { legs: performed.legs, others: after.legs, happened: [...performed.happened, ...done(after.legs, after.happenings).happened] } : performed
    },
    asks(contact, request) {
      const leg = known(contact)
      if (OVER.includes(leg.phase) || !leg.agent) {
        const because = leg.agent ? undefined : 'no agent has it yet'
        return { impossible: `agent.${request.action}`, state: leg.phase, allowed: allowed(leg), ...(because ? { because } : {}) }
      }
      const tell = {
        type: 'com.nice.cxone.CustomEvent' as const,
        data: { eventName: 'AgentWorkflowRequest' as const, data: request },
        interaction: leg.interaction,
        contact: leg.contact,
        agent: leg.agent.id,
      }
      return done([leg], [{ tell }])
    },
    allowed: (contact) => allowed(known(contact)),
    legs: () => [...legs.values()],
    leg: (contact) => legs.get(contact),
  }
}
