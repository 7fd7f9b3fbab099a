import { expect, it } from 'vitest'
import { CLIENT, desk, MIA, seed, tenancy } from './tenant.ts'

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
])('a second %s is refused, where it stands: it would stand for the first', (_what, given, place) => {
  const refused = () => tenancy({ seed: { ...seed, ...given } })
  expect(refused).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path: ['plant', 'entra', ...place] })] }))
  expect(refused).toThrow(`expected another ${place.at(-1)} than that of number 1`)
})
