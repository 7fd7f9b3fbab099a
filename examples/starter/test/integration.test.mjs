import { expect, rehearse, test } from 'crm-rehearsal/vitest'
import myIntegration from '../src/integration.mjs'

test('my first call: nothing before the end of after-call work, then everything that is mapped', async () => {
  const run = await rehearse('rehearsals/first-call.yaml', { integration: myIntegration })
  expect(run).toObeyRules()
  expect(run).toHaveSearched('contact', '+49 30 1234567')
  expect(run).toHaveUpdated('contact', { jobtitle: 'Invoice explained', description: 'Sent a copy.' })
  expect(run).toHaveRenewedToken(1)
})

test('calls that come with Rehearsal', async () => {
  const run = await rehearse(['voice/agent-finishes-acw', 'voice/contact-hangs-up-first'], { crm: 'dynamics', integration: myIntegration })
  expect(run).toObeyRules()
})

test('an answer that never arrives is told, not swallowed', async () => {
  const run = await rehearse('rehearsals/first-call.yaml', { integration: myIntegration, faults: ['answer-lost'] })
  expect(run).toObeyRules(['failures-reported'])
})

test('the connector alone, in a Dynamics of its own', async ({ sandbox }) => {
  await sandbox.dynamics.seed({ contacts: [{ firstname: 'Ada', lastname: 'Byron', telephone1: '+49301234567' }] })
  const { tokenUrl, clientId, clientSecret, scope, url } = sandbox.dynamics.credentials
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }
  const { access_token } = await (await sandbox.fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })).json()
  const search = `${url}/api/data/v9.2/contacts?$select=fullname&$filter=telephone1 eq '%2B49301234567'`
  const answer = await sandbox.fetch(search, { headers: { authorization: `Bearer ${access_token}` } })
  expect(await answer.json()).toMatchObject({ value: [{ fullname: 'Ada Byron' }] })
  expect(sandbox.journal).toHaveSignedIn(1)
})
