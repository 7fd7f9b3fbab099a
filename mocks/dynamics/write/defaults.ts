import type { Draft } from '../data/draft.ts'
import type { Row, Value } from '../data/row.ts'
import { isReference, stamp } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Writing } from '../request.ts'
import { caseNumber } from './case-number.ts'

type Values = Record<string, Row['values'][string]>

const defaults = new WeakMap<Table, Values>()

/** Choices and other columns that start with a value; two-option columns have theirs without being stored. */
export function defaultsOf(table: Table): Readonly<Values> {
  let known = defaults.get(table)
  if (!known) {
    const columns = [...table.columns.values()].filter((column) => column.default !== undefined && !column.hidden && column.type !== 'Boolean')
    defaults.set(table, (known = Object.fromEntries(columns.map((column) => [column.name, column.default as Values[string]]))))
  }
  return known
}

/** What a new row has beside what was sent: defaults of its columns, owner, times, numbers. */
export function initial(draft: Draft, table: Table, sent: Record<string, Value>, writing: Writing): void {
  const { organization, caller, now } = writing
  draft.take(defaultsOf(table))
  const set = (name: string, value: Value | undefined) => {
    if (value !== undefined && value !== null && table.columns.has(name)) draft.set(name, value)
  }
  const user = { id: caller.user.id, table: 'systemuser' }
  set('createdby', user)
  set('createdonbehalfby', caller.behalf ? { id: caller.behalf.id, table: 'systemuser' } : null)
  set('createdon', typeof sent.overriddencreatedon === 'string' ? sent.overriddencreatedon : stamp(now))
  if (table.ownership === 'user') draft.take(ownership(isReference(sent.ownerid) ? sent.ownerid : user, table, writing))
  if (table.ownership === 'business' && !sent.businessunitid) set('businessunitid', { id: organization.facts.businessUnitId, table: 'businessunit' })
  if (table.ownership === 'organization' || table.ownership === 'business') set('organizationid', { id: organization.facts.id, table: 'organization' })
  if (table.base === 'activitypointer') set('activitytypecode', table.name)
  // 4 is Non-interactive, which an application's user is (documented); 0 is Read-Write.
  if (table.name === 'systemuser' && typeof sent.accessmode !== 'number') set('accessmode', sent.applicationid ? 4 : 0)
  if (table.name === 'incident' && !sent.ticketnumber) set('ticketnumber', caseNumber(organization.world))
}

/** The columns that follow from an owner. */
export function ownership(
  owner: { id: string; table: string },
  table: Table,
  { organization }: Pick<Writing, 'organization'>,
): Record<string, NonNullable<Value>> {
  const principal = organization.get(owner.table, owner.id)
  const unit = principal?.values.businessunitid
  const columns: Record<string, NonNullable<Value>> = {}
  const set = (name: string, value: NonNullable<Value>) => {
    if (table.columns.has(name)) columns[name] = value
  }
  set('ownerid', owner)
  set(owner.table === 'team' ? 'owningteam' : 'owninguser', owner)
  set('owningbusinessunit', isReference(unit) ? unit : { id: organization.facts.businessUnitId, table: 'businessunit' })
  return columns
}
