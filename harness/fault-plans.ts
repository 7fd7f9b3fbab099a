import type { Fault } from '../mocks/core/faults.ts'
import type { Scenario, Step } from './scenario/scenario.ts'

/** A named mishap that can be laid over any scenario. */
export interface FaultPlan {
  name: string
  says: string
  lay(scenario: Scenario): Scenario
}

/** What programs call; pages for people are below other paths, and so is Zendesk's sign-in. */
const API: Fault['when'] = { mock: 'crm', path: '/api/*' }
/** Both CRMs write with POST, PUT and PATCH, and search with GET. */
const WRITES = 'P*'

const faults =
  (...laid: Fault[]): FaultPlan['lay'] =>
  (scenario) => ({ ...scenario, given: { ...scenario.given, faults: [...scenario.given.faults, ...laid] } })

/** Where to sign in, by CRM: Dynamics' identity provider is a system of its own, Zendesk's is a path. */
const SIGN_IN: Fault['when'][] = [
  { mock: 'entra', method: 'POST' },
  { mock: 'zendesk', path: '/oauth/tokens*' },
]

const first =
  (verb: string): FaultPlan['lay'] =>
  (scenario) => {
    const step: Step = { index: 0, verb, args: {}, impossible: false, line: 1 }
    return { ...scenario, steps: [step, ...scenario.steps] }
  }

export const faultPlans: readonly FaultPlan[] = [
  {
    name: 'token-dead',
    says: 'the token of the day before has died when the first call comes',
    lay: (scenario) => ({ ...scenario, given: { ...scenario.given, token: 'expired' } }),
  },
  {
    name: 'token-dies',
    says: 'the token dies just before the first write',
    lay: faults({ name: 'token-dies', when: { ...API, method: WRITES }, times: 1, effect: { kind: 'expire-tokens' } }),
  },
  {
    name: 'throttled',
    says: 'the CRM answers the second and third request with 429 and Retry-After: 5',
    lay: faults(...[2, 3].map((nth): Fault => ({ name: `throttled-${nth}`, when: API, nth, effect: { kind: 'refuse', status: 429, retryAfter: 5 } }))),
  },
  {
    name: 'throttled-write',
    says: 'the CRM answers the first write with 429 and Retry-After: 20',
    lay: faults({ name: 'throttled-write', when: { ...API, method: WRITES }, times: 1, effect: { kind: 'refuse', status: 429, retryAfter: 20 } }),
  },
  {
    name: 'hiccup',
    says: 'the CRM answers the first write with 503, once',
    lay: faults({ name: 'hiccup', when: { ...API, method: WRITES }, times: 1, effect: { kind: 'refuse', status: 503 } }),
  },
  {
    name: 'slow',
    says: 'every answer of the CRM takes 4 to 8 s longer',
    lay: faults({ name: 'slow', when: API, effect: { kind: 'latency', min: 4000, max: 8000 } }),
  },
  {
    name: 'answer-lost',
    says: 'the first write is done, and its answer is lost on the way',
    lay: faults({ name: 'answer-lost', when: { ...API, method: WRITES }, times: 1, effect: { kind: 'drop', when: 'after' } }),
  },
  {
    name: 'connection-breaks',
    says: 'the connection breaks before the first write is done',
    lay: faults({ name: 'connection-breaks', when: { ...API, method: WRITES }, times: 1, effect: { kind: 'drop', when: 'before' } }),
  },
  {
    name: 'half-answer',
    says: 'the first answer of the CRM ends in the middle',
    lay: faults({ name: 'half-answer', when: { ...API, method: 'GET' }, times: 1, effect: { kind: 'garble' } }),
  },
  {
    name: 'crm-down',
    says: 'the CRM answers every request with 503',
    lay: faults({ name: 'crm-down', when: API, effect: { kind: 'refuse', status: 503 } }),
  },
  {
    name: 'sign-in-down',
    says: 'nobody can sign in: 503, and no token is at hand',
    lay: (scenario) =>
      faults(...SIGN_IN.map((when, i): Fault => ({ name: `sign-in-down-${i + 1}`, when, effect: { kind: 'refuse', status: 503 } })))({
        ...scenario,
        given: { ...scenario.given, token: 'none' },
      }),
  },
  {
    name: 'forbidden',
    says: 'the CRM refuses every write with 403',
    lay: faults({ name: 'forbidden', when: { ...API, method: WRITES }, effect: { kind: 'refuse', status: 403 } }),
  },
  {
    name: 'system-user-disabled',
    says: 'an administrator has disabled the system user of the integration',
    lay: first('world.disablesSystemUser'),
  },
  {
    name: 'events-twice',
    says: 'every event is delivered twice',
    lay: (scenario) => ({ ...scenario, given: { ...scenario.given, delivery: 'twice' } }),
  },
]
export const faultNames: readonly string[] = faultPlans.map(({ name }) => name)

/** The scenario with these mishaps laid over it. */
export const withFaults = (scenario: Scenario, plans: readonly FaultPlan[]): Scenario => plans.reduce((laid, plan) => plan.lay(laid), scenario)
