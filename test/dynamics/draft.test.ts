import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Draft } from '../../mocks/dynamics/data/draft.ts'
import { organization } from './organization.ts'

const names = ['firstname', 'lastname', 'telephone1', 'createdon', 'ownerid', 'statecode']
const step = fc.tuple(fc.constantFrom(...names), fc.constantFrom('text', 7, 1.5, false, null, { id: '1', table: 'systemuser' }))

describe('a row that is being written', () => {
  test('has what was set last, in the order in which it was set first, and nothing of other rows', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const draft = new Draft()
        const plain: Record<string, unknown> = {}
        for (const [name, value] of steps) {
          draft.set(name, value)
          if (value === null) delete plain[name]
          else plain[name] = value
        }
        const done = draft.done()
        expect(Object.entries(done)).toEqual(Object.entries(plain))
        for (const name of names) expect(draft.get(name)).toEqual(plain[name])
      }),
    )
  })

  test('may have any number of columns, in any order, in ever new ones', () => {
    for (let round = 0; round < 300; round++) {
      const draft = new Draft()
      const columns = Array.from({ length: 200 }, (_, i) => `column_${(i * (2 * round + 1)) % 200}_${round}`)
      for (const name of columns) draft.set(name, round)
      expect(Object.keys(draft.done())).toEqual([...new Set(columns)])
    }
  })
})

test('what follows a row goes on in the order in which it last changed, whether it was asked for before or not', async () => {
  const versions = async (ask: boolean) => {
    const { create, get, send } = organization()
    const [kept, gone] = [await create('contacts', { lastname: 'Kept' }), await create('contacts', { lastname: 'Gone' })]
    const cases: string[] = []
    for (const title of ['first', 'second', 'third']) cases.push(await create('incidents', { title, 'customerid_contact@odata.bind': `/contacts(${gone})` }))
    if (ask) await get(`contacts(${gone})?$expand=incident_customer_contacts`)
    await send('PATCH', `incidents(${cases[0]})`, { title: 'first again' })
    const merged = await send('POST', 'Merge', {
      Target: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: kept },
      Subordinate: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: gone },
      PerformParentingChecks: false,
    })
    expect(merged.status).toBe(204)
    const { body } = await get('incidents?$select=title,versionnumber&$orderby=versionnumber')
    return body.value.map(({ title }: { title: string }) => title)
  }
  expect(await versions(false)).toEqual(['second', 'third', 'first again'])
  expect(await versions(true)).toEqual(['second', 'third', 'first again'])
})
