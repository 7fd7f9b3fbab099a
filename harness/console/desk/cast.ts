import type { Crm } from '../../scenario/crm/words.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { scenarioSchema } from '../../scenario/schema.ts'
import type { Cast } from '../protocol.ts'

/** Who is there in free play, and what the CRM has of them. */
export const people = {
  contacts: [
    { name: 'Ada Byron', phone: '+49 30 5550111', email: 'ada.byron@example.com' },
    { name: 'Joost van Dijk', phone: '+31 20 5550122', email: 'joost.vandijk@example.com' },
    { name: 'Claire Dubois', phone: '+33 1 55 50 01 33', email: 'claire.dubois@example.com' },
    { name: 'Sato Yuki', phone: '+81 3 5550 0144', email: 'yuki.sato@example.com' },
    { name: 'Unknown caller', phone: '+44 20 5550 0155', inCrm: false },
  ],
  cases: [
    { title: 'Invoice is too high', contact: 'Ada Byron' },
    { title: 'Parcel has not arrived', contact: 'Joost van Dijk' },
    { title: 'Change of address', contact: 'Joost van Dijk' },
  ],
  agents: [{ name: 'Mia' }, { name: 'Ben' }, { name: 'Noor' }],
  skills: [
    { name: 'Support' },
    { name: 'Short calls', acw: false },
    { name: 'After-call work of 30 s', acwTimeout: '30s' },
    { name: 'Disposition required', dispositionRequired: true },
  ],
}

/** What a desk offers to choose from beside people and skills; any text is taken. */
export const suggestions: Pick<Cast, 'channels' | 'dispositions' | 'tags' | 'statuses'> = {
  channels: ['Chat', 'Email', 'Whatsapp', 'Sms', 'Fb'],
  dispositions: ['Invoice explained', 'Solved', 'Callback agreed', 'Passed on', 'Wrong number'],
  tags: ['invoice', 'delivery', 'contract', 'complaint'],
  statuses: ['new', 'open', 'pending', 'escalated', 'resolved', 'closed'],
}

/** A flow looks for the number as it comes with the call, without the blanks that people write: its callers are in the CRM as they call. */
const asTheyCall = people.contacts.map((contact) => ({ ...contact, phone: contact.phone.replaceAll(' ', '') }))

/** Free play is a scenario whose steps are yet to come. A new object each time: its people may become more. `flow`: for a Webex flow. */
export function freePlay(crm: Crm, configuration: string, flow = false): Scenario {
  const {
    expect: _,
    steps: __,
    ...read
  } = scenarioSchema.parse({
    title: 'Free play',
    crm: [crm],
    configuration,
    given: { ...people, contacts: flow ? asTheyCall : people.contacts, token: 'none' },
  })
  return { ...read, id: 'free-play', file: 'free-play.yaml', readings: {}, steps: [], expect: [] }
}

/** Agents and skills that a scenario names in its steps only are there as well. */
export const castOf = ({ given, steps }: Scenario): Cast => ({
  contacts: given.contacts.map(({ name, phone, calls, email, inCrm }) => ({ name, phone: calls ?? phone, email: email ?? '', inCrm })),
  agents: namesIn(
    given.agents,
    steps.flatMap(({ args }) => [named(args, 'agent'), named(args, 'with'), named(named(args, 'to'), 'agent')]),
  ).map((name) => ({ name })),
  skills: namesIn(
    given.skills,
    steps.flatMap(({ args }) => [named(args, 'skill'), named(named(args, 'to'), 'skill')]),
  ).map((name) => {
    const { acw = true, dispositionRequired = false } = given.skills.find((skill) => skill.name === name) ?? {}
    return { name, acw, dispositionRequired }
  }),
  ...suggestions,
})

/** The skill that a step names and that nobody here has: what is played on it could not be played again. */
export function unknownSkill({ given }: Scenario, args: unknown): string | undefined {
  const wanted = [named(args, 'skill'), named(named(args, 'to'), 'skill')].find((skill) => typeof skill === 'string') as string | undefined
  return given.skills.length === 0 || given.skills.some(({ name }) => name === wanted) ? undefined : wanted
}

const named = (args: unknown, key: string): unknown => (args !== null && typeof args === 'object' ? (args as Record<string, unknown>)[key] : undefined)
const namesIn = (given: readonly { name: string }[], used: readonly unknown[]): string[] => [
  ...new Set([...given.map(({ name }) => name), ...used.filter((one): one is string => typeof one === 'string')]),
]
