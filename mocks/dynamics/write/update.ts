import type { Body } from '../body.ts'
import { Draft } from '../data/draft.ts'
import { tableOf } from '../data/organization.ts'
import { isReference, type Row, stamp, type Value } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { RowKey } from '../path.ts'
import { noOwner, noParent, noSuchRecord, notNull, refuseWith } from '../problems.ts'
import type { Writing } from '../request.ts'
import { permit } from '../security/rows.ts'
import { permitLinks } from './append.ts'
import { cascadeOwner } from './assign.ts'
import { compute } from './compute.ts'
import { associate, insert } from './create.ts'
import { ownership } from './defaults.ts'
import { requireUniqueKeys } from './keys.ts'
import { type Changes, readChanges } from './payload.ts'
import { stateAfter } from './state.ts'

export const reread = (table: Table, id: string, { organization }: Pick<Writing, 'organization'>): Row =>
  organization.get(table.name, id) ?? refuseWith(noSuchRecord(table.name, id))

const ownerOf = ({ values }: Row): string | undefined => (isReference(values.ownerid) ? values.ownerid.id : undefined)

/** Changes a row; a row that comes out as it was still gets a new version, as the platform does. */
export function update(table: Table, row: Row, changes: Changes, writing: Writing): Row {
  permit('Write', table, row, writing)
  // A case keeps a customer (inferred from what creating one without says).
  if (table.name === 'incident' && changes.values.customerid === null) refuseWith(noParent())
  if (changes.values.ownerid === null) refuseWith(noOwner())
  for (const name in changes.values) if (changes.values[name] === null && table.columns.get(name)?.required === 'system') refuseWith(notNull(name))
  if (isReference(changes.values.ownerid) && changes.values.ownerid.id !== ownerOf(row)) permit('Assign', table, row, writing)
  permitLinks(table, changes, writing, row)
  return change(table, row, changes, writing)
}

/** Changes the row that a key names: what a body says of an alternate key that named it is passed over (documented). */
export function updateAt(table: Table, row: Row, key: RowKey | undefined, body: Body, writing: Writing): Row {
  const changes = readChanges(body, table, 'update', writing)
  if (!key || 'id' in key) return update(table, row, changes, writing)
  const named = new Set(Object.keys(key.alternate).map((name) => table.properties.get(name)?.name))
  return update(table, row, { ...changes, values: Object.fromEntries(Object.entries(changes.values).filter(([name]) => !named.has(name))) }, writing)
}

/** The same without asking for the privilege. `seen`: the table under which the row was found. */
export function change(seen: Table, row: Row, changes: Changes, writing: Writing): Row {
  const { organization, writes } = writing
  const table = seen.name === row.table ? seen : tableOf(row, organization)
  const state = stateAfter(table, row, changes.values, row.id)
  const owner = isReference(changes.values.ownerid) ? ownership(changes.values.ownerid, table, writing) : {}
  const unowned: Record<string, null> = isReference(changes.values.ownerid) ? { owninguser: null, owningteam: null } : {}
  const wanted: Record<string, Value> = { ...changes.values, ...state, ...unowned, ...owner }
  const draft = new Draft()
  draft.take(row.values)
  draft.take(wanted)
  sign(draft, table, writing)
  const given = (column: string) => (wanted[column] === undefined ? row.values[column] : (wanted[column] ?? undefined))
  compute(table, given, organization, (column, value) => draft.set(column, value))
  const changed: Row = { ...row, version: organization.nextVersion(), values: draft.done() }
  requireUniqueKeys(organization, table, changed)
  writes.put(changed)
  if (isReference(changes.values.ownerid) && changes.values.ownerid.id !== ownerOf(row)) cascadeOwner(table, row, changes.values.ownerid, writing)
  for (const { navigation, bodies } of changes.children) {
    // The only nested rows that an update takes are the parties of an activity, and it replaces them (documented).
    if (navigation.kind !== 'collection') continue
    const { many, column } = navigation.relation
    for (const old of organization.referencing(many, column, row.id)) writes.delete(old)
    const other = organization.model.tables.get(many) as Table
    for (const body of bodies) {
      const party = readChanges(body, other, 'create', writing)
      insert(other, { ...party, values: { ...party.values, [column]: { id: row.id, table: table.name } } }, writing)
    }
  }
  for (const { navigation, references } of changes.links) for (const reference of references) associate(changed, table, navigation, reference, writing)
  return changed
}

/** Sets columns past the rules that bind a client: what an action of the platform does. */
export function force(table: Table, row: Row, values: Row['values'], writing: Writing): Row {
  const draft = new Draft()
  draft.take(row.values)
  draft.take(values)
  sign(draft, table, writing)
  return writing.writes.put({ ...row, version: writing.organization.nextVersion(), values: draft.done() })
}

/** When a row was changed last, and by whom. */
function sign(draft: Draft, table: Table, { caller, now }: Writing): void {
  if (table.columns.has('modifiedon')) draft.set('modifiedon', stamp(now))
  if (table.columns.has('modifiedby')) draft.set('modifiedby', { id: caller.user.id, table: 'systemuser' })
  if (table.columns.has('modifiedonbehalfby')) draft.set('modifiedonbehalfby', caller.behalf ? { id: caller.behalf.id, table: 'systemuser' } : null)
}
