// biome-ignore-all lint/suspicious/noTemplateCurlyInString: provider states have named parameters
import { MatchersV3 } from '@pact-foundation/pact'
import { expect } from 'vitest'
import type { DynamicsConfiguration } from '../../harness/configuration/schema.ts'
import { dynamicsClient } from '../../harness/cxone/crm/dynamics.ts'
import { demo } from '../../harness/demo.ts'
import { type Interaction, line, PHONE, TRACE } from './interaction.ts'

const { like, regex, string, uuid } = MatchersV3

const CONTACT = '5d3f1c52-8a0b-4c1e-9f57-0242ac120002'
const TOO_LONG = 'x'.repeat(120)

export const configuration = (url: string, change: { clientId?: string; clientSecret?: string } = {}): DynamicsConfiguration => ({
  integrationType: 'Microsoft Dynamics 365',
  name: 'contract',
  authentication: {
    name: 'contract',
    url,
    scope: `${url}/.default`,
    tenantId: demo.tenantId,
    clientId: demo.clientId,
    clientSecret: demo.clientSecret,
    ...change,
  },
  external_screenpop_domain_md: url,
  dataMemorialization: [],
  dynamicData: [],
  studioScript: [],
})

const client = (url: string) => dynamicsClient(configuration(url), line('/token'), { authority: url, tooLong: 'leave out' })

const headers = { authorization: regex('Bearer .+', 'Bearer granted'), accept: 'application/json' }
const json = { 'Content-Type': regex('application/json.*', 'application/json; odata.metadata=minimal') }
/** With what a person would see of a date or a choice, as every look-up asks for. */
const represented = 'return=representation,odata.include-annotations="OData.Community.Display.V1.FormattedValue"'
const written = { ...headers, 'if-match': '*' }
const error = (code: string, message: string | MatchersV3.Matcher<string>) => ({ error: { code, message } })
const contact = { state: 'a contact with phone ${phone} exists', parameters: { phone: PHONE, contactid: CONTACT } }
const one = `/api/data/v9.2/contacts(${CONTACT})`
const search = {
  method: 'GET',
  path: '/api/data/v9.2/contacts',
  headers,
  query: {
    $select: 'contactid,fullname,telephone1',
    $filter: regex(".*telephone1 eq '\\+49301234567'.*", `telephone1 eq '${PHONE}'`),
    $orderby: 'createdon asc',
    $top: regex('\\d+', '25'),
  },
}
const searching = (url: string) => client(url).search({ phoneNumber: PHONE }, { contact: ['telephone1'] }, TRACE)
const update = { method: 'PATCH', path: one, headers: written, body: { description: 'Sent a copy.' } }
const updating = (url: string) => client(url).update({ type: 'contact', id: CONTACT }, { description: 'Sent a copy.' }, TRACE)

export const dynamics: readonly Interaction[] = [
  {
    description: 'a search by telephone number',
    given: [contact],
    request: search,
    response: {
      status: 200,
      headers: json,
      body: { value: [{ '@odata.etag': regex('W/"\\d+"', 'W/"1001"'), contactid: uuid(CONTACT), fullname: string('Ada Byron'), telephone1: PHONE }] },
    },
    act: async (url) => expect(await searching(url)).toMatchObject([{ type: 'contact', id: CONTACT, display: 'Ada Byron' }]),
  },
  {
    description: 'a search for a number that nobody has',
    given: [{ state: 'no contact with phone ${phone} exists', parameters: { phone: PHONE } }],
    request: search,
    response: { status: 200, headers: json, body: { value: [] } },
    act: async (url) => expect(await searching(url)).toEqual([]),
  },
  {
    description: 'a contact to be made, with an id of its own',
    given: [{ state: 'no contact with phone ${phone} exists', parameters: { phone: PHONE } }],
    request: {
      method: 'POST',
      path: '/api/data/v9.2/contacts',
      headers: { ...headers, prefer: represented },
      query: { $select: 'contactid,fullname' },
      body: { contactid: uuid(CONTACT), firstname: 'Ada', lastname: 'Byron', telephone1: PHONE },
    },
    response: {
      status: 201,
      headers: { ...json, 'Preference-Applied': regex('return=representation.*', 'return=representation') },
      body: { contactid: uuid(CONTACT), fullname: string('Ada Byron') },
    },
    act: async (url) => {
      const fields = { firstname: 'Ada', lastname: 'Byron', telephone1: PHONE }
      expect(await client(url).create('contact', fields, undefined, {}, TRACE)).toMatchObject({ type: 'contact', display: 'Ada Byron' })
    },
  },
  {
    description: 'an update of a contact',
    given: [contact],
    request: update,
    response: {
      status: 204,
      headers: { 'OData-EntityId': regex(`https?://.+/api/data/v9\\.2/contacts\\(${CONTACT}\\)`, `https://rehearsal.crm.dynamics.com${one}`) },
    },
    act: async (url) => expect(await updating(url)).toEqual([]),
  },
  {
    description: 'a task on the timeline of a contact',
    given: [contact],
    request: {
      method: 'POST',
      path: '/api/data/v9.2/tasks',
      headers: { ...headers, prefer: represented },
      query: { $select: 'activityid,subject' },
      body: {
        activityid: uuid(CONTACT),
        subject: string('Call with Ada'),
        description: string('Sent a copy.'),
        'regardingobjectid_contact_task@odata.bind': `/contacts(${CONTACT})`,
      },
    },
    response: { status: 201, headers: json, body: { activityid: uuid(CONTACT), subject: string('Call with Ada') } },
    act: async (url) => {
      expect(await client(url).addToTimeline?.({ type: 'contact', id: CONTACT }, 'Call with Ada', 'Sent a copy.', TRACE)).toMatchObject({ type: 'task' })
    },
  },
  {
    description: 'a text that is longer than its column',
    given: [contact],
    request: { method: 'PATCH', path: one, headers: written, body: { jobtitle: TOO_LONG } },
    response: {
      status: 400,
      headers: json,
      body: error('0x80044331', regex("[\\s\\S]*'jobtitle' attribute[\\s\\S]*'100'[\\s\\S]*", "The length of the 'jobtitle' attribute is more than '100'.")),
    },
    act: async (url) => {
      const losses = await client(url).update({ type: 'contact', id: CONTACT }, { jobtitle: TOO_LONG }, TRACE)
      expect(losses).toEqual([{ field: 'jobtitle', sent: 120, kept: 0, unit: 'characters' }])
    },
  },
  {
    description: 'an update of what somebody else has changed since it was read',
    given: [contact],
    request: { ...update, headers: { ...headers, 'if-match': 'W/"1"' } },
    response: { status: 412, headers: json, body: error('0x80060882', string('The version does not match.')) },
    // The integration itself overwrites (If-Match: *); whoever builds on optimistic concurrency sends the ETag that they read.
    act: async (url) => {
      const sent = { authorization: 'Bearer granted', accept: 'application/json', 'content-type': 'application/json', 'if-match': 'W/"1"' }
      const answer = await fetch(`${url}${one}`, { method: 'PATCH', headers: sent, body: JSON.stringify({ description: 'Sent a copy.' }) })
      expect(answer.status).toBe(412)
    },
  },
  {
    description: 'an update while Dynamics throttles',
    given: [contact, { state: 'Dynamics throttles requests for ${seconds} seconds', parameters: { seconds: 1 } }],
    request: update,
    response: { status: 429, headers: { ...json, 'Retry-After': '1' }, body: error('0x80072322', like('Number of requests exceeded the limit.')) },
    act: async (url) => {
      await expect(updating(url)).rejects.toMatchObject({ status: 429, code: '0x80072322' })
    },
  },
  {
    description: 'a search by somebody who may not read contacts',
    given: [contact, { state: 'the integration holds no privileges but ${privileges}', parameters: { privileges: 'prvReadAccount' } }],
    request: search,
    response: { status: 403, headers: json, body: error('0x80040220', regex('.*prvReadContact.*', 'missing prvReadContact')) },
    act: async (url) => {
      await expect(searching(url)).rejects.toMatchObject({ status: 403, code: '0x80040220' })
    },
  },
  {
    description: 'a contact that is not there',
    given: [{ state: 'no contact ${contactid} exists', parameters: { contactid: CONTACT } }],
    request: { method: 'GET', path: one, headers, query: { $select: 'contactid,fullname' } },
    response: { status: 404, headers: json, body: error('0x80040217', regex(`.*${CONTACT}.*`, `contact With Id = ${CONTACT} Does Not Exist`)) },
    act: async (url) => expect(await client(url).read({ type: 'contact', id: CONTACT }, {}, TRACE)).toBeUndefined(),
  },
  {
    description: 'a search with a token that has expired',
    given: [{ state: 'the access token has expired' }],
    request: search,
    response: { status: 401, headers: { 'WWW-Authenticate': regex('Bearer .*authorization_uri=.*', 'Bearer authorization_uri=https://login') } },
    act: async (url) => {
      await expect(searching(url)).rejects.toMatchObject({ name: 'ConfigurationDeleted', status: 401 })
    },
  },
]
