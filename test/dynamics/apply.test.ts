import { expect, test } from 'vitest'
import { organizationWithCases } from './organization.ts'

const { crm } = await organizationWithCases()

test.each([
  ['aggregate($count as n)', [{ n: 3 }]],
  [
    'groupby((prioritycode),aggregate($count as n))',
    [
      { prioritycode: 1, n: 1 },
      { prioritycode: 2, n: 2 },
    ],
  ],
  ['filter(prioritycode eq 2)/aggregate($count as n,prioritycode with sum as total,prioritycode with max as most)', [{ n: 2, total: 4, most: 2 }]],
  [
    'groupby((customerid_contact/lastname),aggregate(prioritycode with average as mean))',
    [
      { contact_lastname: 'Byron', mean: 1.5 },
      { contact_lastname: 'Hopper', mean: 2 },
    ],
  ],
])('%s', async (apply, expected) => {
  expect((await crm.get(`incidents?$apply=${encodeURIComponent(apply)}`)).body.value).toEqual(expected)
})
test('what is malformed is refused', async () => {
  expect((await crm.get('incidents?$apply=nonsense(x)')).status).toBe(400)
  const counted = 'incidents?$apply=groupby((statuscode),aggregate($count as n))'
  expect((await crm.get(`${counted}&$orderby=statuscode desc`)).status).toBe(200)
  expect((await crm.get(`${counted}&$orderby=n desc`)).body.error.message).toBe('The query node SingleValueOpenPropertyAccess is not supported.')
  expect((await crm.get('incidents?$apply=groupby((createdon))')).status).toBe(400)
  expect((await crm.get(`${counted}&$orderby=title`)).body.error.message).toBe(
    "Could not find a property named 'title' on type 'Microsoft.Dynamics.CRM.incident'.",
  )
  expect((await crm.get('incidents?$apply=filter(statecode eq 0)')).status).toBe(501)
})
