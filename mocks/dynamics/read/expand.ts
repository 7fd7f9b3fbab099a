import type { Row } from '../data/row.ts'
import { type Navigation, propertyOf, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { refuseFeature, refuseQuery, refuseWith, unknownProperty } from '../problems.ts'
import { propertyNamed } from '../query/columns.ts'
import { matcher } from '../query/match.ts'
import type { Expand } from '../query/options.ts'
import { orderOf, sorted } from '../query/order.ts'
import { pageOf, printSkipToken } from '../query/page.ts'
import { related } from '../query/related.ts'
import { type Json, renderRow, selectedColumns } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { rowTest } from '../security/rows.ts'
import { settingsOf } from '../settings.ts'
import { settingOf, sightOf } from './setting.ts'

type Collection = Exclude<Navigation, { kind: 'lookup' }>

/** Adds the expanded navigation properties of a row to its JSON. */
export type Expander = (row: Row, json: Json) => void

/** What every part of one `$expand` shares. */
interface Whole {
  request: WebRequest
  /** The request is for a set of rows, where the legacy behaviour may be links. */
  many: boolean
  /** One expand is nested in another somewhere, which changes them all (documented): no order and no limit of their own, and `odata.maxpagesize` pages each. */
  deep: boolean
  /** These are within another expand. */
  nested?: boolean
}

/** Prepares `$expand`: names are checked once, not per row. */
export const expander = (expands: readonly Expand[], table: Table, request: WebRequest, many: boolean): Expander =>
  prepared(expands, table, { request, many, deep: expands.some(({ options }) => options.expand.length > 0) })

function prepared(expands: readonly Expand[], table: Table, whole: Whole): Expander {
  const each = expands.map((expand) => one(expand, table, whole))
  return (row, json) => {
    for (const expand of each) expand(row, json)
  }
}

function one(expand: Expand, table: Table, whole: Whole): Expander {
  const { organization, root } = whole.request
  const navigation = table.navigations.get(expand.navigation)
  if (!navigation) return refuseWith(unknownProperty(expand.navigation, table.name))
  check(expand, navigation, whole)
  const rowsOf = related(organization, table, navigation)
  if (navigation.kind !== 'lookup') return collection(expand, navigation, table, rowsOf, whole)
  if (!expand.ref) return single(expand, navigation, rowsOf, whole)
  return (row, json) => {
    const other = rowsOf(row)[0]
    const set = other && organization.model.tables.get(other.table)?.set
    json[propertyOf(navigation.column)] ??= other?.id ?? null
    json[expand.navigation] = other ? { '@odata.id': `${root}/${set}(${other.id})` } : null
  }
}

/** Rows, and a link to them with the same options; where pages apply, to those behind them (documented). */
function collection(expand: Expand, navigation: Collection, table: Table, rowsOf: (row: Row) => Row[], whole: Whole): Expander {
  const { request, many, deep } = whole
  const { organization, root, prefer } = request
  const { options } = expand
  const other = organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table
  requirePrivilege(request.caller, 'Read', other, organization)
  const columns = selectedColumns(other, options.select)
  const back = navigation.kind === 'collection' && !deep ? other.columns.get(navigation.relation.column) : undefined
  if (columns && back && !columns.includes(back)) columns.push(back)
  const test = options.filter ? matcher(options.filter, other, settingOf(request)) : undefined
  const visible = rowTest(request.caller, 'Read', other, organization)
  const order = orderOf(options.orderby, other, sightOf(request))
  const inner = prepared(options.expand, other, { ...whole, nested: true })
  const { expandedCollections, pageSize } = settingsOf(organization.world)
  const size = deep ? Math.min(prefer.pageSize ?? pageSize, pageSize) : (options.top ?? Number.POSITIVE_INFINITY)
  const query = expand.written.map(encoded).join('&')
  return (row, json) => {
    const link = `${root}/${table.set}(${row.id})/${expand.navigation}${query && `?${query}`}`
    const links = many && expandedCollections === 'links'
    const found = links ? [] : rowsOf(row).filter((one) => (!visible || visible(one)) && (!test || test(one)))
    const page = pageOf(sorted(found, order, false), size, undefined, order)
    json[expand.navigation] = page.rows.map((one) => {
      const child = shown(one, other, columns, !deep, request)
      inner(one, child)
      return child
    })
    if (!deep || links) json[`${expand.navigation}@odata.nextLink`] = link
    else if (page.next) json[`${expand.navigation}@odata.nextLink`] = `${link}${query ? '&' : '?'}$skiptoken=${printSkipToken(page.next)}`
  }
}

/** Microsoft's samples show no ETag on the row of a lookup that was expanded for a set of rows, nor on rows where one expand is nested in another. */
function shown(row: Row, table: Table, columns: Column[] | undefined, tagged: boolean, { organization, prefer }: WebRequest): Json {
  const json = renderRow(row, table, columns, organization, prefer.annotations)
  if (tagged) return json
  const { '@odata.etag': _etag, ...untagged } = json
  return untagged
}

/** As it stands in an address; what OData itself writes there stays readable. */
const encoded = (option: string): string => encodeURI(option).replace(/[#&+]/g, encodeURIComponent)

function single(expand: Expand, navigation: Extract<Navigation, { kind: 'lookup' }>, rowsOf: (row: Row) => Row[], whole: Whole): Expander {
  const { request } = whole
  const { organization } = request
  const targets = new Map<string, { table: Table; columns: ReturnType<typeof selectedColumns>; inner: Expander; visible: ReturnType<typeof rowTest> }>()
  const prepare = (name: string) => {
    let known = targets.get(name)
    if (!known) {
      const table = organization.model.tables.get(name) as Table
      requirePrivilege(request.caller, 'Read', table, organization)
      known = {
        table,
        columns: selectedColumns(table, shared(expand, table, navigation.targets.length)),
        inner: prepared(expand.options.expand, table, { ...whole, nested: true }),
        visible: rowTest(request.caller, 'Read', table, organization),
      }
      targets.set(name, known)
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
    const child = shown(other, table, columns, !whole.many, request)
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
function check({ ref, navigation: name, options }: Expand, { kind }: Navigation, { deep, nested }: Whole): void {
  if (ref && kind !== 'lookup') refuseQuery('Expand with $ref is only supported on lookup type navigation property.')
  if ((options.orderby.length > 0 || options.top !== undefined) && (kind === 'lookup' || deep)) {
    refuseQuery('Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.')
  }
  // Documented as not supported; what is answered then is documented nowhere.
  if (kind === 'intersection' && (nested || options.expand.length > 0)) refuseFeature(`a nested $expand of ${name}, a many-to-many relationship`)
  // The service takes it; what becomes of a row that does not match is documented nowhere.
  if (options.filter && kind === 'lookup') refuseFeature(`$filter in the $expand of ${name}, a single-valued navigation property`)
}
