/**
 * The standard tables of Dynamics 365 that the workflows use (R059): how the Web API names them, where they keep numbers and
 * addresses, and how a new one is tied to the person it concerns. Column and navigation names: Microsoft's entity reference.
 */
export interface DynamicsTable {
  type: string
  label: string
  set: string
  id: string
  display: string
  phones: readonly string[]
  emails: readonly string[]
  /** Navigation property to the person or company that a new record concerns, by their type. */
  about?: (type: string) => string | undefined
}

const person = { phones: ['telephone1', 'mobilephone', 'telephone2'], emails: ['emailaddress1', 'emailaddress2'] } as const
const none = { phones: [], emails: [] } as const
const customer = (type: string) => (type === 'contact' || type === 'account' ? `customerid_${type}` : undefined)
const regarding = (activity: string) => (type: string) => `regardingobjectid_${type}_${activity}`

export const tables: readonly DynamicsTable[] = [
  { type: 'contact', label: 'Contact', set: 'contacts', id: 'contactid', display: 'fullname', ...person },
  { type: 'account', label: 'Account', set: 'accounts', id: 'accountid', display: 'name', ...person, phones: ['telephone1', 'telephone2'] },
  { type: 'lead', label: 'Lead', set: 'leads', id: 'leadid', display: 'fullname', ...person },
  { type: 'incident', label: 'Case', set: 'incidents', id: 'incidentid', display: 'title', ...none, about: customer },
  { type: 'opportunity', label: 'Opportunity', set: 'opportunities', id: 'opportunityid', display: 'name', ...none, about: customer },
  { type: 'phonecall', label: 'Phone Call', set: 'phonecalls', id: 'activityid', display: 'subject', ...none, about: regarding('phonecall') },
  { type: 'task', label: 'Task', set: 'tasks', id: 'activityid', display: 'subject', ...none, about: regarding('task') },
]

export const tableOf = (type: string): DynamicsTable | undefined => tables.find((table) => table.type === type)

const plain = (word: string) => word.toLowerCase().replaceAll(/[\s_-]/g, '')

/** By logical name, set name, label, or the neutral `case` and `user`. */
export const tableNamed = (word: string): DynamicsTable | undefined => tables.find((table) => [table.type, table.set, plain(table.label)].includes(plain(word)))

/** A table that somebody added, from what the CRM says of it (`EntityDefinitions`). */
export const customTable = (type: string, set: string, id: string, display: string, label: string): DynamicsTable => ({
  type,
  label,
  set,
  id,
  display,
  ...none,
})
