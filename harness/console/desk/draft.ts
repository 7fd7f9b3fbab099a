import { stringify } from 'yaml'
import type { Fault } from '../../../mocks/core/faults.ts'
import type { Centre, Leg } from '../../contact-centre/centre.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { formatOffset } from '../../scenario/time.ts'
import { verbs } from '../../scenario/verbs/index.ts'

/** A step of free play as it was done, in the words of a scenario. */
interface Done {
  at: number
  verb: string
  args: Record<string, unknown>
  /** Of a fault: the name under which it can be switched off again. */
  fault?: string
  /** Its names fit another contact, too. */
  unclear?: boolean
}

/** Free play, remembered so that it can be played again. */
export interface Draft {
  /** `unclear`: see {@link isUnclear}. */
  step(at: number, verb: string, args: Record<string, unknown>, leg?: Leg, unclear?: boolean): void
  fault(at: number, fault: Fault, name: string): void
  /** It will not strike any more than it has: what never struck is left out, what did strikes so often. */
  faultOff(name: string, struck: number): void
  twice(): void
  readonly steps: number
  yaml(about: { title: string; story?: string; scenario: Scenario; from: number; token: 'none' | 'expired'; expect: readonly object[] }): string
}

export function createDraft(): Draft {
  let done: Done[] = []
  let repeated = false
  /** Somebody may have set the clock back; a scenario's time only runs forward. */
  const onward = (at: number) => Math.max(at, done.at(-1)?.at ?? 0)

  return {
    step(at, verb, args, leg, unclear = false) {
      done.push({ at: onward(at), verb, args: leg ? named(verb, args, leg) : args, unclear })
    },
    fault(at, fault, name) {
      done.push({ at: onward(at), verb: 'world.faults', args: { ...fault }, fault: name })
    },
    faultOff(name, struck) {
      done = done.flatMap((one) => (one.fault !== name ? [one] : struck === 0 ? [] : [{ ...one, args: { ...one.args, times: struck } }]))
    },
    twice() {
      repeated = true
    },
    get steps() {
      return done.length
    },
    yaml({ title, story, scenario, from, token, expect }) {
      const { given, crm, configuration } = scenario
      const used = new Set(done.flatMap(({ args }) => Object.values(args).flatMap((value) => (typeof value === 'string' ? [value] : []))))
      const contacts = given.contacts.filter(({ name }) => used.has(name))
      const cases = given.cases.filter((one) => used.has(one.contact))
      const skills = given.skills.filter((skill, i) => i === 0 || used.has(skill.name) || done.some(({ args }) => transferredTo(args) === skill.name))
      const scenarioText = {
        title,
        ...(story ? { story } : {}),
        crm,
        configuration,
        given: {
          start: new Date(from).toISOString(),
          contacts: contacts.map(({ name, phone, email, calls, inCrm }) => ({
            name,
            phone,
            ...(email === undefined ? {} : { email }),
            ...(calls === undefined ? {} : { calls }),
            ...(inCrm ? {} : { inCrm }),
          })),
          ...(cases.length > 0 ? { cases: cases.map(({ title, contact }) => ({ title, contact })) } : {}),
          skills: skills.map(({ name, acw, acwTimeout, dispositionRequired }) => ({
            name,
            ...(acw ? {} : { acw }),
            ...(acwTimeout === undefined ? {} : { acwTimeout: `${acwTimeout}ms` }),
            ...(dispositionRequired ? { dispositionRequired } : {}),
          })),
          token,
          ...(repeated ? { delivery: 'twice' } : {}),
        },
        steps: stepsOf(done),
        ...(expect.length > 0 ? { expect } : {}),
      }
      const unclear = done.flatMap((one, i) => (one.unclear ? [i + 1] : []))
      const head = [
        '# Free play at a desk of the console, to be played again: rehearsal play FILE',
        ...(unclear.length > 0
          ? [`# Step ${unclear.join(', ')}: the names fit several contacts. Played again, the one is meant with which something was done last.`]
          : []),
        '',
      ].join('\n')
      return head + stringify(scenarioText, { lineWidth: 0, aliasDuplicateObjects: false })
    },
  }
}

/** The longest time from the start that a scenario can write as one, in ms. */
const LATEST = 1000 * 3_600_000

/** Times as people write them: whole seconds from the start where nothing is lost by it. */
function stepsOf(done: readonly Done[]): object[] {
  return done.map(({ at, verb, args }, i) => {
    const time = at % 1000 === 0 && at < LATEST ? { at: formatOffset(at) } : { after: `${at - (done[i - 1]?.at ?? 0)}ms` }
    return { ...time, [verb]: args }
  })
}

/** With the names of the people on the contact, as far as the verb takes them: an id means nothing the next time. */
function named(verb: string, args: Record<string, unknown>, leg: Leg): Record<string, unknown> {
  const schema = verbs[verb]?.args
  const people = [{ contact: leg.customer.name, ...(leg.agent ? { agent: leg.agent.name } : {}) }, { contact: leg.customer.name }, {}]
  for (const who of people) {
    const whole = { ...who, ...args }
    if (schema?.safeParse(whole).success) return whole
  }
  return args
}

/** Whether what a step names, the people on the contact, fits another contact as well with which this can be done: a scenario knows no ids. */
export const isUnclear = (verb: string, leg: Leg, centre: Centre): boolean =>
  centre
    .legs()
    .some(
      (other) =>
        other !== leg &&
        other.customer.name === leg.customer.name &&
        (!leg.agent || other.agent?.name === leg.agent.name) &&
        centre.allowed(other.contact).includes(verb),
    )

const transferredTo = ({ to }: Record<string, unknown>): unknown => (to !== null && typeof to === 'object' && 'skill' in to ? to.skill : undefined)
