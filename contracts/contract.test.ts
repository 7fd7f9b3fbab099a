import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PactV3, PactV4, SpecificationVersion } from '@pact-foundation/pact'
import { afterAll, describe, expect, it } from 'vitest'
import { readPacts } from '../harness/contracts/pact-file.ts'
import { verifyPact } from '../harness/contracts/verify.ts'
import { contactCentre } from './interactions/contact-centre.ts'
import { dynamics } from './interactions/dynamics.ts'
import { entra } from './interactions/entra.ts'
import type { Interaction, Parameters as StateParameters } from './interactions/interaction.ts'
import { zendesk } from './interactions/zendesk.ts'
import { noted } from './noted.ts'

/*
 * Consumer contracts of the default integration, one file on purpose: several files that write one pact lose interactions.
 * The pacts are written anew into a folder of their own (old ones would be merged), verified against the stand-ins, and held to
 * the committed ones, which `npm run contracts` renews.
 */
process.env.PACT_DO_NOT_TRACK = 'true'

const DIRECTORY = mkdtempSync(join(tmpdir(), 'rehearsal-pacts-'))
const CONSUMER = 'crm-rehearsal'
const PROVIDERS = ['contact-centre', 'dynamics', 'entra', 'zendesk']

const pactFile = (provider: string) => join(DIRECTORY, `${CONSUMER}-${provider}.json`)
const options = (provider: string) => ({ dir: DIRECTORY, consumer: CONSUMER, provider, logLevel: 'error' as const })
afterAll(() => rmSync(DIRECTORY, { recursive: true, force: true }))

const given = <T extends { given(state: string, parameters?: StateParameters): T }>(pact: T, states: Interaction['given']): T =>
  states.reduce((next, { state, parameters }) => next.given(state, parameters), pact)

describe('what the default integration asks', () => {
  it.each(entra.map((one) => [one.description, one] as const))('of Entra ID: %s', async (_, { description, given: states, request, response, act }) => {
    // The V4 builder takes a form for opaque bytes; this one compares its members.
    const pact = new PactV3({ ...options('entra'), spec: SpecificationVersion.SPECIFICATION_VERSION_V4 })
    pact.addInteraction({
      states: states.map(({ state, parameters }) => ({ description: state, ...(parameters ? { parameters } : {}) })),
      uponReceiving: description,
      withRequest: request as Parameters<PactV3['addInteraction']>[0]['withRequest'],
      willRespondWith: response as Parameters<PactV3['addInteraction']>[0]['willRespondWith'],
    })
    await pact.executeTest(async ({ url, port }) => {
      await act(url)
      await noted(pact, port)
    })
  })

  const asks =
    (provider: string) =>
    async (_: string, { description, given: states, request, response, act }: Interaction) => {
      const pact = new PactV4(options(provider))
      await given(pact.addInteraction(), states)
        .uponReceiving(description)
        .withRequest(request.method, request.path, (builder) => {
          builder.headers(request.headers ?? {}).query(request.query ?? {})
          if (request.body !== undefined) builder.jsonBody(request.body)
        })
        .willRespondWith(response.status, (builder) => {
          builder.headers(response.headers ?? {})
          if (response.body !== undefined) builder.jsonBody(response.body)
        })
        .executeTest(async ({ url, port }) => {
          await act(url)
          await noted(pact, port)
        })
    }
  it.each(dynamics.map((one) => [one.description, one] as const))('of Dynamics: %s', asks('dynamics'))
  it.each(zendesk.map((one) => [one.description, one] as const))('of Zendesk: %s', asks('zendesk'))

  it.each(contactCentre.map((one) => [one.description, one] as const))('of the contact centre: %s', async (_, { description, given: states, event, act }) => {
    await given(new PactV4(options('contact-centre')).addAsynchronousInteraction(), states)
      .expectsToReceive(description, (builder) => {
        builder.withJSONContent(event)
      })
      .executeTest(({ contents }) => act(contents.content))
  })
})

describe('the stand-ins', () => {
  it.each(PROVIDERS)('keep the contract with %s', async (provider) => {
    const [pact] = readPacts([pactFile(provider)])
    const outcomes = await verifyPact(pact as NonNullable<typeof pact>)
    expect(outcomes.filter(({ result }) => result !== 'held')).toEqual([])
    expect(outcomes).toHaveLength(pact?.interactions.length as number)
  })

  it.each(PROVIDERS)('were held to the pact with %s that is committed', async (provider) => {
    await expect(readFileSync(pactFile(provider), 'utf8')).toMatchFileSnapshot(`pacts/${CONSUMER}-${provider}.json`)
  })
})
