import { iso } from '../../mocks/core/stamp.ts'
import {
  type CaseStatus,
  type DigitalLeg,
  type DigitalPhase,
  digitalContact,
  tellAssignee,
  tellDigital,
  tellMessage,
  tellNote,
  tellStatus,
} from './digital-leg.ts'
import { due } from './due.ts'
import type { Context, Happening } from './happening.ts'
import type { Impossible } from './impossible.ts'
import { type Agent, noOutcome, type Outcome, type Skill } from './people.ts'

export interface Attachment {
  fileName: string
  mimeType: string
}

export type DigitalCommand =
  | { verb: 'contact.says' | 'agent.says'; text: string; attachments: readonly Attachment[] }
  | { verb: 'contact.leaves' | 'agent.unassignsAndDismisses' | 'agent.reloads' }
  | { verb: 'agent.accepts'; agent: Agent }
  | { verb: 'agent.notes'; text: string }
  | { verb: 'agent.setsStatus'; status: CaseStatus }
  | { verb: 'agent.selectsDisposition'; outcome: Partial<Outcome> }
  | { verb: 'agent.transfers'; to: { agent: Agent } | { skill: Skill } }

export interface DigitalResult {
  legs: [DigitalLeg, ...DigitalLeg[]]
  happenings: Happening[]
}

type Verb = DigitalCommand['verb']
type Command<V extends Verb> = DigitalCommand & { verb: V }
type Transition<V extends Verb> = (leg: DigitalLeg, command: Command<V>, context: Context) => DigitalResult | Impossible

const begins = (leg: DigitalLeg): Happening => ({ moment: { what: 'started', interaction: leg.interaction, contact: leg.contact, media: 'digital' } })
const unmappable = (leg: DigitalLeg, text: string): Happening => ({ moment: { what: 'unmappable', interaction: leg.interaction, contact: leg.contact, text } })

/** Into an agent's inbox: the case opens unless somebody set another status before. */
function assigned(leg: DigitalLeg, agent: Agent, context: Context): DigitalResult {
  const fresh = leg.status === 'new'
  const now: DigitalLeg = { ...leg, agent, phase: leg.endedBy === 'contact' ? 'Left' : 'Assigned', status: fresh ? 'open' : leg.status }
  return {
    legs: [now],
    happenings: [tellAssignee(now, { now: agent, before: undefined }, context), ...(fresh ? [tellStatus(now, context)] : []), tellDigital(now, context)],
  }
}

/** Out of the agent's inbox: memorialization is due for this agent's contact (R025, R026); by the older reading of A4 a dismissal is too late for it. */
function unassigned(leg: DigitalLeg, to: Agent | undefined, final: boolean, context: Context): DigitalResult {
  const now: DigitalLeg = { ...leg, phase: 'Closed', endedAt: context.at, endedBy: leg.endedBy ?? 'agent' }
  const contact = { ...digitalContact(now, context), finalState: final, isCaseAssigned: to !== undefined }
  const ended: Happening[] = leg.endedBy ? [] : [{ moment: { what: 'ended', interaction: leg.interaction, contact: leg.contact, by: 'agent' } }]
  return {
    legs: [now],
    happenings: [
      ...ended,
      ...(leg.dueWhenClosed || (final && context.settings.digitalTrigger === 'closed')
        ? []
        : [{ moment: due('digital', contact, leg.endedBy, context.settings) }]),
      tellDigital(now, context, contact),
      tellAssignee(now, { now: to, before: leg.agent }, context),
    ],
  }
}

const says: Transition<'contact.says' | 'agent.says'> = (leg, { verb, text, attachments }, context) => {
  const by = verb === 'contact.says' ? 'contact' : 'agent'
  const name = by === 'contact' ? leg.customer.name : (leg.agent?.name ?? '')
  const now: DigitalLeg = { ...leg, said: [...leg.said, { at: context.at, by, name, text }] }
  const files = attachments.map((file) => ({ ...file, url: `https://files.rehearsal.example/${context.newId()}/${encodeURIComponent(file.fileName)}` }))
  const message = {
    id: context.newId(),
    direction: by === 'contact' ? ('inbound' as const) : ('outbound' as const),
    createdAt: iso(context.at),
    messageContent: { type: 'TEXT' as const, text },
    attachments: files,
  }
  return {
    legs: [now],
    happenings: [...files.flatMap((file) => [unmappable(leg, file.fileName), unmappable(leg, file.url)]), tellMessage(now, message, context)],
  }
}

const noted: Transition<'agent.notes'> = (leg, { text }, context) => ({ legs: [leg], happenings: [unmappable(leg, text), tellNote(leg, text, context)] })

const status: Transition<'agent.setsStatus'> = (leg, command, context) => {
  const now: DigitalLeg = { ...leg, status: command.status }
  if (context.settings.digitalTrigger !== 'closed' || command.status !== 'closed' || leg.dueWhenClosed)
    return { legs: [now], happenings: [tellStatus(now, context), tellDigital(now, context)] }
  // A4: what the agent application knows of the contact is told before the status that makes it due.
  const contact = digitalContact(now, context)
  return {
    legs: [{ ...now, dueWhenClosed: true }],
    happenings: [{ moment: due('digital', contact, leg.endedBy, context.settings) }, tellDigital(now, context, contact), tellStatus(now, context)],
  }
}

const outcome: Transition<'agent.selectsDisposition'> = (leg, command, context) => {
  const now = { ...leg, outcome: { ...leg.outcome, ...command.outcome } }
  return { legs: [now], happenings: [tellDigital(now, context)] }
}

/** The contact is gone; the case stays in the inbox, and nothing is due before the next transfer or dismissal. */
const left: Transition<'contact.leaves'> = (leg, _, context) => {
  const now: DigitalLeg = { ...leg, phase: leg.agent ? 'Left' : 'Closed', endedBy: 'contact', endedAt: leg.agent ? leg.endedAt : context.at }
  return {
    legs: [now],
    happenings: [{ moment: { what: 'ended', interaction: leg.interaction, contact: leg.contact, by: 'contact' } }, tellDigital(now, context)],
  }
}

const transferred: Transition<'agent.transfers'> = (leg, { to }, context) => {
  const agent = 'agent' in to ? to.agent : undefined
  const from = unassigned(leg, agent, false, context)
  const next: DigitalLeg = {
    ...leg,
    agent: undefined,
    endedAt: undefined,
    dueWhenClosed: false,
    contact: context.newContact(),
    phase: 'Queued',
    outcome: noOutcome,
    startedAt: context.at,
    skill: 'skill' in to ? to.skill : leg.skill,
  }
  const taken = agent ? assigned(next, agent, context) : { legs: [next] as [DigitalLeg], happenings: [] }
  return { legs: [from.legs[0], taken.legs[0]], happenings: [...from.happenings, begins(next), ...taken.happenings] }
}

const dismissed: Transition<'agent.unassignsAndDismisses'> = (leg, { verb }, context) => {
  if (leg.skill.dispositionRequired && leg.outcome.dispositionName === '') {
    const because = `skill ${leg.skill.name} requires a disposition first (agent.selectsDisposition)`
    return { impossible: verb, state: leg.phase, allowed: allowedDigital(leg).filter((one) => one !== verb), because }
  }
  return unassigned(leg, undefined, true, context)
}

/** The agent application forgets everything, as at the reload of a browser's page, and is told how things stand. */
const reloaded: Transition<'agent.reloads'> = (leg, _, context) => ({
  legs: [leg],
  happenings: [tellDigital(leg, context), tellAssignee(leg, { now: leg.agent, before: undefined }, context)],
})

const inInbox = {
  'agent.reloads': reloaded,
  'agent.notes': noted,
  'agent.setsStatus': status,
  'agent.selectsDisposition': outcome,
  'agent.transfers': transferred,
  'agent.unassignsAndDismisses': dismissed,
}

/** States and what each allows (source: digital events and statuses of the vendor's packages, documented; `Left` is inferred from R027). */
const table: Record<DigitalPhase, { [V in Verb]?: Transition<V> }> = {
  Queued: { 'contact.says': says, 'contact.leaves': left, 'agent.accepts': (leg, { agent }, context) => assigned(leg, agent, context) },
  Assigned: { ...inInbox, 'contact.says': says, 'agent.says': says, 'contact.leaves': left },
  Left: inInbox,
  Closed: {},
}

/** A contact who has left does nothing more, whoever takes the case next. */
export const allowedDigital = ({ phase, endedBy }: Pick<DigitalLeg, 'phase' | 'endedBy'>): readonly string[] => (endedBy === 'contact' ? without : verbs)[phase]
type Verbs = Record<DigitalPhase, string[]>
const verbsOf = (fits: (verb: string) => boolean): Verbs =>
  Object.fromEntries(Object.entries(table).map(([phase, transitions]) => [phase, Object.keys(transitions).filter(fits)])) as Verbs
const verbs = verbsOf(() => true)
const without = verbsOf((verb) => !verb.startsWith('contact.'))

export function digitalStep(leg: DigitalLeg, command: DigitalCommand, context: Context): DigitalResult | Impossible {
  const transition = table[leg.phase][command.verb] as Transition<Verb> | undefined
  const allowed = allowedDigital(leg)
  if (transition && allowed.includes(command.verb)) return transition(leg, command as Command<Verb>, context)
  return { impossible: command.verb, state: leg.phase, allowed, ...(transition ? { because: 'the contact has left' } : {}) }
}

/** A digital interaction begins in the skill's queue, as a new case. */
export function beginChat(leg: DigitalLeg, context: Context): DigitalResult {
  return { legs: [leg], happenings: [begins(leg), tellStatus(leg, context), tellDigital(leg, context)] }
}
