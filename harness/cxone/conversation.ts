import type { DigitalContact, InteractionEvent, VoiceContact } from '../events.ts'
import type { CardRecord, CustomerCard } from '../integration.ts'
import { emptyCard } from './card.ts'

/** What the integration keeps of one interaction, across all its contacts. */
export interface Conversation {
  readonly id: string
  /** Events of one interaction are worked off one after the other, however fast they come. */
  queue: Promise<void>
  /** Ids of events that came already: a delivery may be repeated. */
  readonly seen: Set<string>
  started: boolean
  card: CustomerCard
  /** Records to pop as soon as an agent is there to see them. */
  pops: CardRecord[]
  /** Dynamic data mapping of the last search: what the agent's own searches show. */
  dynamicData?: string
  /** What CUSTOM EVENT actions of the script said, the latest by name. */
  readonly customEvents: Map<string, string>
  readonly contacts: Map<string, ContactState>
}

export interface ContactState {
  /** The last that was said of it. */
  latest?: VoiceContact | DigitalContact
  endedByContact: boolean
  memorialized: boolean
  withAgent: boolean
}

export const newConversation = (id: string): Conversation => ({
  id,
  queue: Promise.resolve(),
  seen: new Set(),
  started: false,
  card: emptyCard,
  pops: [],
  customEvents: new Map(),
  contacts: new Map(),
})

export function contactOf(conversation: Conversation, id: string): ContactState {
  let contact = conversation.contacts.get(id)
  if (!contact) conversation.contacts.set(id, (contact = { endedByContact: false, memorialized: false, withAgent: false }))
  return contact
}

export const is = <Type extends InteractionEvent['type']>(event: InteractionEvent, type: Type): event is InteractionEvent<Type> => event.type === type
