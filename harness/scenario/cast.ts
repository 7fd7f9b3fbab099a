import type { Random } from '../../mocks/core/random.ts'
import type { Agent, Customer, Skill } from '../contact-centre/people.ts'
import type { Known, Person } from './crm/judge.ts'
import type { Given } from './schema.ts'
import { StageError } from './stage.ts'

/** The people and skills of a scenario. Of several copies each has contacts and agents of its own: `Ada Byron 17`. */
export interface Cast {
  customer(name: string, copy: number): Customer
  agent(name: string, copy: number): Agent
  skill(name: string | undefined): Skill
}

/** A person of one of several copies is numbered. */
export const suffix = (name: string, copy: number, times: number): string => (times === 1 ? name : `${name} ${copy}`)

/** `+49 30 1234567` for copy 3 is `+49 30 1234570`: as many digits, counted up. */
export function numbered(phone: string, copy: number, times: number): string {
  if (times === 1) return phone
  const tail = /(\d{1,6})(\D*)$/.exec(phone)
  if (!tail?.[1]) return phone
  const next = (Number(tail[1]) + copy) % 10 ** tail[1].length
  return phone.slice(0, tail.index) + String(next).padStart(tail[1].length, '0') + tail[2]
}

const addressed = (email: string, copy: number, times: number): string => (times === 1 ? email : email.replace('@', `+${copy}@`))

const everyCopy = (times: number) => Array.from({ length: times }, (_, i) => i + 1)

/** The cases that the CRM has from the start. */
export const casesOf = ({ cases, times }: Given): Known['cases'] =>
  everyCopy(times).flatMap((copy) => cases.map(({ contact, ...rest }) => ({ ...rest, contact: suffix(contact, copy, times) })))

/** Whom the CRM knows from the start. */
export const peopleOf = ({ contacts, times }: Given): Person[] =>
  everyCopy(times).flatMap((copy) =>
    contacts
      .filter((contact) => contact.inCrm)
      .map(({ name, phone, email }) => ({
        name: suffix(name, copy, times),
        phone: numbered(phone, copy, times),
        email: email === undefined ? email : addressed(email, copy, times),
      })),
  )

export function createCast(given: Given, random: Random): Cast {
  const agents = new Map<string, Agent>()
  const skills = new Map<string, Skill>()
  const contacts = new Map<string, Given['contacts'][number]>()
  /** Looked up again where it was not found: a desk's people grow in number while it plays. */
  const contactNamed = (name: string) => {
    if (!contacts.has(name)) for (const contact of given.contacts) if (!contacts.has(contact.name)) contacts.set(contact.name, contact)
    return contacts.get(name)
  }
  const customers = new Map<string, Customer>()
  const phone = () => `+49 30 55${String(random.int(0, 99_999)).padStart(5, '0')}`

  return {
    customer(name, copy) {
      const full = suffix(name, copy, given.times)
      let customer = customers.get(full)
      if (!customer) {
        const known = contactNamed(name)
        if (!known) throw new StageError(`There is no contact "${name}" among given.contacts.`)
        customers.set(
          full,
          (customer = { name: full, phone: numbered(known.calls ?? known.phone, copy, given.times), email: addressed(known.email ?? '', copy, given.times) }),
        )
      }
      return customer
    },
    agent(name, copy) {
      const full = suffix(name, copy, given.times)
      let agent = agents.get(full)
      if (!agent) {
        const known = given.agents.find((one) => one.name === name)
        const id = known?.id === undefined ? String(random.int(10_000, 99_999)) : given.times === 1 ? known.id : `${known.id}-${copy}`
        agents.set(full, (agent = { id, name: full, phone: known?.phone === undefined ? phone() : numbered(known.phone, copy, given.times) }))
      }
      return agent
    },
    skill(name = given.skills[0]?.name ?? 'Support') {
      let skill = skills.get(name)
      if (!skill) {
        const known = given.skills.find((one) => one.name === name)
        skill = {
          id: String(random.int(100_000, 999_999)),
          name,
          phone: known?.phone ?? phone(),
          acw: known?.acw ?? true,
          acwTimeout: known?.acwTimeout ?? null,
          screenPops: known?.screenPops ?? true,
          dispositionRequired: known?.dispositionRequired ?? false,
        }
        skills.set(name, skill)
      }
      return skill
    },
  }
}
