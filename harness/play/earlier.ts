import type { World } from '../../mocks/core/world.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { Performed } from '../contact-centre/centre.ts'
import { isImpossible } from '../contact-centre/impossible.ts'
import type { Integration } from '../integration.ts'
import { centreFor } from '../platform.ts'
import { createCast } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { createDelivery } from './delivery.ts'
import { earlier } from './world.ts'

const MINUTE = 60_000

/**
 * Lets the integration sign in before the scenario begins, the way it does in life: it is given a call to look up. Then time
 * runs until the scenario's start; where its token should be dead and the CRM lets tokens live longer, it is ended.
 */
export async function signInBefore(scenario: Scenario, world: World, integration: Integration, configuration: CrmConfiguration): Promise<void> {
  const { token, start } = scenario.given
  if (token === 'none') return
  const centre = centreFor(configuration, { clock: world.clock, random: world.random('earlier'), tenant: 'rehearsal', script: configuration.studioScript })
  const delivery = createDelivery(integration, world.clock, () => {})
  const cast = createCast({ ...scenario.given, times: 1, skills: [] }, world.random('earlier-cast'))
  const begun = centre.calls({ ...earlier, email: '' }, cast.skill('Support'))
  const tell = (happened: Performed['happened']) => {
    for (const one of happened) if ('event' in one) delivery.deliver(one.event)
  }
  tell(begun.happened)
  // A flow looks the caller up while they wait, and stops when they hang up.
  if (configuration.webex) await world.clock.sleep(MINUTE)
  const left = centre.perform(begun.legs[0].contact, { verb: 'contact.hangsUp' })
  if (!isImpossible(left)) tell(left.happened)
  await delivery.settle(start - MINUTE - world.clock.now())
  // Nobody waits in real time for what is yet to begin.
  if (world.clock.kind === 'scaled') await world.clock.advance(start - world.clock.now())
  else await world.clock.sleep(start - world.clock.now())
  if (token === 'expired') world.tokens.expireAll()
}
