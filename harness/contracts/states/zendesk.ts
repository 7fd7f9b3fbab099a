// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sentences with named parameters, as pacts write them
import { demo } from '../../demo.ts'
import type { Sown } from '../arrangement.ts'
import { columns, type State, text, whole } from '../state.ts'
import { accessStates } from './common.ts'

const USER = 900_000_001
const TICKET = 4711
const ORGANIZATION = 900_000_101

const phone = { says: 'phone', default: '+49301234567', form: '[+\\d][\\d ()/.-]*' }
const userId = { says: 'its id (a real account chooses another and tells it)', default: USER }
const name = { says: 'name', default: 'Ada Byron', form: '.+' }
const fields = { says: 'further members, as the API names them', default: {} }

const user = (row: Record<string, unknown>): Sown => ({
  system: 'zendesk',
  set: 'users',
  key: 'id',
  row: { role: 'end-user', verified: true, ...row },
  value: 'userId',
})

export const zendeskStates: readonly State[] = [
  {
    says: 'the OAuth client ${identifier} is registered',
    parameters: {
      identifier: { says: 'its unique identifier', default: demo.zendeskClientId },
      secret: { says: 'its secret', default: demo.zendeskClientSecret },
    },
    arrange: ({ identifier, secret }) => ({
      plant: { zendesk: { clients: [{ identifier: text(identifier), name: 'Integration', secret: text(secret), redirectUris: [...demo.redirectUris] }] } },
    }),
  },
  {
    says: 'a user with phone ${phone} exists',
    parameters: { phone, userId, name, fields },
    arrange: ({ phone: number, userId: id, name: called, fields: more }) => ({
      records: [user({ id: whole(id, 'userId'), name: called, phone: text(number), ...columns(more) })],
      values: { userId: whole(id, 'userId') },
    }),
  },
  { says: 'no user with phone ${phone} exists', parameters: { phone }, arrange: () => ({}) },
  {
    says: 'a user ${userId} exists',
    parameters: { userId, name, fields },
    arrange: ({ userId: id, name: called, fields: more }) => ({
      records: [user({ id: whole(id, 'userId'), name: called, ...columns(more) })],
      values: { userId: whole(id, 'userId') },
    }),
  },
  { says: 'no user ${userId} exists', parameters: { userId: { says: "an id that is nobody's", default: 1 } }, arrange: () => ({}) },
  {
    says: 'a ticket ${ticketId} of the user ${userId} exists',
    parameters: { ticketId: { says: 'its id', default: TICKET }, userId, name, subject: { says: 'subject', default: 'Invoice' }, fields },
    arrange({ ticketId, userId: id, name: called, subject, fields: more }) {
      const row = { id: whole(ticketId, 'ticketId'), subject, comment: { body: text(subject) }, requester_id: whole(id, 'userId'), ...columns(more) }
      return {
        records: [user({ id: whole(id, 'userId'), name: called }), { system: 'zendesk', set: 'tickets', key: 'id', row, value: 'ticketId' }],
        values: { userId: whole(id, 'userId'), ticketId: whole(ticketId, 'ticketId') },
      }
    },
  },
  { says: 'no ticket ${ticketId} exists', parameters: { ticketId: { says: "an id that is no ticket's", default: 999_999 } }, arrange: () => ({}) },
  {
    says: 'an organization ${name} exists',
    parameters: { name: { says: 'name', default: 'Analytical Engines', form: '.+' }, organizationId: { says: 'its id', default: ORGANIZATION }, fields },
    arrange: ({ name: called, organizationId, fields: more }) => ({
      records: [
        {
          system: 'zendesk',
          set: 'organizations',
          key: 'id',
          row: { id: whole(organizationId, 'organizationId'), name: called, ...columns(more) },
          value: 'organizationId',
        },
      ],
      values: { organizationId: whole(organizationId, 'organizationId') },
    }),
  },
  { says: 'the access token may only read', parameters: {}, arrange: () => ({ access: { kind: 'read-only' } }) },
  ...accessStates('Zendesk'),
]
