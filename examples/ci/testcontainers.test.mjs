// A CRM in a container for tests that bring their own HTTP. Build the image first: docker build -t crm-rehearsal .
//
//   npm install --save-dev testcontainers vitest && npx vitest run testcontainers.test.mjs

import { GenericContainer, Wait } from 'testcontainers'
import { afterAll, beforeAll, expect, test } from 'vitest'

const CONSOLE = 4400
const ENTRA = 4401
const DYNAMICS = 4402
/** The console is open to the network of the container, so it wants a token; this one is chosen here. */
const token = 'a-token-for-this-test'

let container
let url

beforeAll(async () => {
  container = await new GenericContainer('crm-rehearsal')
    .withEnvironment({ REHEARSAL_CONSOLE_TOKEN: token })
    .withExposedPorts(CONSOLE, ENTRA, DYNAMICS)
    .withWaitStrategy(Wait.forHttp('/_sim/health', CONSOLE).withHeaders({ authorization: `Bearer ${token}` }))
    .start()
  url = (port) => `http://${container.getHost()}:${container.getMappedPort(port)}`
}, 60_000)
afterAll(async () => container?.stop())

test('signs in and finds somebody; two hours later the token is dead', async () => {
  const tenant = '6f0c5a2e-1d1b-4c8e-9a53-0c1f2b7d9e10'
  const form = {
    grant_type: 'client_credentials',
    client_id: '1b7d4e90-5c3a-4f21-8b6e-7a9d0e4c2f31',
    client_secret: 'rehearsal-secret',
    // The organisation's own name: the port that the container is reached at is nobody's to know beforehand.
    scope: 'https://rehearsal.crm.dynamics.com/.default',
  }
  const signedIn = await fetch(`${url(ENTRA)}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = await signedIn.json()
  const search = () => fetch(`${url(DYNAMICS)}/api/data/v9.2/contacts?$top=1`, { headers: { authorization: `Bearer ${access_token}` } })
  expect((await search()).status).toBe(200)
  await fetch(`${url(CONSOLE)}/_sim/clock`, { method: 'POST', body: '{"advance":"2h"}', headers: { authorization: `Bearer ${token}` } })
  expect((await search()).status).toBe(401)
})
