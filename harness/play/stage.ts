import type { World } from '../../mocks/core/world.ts'
import type { Centre, Leg } from '../contact-centre/centre.ts'
import type { Cast } from '../scenario/cast.ts'
import type { Judge } from '../scenario/crm/judge.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { type Stage, StageError } from '../scenario/stage.ts'
import type { Disturbed } from './disturbance.ts'

/** Which legs belong to a copy of the scenario, or of them to one customer, the last touched last. */
export interface Touched {
  touch(copy: number, legs: readonly Leg[]): void
  of(copy: number, customer?: string): ReadonlySet<string>
}

export function touchedLegs(): Touched {
  const copies = new Map<number, { all: Set<string>; customers: Map<string, Set<string>> }>()
  // A leg that a step began is more to the point than the one that it came from: it is touched last.
  const last = (ids: Set<string>, id: string) => {
    ids.delete(id)
    ids.add(id)
  }
  return {
    touch(copy, legs) {
      let touched = copies.get(copy)
      if (!touched) copies.set(copy, (touched = { all: new Set(), customers: new Map() }))
      for (const { contact, customer } of legs) {
        last(touched.all, contact)
        const own = touched.customers.get(customer.name)
        if (own) last(own, contact)
        else touched.customers.set(customer.name, new Set([contact]))
      }
    },
    of(copy, customer) {
      const touched = copies.get(copy)
      return (customer === undefined ? touched?.all : touched?.customers.get(customer)) ?? NOBODY
    },
  }
}

const NOBODY: ReadonlySet<string> = new Set()

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
      const agent = who.agent === undefined || TAKES.includes(verb) ? undefined : cast.agent(who.agent, copy).name
      const other = who.with ?? who.to?.agent
      const colleague = other === undefined ? undefined : cast.agent(other, copy).name
      let theirs: Leg | undefined
      let fitting: Leg | undefined
      let allowing: Leg | undefined
      for (const id of touched.of(copy, customer)) {
        const leg = centre.leg(id) as Leg
        if (agent !== undefined && leg.agent?.name !== agent) continue
        if (agent === undefined && colleague !== undefined && leg.agent?.name === colleague) {
          theirs = leg
          continue
        }
        fitting = leg
        if (allows(centre, leg, verb)) allowing = leg
      }
      const leg = allowing ?? fitting ?? theirs
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

const ON_CARD = new Set(['agent.searches', 'agent.creates', 'agent.updates', 'agent.pins', 'agent.links', 'agent.unlinks'])

/** The card is open to every leg that an agent has and that is not over. */
function allows(centre: Centre, leg: Leg, verb: string): boolean {
  const allowed = centre.allowed(leg.contact)
  return allowed.includes(verb) || (ON_CARD.has(verb) && allowed.length > 0 && leg.agent !== undefined)
}
