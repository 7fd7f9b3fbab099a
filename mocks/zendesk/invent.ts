import { createRequire } from 'node:module'
import type { Faker } from '@faker-js/faker'
import type { World } from '../core/index.ts'
import type { User } from './records.ts'
import { PRIORITIES, TYPES } from './tickets/attributes.ts'
import { createTicket } from './tickets/write.ts'
import { createUser } from './users/write.ts'

const SUBJECTS = ['Invoice', 'Delivery', 'Return', 'Contract', 'Password', 'Order', 'Refund', 'Address change', 'Complaint', 'Callback'] as const

/** Loaded when somebody wants invented records: it takes longer than everything else together. */
const load = (): Faker => (createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }).faker

/** Invents end users and tickets; the same World seed invents the same. Numbers and addresses are of those set aside for fiction. */
export function invent(world: World, counts: { users: number; tickets: number }, admin: User): void {
  if (counts.users === 0 && counts.tickets === 0) return
  const random = world.random('zendesk.invent')
  const faker = load()
  faker.seed(random.int(1, 2 ** 31 - 1))
  faker.setDefaultRefDate(new Date(world.clock.now()))
  const users = Array.from({ length: counts.users }, (_, i) => {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()]
    return createUser(world, {
      name: `${first} ${last}`,
      email: `${first}.${last}.${i + 1}@example.org`.toLowerCase().replaceAll(/[^a-z0-9.@]/g, ''),
      phone: `+1555${String(1_000_000 + i * 7 + random.int(0, 6)).padStart(7, '0')}`,
    })
  })
  for (let i = 0; i < counts.tickets; i++) {
    const requester = users.length > 0 ? random.pick(users) : admin
    const subject = `${random.pick(SUBJECTS)}: ${faker.commerce.productName()}`
    createTicket(
      world,
      {
        subject,
        comment: { body: faker.lorem.paragraph() },
        requester_id: requester.id,
        priority: random.pick(PRIORITIES),
        type: random.pick(TYPES),
        tags: [random.pick(['billing', 'delivery', 'vip'])],
      },
      { user: admin, remark: () => {} },
    )
  }
}
