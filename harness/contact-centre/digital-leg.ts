import { iso } from '../../mocks/core/stamp.ts'
import type { CaseEvent, DigitalContact, DigitalMessage } from '../events.ts'
import { type Context, type Happening, tell } from './happening.ts'
import type { Agent, Channel, Customer, Outcome, Skill } from './people.ts'

/** `Queued` waits for an agent; `Left` is still in an agent's inbox though the contact is gone; `Closed` is over. */
export type DigitalPhase = 'Queued' | 'Assigned' | 'Left' | 'Closed'
export type CaseStatus = CaseEvent['case']['status']

export interface Said {
  at: number
  by: 'contact' | 'agent'
  name: string
  text: string
}

/** One agent's part of a digital interaction. A transfer starts another one with a contact id of its own. */
export interface DigitalLeg {
  readonly media: 'digital'
  readonly phase: DigitalPhase
  readonly interaction: string
  readonly contact: string
  readonly caseId: string
  readonly customer: Customer
  readonly channel: Channel
  readonly skill: Skill
  readonly agent: Agent | undefined
  readonly status: CaseStatus
  readonly outcome: Outcome
  /** Memorialization was due when the status was set to closed (the older reading of A4). */
  readonly dueWhenClosed: boolean
  /** Of the whole conversation, before transfers too. */
  readonly said: readonly Said[]
  readonly startedAt: number
  readonly endedAt: number | undefined
  readonly endedBy: 'contact' | 'agent' | undefined
}

/** The text of messages, one line each: `08:04 Ada Byron: Where is my parcel?` Attachments and internal notes have no text here (R022). */
export const transcript = (said: readonly Said[]): string =>
  said
    .filter(({ text }) => text !== '')
    .map(({ at, name, text }) => `${iso(at).slice(11, 16)} ${name}: ${text}`)
    .join('\n')

export function digitalContact(leg: DigitalLeg, context: Context): DigitalContact {
  return {
    interactionId: leg.interaction,
    contactId: leg.contact,
    eventType: 'digital',
    mediaType: 'digital',
    direction: 'inbound',
    channelType: leg.channel.type,
    channelName: leg.channel.name,
    from: leg.customer.name,
    customerName: leg.customer.name,
    to: leg.agent?.name ?? '',
    agentId: leg.agent?.id ?? '',
    agentName: leg.agent?.name ?? '',
    skillId: leg.skill.id,
    skillName: leg.skill.name,
    dispositionName: leg.outcome.dispositionName,
    dispositionNotes: leg.outcome.dispositionNotes,
    status: leg.outcome.status || leg.status,
    finalState: leg.phase === 'Closed',
    isCaseAssigned: leg.phase === 'Assigned' || leg.phase === 'Left',
    startTime: iso(leg.startedAt),
    endTime: leg.endedAt === undefined ? '' : iso(leg.endedAt),
    transcriptionText: transcript(leg.said),
    transcriptUrl: `https://transcripts.rehearsal.example/${leg.interaction}`,
    scriptVariables: context.variables('digital', { ani: leg.customer.phone, dnis: '', contact: leg.contact, skill: leg.skill.name }),
  }
}

function envelope(
  leg: DigitalLeg,
  object: CaseEvent['eventObject'],
  context: Context,
  inbox: { now: Agent | undefined; before: Agent | undefined },
): CaseEvent {
  return {
    eventId: context.newId(),
    eventObject: object,
    case: {
      id: leg.caseId,
      contactId: leg.contact,
      interactionId: leg.interaction,
      status: leg.status,
      inboxAssignee: inbox.now?.id ?? null,
      previousInboxAssignee: inbox.before?.id ?? null,
      direction: 'inbound',
      createdAt: iso(leg.startedAt),
      skillId: leg.skill.id,
      skillName: leg.skill.name,
    },
    channel: { id: leg.channel.id, name: leg.channel.name },
  }
}

const unmoved = (leg: DigitalLeg) => ({ now: leg.agent, before: leg.agent })

/** The snapshot of a digital contact; it says who ended it once somebody has. */
export const tellDigital = (leg: DigitalLeg, context: Context, contact = digitalContact(leg, context)): Happening =>
  tell(leg, 'com.nice.cxone.DigitalContactEvent', contact, leg.endedBy)

/** The case came into an agent's inbox, or left it for another agent's or for nobody's (R025, R026). */
export const tellAssignee = (leg: DigitalLeg, inbox: { now: Agent | undefined; before: Agent | undefined }, context: Context): Happening =>
  tell(leg, 'com.nice.cxone.CaseInboxAssigneeChanged', envelope(leg, 'Case', context, inbox), leg.endedBy)

export const tellStatus = (leg: DigitalLeg, context: Context): Happening =>
  tell(leg, 'com.nice.cxone.CaseStatusChanged', envelope(leg, 'Case', context, unmoved(leg)), leg.endedBy)

export const tellMessage = (leg: DigitalLeg, message: DigitalMessage, context: Context): Happening => {
  const { eventId, eventObject, case: now, channel } = envelope(leg, 'Message', context, unmoved(leg))
  return tell(leg, 'com.nice.cxone.MessageAddedIntoCase', { eventId, eventObject, case: now, channel, message })
}

export const tellNote = (leg: DigitalLeg, text: string, context: Context): Happening =>
  tell(leg, 'com.nice.cxone.MessageNoteCreated', {
    ...envelope(leg, 'Message', context, unmoved(leg)),
    note: { id: context.newId(), text, createdAt: iso(context.at) },
  })
