import { ControlError } from '../../../mocks/core/control/answers.ts'
import { didYouMean } from '../../../mocks/core/nearest.ts'
import type { World } from '../../../mocks/core/world.ts'
import { type FaultPlan, faultNames, faultPlans } from '../../fault-plans.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { addFault } from '../../scenario/verbs/world.ts'
import type { FaultView } from '../protocol.ts'
import { freePlay } from './cast.ts'
import type { Draft } from './draft.ts'
import type { Session } from './session.ts'

/** The switches of a desk: the mishaps that `rehearsal play --fault` lays over a scenario, here and now. */
export interface Switches {
  list(): FaultView[]
  switch(name: string, on: boolean): Promise<void>
}

export function createSwitches(world: World, session: Session, draft: Draft | undefined): Switches {
  const on = new Set<string>()
  const crm = session.crm
  const fair = freePlay(crm, 'support')
  const plans = new Map(faultPlans.map((plan) => [plan.name, laid(plan, fair)]))
  const faultsOf = (name: string) => world.faults.list().filter(({ id }) => plans.get(name)?.given.faults.some((fault) => fault.name === id))
  const now = () => world.clock.now() - session.from

  return {
    list: () =>
      faultPlans.map((plan) => {
        const active = faultsOf(plan.name)
        return {
          name: plan.name,
          says: plan.says,
          on: on.has(plan.name) || active.length > 0,
          struck: active.reduce((sum, { struck }) => sum + struck, 0),
        }
      }),

    async switch(name, wanted) {
      const plan = faultPlans.find((one) => one.name === name)
      if (!plan) throw new ControlError(400, `There is no fault "${name}".${didYouMean(name, faultNames)}`, { expected: faultNames.join(', ') })
      const { given, steps } = plans.get(name) as Scenario
      if (!wanted) {
        for (const { id, struck } of faultsOf(plan.name)) {
          draft?.faultOff(id, struck)
          world.faults.remove(id)
        }
        if (given.delivery === 'twice') session.deliverTwice(false)
        // Its CRM configuration is gone with the system user (R005): the integration works again when the desk begins anew.
        if (steps.length > 0 && on.has(name)) await session.judge.disableSystemUser(false)
        on.delete(name)
        return
      }
      for (const fault of given.faults) {
        addFault(fault, { crm, addFault: (one) => void world.faults.add(one) })
        draft?.fault(now(), fault, fault.name ?? name)
      }
      // A token that is dead, or not at hand, is one from now on; nothing is switched off again.
      for (const step of given.token === 'fresh' ? steps : [{ ...EXPIRES }, ...steps]) {
        await session.director.does(step)
        draft?.step(now(), step.verb, {})
      }
      if (given.delivery === 'twice') {
        session.deliverTwice(true)
        draft?.twice()
        on.add(name)
      }
      if (steps.length > 0) on.add(name)
    },
  }
}

const EXPIRES = { index: 0, verb: 'world.expiresTokens', args: {}, impossible: false, line: 0 }

/** What a plan adds to a scenario in which nothing is amiss. */
const laid = (plan: FaultPlan, fair: Scenario): Scenario => plan.lay({ ...fair, given: { ...fair.given, token: 'fresh' } })
