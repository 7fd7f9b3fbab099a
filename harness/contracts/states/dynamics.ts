// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sentences with named parameters, as pacts write them
import { demo } from '../../demo.ts'
import type { Arrangement } from '../arrangement.ts'
import { columns, type State, StateError, text, whole } from '../state.ts'
import { accessStates } from './common.ts'

const CONTACT = '5d3f1c52-8a0b-4c1e-9f57-0242ac120002'
const CASE = '7c1de0a4-2f7e-4a53-b0b3-0242ac120003'

const phone = { says: 'telephone1', default: '+49301234567', form: '[+\\d][\\d ()/.-]*' }
const contactid = { says: 'its id', default: CONTACT }
const fields = { says: "further columns, in the Web API's own properties", default: {} }
const named = { firstname: { says: 'firstname', default: 'Ada' }, lastname: { says: 'lastname', default: 'Byron' } }

const contact = (row: Record<string, unknown>): Arrangement => ({
  records: [{ system: 'dynamics', set: 'contacts', key: 'contactid', row, value: 'contactid' }],
  values: { contactid: row.contactid },
})

const user = (roles: readonly string[], disabled = false) => [{ applicationid: demo.clientId, name: 'Rehearsal integration', roles, disabled }]

export const dynamicsStates: readonly State[] = [
  {
    says: 'a contact with phone ${phone} exists',
    parameters: { phone, contactid, ...named, fields },
    arrange: ({ phone: telephone1, contactid: id, firstname, lastname, fields: more }) =>
      contact({ contactid: text(id), firstname, lastname, telephone1: text(telephone1), ...columns(more) }),
  },
  { says: 'no contact with phone ${phone} exists', parameters: { phone }, arrange: () => ({}) },
  {
    says: 'a contact ${contactid} exists',
    parameters: { contactid, ...named, fields },
    arrange: ({ contactid: id, firstname, lastname, fields: more }) => contact({ contactid: text(id), firstname, lastname, ...columns(more) }),
  },
  { says: 'no contact ${contactid} exists', parameters: { contactid: { says: "an id that is nobody's", default: CONTACT } }, arrange: () => ({}) },
  {
    says: 'a case ${incidentid} of the contact ${contactid} exists',
    parameters: { incidentid: { says: 'its id', default: CASE }, contactid, title: { says: 'title', default: 'Invoice' }, ...named, fields },
    arrange({ incidentid, contactid: id, title, firstname, lastname, fields: more }) {
      const person = contact({ contactid: text(id), firstname, lastname })
      const row = { incidentid: text(incidentid), title, 'customerid_contact@odata.bind': `/contacts(${text(id)})`, ...columns(more) }
      return {
        records: [...(person.records ?? []), { system: 'dynamics', set: 'incidents', key: 'incidentid', row, value: 'incidentid' }],
        values: { contactid: text(id), incidentid: text(incidentid) },
      }
    },
  },
  {
    says: 'a record of ${set} exists',
    parameters: {
      set: { says: 'its entity set: accounts', default: 'accounts' },
      key: { says: 'the column of its id: accountid', default: 'accountid' },
      fields,
    },
    arrange({ set, key, fields: more }) {
      const row = columns(more)
      if (typeof row[text(key)] !== 'string') throw new StateError(`The parameter "fields" has to say the record's id, in its column "${text(key)}".`)
      return { records: [{ system: 'dynamics', set: text(set), key: text(key), row, value: text(key) }], values: { [text(key)]: row[text(key)] } }
    },
  },
  {
    says: 'the table ${table} has the column ${column}',
    parameters: {
      table: { says: 'its logical name', default: 'contact' },
      column: { says: 'with its prefix: new_tier', default: 'new_tier' },
      type: { says: 'String, Memo, Integer, Decimal, Money, Boolean, DateTime ...', default: 'String' },
      max: { says: 'characters of a text', default: 100 },
    },
    arrange: ({ table, column, type, max }) => ({
      plant: {
        dynamics: {
          customization: {
            columns: { [text(table)]: { [text(column)]: { type, ...(/^(String|Memo)$/.test(text(type)) ? { max: whole(max, 'max') } : {}) } } },
          },
        },
      },
    }),
  },
  {
    says: 'the integration holds no privileges but ${privileges}',
    parameters: { privileges: { says: 'such as prvReadAccount, separated by commas', default: 'prvReadAccount', form: '.+' } },
    arrange: ({ privileges }) => ({
      plant: {
        dynamics: {
          roles: {
            Limited: text(privileges)
              .split(/[,\s]+/)
              .filter((one) => one !== ''),
          },
          applicationUsers: user(['Limited']),
        },
      },
    }),
  },
  {
    says: "the integration's user is disabled",
    parameters: {},
    arrange: () => ({ plant: { dynamics: { applicationUsers: user(['System Administrator'], true) } } }),
  },
  ...accessStates('Dynamics'),
]
