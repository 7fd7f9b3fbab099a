import type { RecordReference } from '../../events.ts'
import { asText } from '../text.ts'
import type { CrmRecord, WantedFields } from './client.ts'
import { member } from './line.ts'

interface Asking {
  /** The newest of a type that meet the filter. */
  list(type: string, filter: string, top: number): Promise<CrmRecord[]>
  /** A row by its path; undefined when it is not there. */
  get(path: string): Promise<unknown>
}

/** So many of each kind; simulator-defined. */
const NEWEST = 5

/**
 * R068: what belongs to a person, of the types that dynamic data names. Cases and past interactions (phone calls, tasks) are
 * those that regard the person; with `account` named, their account is shown, and the other people of that account.
 */
export async function relatedInDynamics(person: RecordReference, wanted: WantedFields, { list, get }: Asking): Promise<CrmRecord[]> {
  if (person.type !== 'contact' && person.type !== 'account') return []
  const of = (type: string, filter: string, top = NEWEST) => (wanted[type] ? list(type, filter, top) : [])
  const own = await Promise.all([
    of('incident', `_customerid_value eq ${person.id}`),
    of('phonecall', `_regardingobjectid_value eq ${person.id}`),
    of('task', `_regardingobjectid_value eq ${person.id}`),
  ])
  if (person.type !== 'contact' || !wanted.account) return own.flat()
  const account = asText(member(await get(`contacts(${person.id})?$select=_parentcustomerid_value`), '_parentcustomerid_value'))
  if (!account) return own.flat()
  const household = await Promise.all([
    list('account', `accountid eq ${account}`, 1),
    list('contact', `_parentcustomerid_value eq ${account} and contactid ne ${person.id}`, NEWEST),
  ])
  return [...own, ...household].flat()
}
