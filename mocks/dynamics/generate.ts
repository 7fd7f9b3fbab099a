import { createRequire } from 'node:module'
import type { Faker } from '@faker-js/faker'
import { stamp } from './data/row.ts'
import type { Table } from './model/model.ts'
import type { Writing } from './request.ts'
import { insert } from './write/create.ts'

const DAY = 86_400_000
const SUBJECTS = ['Invoice', 'Delivery', 'Login', 'Refund', 'Contract', 'Warranty', 'Appointment', 'Address change', 'Cancellation', 'Damaged goods'] as const
const DETAILS = ['not received', 'is wrong', 'cannot be completed', 'question', 'takes too long', 'needs confirmation'] as const

/** Invented people and their cases, from the World's random numbers. Phone numbers are formatted as people type them. */
export function generate({ contacts, incidents }: { contacts: number; incidents: number }, writing: Writing): void {
  if (contacts === 0 && incidents === 0) return
  const { organization, now } = writing
  const random = organization.world.random('dynamics.generate')
  const faker = loadFaker()
  faker.seed(random.int(0, 2 ** 31 - 1))
  faker.setDefaultRefDate(new Date(now))
  const contact = organization.model.tables.get('contact') as Table
  const incident = organization.model.tables.get('incident') as Table
  const ids: string[] = []
  // 555-0100 to 555-0199 is nobody's number, in every area.
  const area = () => random.int(201, 989)
  const line = () => String(random.int(100, 199)).padStart(4, '0')
  const add = (table: Table, values: Record<string, string | number | { id: string; table: string }>, age: number) => {
    const overriddencreatedon = stamp(now - age)
    const row = insert(table, { values: { ...values, overriddencreatedon }, parents: [], children: [], links: [] }, { ...writing, now: now - age })
    return row.id
  }
  for (let i = 0; i < contacts; i++) {
    const firstname = faker.person.firstName()
    const lastname = faker.person.lastName()
    ids.push(
      add(
        contact,
        {
          firstname,
          lastname,
          jobtitle: faker.person.jobTitle().slice(0, 100),
          emailaddress1: faker.internet.email({ firstName: firstname, lastName: lastname, provider: 'example.com' }).toLowerCase(),
          telephone1: `+1 ${area()}-555-${line()}`,
          mobilephone: `+1${area()}555${line()}`,
          address1_city: faker.location.city().slice(0, 80),
          address1_country: 'United States',
        },
        random.int(1, 900) * DAY,
      ),
    )
  }
  if (ids.length === 0) ids.push(...[...organization.scan('contact')].map((row) => row.id))
  for (let i = 0; i < incidents; i++) {
    if (ids.length === 0) ids.push(add(contact, { firstname: faker.person.firstName(), lastname: faker.person.lastName() }, 900 * DAY))
    const customerid = { id: random.pick(ids), table: 'contact' }
    add(
      incident,
      {
        title: `${random.pick(SUBJECTS)} ${random.pick(DETAILS)}`,
        description: faker.lorem.sentence(),
        customerid,
        caseorigincode: random.int(1, 3),
        casetypecode: random.int(1, 3),
        prioritycode: random.int(1, 3),
      },
      random.int(0, 60) * DAY,
    )
  }
}

/** Only who asks for invented people waits for the library that invents them. */
function loadFaker(): Faker {
  return (createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }).faker
}
