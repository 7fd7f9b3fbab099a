import type { ContactView, DeskCommand, InteractionView } from '../../protocol.ts'

export type StepCommand = Extract<DeskCommand, { contact?: string }>

/** Verbs that need more than a press of a button: their form is elsewhere on the desk. */
export const WITH_A_FORM: ReadonlySet<string> = new Set([
  'agent.transfers',
  'agent.consults',
  'agent.conferences',
  'agent.selectsDisposition',
  'agent.setsStatus',
  'agent.says',
  'agent.notes',
  'contact.says',
  'contact.presses',
  'agent.searches',
  'agent.creates',
  'agent.updates',
  'agent.pins',
  'agent.links',
  'agent.unlinks',
])

/** Steps that begin an interaction from the desk, of which a flow has calls that come in only. */
export const beginnings = (flow: boolean): readonly string[] => ['contact.calls', ...(flow ? [] : ['agent.dials', 'contact.chats'])]

/** What an agent does to take a contact: the agent of this desk is named. */
export const TAKES: ReadonlySet<string> = new Set(['agent.answers', 'agent.accepts', 'agent.refuses'])

export const commandOf = (verb: string, contact: ContactView, agent: string, args: Record<string, unknown> = {}): StepCommand => ({
  do: verb as StepCommand['do'],
  contact: contact.contact,
  args: TAKES.has(verb) ? { agent: contact.offeredTo ?? agent, ...args } : args,
})

/** The first contact of the interactions, newest first, at which one of these may be done. */
export function firstAllowed(interactions: readonly InteractionView[], verbs: readonly string[]): { contact: ContactView; verb: string } | undefined {
  for (const { contacts } of interactions)
    for (const contact of contacts.toReversed()) for (const verb of verbs) if (contact.allowed.includes(verb)) return { contact, verb }
  return undefined
}
