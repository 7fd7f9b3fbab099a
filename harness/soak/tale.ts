import type { Random } from '../../mocks/core/random.ts'
import type { Step } from '../scenario/scenario.ts'
import type { Contact, Desks } from './shift-people.ts'

/** One interaction while it is thought up: what people do, one after the other, and when. */
export interface Tale {
  readonly customer: Contact
  readonly random: Random
  /** Time goes by, `low` to `high` seconds. */
  later(low: number, high: number): void
  does(verb: string, args: object): void
  /** What an agent does with this customer's contact. */
  agentDoes(agent: string, verb: string, args?: object): void
  contactDoes(verb: string, args?: object): void
  /** The agent who is free first; time goes by until they are. */
  agent(): string
  /** The agent is done with this contact. */
  free(agent: string): void
  chance(share: number): boolean
}

/** A way in which an interaction may go. */
export type Story = (tale: Tale) => void

/** A step that has its time, and its place among all others later. */
export type Told = Step & { at: number }

/** What is told of one interaction that begins at `from`, and when it is over. */
export function tell(story: Story, customer: Contact, from: number, desks: Desks, random: Random): { steps: Told[]; until: number } {
  const steps: Told[] = []
  let at = from
  const does = (verb: string, args: object) => void steps.push({ index: 0, verb, args, at, impossible: false, line: 1 })
  story({
    customer,
    random,
    later: (low, high) => void (at += random.int(low * 1000, high * 1000)),
    does,
    agentDoes: (agent, verb, args = {}) => does(verb, { agent, contact: customer.name, ...args }),
    contactDoes: (verb, args = {}) => does(verb, { contact: customer.name, ...args }),
    agent() {
      const taken = desks.take(at)
      at = taken.at
      return taken.agent
    },
    free: (agent) => desks.free(agent, at),
    chance: (share) => random.next() < share,
  })
  return { steps, until: at }
}
