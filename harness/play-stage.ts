import type { World } from '../mocks/core/world.ts'
import type { Centre, Leg } from './contact-centre/centre.ts'
import type { Disturbed } from './play-disturbance.ts'
import type { Cast } from './scenario/cast.ts'
import type { Judge } from './scenario/crm/judge.ts'
import type { Crm } from './scenario/crm/words.ts'
import { type Stage, StageError, type Who } from './scenario/stage.ts'

/** Which legs belong to a copy of the scenario, or of them to one customer, the last touched last. */
export interface Touched {
  touch(copy: number, legs: readonly Leg[]): void
  of(copy: number, customer?: string): readonly string[]
}

export function touchedLegs(): Touched {
  const copies = new Map<number, { all: Set<string>; customers: Map<string, Set<string>> }>()
  // A leg that a step began is more to the point than the one that it came from: it is touched last.
  const last = (ids: Set<string>, id: string): Set<string> => {
    ids.delete(id)
    return ids.add(id)
  }
  return {
    touch(copy, legs) {
      const { all, customers } = copies.get(copy) ?? { all: new Set(), customers: new Map() }
      copies.set(copy, { all, customers })
      for (const { contact, customer } of legs) {
        last(all, contact)
        customers.set(customer.name, last(customers.get(customer.name) ?? new Set(), contact))
      }
    },
    of(copy, customer) {
      const touched = copies.get(copy)
      return [...((customer === undefined ? touched?.all : touched?.customers.get(customer)) ?? [])]
    },
  }
}

const TAKES = ['agent.answers', 'agent.accepts', 'agent.refuses']

/** What one copy of the scenario plays on. */
export function stageFor(
  copy: number,
  crm: Crm,
  world: World,
  centre: Centre,
  cast: Cast,
  judge: Judge,
  touched: Touched,
  way: Pick<Disturbed, 'disturb' | 'interrupt'>,
): Stage {
  return {
    centre,
    crm,
    customer: (name) => cast.customer(name, copy),
    agent: (name) => cast.agent(name, copy),
    skill: (name) => cast.skill(name),
    channel: (type, name = type) => ({ id: `${type.toLowerCase()}_${world.seed}`, type, name }),
    leg(verb, who) {
      const customer = who.contact === undefined ? undefined : cast.customer(who.contact, copy).name
      const legs = touched.of(copy, customer).map((id) => centre.leg(id) as Leg)
      const fitting = legs.filter((leg) => fits(leg, verb, who, cast, copy))
      const leg = fitting.findLast((one) => allows(centre, one, verb)) ?? fitting.at(-1)
      if (leg) return leg
      const whom = [who.agent && `of ${who.agent}`, who.contact && `with ${who.contact}`].filter(Boolean).join(' ')
      throw new StageError(`${verb}: there is no contact ${whom || 'yet'}. Let one begin first, with contact.calls, contact.chats or agent.dials.`)
    },
    expireTokens: () => world.tokens.expireAll(),
    administrator: judge,
    disturb: way.disturb,
    interrupt: way.interrupt,
    addFault: (fault) => void world.faults.add(fault),
    sleep: (ms) => world.clock.sleep(ms),
  }
}

function fits(leg: Leg, verb: string, who: Who, cast: Cast, copy: number): boolean {
  if (who.agent === undefined || TAKES.includes(verb)) return true
  return leg.agent?.name === cast.agent(who.agent, copy).name
}

/** The card is open to every leg that an agent has and that is not over. */
function allows(centre: Centre, leg: Leg, verb: string): boolean {
  const allowed = centre.allowed(leg.contact)
  return allowed.includes(verb) || (/^agent\.(searches|creates|updates|pins|links|unlinks)$/.test(verb) && allowed.length > 0 && leg.agent !== undefined)
}
