import type { Fault } from '../../mocks/core/faults.ts'
import type { Centre, Leg } from '../contact-centre/centre.ts'
import type { Agent, Channel, Customer, Skill } from '../contact-centre/people.ts'
import type { Disturbance } from '../play/disturbance.ts'
import type { Administrator } from './crm/judge.ts'
import type { Crm } from './crm/words.ts'

/** Whom a step is about, where that is not plain from the steps before. */
export interface Who {
  agent?: string | undefined
  contact?: string | undefined
  /** The colleague with whom, or to whom, it is done; their own leg is not meant. */
  with?: string | undefined
  to?: { agent?: string | undefined; skill?: string | undefined } | undefined
}

/** What a step can reach: the contact centre, the people of the scenario, and the World's own levers. */
export interface Stage {
  centre: Centre
  crm: Crm
  customer(name: string): Customer
  agent(name: string): Agent
  skill(name: string | undefined): Skill
  channel(type: string, name?: string): Channel
  /** The leg that a verb is about: of those that fit `who` the one that allows the verb and was touched last. */
  leg(verb: string, who: Who): Leg
  expireTokens(): number
  addFault(fault: Fault): void
  sleep(ms: number): Promise<void>
  /** On the way of events to the integration. */
  disturb(disturbance: Disturbance): void
  interrupt(ms: number): void
  /** With the eyes and hands of an administrator of the CRM. */
  administrator: Administrator
}

/** A step that the scenario cannot mean: there is no such person, no contact yet. */
export class StageError extends Error {
  override name = 'StageError'
}
