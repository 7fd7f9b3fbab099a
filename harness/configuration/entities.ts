import { nearest } from '../../mocks/core/nearest.ts'
import { objectFields, textColumns } from './columns.ts'
import { notText } from './not-text.ts'

/**
 * Standard record types per integration, with the labels of the page where mappings are made (R023, R059). A Dynamics table that
 * somebody added has a publisher's prefix: `new_vehicle`.
 */
export const standardEntities: Record<string, readonly string[]> = {
  'Microsoft Dynamics 365': ['contact', 'account', 'incident', 'lead', 'opportunity', 'task', 'phonecall'],
  Zendesk: ['ticket', 'user', 'organization'],
}

/** R070: what the CRM calls its records, as the help pages have it: entity in ServiceNow; object in Kustomer, Oracle, Salesforce and Zendesk. */
export const recordWord = (crm: string): 'record' | 'object' | 'entity' =>
  crm === 'ServiceNow' ? 'entity' : ['Kustomer', 'Oracle', 'Salesforce', 'Zendesk'].includes(crm) ? 'object' : 'record'

/** Whether a Dynamics column was added by somebody: a publisher's prefix and an underscore. `address1_city` and `customerid_contact@odata.bind` are Microsoft's own. */
export const isCustomColumn = (name: string): boolean => /^[a-z][a-z0-9]{1,7}_/i.test(name) && !/^(address\d|entityimage)_|@odata\.bind$/i.test(name)

/** Whether a Zendesk field says by its name that the account added it: to tickets by a number; to users and organizations by a key, which may stand without what is before it. */
const isCustomField = (name: string): boolean => /^(custom_field_\d+|(user|organization)_fields\.\w+)$/.test(name)

/** Whether a Dynamics column holds text; one that somebody added is taken to. */
export const isTextColumn = (name: string): boolean => !name.startsWith('_') && ![...notText.values()].some((columns) => columns.has(name))

/** Fields with room for a conversation; any other standard text field is a line (Microsoft's entity reference; Zendesk's pages). */
const ROOMY = new Set(['description', 'qualificationcomments', 'comment', 'notes', 'details'])
export const isLine = (crm: string, name: string): boolean =>
  !ROOMY.has(name) &&
  !(crm === 'Zendesk' ? isCustomField(name) || !['subject', 'name', 'alias', 'external_id', 'signature'].includes(name) : isCustomColumn(name))

/** Fields that a CRM's reference names for a standard record type. */
export const standardFieldsOf = (crm: string, entity: string): ReadonlySet<string> =>
  crm === 'Zendesk' ? (objectFields[entity] ?? NONE) : (tableColumns.get(entity) ?? NONE)
const tableColumns: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...textColumns].map(([table, columns]) => [table, new Set([...columns, ...(notText.get(table) ?? [])])]),
)
const NONE: ReadonlySet<string> = new Set()

/** The record type that a Standard Create workflow makes, from the label in its name: `Case`, `Phone Call`. */
export const labelledEntity = (label: string): string => ((plain) => (plain === 'case' ? 'incident' : plain))(label.toLowerCase().replaceAll(' ', ''))

/** Whether it is one of them, or may be a field that somebody added. */
export function mayBeField(crm: string, entity: string, name: string): boolean {
  const known = standardFieldsOf(crm, entity)
  if (known.size === 0 || known.has(name)) return true
  if (crm !== 'Zendesk') return name.startsWith('_') || isCustomColumn(name)
  if (entity === 'ticket') return /^(custom_field_\d+|comment\.body)$/.test(name)
  return name.startsWith(`${entity}_fields.`) ? isCustomField(name) : nearest(name, known) === undefined
}
