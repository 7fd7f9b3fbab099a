import type { Clock } from '../../mocks/core/clock.ts'
import type { Random } from '../../mocks/core/random.ts'
import { iso } from '../../mocks/core/stamp.ts'
import type { Centre, Leg, Performed } from '../contact-centre/centre.ts'
import { schemaOf } from '../contact-centre/envelope.ts'
import { type Impossible, isImpossible } from '../contact-centre/impossible.ts'
import type { EventData, InteractionEvent } from '../events.ts'
import { StageError } from '../scenario/stage.ts'

type Told = { [Type in keyof EventData]: { type: Type; data: EventData[Type] } }[keyof EventData]

/** What a caller can do while the flow has the call. */
const WITH_FLOW = ['contact.presses', 'contact.hangsUp']
const WITH_CONTACT = ['Incoming', 'Active', 'Holding', 'Masking', 'Joined']

/**
 * The contact centre around a Webex flow: people and calls are those of any contact centre, the events are the flow's
 * (source: webex flow events), and an agent can only answer a call that the flow has queued. Nothing is memorialized here.
 */
export function webexCentre(inner: Centre, { clock, random }: { clock: Pick<Clock, 'now'>; random: Random }): Centre {
  const queued = new Set<string>()
  /** The first event of each interaction: the envelope of those that follow. */
  const first = new Map<string, InteractionEvent>()

  const known = (contact: string): Leg => inner.leg(contact) as Leg
  const withFlow = (leg: Leg) => leg.media === 'voice' && leg.phase === 'Incoming' && !queued.has(leg.interaction)
  /** A step's moments, and what the flow is told of it instead of what the agent application would be. */
  const told = ({ happened, ...changed }: Performed, ...tellings: Told[]): Performed => {
    const { legs } = changed
    const moments = happened.filter((one) => 'moment' in one && (one.moment.what === 'started' || one.moment.what === 'ended'))
    for (const one of happened) if ('event' in one && !first.has(one.event.subject)) first.set(one.event.subject, one.event)
    const { interaction, contact } = legs[0]
    const { agentid: _, endedby: __, ...envelope } = first.get(interaction) as InteractionEvent
    const agent = legs[0].agent?.id
    const events = tellings.map((telling) => ({
      event: {
        ...envelope,
        ...telling,
        id: random.guid(),
        time: iso(clock.now()),
        dataschema: schemaOf(telling.type),
        contactid: contact,
        ...(agent ? { agentid: agent } : {}),
      } as InteractionEvent,
    }))
    return { ...changed, happened: [...moments, ...events] }
  }
  const ended = (performed: Performed, by: 'contact' | 'agent' | 'flow'): Performed => {
    const { interaction } = performed.legs[0]
    queued.delete(interaction)
    const moments = performed.happened.map((one) => ('moment' in one && one.moment.what === 'ended' ? { moment: { ...one.moment, by } } : one))
    const gone: Told = { type: 'com.cisco.wxcc.ContactEnded', data: { interactionId: interaction, endedBy: by } }
    // While the caller is still there, the flow may go on with them, so it hears of the agent first.
    const removed: Told[] = by === 'agent' ? [{ type: 'com.cisco.wxcc.ContactLastAgentRemoved', data: { interactionId: interaction } }] : []
    return told({ ...performed, happened: moments }, ...removed, gone)
  }
  /** The contact is on the line with another agent, or waits for one. */
  const withAnother = (interaction: string) =>
    inner.legs().some((leg) => leg.media === 'voice' && leg.interaction === interaction && leg.callType !== 'Consult' && WITH_CONTACT.includes(leg.phase))
  const unimitated = (what: string): never => {
    throw new StageError(`${what}: a Webex flow is rehearsed with inbound calls only.`)
  }

  return {
    calls(customer, skill, kind = 'voice') {
      if (kind !== 'voice') return unimitated(kind)
      const begun = inner.calls(customer, skill)
      const { interaction } = begun.legs[0]
      const data = { interactionId: interaction, ani: customer.phone.replaceAll(/[^\d+]/g, ''), dnis: skill.phone.replaceAll(/[^\d+]/g, '') }
      return told(begun, { type: 'com.cisco.wxcc.NewPhoneContact', data })
    },
    dials: () => unimitated('agent.dials'),
    chats: () => unimitated('contact.chats'),
    asks: () => unimitated('The customer card'),
    perform(contact, command): Performed | Impossible {
      const leg = known(contact)
      const { interaction } = leg
      if (command.verb === 'contact.presses') {
        if (leg.phase !== 'Incoming') return { impossible: command.verb, state: leg.phase, allowed: inner.allowed(contact), because: 'no flow is listening' }
        return told({ legs: [leg], happened: [] }, { type: 'com.cisco.wxcc.DigitsPressed', data: { interactionId: interaction, digits: command.digits } })
      }
      if (withFlow(leg) && /^agent\./.test(command.verb))
        return { impossible: command.verb, state: 'with the flow', allowed: WITH_FLOW, because: 'the flow has not queued the call' }
      const performed = inner.perform(contact, command)
      if (isImpossible(performed)) return performed
      if (command.verb === 'contact.hangsUp') return ended(performed, 'contact')
      if (command.verb === 'agent.hangsUp') return withAnother(interaction) ? told(performed) : ended(performed, 'agent')
      // A colleague who is asked is offered no contact: the flow hears nothing of it (inferred from its list of events).
      if (leg.media === 'voice' && leg.callType === 'Consult') return told(performed)
      const offered: Told = { type: 'com.cisco.wxcc.AgentOfferContact', data: { interactionId: interaction, agentName: agentOf(command) } }
      if (command.verb === 'agent.refuses') return told(performed, offered)
      if (command.verb !== 'agent.answers') return told(performed)
      return told(performed, offered, { type: 'com.cisco.wxcc.AgentContactAssigned', data: { interactionId: interaction, agentName: agentOf(command) } })
    },
    allowed(contact) {
      const leg = known(contact)
      if (withFlow(leg)) return WITH_FLOW
      return leg.phase === 'Incoming' ? [...inner.allowed(contact), 'contact.presses'] : inner.allowed(contact)
    },
    legs: inner.legs,
    leg: inner.leg,
    hears(notice) {
      if (notice.kind !== 'flow') return undefined
      if (notice.did === 'queued') queued.add(notice.interaction)
      if (notice.did !== 'disconnected') return undefined
      const leg = inner.legs().find((one) => one.interaction === notice.interaction && one.phase === 'Incoming')
      const performed = leg && inner.perform(leg.contact, { verb: 'contact.hangsUp' })
      return performed && !isImpossible(performed) ? ended(performed, 'flow') : undefined
    },
  }
}

const agentOf = (command: object): string => ('agent' in command ? (command.agent as { name: string }).name : '')
