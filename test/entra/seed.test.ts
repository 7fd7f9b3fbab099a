import { expect, it } from 'vitest'
import { CLIENT, desk, MIA, seed, tenancy } from './tenant.ts'

const other = { clientId: '4e0a71c3-8f6d-4254-9e91-adc0317f6264', name: 'Other' }

it.each<[what: string, given: Record<string, unknown>, place: (string | number)[]]>([
  ['application of one client id', { apps: [desk, { clientId: CLIENT.toUpperCase(), name: 'Other' }] }, ['apps', 1, 'clientId']],
  [
    'user of one object id',
    {
      users: [
        { oid: MIA, upn: 'mia@x', name: 'Mia' },
        { oid: MIA, upn: 'max@x', name: 'Max' },
      ],
    },
    ['users', 1, 'oid'],
  ],
  [
    'user of one name to sign in with',
    { users: [...seed.users, { oid: CLIENT, upn: 'MIA@rehearsal.onmicrosoft.com', name: 'Max' }] },
    ['users', seed.users.length, 'upn'],
  ],
  [
    'resource of one URI',
    {
      apps: [
        { ...desk, identifierUris: ['https://a.example', 'https://b.example'] },
        { ...other, identifierUris: ['https://c.example', 'https://B.example'] },
      ],
    },
    ['apps', 1, 'identifierUris', 1],
  ],
])('a second %s is refused, where it stands: it would stand for the first', (_what, given, place) => {
  const refused = () => tenancy({ seed: { ...seed, ...given } })
  expect(refused).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path: ['plant', 'entra', ...place] })] }))
  expect(refused).toThrow(/expected another \w+ than (that|those) of number 1/)
})
