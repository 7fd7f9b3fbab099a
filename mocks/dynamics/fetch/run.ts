import { own } from '../../core/own.ts'
import type { Row } from '../data/row.ts'
import { isLookup, propertyOf, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { coded, refuseWith } from '../problems.ts'
import { requireArguments } from '../query/arguments.ts'
import { natureOf, reader } from '../query/columns.ts'
import { condition } from '../query/conditions.ts'
import { hierarchyTest } from '../query/hierarchy.ts'
import { byCreation } from '../query/order.ts'
import { settingOf } from '../read/setting.ts'
import type { Asking } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { rowTest } from '../security/rows.ts'
import type { Fetch, FetchCondition, FetchEntity, FetchFilter, FetchLink } from './ast.ts'
import { type IntersectTable, intersectRows, intersectTable } from './intersect.ts'
import { conditionName } from './operators.ts'
import { sortJoined } from './sort.ts'

/** One result: the row of each entity by alias; the main entity's alias is the empty text. */
export type Joined = Readonly<Record<string, Row | undefined>>
export const MAIN = ''

/** The tables of a fetch by alias, checked for existence and privilege. */
export function tablesOf(fetch: Fetch, request: Asking): Map<string, Table> {
  const tables = new Map<string, Table>()
  const add = (alias: string, entity: FetchEntity) => {
    const table = tableNamed(entity.name, request)
    if (tables.has(alias)) refuseWith(coded('0x80041130', 400, 'FetchXML should have unique aliases.'))
    tables.set(alias, table)
    for (const link of [...entity.links, ...entity.filters.flatMap(linksIn)]) add(link.alias, link)
  }
  add(MAIN, fetch.entity)
  return tables
}

const linksIn = ({ filters, links }: FetchFilter): FetchLink[] => [...links, ...filters.flatMap(linksIn)]

/** A table, or one that holds the pairs of a many-to-many relationship: who may read both sides may read it (inferred). */
function tableNamed(name: string, { organization, caller }: Asking): Table {
  const { tables } = organization.model
  const table = tables.get(name)
  const intersect = table ? undefined : intersectTable(name, organization.model)
  for (const one of intersect ? intersect.intersection.tables.map((side) => tables.get(side)) : [table]) {
    if (one) requirePrivilege(caller, 'Read', one, organization)
  }
  return (
    table ??
    intersect ??
    refuseWith(coded('0x80041102', 400, `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`))
  )
}

function rowsOf(table: Table, { organization, caller }: Asking, source?: readonly Row[]): Iterable<Row> {
  if ('intersection' in table) return intersectRows(table as IntersectTable, organization)
  const visible = rowTest(caller, 'Read', table, organization)
  const rows = source ? byCreation(source) : organization.scan(table.name)
  return visible ? [...rows].filter(visible) : rows
}

/** † wording. */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (!column || column.type === 'PartyList') {
    refuseWith(coded('0x80041103', 400, `'${table.schema}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`))
  }
  return column as Column
}

/** All results of a fetch, in order. `source`: the main entity's rows, where not all of its table are asked for. */
export function joinedRows(fetch: Fetch, tables: ReadonlyMap<string, Table>, request: Asking, source?: readonly Row[]): Joined[] {
  const main = tables.get(MAIN) as Table
  let results: Joined[] = [...rowsOf(main, request, source)].map((row) => ({ [MAIN]: row }))
  // What concerns the main row alone is tested before anything is joined to it.
  const own = fetch.entity.filters.filter((filter) => !mentionsLinks(filter))
  const later = fetch.entity.filters.filter(mentionsLinks)
  results = results.filter(tester(own, MAIN, tables, request))
  for (const link of fetch.entity.links) results = join(results, MAIN, link, tables, request)
  results = results.filter(tester(later, MAIN, tables, request))
  return fetch.aggregate ? results : sortJoined(results, fetch, tables, request.organization)
}

const mentionsLinks = ({ conditions, filters }: FetchFilter): boolean =>
  conditions.some((one) => one.entity !== undefined || one.otherColumn?.includes('.')) || filters.some(mentionsLinks)

function join(results: readonly Joined[], parent: string, link: FetchLink, tables: ReadonlyMap<string, Table>, request: Asking): Joined[] {
  const matches = matcherOf(parent, link, tables, request)
  return results.flatMap((result) => {
    const joined = matches(result)
    if (link.kind === 'exists') return joined.length > 0 ? [result] : []
    if (link.kind === 'first') return joined.slice(0, 1)
    return joined.length === 0 && link.kind === 'outer' ? [result] : joined
  })
}

/** What a result becomes with each row that a link leads to from it. */
function matcherOf(parent: string, link: FetchLink, tables: ReadonlyMap<string, Table>, request: Asking): (result: Joined) => Joined[] {
  const test = tester(link.filters, link.alias, tables, request)
  const rowsFor = linkedRows(parent, link, tables, request, (row) => test({ [link.alias]: row }))
  return (result) => {
    let joined: Joined[] = rowsFor(result).map((row) => ({ ...result, [link.alias]: row }))
    for (const inner of link.links) joined = join(joined, link.alias, inner, tables, request)
    return joined
  }
}

/** Rows of the link's table by the value that they share with the parent's row. */
function linkedRows(
  parent: string,
  link: FetchLink,
  tables: ReadonlyMap<string, Table>,
  request: Asking,
  keep: (row: Row) => boolean,
): (result: Joined) => readonly Row[] {
  const table = tables.get(link.alias) as Table
  const from = tables.get(parent) as Table
  const left = reader(from, columnOf(from, link.to))
  const right = reader(table, columnOf(table, link.from))
  const byKey = new Map<unknown, Row[]>()
  for (const row of rowsOf(table, request)) {
    const key = right(row)
    if (key === null || !keep(row)) continue
    const rows = byKey.get(key)
    if (rows) rows.push(row)
    else byKey.set(key, [row])
  }
  return (result) => {
    const row = own(result, parent)
    return (row && byKey.get(left(row))) ?? []
  }
}

/** A link within a filter: whether there are such rows, not which. */
function linkTest(parent: string, link: FetchLink, tables: ReadonlyMap<string, Table>, request: Asking): Test {
  const matches = matcherOf(parent, link, tables, request)
  if (link.kind === 'any') return (joined) => matches(joined).length > 0
  if (link.kind === 'not any') return (joined) => matches(joined).length === 0
  const all = linkedRows(parent, link, tables, request, () => true)
  return (joined) => all(joined).length > 0 && matches(joined).length === 0
}

type Test = (joined: Joined) => boolean

function tester(filters: readonly FetchFilter[], alias: string, tables: ReadonlyMap<string, Table>, request: Asking): Test {
  const tests = filters.map((filter) => one(filter, alias, tables, request))
  return (joined) => tests.every((test) => test(joined))
}

function one(filter: FetchFilter, alias: string, tables: ReadonlyMap<string, Table>, request: Asking): Test {
  const tests = [
    ...filter.conditions.map((each) => conditionTest(each, alias, tables, request)),
    ...filter.filters.map((inner) => one(inner, alias, tables, request)),
    ...filter.links.map((link) => linkTest(alias, link, tables, request)),
  ]
  if (tests.length === 0) return () => true
  return filter.type === 'and' ? (joined) => tests.every((test) => test(joined)) : (joined) => tests.some((test) => test(joined))
}

function conditionTest(
  { entity, attribute, operator, values, otherColumn }: FetchCondition,
  alias: string,
  tables: ReadonlyMap<string, Table>,
  request: Asking,
): Test {
  const where = entity === undefined ? alias : aliasNamed(entity, tables)
  const table = tables.get(where)
  if (!table) return refuseWith(coded('0x8004110b', 400, `No alias for the given entity in the condition was found: '${where}'.`))
  const column = columnOf(table, attribute)
  const read = reader(table, column)
  const nature = natureOf(column)
  const setting = settingOf(request)
  const name = conditionName(operator)
  if (otherColumn !== undefined) {
    if (!condition(name, { nature }, [null], setting.moment)) return unsupported(operator)
    const other = otherReader(otherColumn, where, tables)
    return (joined) => {
      const row = own(joined, where)
      return row !== undefined && (condition(name, { nature }, [other(joined)], setting.moment)?.(read(row)) ?? false)
    }
  }
  requireArguments(name, table, column, values)
  const test = hierarchyTest(name, table, column, values, request.organization) ?? condition(name, { nature }, values, setting.moment)
  if (!test) return unsupported(operator)
  return (joined) => {
    const row = own(joined, where)
    return test(row ? read(row) : null)
  }
}

/** A link is named by its alias, or by its table where it was given none (documented). */
export function aliasNamed(name: string, tables: ReadonlyMap<string, Table>): string {
  if (tables.has(name)) return name
  return [...tables].find(([alias, table]) => table.name === name && /^\d+$/.test(alias.slice(name.length)) && alias.startsWith(name))?.[0] ?? name
}

const unsupported = (operator: string): never => refuseWith(coded('0x80041120', 400, `Unsupported condition operator. '${operator}'`))

/** `valueof`: a column of the same row, or of a linked one by its alias (documented). */
function otherReader(name: string, where: string, tables: ReadonlyMap<string, Table>) {
  const dot = name.indexOf('.')
  const alias = dot < 0 ? where : aliasNamed(name.slice(0, dot), tables)
  const table = tables.get(alias) ?? refuseWith(coded('0x8004110b', 400, `No alias for the given entity in the condition was found: '${alias}'.`))
  const read = reader(table, columnOf(table, name.slice(dot + 1)))
  return (joined: Joined) => {
    const row = own(joined, alias)
    return row ? read(row) : null
  }
}

/** The name of a column in the answer: the main entity's property, or `alias.column` of a linked one. */
export const nameIn = (alias: string, column: Column): string =>
  alias === MAIN ? (isLookup(column) ? propertyOf(column) : column.name) : `${alias}.${column.name}`
