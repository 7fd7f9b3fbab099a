// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import type { ZendeskConfiguration } from '../../harness/configuration/schema.ts'
import { zendeskClient } from '../../harness/cxone/crm/zendesk.ts'
import { demo } from '../../harness/demo.ts'
import { type Interaction, line, PHONE, TRACE } from './interaction.ts'

const { eachLike, integer, like, regex, string, uuid } = MatchersV3

const USER = 900_000_001
const TICKET = 4711

const configuration = (url: string, clientSecret: string): ZendeskConfiguration => ({
  integrationType: 'Zendesk',
  name: 'contract',
  authentication: { name: 'contract', subdomain: url, clientId: demo.zendeskClientId, clientSecret },
  dataMemorialization: [],
  dynamicData: [],
  studioScript: [],
})
const client = (url: string) => zendeskClient(configuration(url, demo.zendeskClientSecret), line('/oauth/tokens'), {})
/** Signs in at Pact's stand-in; what it would ask afterwards is answered with nothing found. */
async function signIn(url: string, secret: string = demo.zendeskClientSecret) {
  const asked: typeof fetch = async (input, init) => (String(input).endsWith('/oauth/tokens') ? fetch(input, init) : Response.json({ users: [] }))
  return await zendeskClient(configuration(url, secret), { ...line('/none'), fetch: asked }, {}).search({ phoneNumber: PHONE }, { user: [] }, TRACE)
}

const headers = { authorization: regex('Bearer .+', 'Bearer granted'), accept: 'application/json' }
const json = { 'Content-Type': regex('application/json.*', 'application/json; charset=utf-8') }
const user = { state: 'a user with phone ${phone} exists', parameters: { phone: PHONE, userId: USER } }
const ticket = { state: 'a ticket ${ticketId} of the user ${userId} exists', parameters: { ticketId: TICKET, userId: USER } }
const client_ = { state: 'the OAuth client ${identifier} is registered', parameters: { identifier: demo.zendeskClientId } }

const signInRequest = (secret: string = demo.zendeskClientSecret) => ({
  method: 'POST',
  path: '/oauth/tokens',
  headers: { 'Content-Type': 'application/json' },
  body: { grant_type: 'client_credentials', client_id: demo.zendeskClientId, client_secret: secret, scope: 'read write' },
})
const granted = { status: 200, headers: json, body: { access_token: string('granted'), token_type: 'bearer', scope: 'read write', expires_in: integer(1800) } }
const search = {
  method: 'GET',
  path: '/api/v2/users/search.json',
  headers,
  query: { query: regex('type:user .*phone:.*\\+49301234567.*', `type:user phone:${PHONE}`) },
}
const searching = (url: string) => client(url).search({ phoneNumber: PHONE }, { user: ['phone'] }, TRACE)
const comment = (url: string) => client(url).update({ type: 'ticket', id: String(TICKET) }, { comment: 'Sent a copy.' }, TRACE)
const commenting = { method: 'PUT', path: `/api/v2/tickets/${TICKET}.json`, headers, body: { ticket: { comment: { body: 'Sent a copy.', public: false } } } }

export const zendesk: readonly Interaction[] = [
  {
    description: 'a sign-in with client credentials',
    given: [client_],
    request: signInRequest(),
    response: granted,
    act: async (url) => expect(await signIn(url)).toEqual([]),
  },
  {
    description: 'a renewal when the token has expired',
    given: [{ state: 'the access token has expired' }],
    request: signInRequest(),
    response: granted,
    act: async (url) => expect(await signIn(url)).toEqual([]),
  },
  {
    description: 'a sign-in with a wrong secret',
    given: [client_],
    request: signInRequest('not-the-secret'),
    response: { status: 401, headers: json, body: { error: 'invalid_client', error_description: like('Client authentication failed') } },
    act: async (url) => {
      await expect(signIn(url, 'not-the-secret')).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
    },
  },
  {
    description: 'a search by telephone number',
    given: [user],
    request: search,
    response: {
      status: 200,
      headers: json,
      body: { users: [{ id: integer(USER), name: string('Ada Byron'), phone: PHONE, role: 'end-user' }], count: 1, next_page: null },
    },
    act: async (url) => expect(await searching(url)).toMatchObject([{ type: 'user', id: String(USER), display: 'Ada Byron' }]),
  },
  {
    description: 'a search for a number that nobody has',
    given: [{ state: 'no user with phone ${phone} exists', parameters: { phone: PHONE } }],
    request: search,
    response: { status: 200, headers: json, body: { users: [], count: 0 } },
    act: async (url) => expect(await searching(url)).toEqual([]),
  },
  {
    description: 'a user to be made',
    given: [{ state: 'no user with phone ${phone} exists', parameters: { phone: PHONE } }],
    request: { method: 'POST', path: '/api/v2/users.json', headers, body: { user: { name: 'Ada Byron', phone: PHONE } } },
    response: { status: 201, headers: json, body: { user: { id: integer(USER), name: 'Ada Byron', phone: PHONE, role: 'end-user' } } },
    act: async (url) => {
      const made = await client(url).create('user', { name: 'Ada Byron', phone: PHONE }, undefined, {}, TRACE)
      expect(made).toMatchObject({ type: 'user', id: String(USER) })
    },
  },
  {
    description: 'a ticket to be made, once',
    given: [user],
    request: {
      method: 'POST',
      path: '/api/v2/tickets.json',
      headers: { ...headers, 'idempotency-key': uuid('7c1de0a4-2f7e-4a53-b0b3-0242ac120003') },
      body: { ticket: { subject: 'Invoice', comment: { body: 'Sent a copy.', public: false }, requester_id: USER } },
    },
    response: { status: 201, headers: json, body: { ticket: { id: integer(TICKET), subject: 'Invoice', status: 'new', requester_id: USER }, audit: like({}) } },
    act: async (url) => {
      const fields = { subject: 'Invoice', comment: 'Sent a copy.' }
      expect(await client(url).create('ticket', fields, { type: 'user', id: String(USER) }, {}, TRACE)).toMatchObject({ type: 'ticket' })
    },
  },
  {
    description: 'a comment that colleagues see in the timeline of a ticket',
    given: [ticket],
    request: commenting,
    response: { status: 200, headers: json, body: { ticket: { id: TICKET, subject: 'Invoice' } } },
    act: async (url) => expect(await comment(url)).toEqual([]),
  },
  {
    description: 'an update of a user',
    given: [user],
    request: { method: 'PUT', path: `/api/v2/users/${USER}.json`, headers, body: { user: { notes: 'Sent a copy.' } } },
    response: { status: 200, headers: json, body: { user: { id: USER, notes: 'Sent a copy.' } } },
    act: async (url) => expect(await client(url).update({ type: 'user', id: String(USER) }, { notes: 'Sent a copy.' }, TRACE)).toEqual([]),
  },
  {
    description: 'a ticket that a client has read too long ago',
    given: [ticket],
    request: {
      method: 'PUT',
      path: `/api/v2/tickets/${TICKET}.json`,
      headers,
      body: { ticket: { subject: 'Invoice, twice', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' } },
    },
    response: { status: 409, headers: json, body: { error: 'UpdateConflict', description: string('The ticket was updated since.') } },
    // The integration adds comments, which conflict with nothing; whoever changes fields protects them so.
    act: async (url) => {
      const sent = { authorization: 'Bearer granted', accept: 'application/json', 'content-type': 'application/json' }
      const body = JSON.stringify({ ticket: { subject: 'Invoice, twice', safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' } })
      expect((await fetch(`${url}/api/v2/tickets/${TICKET}.json`, { method: 'PUT', headers: sent, body })).status).toBe(409)
    },
  },
  {
    description: 'a subject that is longer than Zendesk keeps',
    given: [ticket],
    request: { method: 'PUT', path: `/api/v2/tickets/${TICKET}.json`, headers, body: { ticket: { subject: 'x'.repeat(300) } } },
    response: { status: 200, headers: json, body: { ticket: { id: TICKET, subject: regex('x{1,255}', 'x'.repeat(255)) } } },
    act: async (url) => {
      const losses = await client(url).update({ type: 'ticket', id: String(TICKET) }, { subject: 'x'.repeat(300) }, TRACE)
      expect(losses).toEqual([{ field: 'subject', sent: 300, kept: 255, unit: 'characters' }])
    },
  },
  {
    description: 'a user whose name is too short',
    given: [user],
    request: { method: 'PUT', path: `/api/v2/users/${USER}.json`, headers, body: { user: { name: '' } } },
    response: {
      status: 422,
      headers: json,
      body: {
        error: 'RecordInvalid',
        description: string('Record validation errors'),
        details: { name: eachLike({ description: string('Name: is too short') }) },
      },
    },
    act: async (url) => {
      const change = client(url).update({ type: 'user', id: String(USER) }, { name: '' }, TRACE)
      await expect(change).rejects.toMatchObject({ status: 422, code: 'RecordInvalid' })
    },
  },
  {
    description: 'a comment while Zendesk throttles',
    given: [ticket, { state: 'Zendesk throttles requests for ${seconds} seconds', parameters: { seconds: 1 } }],
    request: commenting,
    response: { status: 429, headers: { 'Retry-After': '1' } },
    act: async (url) => {
      await expect(comment(url)).rejects.toMatchObject({ status: 429 })
    },
  },
  {
    description: 'a comment with a token that may only read',
    given: [ticket, { state: 'the access token may only read' }],
    request: commenting,
    response: { status: 403, headers: json, body: { error: string('Forbidden') } },
    act: async (url) => {
      await expect(comment(url)).rejects.toMatchObject({ status: 403 })
    },
  },
  {
    description: 'a ticket that is not there',
    given: [{ state: 'no ticket ${ticketId} exists', parameters: { ticketId: 999_999 } }],
    request: { method: 'GET', path: '/api/v2/tickets/999999.json', headers },
    response: { status: 404, headers: json, body: { error: 'RecordNotFound', description: 'Not found' } },
    act: async (url) => expect(await client(url).read({ type: 'ticket', id: '999999' }, {}, TRACE)).toBeUndefined(),
  },
  {
    description: 'a search with a token that has expired',
    given: [user, { state: 'the access token has expired' }],
    request: search,
    response: { status: 401, headers: json, body: { error: 'invalid_token', error_description: like('The access token expired') } },
    act: async (url) => {
      await expect(searching(url)).rejects.toMatchObject({ name: 'ConfigurationDeleted', status: 401 })
    },
  },
]
