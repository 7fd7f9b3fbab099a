import { type Centre, type CentreOptions, createCentre, type Performed } from '../../harness/contact-centre/centre.ts'
import { type Impossible, isImpossible } from '../../harness/contact-centre/impossible.ts'
import type { Agent, Channel, Customer, Skill } from '../../harness/contact-centre/people.ts'
import type { EventData, EventType, InteractionEvent } from '../../harness/events.ts'
import type { Moment } from '../../harness/trace.ts'
import { virtualClock } from '../../mocks/core/clock.ts'
import { seededRandom } from '../../mocks/core/random.ts'

export const START = Date.parse('2026-11-20T08:00:00Z')
export const ada: Customer = { name: 'Ada Byron', phone: '+49301234567', email: 'ada@example.com' }
export const mia: Agent = { id: '10001', name: 'Mia', phone: '+49305500001' }
export const tom: Agent = { id: '10002', name: 'Tom', phone: '+49305500002' }
export const chat: Channel = { id: 'chat_1', name: 'Web chat', type: 'Chat' }
export const skill = (rest: Partial<Skill> = {}): Skill => ({
  id: '500',
  name: 'Support',
  phone: '+49305550000',
  acw: true,
  acwTimeout: null,
  screenPops: true,
  dispositionRequired: false,
  ...rest,
})

/** A contact centre whose clock the test moves. */
export function opened(options: Partial<CentreOptions> = {}): { centre: Centre; pass(ms: number): void } {
  const clock = virtualClock(START)
  return {
    centre: createCentre({ clock, random: seededRandom(7), tenant: 'test', ...options }),
    pass: (ms) => clock.set(clock.now() + ms),
  }
}

export function possible(result: Performed | Impossible): Performed {
  if (isImpossible(result)) throw new Error(`${result.impossible} while ${result.state}`)
  return result
}
export function refused(result: Performed | Impossible): Impossible {
  if (!isImpossible(result)) throw new Error('it was possible')
  return result
}

export const eventsOf = ({ happened }: Performed): InteractionEvent[] => happened.flatMap((one) => ('event' in one ? [one.event] : []))
export const momentsOf = ({ happened }: Performed): Moment[] => happened.flatMap((one) => ('moment' in one ? [one.moment] : []))
export const dueOf = (performed: Performed) => momentsOf(performed).filter((moment) => moment.what === 'due')
export const dataOf = <Type extends EventType>(performed: Performed, type: Type): EventData[Type][] =>
  eventsOf(performed).flatMap((event) => (event.type === type ? [event.data as EventData[Type]] : []))
