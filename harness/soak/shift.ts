import { join } from 'node:path'
import { seededRandom } from '../../mocks/core/random.ts'
import { demo } from '../demo.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { packagedScenarios } from '../scenario/library.ts'
import type { Scenario, Step } from '../scenario/scenario.ts'
import { agents, type Contact, customer, desks } from './shift-people.ts'
import { stories } from './stories.ts'
import { type Story, type Told, tell } from './tale.ts'

export interface ShiftOptions {
  seed: number
  crm: Crm
  /** How many there are. The first are the same however many follow. */
  interactions: number
}

/** Known to the CRM before the shift; others call for the first time. */
const KNOWN = 60
const STRANGERS = 0.08
/** Mean ms between two arrivals: busy enough that thirty agents always have something to do. */
const BETWEEN = 11_000
/** Nobody calls again before what came before is done and written. */
const RESTS = 60_000

const heaviest = stories.reduce((sum, { weight }) => sum + weight, 0)

/**
 * A shift in a contact centre as a scenario: interactions of all kinds, one after another and side by side, with the same agents
 * and customers who come back. The same seed gives the same shift. What it has no expectations for, the rules judge.
 */
export function shiftOf({ seed, crm, interactions }: ShiftOptions): Scenario {
  const random = seededRandom(seed).stream('shift')
  const rough = random.int(1, ROUGH) === 1
  const centre = desks()
  const contacts: Contact[] = Array.from({ length: KNOWN }, (_, number) => customer(number, true, random))
  /** Until when each of them rests. */
  const resting: number[] = contacts.map(() => 0)
  const steps: Told[] = []

  const caller = (at: number): number => {
    const rested = random.next() < STRANGERS ? [] : resting.flatMap((until, one) => (until <= at ? one : []))
    if (rested.length > 0) return random.pick(rested)
    return contacts.push(customer(contacts.length, false, random)) - 1
  }
  let at = 0
  for (let number = 0; number < interactions; number++) {
    at += Math.round(-Math.log(1 - random.next()) * BETWEEN)
    const who = caller(at)
    const told = tell(storyFor(random.int(1, heaviest)), contacts[who] as Contact, at, centre, random)
    resting[who] = told.until + RESTS
    for (const step of told.steps) steps.push(step)
  }
  return scenario(crm, seed, contacts, rough, inOrder(steps))
}

function storyFor(ticket: number): Story {
  let left = ticket
  const drawn = stories.find(({ weight }) => (left -= weight) <= 0)
  return (drawn as (typeof stories)[number]).story
}

function inOrder(steps: Told[]): Step[] {
  steps.sort((a, b) => a.at - b.at)
  steps.forEach((step, i) => {
    step.index = i + 1
  })
  return steps
}

/** One shift in so many has mishaps; in the others the weather is fair. */
const ROUGH = 4
/** Each so seldom that most interactions see none, also on a rough day. */
const mishaps = [
  { name: 'throttled', when: { path: '/api/*' }, chance: 0.008, effect: { kind: 'refuse', status: 429, retryAfter: 5 } },
  { name: 'hiccup', when: { path: '/api/*' }, chance: 0.008, effect: { kind: 'refuse', status: 503 } },
  { name: 'answer-lost', when: { path: '/api/*', method: 'P*' }, chance: 0.012, effect: { kind: 'drop', when: 'after' } },
  { name: 'connection-breaks', when: { path: '/api/*', method: 'P*' }, chance: 0.008, effect: { kind: 'drop', when: 'before' } },
  { name: 'slow', when: { path: '/api/*' }, chance: 0.02, effect: { kind: 'latency', min: 4000, max: 8000 } },
] satisfies Scenario['given']['faults']

/** There is none: only its folder is looked at, for configurations. */
const FILE = join(packagedScenarios(), 'shift.yaml')

const skill = (name: string) => ({ name, acw: true, screenPops: true, dispositionRequired: false })

const scenario = (crm: Crm, seed: number, contacts: Contact[], rough: boolean, steps: Step[]): Scenario => ({
  id: 'shift',
  file: FILE,
  title: `A shift by the seed ${seed}`,
  rules: [],
  crm: [crm],
  profile: [],
  readings: {},
  configuration: 'support',
  changes: {},
  given: {
    start: Date.parse(demo.start),
    contacts,
    cases: [],
    customTables: {},
    agents: agents.map((name, i) => ({ name, id: String(10_001 + i) })),
    skills: [{ ...skill('Support'), acwTimeout: 120_000 }, skill('Billing'), skill('Chat')],
    token: 'fresh',
    settings: {},
    faults: rough ? mishaps : [],
    delivery: 'once',
    times: 1,
  },
  steps,
  expect: [],
})
