// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import { dynamicsClient } from '../../harness/cxone/crm/dynamics.ts'
import { demo } from '../../harness/demo.ts'
import { scaledClock } from '../../mocks/core/clock.ts'
import { seededRandom } from '../../mocks/core/random.ts'
import { configuration } from './dynamics.ts'
import { type Interaction, TRACE } from './interaction.ts'

const { like, regex, integer, string, eachLike } = MatchersV3

const RESOURCE = 'https://rehearsal.crm.dynamics.com'
const form = (change: Record<string, string> = {}) =>
  String(
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: demo.clientId,
      client_secret: demo.clientSecret,
      scope: `${RESOURCE}/.default`,
      ...change,
    }),
  )

/** The integration's own sign-in; what it would ask of Dynamics afterwards is answered with nothing found. */
async function signIn(url: string, change: { clientId?: string; clientSecret?: string } = {}) {
  const asked: typeof fetch = async (input, init) => (String(input).startsWith(url) ? fetch(input, init) : Response.json({ value: [] }))
  const settings = configuration(RESOURCE, change)
  const line = { fetch: asked, clock: scaledClock(Date.parse('2026-11-20T08:00:00Z'), 20), random: seededRandom(1) }
  return await dynamicsClient(settings, line, { authority: url, tooLong: 'cut' }).search({ phoneNumber: '+49301234567' }, { contact: [] }, TRACE)
}

const request = (change: Record<string, string> = {}) => ({
  method: 'POST',
  path: `/${demo.tenantId}/oauth2/v2.0/token`,
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: form(change),
})
const json = { 'Content-Type': regex('application/json.*', 'application/json; charset=utf-8') }
const granted = { status: 200, headers: json, body: { token_type: 'Bearer', expires_in: integer(3599), access_token: string('eyJ') } }
const refused = (status: number, error: string, code: number) => ({
  status,
  headers: json,
  body: {
    error,
    error_description: regex(`AADSTS${code}: .+`, `AADSTS${code}: Refused.`),
    error_codes: [code],
    timestamp: like('2026-11-20 08:00:00Z'),
    trace_id: like('5d3f1c52-8a0b-4c1e-9f57-0242ac120002'),
    correlation_id: like('5d3f1c52-8a0b-4c1e-9f57-0242ac120002'),
  },
})

export const entra: readonly Interaction[] = [
  {
    description: 'a sign-in with client credentials',
    given: [{ state: 'the application is registered' }],
    request: request(),
    response: granted,
    act: async (url) => expect(await signIn(url)).toEqual([]),
  },
  {
    description: 'a renewal when the token has expired',
    given: [{ state: "the application's access token has expired" }],
    request: request(),
    response: granted,
    act: async (url) => expect(await signIn(url)).toEqual([]),
  },
  {
    description: 'a sign-in with a wrong secret',
    given: [{ state: 'the application is registered' }],
    request: request({ client_secret: 'not-the-secret' }),
    response: refused(401, 'invalid_client', 7000215),
    act: async (url) => {
      await expect(signIn(url, { clientSecret: 'not-the-secret' })).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
    },
  },
  {
    description: 'a sign-in with a secret that has expired',
    given: [{ state: "the application's secret has expired" }],
    request: request(),
    response: refused(401, 'invalid_client', 7000222),
    act: async (url) => {
      await expect(signIn(url)).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
    },
  },
  {
    description: 'a sign-in of an application that nobody knows',
    given: [{ state: 'the application is not registered' }],
    request: request(),
    response: refused(400, 'unauthorized_client', 700016),
    act: async (url) => {
      await expect(signIn(url)).rejects.toMatchObject({ status: 400, code: 'unauthorized_client' })
    },
  },
  {
    description: 'the keys that tokens are signed with',
    given: [{ state: 'the application is registered' }],
    request: { method: 'GET', path: `/${demo.tenantId}/discovery/v2.0/keys` },
    response: { status: 200, headers: json, body: { keys: eachLike({ kty: 'RSA', use: 'sig', kid: string('key'), n: string('modulus'), e: string('AQAB') }) } },
    act: async (url) => {
      const { keys } = (await (await fetch(`${url}/${demo.tenantId}/discovery/v2.0/keys`)).json()) as { keys: unknown[] }
      expect(keys).toHaveLength(1)
    },
  },
]
