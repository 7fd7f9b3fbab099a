import { type Body, isObject, typeIn } from '../body.ts'
import type { Reference, Value } from '../data/row.ts'
import { isLookup, type Navigation, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { badPayload, directReference, refuseWith, unknownColumn, unknownNavigation } from '../problems.ts'
import type { Writing } from '../request.ts'
import { bound } from './bind.ts'
import { convert } from './values.ts'

/** What a body asks for: columns to set, rows to create along. */
export interface Changes {
  values: Record<string, Value>
  /** Rows to create first and point to. */
  parents: { navigation: Extract<Navigation, { kind: 'lookup' }>; body: Body }[]
  /** Rows to create afterwards, that point here or are linked. */
  children: { navigation: Exclude<Navigation, { kind: 'lookup' }>; bodies: Body[] }[]
  /** Existing rows to associate afterwards. */
  links: { navigation: Exclude<Navigation, { kind: 'lookup' }>; references: Reference[] }[]
}

export const BIND = '@odata.bind'

/** Reads a body against its table. Columns that nobody may write are dropped with a remark, as the service drops them silently. */
export function readChanges(body: Body, table: Table, mode: 'create' | 'update', writing: Writing): Changes {
  const changes: Changes = { values: {}, parents: [], children: [], links: [] }
  for (const [key, sent] of Object.entries(body)) {
    if (key.endsWith(BIND)) bind(key.slice(0, -BIND.length), sent, table, mode, writing, changes)
    else if (key.includes('@')) continue
    else readMember(key, sent, table, mode, writing, changes)
  }
  return changes
}

/** Whether a client may set a column; a remark says that one was passed over. `key`: as the request names it. */
export function settable(column: Column, key: string, table: Table, mode: 'create' | 'update', writing: Pick<Writing, 'remark'>): boolean {
  if (!column.not?.includes(mode)) return true
  writing.remark({ kind: 'ignored', what: `${table.name}.${key} cannot be set on ${mode}` })
  return false
}

function bind(name: string, sent: unknown, table: Table, mode: 'create' | 'update', writing: Writing, changes: Changes): void {
  const navigation = table.navigations.get(name)
  if (!navigation) refuseWith(unknownNavigation(table.set, name))
  if (navigation.kind === 'lookup') {
    if (!settable(navigation.column, name, table, mode, writing)) return
    changes.values[navigation.column.name] = sent === null || sent === '' ? null : bound(sent, navigation.targets, writing, table.set)
    return
  }
  const targets = [navigation.kind === 'collection' ? navigation.relation.many : navigation.other]
  const references = (Array.isArray(sent) ? sent : [sent]).map((one) => bound(one, targets, writing, table.set))
  changes.links.push({ navigation, references })
}

function readMember(key: string, sent: unknown, table: Table, mode: 'create' | 'update', writing: Writing, changes: Changes): void {
  const column = table.properties.get(key)
  if (column) {
    if (isLookup(column)) refuseWith(directReference())
    if (column.name === table.key && mode === 'update') return
    if (column.name !== table.key && column.name !== 'statecode' && !settable(column, key, table, mode, writing)) return
    changes.values[column.name] = convert(sent, column, table, writing)
    return
  }
  const navigation = table.navigations.get(key)
  if (!navigation) refuseWith(unknownColumn(table.set, table.name, key))
  if (navigation.kind === 'lookup' && !settable(navigation.column, key, table, mode, writing)) return
  if (navigation.kind === 'lookup' && sent === null) {
    changes.values[navigation.column.name] = null
    return
  }
  const parties = navigation.kind === 'collection' && navigation.relation.many === 'activityparty'
  if (mode === 'update' && !parties)
    refuseWith(badPayload(table.set, 'Microsoft.OData.ODataException: Deep update is not supported: a nested entity cannot be written by an update.'))
  if (navigation.kind === 'lookup') {
    if (!isObject(sent))
      refuseWith(
        badPayload(
          table.set,
          `Microsoft.OData.ODataException: An unexpected value was found when reading the navigation property '${key}'; an object was expected.`,
        ),
      )
    changes.parents.push({ navigation, body: sent })
    return
  }
  if (!Array.isArray(sent) || !sent.every(isObject)) {
    refuseWith(
      badPayload(
        table.set,
        `Microsoft.OData.ODataException: An unexpected value was found when reading the navigation property '${key}'; an array of objects was expected.`,
      ),
    )
  }
  changes.children.push({ navigation, bodies: sent })
}

/** `@odata.type` names the table where a lookup leads to several. */
export function typed(body: Body, targets: readonly string[]): string {
  const named = typeIn(body)
  return targets.includes(named) ? named : (targets[0] as string)
}
