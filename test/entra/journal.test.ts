import { expect, test } from 'vitest'
import { CLIENT, desk, ORG, seed, TENANT, tenancy } from './tenant.ts'

const client = { client_id: CLIENT, client_secret: 'rehearsal-secret' }
const asMia = { ...client, grant_type: 'password', username: 'mia@rehearsal.onmicrosoft.com' }
const world = () => tenancy({ seed: { ...seed, apps: [{ ...desk, adminConsent: true }] } })

test.each([
  ['an application', { ...client, grant_type: 'client_credentials', scope: `${ORG}/.default` }, 'v2.0/token', ['access_token']],
  ['an application, version 1', { ...client, grant_type: 'client_credentials', resource: ORG }, 'token', ['access_token']],
  [
    'a person',
    { ...asMia, scope: `openid offline_access ${ORG}/user_impersonation`, client_info: '1' },
    'v2.0/token',
    ['access_token', 'id_token', 'refresh_token'],
  ],
])('the journal tells all of an answer to %s but its secrets', async (_who, form, path, secrets) => {
  const { token, world: asked } = world()
  const password = asked.store.table<{ password: string }>({ name: 'entra.users' }).scan().next().value?.password ?? ''
  const { status, body } = await token('username' in form ? { ...form, password } : form, { path: `/${TENANT}/oauth2/${path}` })
  expect(status).toBe(200)
  expect(Object.keys(body)).toEqual(expect.arrayContaining(secrets))
  const [exchange] = asked.journal.of('entra')
  const told = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, secrets.includes(name) ? '[redacted]' : value]))
  expect(Object.entries(exchange?.response.body as object)).toEqual(Object.entries(told))
})
