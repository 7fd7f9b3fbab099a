import type { Row } from '../data/row.ts'
import type { Navigation, Table } from '../model/model.ts'
import { refuseQuery, refuseWith, unknownProperty } from '../problems.ts'
import { propertyNamed } from '../query/columns.ts'
import { matcher } from '../query/match.ts'
import type { Expand } from '../query/options.ts'
import { orderOf, sorted } from '../query/order.ts'
import { related } from '../query/related.ts'
import { type Json, renderRow, selectedColumns } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'
import { settingOf } from './setting.ts'

/** Adds the expanded navigation properties of a row to its JSON. */
export type Expander = (row: Row, json: Json) => void

/**
 * Prepares `$expand`: names are checked once, not per row. `many`: the request is for a set of rows, where the legacy
 * behaviour may be links.
 */
export function expander(expands: readonly Expand[], table: Table, request: WebRequest, many: boolean, nested = false): Expander {
  const each = expands.map((expand) => one(expand, table, request, many, nested))
  return (row, json) => {
    for (const expand of each) expand(row, json)
  }
}

function one(expand: Expand, table: Table, request: WebRequest, many: boolean, nested: boolean): Expander {
  const { organization, root } = request
  const navigation = table.navigations.get(expand.navigation)
  if (!navigation) return refuseWith(unknownProperty(expand.navigation, table.name))
  check(expand, navigation, nested)
  const rowsOf = related(organization, table, navigation)
  if (expand.ref) {
    return (row, json) => {
      const other = rowsOf(row)[0]
      const set = other && organization.model.tables.get(other.table)?.set
      json[expand.navigation] = other ? { '@odata.id': `${root}/${set}(${other.id})` } : null
    }
  }
  if (navigation.kind === 'lookup') return single(expand, navigation, rowsOf, request)
  const other = organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table
  requirePrivilege(request.caller, 'Read', other, organization)
  const columns = selectedColumns(other, expand.options.select)
  const test = expand.options.filter ? matcher(expand.options.filter, other, settingOf(request)) : undefined
  const visible = rowTest(request.caller, 'Read', other, organization)
  const order = orderOf(expand.options.orderby, other, organization)
  const inner = expander(expand.options.expand, other, request, many, true)
  const links = many && settingsOf(organization.world).expandedCollections === 'links'
  return (row, json) => {
    const link = `${root}/${table.set}(${row.id})/${expand.navigation}${linkOptions(expand)}`
    if (links) {
      json[expand.navigation] = []
      json[`${expand.navigation}@odata.nextLink`] = link
      return
    }
    const found = rowsOf(row).filter((one) => (!visible || visible(one)) && (!test || test(one)))
    const shown = sorted(found, order, false).slice(0, expand.options.top ?? Number.POSITIVE_INFINITY)
    json[expand.navigation] = shown.map((one) => {
      const child = renderRow(one, other, columns, organization, request.prefer.annotations)
      inner(one, child)
      return child
    })
    if (expand.options.count) json[`${expand.navigation}@odata.count`] = found.length
    json[`${expand.navigation}@odata.nextLink`] = link
  }
}

function single(expand: Expand, navigation: Extract<Navigation, { kind: 'lookup' }>, rowsOf: (row: Row) => Row[], request: WebRequest): Expander {
  const { organization } = request
  const prepared = new Map<string, { table: Table; columns: ReturnType<typeof selectedColumns>; inner: Expander; visible: ReturnType<typeof rowTest> }>()
  const prepare = (name: string) => {
    let known = prepared.get(name)
    if (!known) {
      const table = organization.model.tables.get(name) as Table
      requirePrivilege(request.caller, 'Read', table, organization)
      known = {
        table,
        columns: selectedColumns(table, shared(expand, table, navigation.targets.length)),
        inner: expander(expand.options.expand, table, request, false, true),
        visible: rowTest(request.caller, 'Read', table, organization),
      }
      prepared.set(name, known)
    }
    return known
  }
  const first = navigation.targets.find((target) => organization.model.tables.has(target))
  if (first && navigation.targets.length === 1) prepare(first)
  return (row, json) => {
    const other = rowsOf(row)[0]
    const known = other && prepare(other.table)
    if (!other || !known || (known.visible && !known.visible(other))) {
      json[expand.navigation] = null
      return
    }
    const { table, columns, inner } = known
    const child = renderRow(other, table, columns, organization, request.prefer.annotations)
    inner(other, child)
    json[expand.navigation] = child
  }
}

/** Through `ownerid` only what user and team share can be selected; what one of them lacks is left out for it. */
function shared({ options }: Expand, table: Table, targets: number): string[] | undefined {
  if (!options.select || targets === 1) return options.select
  const own = options.select.filter((name) => name === 'ownerid' || table.properties.has(name) || table.navigations.has(name))
  if (own.length === 0) propertyNamed(table, options.select[0] as string)
  return own.filter((name) => name !== 'ownerid')
}

/** Documented. */
function check({ ref, navigation: name, options }: Expand, navigation: Navigation, nested: boolean): void {
  if (ref && navigation.kind !== 'lookup') refuseQuery('Expand with $ref is only supported on lookup type navigation property.')
  const more = options.orderby.length > 0 || options.top !== undefined || options.count !== undefined
  if (more && (navigation.kind === 'lookup' || nested)) {
    refuseQuery('Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.')
  }
  if (name === '') refuseQuery('Missing expand option on navigation property.')
}

function linkOptions({ options }: Expand): string {
  return options.select ? `?$select=${options.select.join(',')}` : ''
}
