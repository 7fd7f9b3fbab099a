import type { Exchange } from '../mocks/core/journal.ts'
import { isWrite } from '../mocks/core/meaning.ts'
import { traceIdOf } from './contact-centre/envelope.ts'
import type { CallContact, DigitalContact, EventType, InteractionEvent } from './events.ts'
import type { Notice } from './integration.ts'

/**
 * How it is known whose a CRM call was: `trace`: it carried the event's trace context; `data`: it wrote the Interaction ID, or
 * the Contact ID, of one interaction; `record`: its records belong to one interaction; `only`: there has been one interaction.
 */
export type Ground = 'trace' | 'data' | 'record' | 'only'

export interface Attribution {
  interaction: string
  by: Ground
}

/** Says whose an exchange was, from what has happened before it. It never guesses: undefined where it cannot be known. */
export interface Attributor {
  event(event: InteractionEvent): void
  notice(notice: Notice): void
  of(exchange: Exchange): Attribution | undefined
}

/** Shorter texts are no ids and occur everywhere. */
const SHORTEST_ID = 8

export function createAttributor(): Attributor {
  const byTrace = new Map<string, string>()
  /** Interaction ids, and contact ids with the interaction that they belong to. */
  const interactions = new Set<string>()
  const contacts = new Map<string, string>()
  /** Interactions that touched a record, by its id. */
  const owners = new Map<string, Set<string>>()
  /** Numbers, addresses and names of the people in an interaction. */
  const parties = new Map<string, Set<string>>()

  const own = (id: string, interaction: string) => {
    const known = owners.get(id)
    if (known) known.add(interaction)
    else owners.set(id, new Set([interaction]))
  }
  const named = (texts: readonly string[]): Set<string> =>
    new Set(
      texts.flatMap((text) => {
        const contact = contacts.get(text.trim())
        return [...(contact === undefined ? [] : [contact]), ...[...interactions].filter((id) => id.length >= SHORTEST_ID && text.includes(id))]
      }),
    )
  /** Whether somebody else's interaction is with the same people: then a record of theirs does not tell which one it was. */
  const shared = (interaction: string) =>
    [...parties].some(([other, people]) => other !== interaction && [...people].some((person) => parties.get(interaction)?.has(person)))

  const find = (exchange: Exchange, ids: readonly string[]): Attribution | undefined => {
    const traced = byTrace.get(traceIdOf(exchange.traceparent) ?? '')
    if (traced !== undefined) return { interaction: traced, by: 'trace' }
    const [written, ...others] = named(exchange.actions.filter(isWrite).flatMap(({ fields }) => textsIn(fields)))
    if (written !== undefined && others.length === 0) return { interaction: written, by: 'data' }
    const candidates = new Set(ids.flatMap((id) => [...(owners.get(id) ?? [])]))
    const [owner] = candidates
    if (owner !== undefined && candidates.size === 1 && !shared(owner)) return { interaction: owner, by: 'record' }
    const [only, ...more] = interactions
    if (only !== undefined && more.length === 0 && isBusiness(exchange)) return { interaction: only, by: 'only' }
    return undefined
  }

  return {
    event(event) {
      const { subject, contactid } = event
      if (!interactions.has(subject)) {
        interactions.add(subject)
        parties.set(subject, new Set())
        // One trace per interaction, which its first event shows.
        const trace = traceIdOf(event.traceparent)
        if (trace) byTrace.set(trace, subject)
      }
      if (contacts.get(contactid) !== subject) contacts.set(contactid, subject)
      if (!NAMELESS.has(event.type)) for (const party of partiesOf(event)) parties.get(subject)?.add(party)
    },
    notice(notice) {
      if ('record' in notice && notice.record) own(notice.record.id, notice.interaction)
    },
    of(exchange) {
      const ids = idsOf(exchange)
      const found = find(exchange, ids)
      if (found) for (const id of ids) own(id, found.interaction)
      return found
    },
  }
}

/** An exchange that is about records. Signing in is for all interactions alike, so it is nobody's unless its trace says so. */
export const isBusiness = ({ actions }: Pick<Exchange, 'actions'>): boolean => actions.some(({ kind }) => kind !== 'signed-in' && kind !== 'other')

function idsOf({ actions }: Exchange): string[] {
  const ids: string[] = []
  for (const action of actions) {
    if ('id' in action && action.id !== undefined) ids.push(action.id)
    else if (action.kind === 'searched') for (const id of action.found) ids.push(id)
  }
  return ids
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn)
}

/** Events that do not say whom the agent talks to: half of all. */
const NAMELESS: ReadonlySet<string> = new Set<EventType>([
  'com.nice.cxone.AgentState',
  'com.nice.cxone.CustomEvent',
  'com.nice.cxone.CaseInboxAssigneeChanged',
  'com.nice.cxone.CaseStatusChanged',
  'com.nice.cxone.MessageAddedIntoCase',
])

function partiesOf({ data }: InteractionEvent): string[] {
  const { ani, dnis, isInbound } = data as Partial<CallContact>
  const { from, customerName } = data as Partial<DigitalContact>
  return [isInbound === undefined ? undefined : isInbound ? ani : dnis, from, customerName].filter((one): one is string => !!one)
}
