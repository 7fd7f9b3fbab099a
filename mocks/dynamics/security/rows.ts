import { linkedIds } from '../data/intersections.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row, type Value } from '../data/row.ts'
import { shareBetween } from '../data/shares.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { below } from '../query/hierarchy.ts'
import type { Caller } from './caller.ts'
import { type Access, privilegeName, refuseCaller, requirePrivilege } from './privileges.ts'

/**
 * Which rows of a table a caller may access, where the privilege does not reach all of them: by owner, by the owner's
 * business unit, or by a share with the user or one of its teams (documented). undefined: every row.
 */
export function rowTest(caller: Caller, access: Access, table: Table, organization: Organization): ((row: Row) => boolean) | undefined {
  const { user, privileges } = caller
  const depth = privileges === 'all' || table.ownership !== 'user' ? 'Global' : (privileges.get(privilegeName(access, table)) ?? 'Basic')
  if (depth === 'Global') return undefined
  const principals = [user.id, ...linkedIds(organization, 'teammembership_association', 'systemuser', user.id)]
  const unit = idOf(user.values.businessunitid) ?? organization.facts.businessUnitId
  const units = depth === 'Basic' ? [] : [unit, ...(depth === 'Deep' ? unitsBelow(unit, organization) : [])]
  return ({ id, values }) =>
    principals.includes(idOf(values.ownerid) ?? '') ||
    units.includes(idOf(values.owningbusinessunit) ?? '') ||
    principals.some((principal) => shareBetween(organization, id, principal)?.rights.includes(`${access}Access`))
}

const idOf = (value: Value | undefined): string | undefined => (isReference(value) ? value.id : undefined)

function unitsBelow(unit: string, organization: Organization): Iterable<string> {
  const units = organization.model.tables.get('businessunit') as Table
  return below(unit, units, units.columns.get('parentbusinessunitid') as Column, organization)
}

/** Refuses a caller without the privilege, and a row that the privilege does not reach. † wording of the latter. */
export function permit(access: Access, table: Table, row: Row, { caller, organization }: { caller: Caller; organization: Organization }): void {
  requirePrivilege(caller, access, table, organization)
  const allowed = rowTest(caller, access, table, organization)
  if (allowed && !allowed(row))
    refuseCaller(caller, organization, `does not have ${access}Access right(s) for record with id ${row.id} of entity ${row.table}.`)
}
