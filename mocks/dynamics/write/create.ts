import type { Body } from '../body.ts'
import { Draft } from '../data/draft.ts'
import { displace } from '../data/places.ts'
import { type Row, stamp, type Value } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { RowKey } from '../path.ts'
import { cannotCreate, duplicateKey, noParent, refuseWith } from '../problems.ts'
import type { Writing } from '../request.ts'
import { bodyOfKey } from '../resolve.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { permit } from '../security/rows.ts'
import { wentBefore } from '../tracking/deletions.ts'
import { permitLinks, permitPair } from './append.ts'
import { compute } from './compute.ts'
import { defaultsOf, initial, ownership } from './defaults.ts'
import { requireUniqueKeys } from './keys.ts'
import { type Changes, readChanges, settable, typed } from './payload.ts'
import { stateAfter } from './state.ts'
import { reread, update } from './update.ts'

/** Creates a row and what is nested in it. `id`: an upsert names it. */
export function create(table: Table, body: Body, writing: Writing, id?: string): Row {
  requirePrivilege(writing.caller, 'Create', table, writing.organization)
  return insertPermitted(table, readChanges(body, table, 'create', writing), writing, id)
}

/** What an upsert makes has the key by which it was looked for, unless its body says otherwise (documented). */
export const createAt = (table: Table, key: RowKey, body: Body, writing: Writing): Row =>
  'id' in key ? create(table, body, writing, key.id) : create(table, { ...bodyOfKey(table, key.alternate, writing.organization), ...body }, writing)

/** Which rows somebody may make depends on how far the privilege reaches, as for every other access (documented). */
function insertPermitted(table: Table, changes: Changes, writing: Writing, id?: string): Row {
  permitLinks(table, changes, writing)
  const row = insert(table, changes, writing, id)
  permit('Create', table, row, writing)
  return row
}

/** The same without asking for the privilege: what the platform writes for itself. */
export function insert(table: Table, changes: Changes, writing: Writing, id?: string): Row {
  const { organization, writes } = writing
  if (table.name === 'activitypointer') refuseWith(cannotCreate(table.name))
  const values: Record<string, Value> = { ...changes.values }
  for (const { navigation, body } of changes.parents) {
    const target = organization.model.tables.get(typed(body, navigation.targets)) as Table
    values[navigation.column.name] = { id: create(target, body, writing).id, table: target.name }
  }
  // Activities of every kind share one set of ids.
  const isTaken = (key: string) => organization.get(table.base === 'activitypointer' ? table.base : table.name, key) !== undefined
  const named = id ?? (typeof values[table.key] === 'string' ? (values[table.key] as string) : undefined)
  if (named !== undefined && isTaken(named)) refuseWith(duplicateKey())
  if (named !== undefined && wentBefore(organization, table.name, named)) displace(organization, table.name)
  let key = named ?? organization.newId()
  // A World that was forked and is given its parent's seed draws what that drew.
  while (named === undefined && isTaken(key)) key = organization.newId()
  const row = writes.add(fresh(table, key, values, writing))
  for (const { navigation, bodies } of changes.children) for (const body of bodies) createChild(row, table, navigation, body, writing)
  for (const { navigation, references } of changes.links) for (const reference of references) associate(row, table, navigation, reference, writing)
  return row
}

function fresh(table: Table, id: string, sent: Record<string, Value>, writing: Writing): Row {
  const { organization, now } = writing
  if (table.name === 'incident' && !sent.customerid) refuseWith(noParent())
  const draft = new Draft()
  initial(draft, table, sent, writing)
  // Who names no owner is the owner.
  for (const name in sent) if (name !== table.key && name !== 'statecode' && (name !== 'ownerid' || sent.ownerid)) draft.set(name, sent[name])
  draft.take(stateAfter(table, undefined, stateless(table, sent), id))
  if (sent.ownerid && typeof sent.ownerid === 'object') draft.take(ownership(sent.ownerid, table, writing))
  const created = draft.get('createdon')
  if (table.columns.has('modifiedon')) draft.set('modifiedon', sent.modifiedon ?? (created && !sent.overriddencreatedon ? created : stamp(now)))
  const creator = draft.get('createdby')
  if (table.columns.has('modifiedby') && creator) draft.set('modifiedby', creator)
  const defaults = defaultsOf(table)
  const given = (column: string) => (sent[column] === undefined ? defaults[column] : (sent[column] ?? undefined))
  compute(table, given, organization, (column, value) => draft.set(column, value))
  const row: Row = {
    id,
    table: table.name,
    order: organization.world.store.sequence('dynamics.order'),
    version: organization.nextVersion(),
    values: draft.done(),
  }
  requireUniqueKeys(organization, table, row)
  return row
}

/** A state cannot be set on creation: the platform drops it and keeps a status of the first state. */
function stateless(table: Table, sent: Record<string, Value>): Record<string, Value> {
  const statuses = table.columns.get('statuscode')?.options
  const own = statuses?.find(([value]) => value === sent.statuscode)
  return own && own[2] !== (table.columns.get('statecode')?.options?.[0]?.[0] ?? 0) ? {} : { statuscode: sent.statuscode ?? null }
}

/** What there is of these columns. */
export function present(values: Record<string, unknown>): Row['values'] {
  const draft = new Draft()
  draft.take(values)
  return draft.done()
}

type Collection = Changes['children'][number]['navigation']

function createChild(row: Row, table: Table, navigation: Collection, body: Body, writing: Writing): void {
  const { organization } = writing
  const other = organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table
  const changes = readChanges(body, other, 'create', writing)
  requirePrivilege(writing.caller, 'Create', other, organization)
  if (navigation.kind === 'collection') changes.values[navigation.relation.column] = { id: row.id, table: table.name }
  const child = insertPermitted(other, changes, writing)
  if (navigation.kind === 'intersection') associate(row, table, navigation, { id: child.id, table: other.name }, writing)
}

/** Makes an existing row part of a collection. */
export function associate(row: Row, table: Table, navigation: Collection, reference: { id: string; table: string }, writing: Writing): void {
  const other = writing.organization.model.tables.get(reference.table) as Table
  const member = reread(other, reference.id, writing)
  if (navigation.kind === 'intersection') {
    permitPair(table, row, other, member, writing)
    writing.writes.link(navigation.intersection.name, table.name, row.id, reference.id)
    return
  }
  const column = other.columns.get(navigation.relation.column)
  if (column && !settable(column, column.name, other, 'update', writing)) return
  update(other, member, { values: { [navigation.relation.column]: { id: row.id, table: table.name } }, parents: [], children: [], links: [] }, writing)
}
