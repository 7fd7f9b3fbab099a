import { expect, test } from 'vitest'
import { worldFetch } from '../../mocks/core/fetch.ts'
import { createWorlds, virtualClock } from '../../mocks/core/index.ts'
import dynamics from '../../mocks/dynamics/index.ts'
import entra from '../../mocks/entra/index.ts'
import { asApp, CLIENT, jwt, LOGIN, seed, TENANT } from './tenant.ts'

test('a resource may be named by another address that its system has, and the token is for that one', async () => {
  const worlds = createWorlds({
    mocks: [entra, dynamics],
    clock: () => virtualClock(Date.parse('2026-03-01T08:00:00Z')),
    seed: 7,
    plant: { entra: seed, dynamics: { applicationUsers: [{ applicationid: CLIENT, name: 'Desk' }] } },
  })
  const fetch = worldFetch(worlds, worlds.baseline)
  const ask = (organization: string) =>
    fetch(`${LOGIN}/${TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...asApp, scope: `https://${organization}.dynamics.com/.default` }),
    })
  const { access_token: token } = (await (await ask('rehearsal.api.crm4')).json()) as { access_token: string }
  expect(jwt(token).claims.aud).toBe('https://rehearsal.api.crm4.dynamics.com')
  const known = await fetch('https://rehearsal.api.crm4.dynamics.com/api/data/v9.2/WhoAmI', { headers: { authorization: `Bearer ${token}` } })
  expect(known.status).toBe(200)
  expect(await (await ask('other.api.crm4')).json()).toMatchObject({ error: 'invalid_resource', error_codes: [500011] })
})
