import { beforeAll, expect, test } from 'vitest'
import { type Organization, organization } from './organization.ts'

/** A table that is large enough for its columns of texts to be kept. */
interface Person {
  contactid: string
  fullname: string
  jobtitle: string | null
  telephone1: string
}
let crm: Organization
const all = async () => (await crm.get('contacts?$select=fullname,jobtitle,telephone1')).body.value as Person[]
const found = async (filter: string) => {
  const { body } = await crm.get(`contacts?$select=contactid&$filter=${encodeURIComponent(filter)}`)
  return body.value.map((row: Person) => row.contactid)
}
const agree = async () => {
  const people = await all()
  const ids = (holds: (person: Person) => boolean) => people.filter(holds).map((person) => person.contactid)
  const has = (text: string | null, part: string) => text?.toLowerCase().includes(part) === true
  expect(await found("contains(fullname,'AN')")).toEqual(ids(({ fullname }) => has(fullname, 'an')))
  expect(await found("startswith(fullname,'ma') or endswith(jobtitle,'er')")).toEqual(
    ids(({ fullname, jobtitle }) => fullname.toLowerCase().startsWith('ma') || jobtitle?.toLowerCase().endsWith('er') === true),
  )
  expect(await found("contains(telephone1,'555-01') and not contains(fullname,'e')")).toEqual(
    ids(({ telephone1, fullname }) => has(telephone1, '555-01') && !has(fullname, 'e')),
  )
  expect(await found("contains(fullname,'a%e')")).toEqual(ids(({ fullname }) => /a.*e/i.test(fullname)))
  const job = people.find((person) => person.jobtitle)?.jobtitle as string
  expect(await found(`jobtitle eq '${job.toUpperCase()}'`)).toEqual(ids(({ jobtitle }) => jobtitle === job))
}

beforeAll(() => {
  crm = organization({ seed: { generate: { contacts: 2050 } } })
})

test('searches find what a look at every row finds, before and after rows come, change and go', async () => {
  await agree()
  const [first, second] = (await all()) as [Person, Person]
  await crm.send('PATCH', `contacts(${first.contactid})`, { firstname: 'Manfred', lastname: 'Changed', jobtitle: null })
  await crm.send('DELETE', `contacts(${second.contactid})`)
  await crm.create('contacts', { firstname: 'Anna', lastname: 'New', jobtitle: 'Planner', telephone1: '+1 201-555-0100' })
  await agree()
  crm.worlds.snapshot(crm.world)
  await crm.send('PATCH', `contacts(${first.contactid})`, { firstname: 'Jan' })
  await agree()
  crm.worlds.reset(crm.world)
})
