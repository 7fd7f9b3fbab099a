import type { CountryCode } from 'libphonenumber-js'
import type { CallContact, InteractionEvent, VoiceMailContact } from '../events.ts'
import type { Environment, Integration } from '../integration.ts'
import { type ContactState, type Conversation, contactOf, is, newConversation } from './conversation.ts'
import { crmClient } from './crm/choose.ts'
import type { TooLong } from './crm/client.ts'
import { type Desk, desk } from './desk.ts'
import type { ContactEndsFirst } from './memorialize.ts'
import { type OneByOne, oneByOne } from './one-by-one.ts'
import type { Variables } from './script.ts'

/** Interactions whose cards and histories are remembered. */
const MOST_KEPT = 10_000

type OutboundDnis = 'dialled' | 'agent'
type DigitalTrigger = 'dismissed' | 'closed'

export interface CxoneOptions {
  /** Where the identity provider of Dynamics answers. */
  authority?: string
  /**
   * Text longer than its Dynamics field, which Dynamics refuses whole: `cut` writes the part that fits, so that an agent finds
   * something rather than nothing; `leave out` writes the other fields only (R029 allows "part or none"). Either is reported.
   */
  tooLong?: TooLong
  /** A12: are the agent's fields withheld for calls too when the contact ends first, or for digital contacts only? */
  contactEndsFirst?: ContactEndsFirst
  /** A4: is a digital contact memorialized when it is dismissed, or when its status is set to closed? When it is transferred it is either way. */
  digitalTrigger?: DigitalTrigger
  /** A11: DNIS of an outbound call is the number that was dialled, or the agent's own; then ANI is the customer's. */
  outboundDnis?: OutboundDnis
  /** Country of telephone numbers that come without one: `DE`. */
  region?: CountryCode
}

/** The integration that a play uses when the user has none of their own: it does what a CRM configuration says. */
export function cxone(options: CxoneOptions = {}): Integration {
  const { authority, tooLong, contactEndsFirst = 'both', outboundDnis = 'dialled', digitalTrigger = 'dismissed', region } = options
  const conversations = new Map<string, Conversation>()
  const alone = oneByOne()
  let at: Desk | undefined

  const conversationOf = (id: string) => {
    let conversation = conversations.get(id)
    if (!conversation) {
      conversations.set(id, (conversation = newConversation(id)))
      // The oldest is long over; keeping all would fill the memory of a service that runs for weeks.
      if (conversations.size > MOST_KEPT) conversations.delete(conversations.keys().next().value as string)
    }
    return conversation
  }

  return {
    async start(env: Environment) {
      at = desk(env, crmClient(env.configuration, env, { authority, tooLong, region }), contactEndsFirst)
    },

    deliver(event) {
      const conversation = conversationOf(event.subject)
      if (conversation.seen.has(event.id)) return conversation.queue
      conversation.seen.add(event.id)
      const done = conversation.queue.then(() => {
        if (!at) throw new Error('The integration was given an event before it was started.')
        return handle(conversation, event, at, alone, { outboundDnis, digitalTrigger })
      })
      // A failure is the caller's to hear of; the next event of the interaction is still worth handling.
      conversation.queue = done.catch(() => {})
      return done
    },

    async stop() {
      await Promise.all([...conversations.values()].map(({ queue }) => queue))
    },

    card: (interaction) => conversations.get(interaction)?.card,
  }
}

interface Readings {
  outboundDnis: OutboundDnis
  digitalTrigger: DigitalTrigger
}

async function handle(conversation: Conversation, event: InteractionEvent, at: Desk, alone: OneByOne, readings: Readings): Promise<void> {
  const trace = event.traceparent
  const contact = contactOf(conversation, event.contactid)
  if (event.endedby === 'contact') contact.endedByContact = true

  if (is(event, 'com.nice.cxone.VoiceContact') || is(event, 'com.nice.cxone.DigitalContactEvent')) {
    contact.latest = event.data
  } else if (is(event, 'com.nice.cxone.CallContactEvent')) {
    const { status, finalState } = event.data
    if (status === 'Disconnected') {
      if (finalState) await memorialize(conversation, contact, at, trace)
      return
    }
    await (conversation.started || begin(conversation, voiceVariables(event.data, readings.outboundDnis), at, alone, trace))
    contact.withAgent ||= status === 'Active' || status === 'Joined'
    if (contact.withAgent) at.pop(conversation)
  } else if (is(event, 'com.nice.cxone.VoiceMailContactEvent') || is(event, 'com.nice.cxone.WorkItemContactEvent')) {
    if (event.data.finalState) return await memorialize(conversation, contact, at, trace)
    await (conversation.started || begin(conversation, messageVariables(event.data), at, alone, trace))
    contact.withAgent ||= event.data.status === 'Active'
    if (contact.withAgent) at.pop(conversation)
  } else if (is(event, 'com.nice.cxone.CaseStatusChanged')) {
    if (readings.digitalTrigger === 'closed' && event.data.case.status === 'closed') await memorialize(conversation, contact, at, trace)
  } else if (is(event, 'com.nice.cxone.CaseInboxAssigneeChanged')) {
    const { inboxAssignee, previousInboxAssignee } = event.data.case
    const dismissed = contact.latest?.finalState === true
    if (previousInboxAssignee !== null && inboxAssignee !== previousInboxAssignee) {
      if (!dismissed || readings.digitalTrigger === 'dismissed') await memorialize(conversation, contact, at, trace)
    } else if (inboxAssignee !== null) {
      await (conversation.started || begin(conversation, digitalVariables(contact), at, alone, trace))
      contact.withAgent = true
      at.pop(conversation)
    }
  } else if (is(event, 'com.nice.cxone.CustomEvent')) {
    await at.request(conversation, event.data.data, trace)
    at.pop(conversation)
  }
}

/**
 * The Studio script runs once an interaction; a transferred contact finds its results on the card. Scripts for one customer run
 * one after the other: two calls at once from a number that nobody knows would make two records.
 */
async function begin(conversation: Conversation, variables: Variables, at: Desk, alone: OneByOne, trace: string): Promise<void> {
  conversation.started = true
  await alone(variables.ani || variables.email || conversation.id, () => at.runScript(conversation, variables, trace))
}

/** Once a contact (R024-R026), and only for one that an agent had. */
async function memorialize(conversation: Conversation, contact: ContactState, at: Desk, trace: string): Promise<void> {
  if (contact.memorialized || !contact.latest) return
  contact.memorialized = true
  await at.memorialize(conversation, { contact: contact.latest, endedByContact: contact.endedByContact }, trace)
}

function lowerCase(variables: Variables): Record<string, string> {
  const lower: Record<string, string> = {}
  for (const name in variables) lower[name.toLowerCase()] = variables[name] as string
  return lower
}

/** `{ANI}` is the customer's number, whoever called: of an outbound call it is the number that was dialled. */
function voiceVariables(call: CallContact, outboundDnis: OutboundDnis): Variables {
  const { ani, dnis, skill, contactId, masterId } = call
  const customer = call.isInbound || outboundDnis === 'agent' ? ani : dnis
  return Object.assign(lowerCase(call.screenPopUrlVariables), { ani: customer, dnis, skillname: skill, contactid: contactId, masterid: masterId })
}

/** Of a recorded message the number it was left from; a work item shows none. */
const messageVariables = (contact: VoiceMailContact | InteractionEvent<'com.nice.cxone.WorkItemContactEvent'>['data']): Variables =>
  'from' in contact
    ? { ani: contact.from, skillname: contact.skillName, contactid: contact.contactId, masterid: contact.masterId }
    : { contactid: contact.contactId }

function digitalVariables({ latest }: ContactState): Variables {
  if (!latest || 'contactType' in latest) return {}
  const { from, customerName, channelName, skillName, contactId, scriptVariables } = latest
  // From is the name on the customer card; on some channels that is an address or a number.
  const address: Variables = from.includes('@') ? { email: from } : {}
  const number: Variables = /^\+?[\d\s()-]{5,}$/.test(from) ? { ani: from } : {}
  return {
    ...lowerCase(scriptVariables),
    ...address,
    ...number,
    from,
    customername: customerName,
    channel: channelName,
    skill: skillName,
    contactid: contactId,
  }
}
