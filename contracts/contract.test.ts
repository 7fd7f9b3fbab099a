import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { MatchersV3, PactV3, PactV4, SpecificationVersion } from '@pact-foundation/pact'
import { Verifier } from '@pact-foundation/pact-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DynamicsConfiguration } from '../harness/configuration/schema.ts'
import { dynamicsClient } from '../harness/cxone/crm/dynamics.ts'
import { demo } from '../harness/demo.ts'
import { createSandbox, type Sandbox } from '../harness/sandbox.ts'
import { scaledClock } from '../mocks/core/clock.ts'
import { seededRandom } from '../mocks/core/random.ts'

/*
 * Consumer contracts of the default integration, one file on purpose: several files that write one pact lose interactions.
 * The pact is written anew, compared with the committed one, and verified against the fakes.
 */
process.env.PACT_DO_NOT_TRACK = 'true'
const { like, regex, uuid } = MatchersV3

const DIRECTORY = fileURLToPath(new URL('pacts/', import.meta.url))
const CONSUMER = 'crm-rehearsal'
const PHONE = '+49301234567'
const CONTACT = '5d3f1c52-8a0b-4c1e-9f57-0242ac120002'
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const KNOWN = 'a contact with phone +49301234567 exists'

const pactFile = (provider: string) => `${DIRECTORY}${CONSUMER}-${provider}.json`
const committed = ['entra', 'dynamics'].map((provider) => ({ provider, text: read(pactFile(provider)) }))
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const DYNAMICS_SCOPE = 'https://rehearsal.crm.dynamics.com/.default'
const signIn = (scope: string) => new URLSearchParams({ grant_type: 'client_credentials', client_id: demo.clientId, client_secret: demo.clientSecret, scope })
const grantOf = async (entra: string, scope: string) => {
  const answer = await fetch(`${entra}/${demo.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: signIn(scope),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  return (await answer.json()) as { token_type: string; access_token: string }
}

const client = (url: string) => {
  const configuration: DynamicsConfiguration = {
    integrationType: 'Microsoft Dynamics 365',
    name: 'contract',
    authentication: { name: 'contract', url, scope: `${url}/.default`, tenantId: demo.tenantId, clientId: demo.clientId, clientSecret: demo.clientSecret },
    external_screenpop_domain_md: url,
    dataMemorialization: [],
    dynamicData: [],
    studioScript: [],
  }
  // The sign-in is another system's contract: here it is simply granted.
  const granted: typeof fetch = async (input, init) =>
    String(input).endsWith('/token') ? Response.json({ access_token: 'granted', expires_in: 3599, token_type: 'Bearer' }) : fetch(input, init)
  const line = { fetch: granted, clock: scaledClock(), random: seededRandom(1) }
  return dynamicsClient(configuration, line, { authority: url, tooLong: 'cut' })
}

beforeAll(() => {
  for (const { provider } of committed) rmSync(pactFile(provider), { force: true })
})

describe('what the default integration asks', () => {
  // The V4 builder takes a form for opaque bytes; this one compares its members.
  const entra = new PactV3({ dir: DIRECTORY, consumer: CONSUMER, provider: 'entra', logLevel: 'error', spec: SpecificationVersion.SPECIFICATION_VERSION_V4 })
  const dynamics = new PactV4({ dir: DIRECTORY, consumer: CONSUMER, provider: 'dynamics', logLevel: 'error' })

  it('of Entra ID: a token for its application', () =>
    entra
      .addInteraction({
        states: [{ description: 'the application is registered' }],
        uponReceiving: 'a sign-in with client credentials',
        withRequest: {
          method: 'POST',
          path: `/${demo.tenantId}/oauth2/v2.0/token`,
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: String(signIn(DYNAMICS_SCOPE)),
        },
        willRespondWith: {
          status: 200,
          headers: { 'Content-Type': regex('application/json.*', 'application/json; charset=utf-8') },
          body: { token_type: 'Bearer', expires_in: like(3599), access_token: like('eyJ') },
        },
      })
      .executeTest(async (server) => {
        expect(await grantOf(server.url, DYNAMICS_SCOPE)).toMatchObject({ token_type: 'Bearer' })
      }))

  it('of Dynamics: whose number this is', () =>
    dynamics
      .addInteraction()
      .given(KNOWN)
      .uponReceiving('a search by telephone number')
      .withRequest('GET', '/api/data/v9.2/contacts', (request) =>
        request.headers({ authorization: like('Bearer token') }).query({
          $select: 'contactid,fullname,telephone1',
          $filter: like(`telephone1 eq '${PHONE}'`),
          $orderby: 'createdon asc',
          $top: like('25'),
        }),
      )
      .willRespondWith(200, (response) => response.jsonBody({ value: [{ contactid: uuid(CONTACT), fullname: like('Ada Byron'), telephone1: PHONE }] }))
      .executeTest(async (server) => {
        const found = await client(server.url).search({ phoneNumber: PHONE }, { contact: ['telephone1'] }, TRACE)
        expect(found).toMatchObject([{ type: 'contact', id: CONTACT, display: 'Ada Byron' }])
      }))

  it('of Dynamics: to write what was said into a record, and into no record that is gone', () =>
    dynamics
      .addInteraction()
      .given(KNOWN)
      .uponReceiving('an update of a contact')
      .withRequest('PATCH', `/api/data/v9.2/contacts(${CONTACT})`, (request) =>
        request.headers({ authorization: like('Bearer token'), 'if-match': '*' }).jsonBody({ description: 'Sent a copy.' }),
      )
      .willRespondWith(204)
      .executeTest(async (server) => {
        expect(await client(server.url).update({ type: 'contact', id: CONTACT }, { description: 'Sent a copy.' }, TRACE)).toEqual([])
      }))
})

describe('the fakes', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ clock: 'real', listen: true })
    await sandbox.dynamics.seed({ contacts: [{ contactid: CONTACT, firstname: 'Ada', lastname: 'Byron', telephone1: PHONE }] })
  })
  afterAll(() => sandbox.close())

  const verify = (provider: 'entra' | 'dynamics', token: string) =>
    // The core's verifier: the one of pact-js puts a proxy in between that turns form bodies into JSON.
    new Verifier({
      provider,
      providerBaseUrl: sandbox[provider].url,
      pactUrls: [pactFile(provider)],
      logLevel: 'error',
      ...(token === '' ? {} : { customProviderHeaders: { authorization: `Bearer ${token}` } }),
    }).verify()

  it('keep both contracts', async () => {
    await verify('entra', '')
    const grant = await grantOf(sandbox.entra.url, sandbox.entra.credentials.scope)
    await verify('dynamics', grant.access_token)
  }, 60_000)

  it('were held to the committed pacts', () => {
    for (const { provider, text } of committed) expect(read(pactFile(provider)), `${provider}: commit the new pact when the change is meant`).toBe(text)
  })
})
