import { expect, test } from 'vitest'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { bench } from './bench.ts'

const ADA = '11111111-0000-4000-8000-000000000001'
const ANALYTICAL = '22222222-0000-4000-8000-000000000001'
const shows =
  (entities: Record<string, string[]>) =>
  (all: CrmConfiguration): CrmConfiguration => ({ ...all, dynamicData: [{ name: 'Card', entities }] })
const related = async (table: Awaited<ReturnType<typeof bench>>) => {
  const contact = await table.call()
  expect(table.told('failed')).toEqual([])
  return table.card(contact).related.map(({ type, display }) => `${type} ${display}`)
}

const dynamics = {
  accounts: [
    { accountid: ANALYTICAL, name: 'Analytical' },
    { accountid: '22222222-0000-4000-8000-000000000002', name: 'Elsewhere' },
  ],
  contacts: [
    { contactid: ADA, firstname: 'Ada', lastname: 'Byron', telephone1: '+49301234567', 'parentcustomerid_account@odata.bind': `/accounts(${ANALYTICAL})` },
    { lastname: 'King', 'parentcustomerid_account@odata.bind': `/accounts(${ANALYTICAL})` },
    { lastname: 'Stranger', 'parentcustomerid_account@odata.bind': '/accounts(22222222-0000-4000-8000-000000000002)' },
  ],
  incidents: [{ title: 'Invoice', 'customerid_contact@odata.bind': `/contacts(${ADA})` }],
  phonecalls: [{ subject: 'Last call', 'regardingobjectid_contact_phonecall@odata.bind': `/contacts(${ADA})` }, { subject: "Somebody else's call" }],
  tasks: [{ subject: 'Call back', 'regardingobjectid_contact_task@odata.bind': `/contacts(${ADA})` }],
}

test('in Dynamics: past interactions, cases, and the people of the same account, as far as dynamic data names their types (R068)', async () => {
  const all = shows({ contact: ['fullname'], incident: ['title'], phonecall: ['subject'], task: ['subject'], account: ['name'] })
  expect(await related(await bench({ crm: 'dynamics', people: { dynamics }, edit: all }))).toEqual([
    'contact Ada Byron',
    'incident Invoice',
    'phonecall Last call',
    'task Call back',
    'account Analytical',
    'contact King',
  ])
  const person = await bench({ crm: 'dynamics', people: { dynamics }, edit: shows({ contact: ['fullname'] }) })
  expect(await related(person)).toEqual(['contact Ada Byron'])
  expect(person.exchanges('dynamics')).toHaveLength(1)
})

test('in Zendesk: tickets, and the users of the same organization (R068)', async () => {
  const zendesk = {
    organizations: [{ name: 'Analytical' }],
    users: [
      { name: 'Ada Byron', phone: '+49301234567', organization: 'Analytical' },
      { name: 'Ada King', organization: 'Analytical' },
      { name: 'Stranger', phone: '+49309999999' },
    ],
    tickets: [{ subject: 'Invoice', description: 'Where?', requester: 'Ada Byron' }],
  }
  const all = shows({ user: ['name'], ticket: ['subject'], organization: ['name'] })
  expect(await related(await bench({ crm: 'zendesk', people: { zendesk }, edit: all }))).toEqual([
    'user Ada Byron',
    'ticket Invoice',
    'organization Analytical',
    'user Ada King',
  ])
})
