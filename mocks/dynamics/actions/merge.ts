import { isObject } from '../body.ts'
import type { Row } from '../data/row.ts'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import { requirePrivilegeNamed } from '../security/privileges.ts'
import { permit } from '../security/rows.ts'
import { readChanges } from '../write/payload.ts'
import { change, force, reread, update } from '../write/update.ts'
import { changesTo, done, parametersOf, pointsTo, referenceTo, rowIn, tableNamed, type Unbound } from './action.ts'

const MERGED: Record<string, { statecode: number; statuscode: number }> = {
  account: { statecode: 1, statuscode: 2 },
  contact: { statecode: 1, statuscode: 2 },
  lead: { statecode: 2, statuscode: 7 },
  incident: { statecode: 2, statuscode: 2000 },
}

/** Merges two rows of one table: what hangs on the subordinate moves to the target, the subordinate is deactivated (documented). Refusals: the catalogue's. */
export const merge: Unbound = (_segment, request) => {
  const parameters = parametersOf(request, 'Merge')
  const { organization, caller } = request
  requirePrivilegeNamed('prvMerge', caller, organization)
  const kinds = Object.keys(MERGED)
  const target = rowIn(parameters.Target, kinds, request)
  const subordinate = rowIn(parameters.Subordinate, [target.table], request)
  const end = MERGED[target.table]
  if (!end || subordinate.table !== target.table) refuseWith(invalidArgument('Merge takes two accounts, contacts, leads or incidents of one kind.'))
  if (target.id === subordinate.id) refuseWith(coded('0x80045305', 400, 'Merge cannot be performed on master and sub-entities that are identical.'))
  const table = tableNamed(request, target.table)
  permit('Write', table, subordinate, request)
  if (target.values.statecode !== 0 || subordinate.values.statecode !== 0) {
    refuseWith(coded('0x80045304', 400, 'Merge cannot be performed on entity that is inactive.'))
  }
  if (parameters.PerformParentingChecks === true && differentParents(target, subordinate)) {
    refuseWith(coded('0x80045316', 400, 'Merge warning: sub-entity will be differently parented.'))
  }
  const content = isObject(parameters.UpdateContent) ? parameters.UpdateContent : {}
  const { [table.key]: _key, '@odata.type': _type, ...body } = content
  update(table, target, readChanges(body, table, 'update', request), request)
  for (const { many, column } of table.relations) {
    const other = organization.model.tables.get(many)
    if (!other || many === 'activitypointer') continue
    for (const row of organization.referencing(many, column, subordinate.id)) change(other, row, changesTo({ [column]: referenceTo(target) }), request)
  }
  const marks: Row['values'] = {
    ...(table.columns.has('masterid') ? { masterid: referenceTo(target) } : {}),
    ...(table.columns.has('merged') ? { merged: true } : {}),
  }
  force(table, reread(table, subordinate.id, request), { ...end, ...marks }, request)
  return done
}

const differentParents = (a: Row, b: Row): boolean => {
  const parent = (row: Row) => pointsTo(row, 'parentcustomerid') ?? pointsTo(row, 'parentaccountid') ?? pointsTo(row, 'parentcaseid')
  return parent(a) !== parent(b)
}
