import { guidOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { refuseQuery } from '../problems.ts'
import { requireArguments } from './arguments.ts'
import { type Comparison, edmOf, type Filter, type Literal, type Operand, type Path, type TextFunction } from './ast.ts'
import { edmTypeOf, type Reach, reach, type Sight } from './columns.ts'
import { condition, type Moment } from './conditions.ts'
import { hierarchyTest } from './hierarchy.ts'
import { unknownFunction } from './parse-filter.ts'
import { collectionAt } from './related.ts'
import { likeMatcher } from './text.ts'

export type Predicate = (row: Row) => boolean

/** What a filter may ask beside the rows. */
export interface Setting extends Sight {
  moment: Moment
  quotedGuids: 'lenient' | 'strict'
}

const KIND: Record<Comparison, string> = { eq: 'Equal', ne: 'NotEqual', gt: 'GreaterThan', ge: 'GreaterThanOrEqual', lt: 'LessThan', le: 'LessThanOrEqual' }

/** A lambda's variable: the row that it stands for at the moment. */
interface Variable {
  table: Table
  row: Row | undefined
}
type Variables = ReadonlyMap<string, Variable>
const NONE: Variables = new Map()

/** Turns a filter into a test of one row of `table`. Names are checked here, once, and refused as the service refuses them. */
export function matcher(filter: Filter, table: Table, setting: Setting, variables: Variables = NONE): Predicate {
  const inner = (item: Filter) => matcher(item, table, setting, variables)
  switch (filter.kind) {
    case 'and': {
      const tests = filter.items.map(inner)
      return (row) => tests.every((test) => test(row))
    }
    case 'or': {
      const tests = filter.items.map(inner)
      return (row) => tests.some((test) => test(row))
    }
    case 'not': {
      // Documented.
      if (filter.item.kind === 'query') refuseQuery('Not operator along with the Custom Named Condition operators is not allowed')
      const test = inner(filter.item)
      return (row) => !test(row)
    }
    case 'compare':
      return compare(filter.operator, filter.left, filter.right, table, setting, variables)
    case 'truth':
      return truth(filter.operand, table, setting, variables)
    case 'text':
      return text(filter.function, reached(filter.path, table, setting, variables), filter.value)
    case 'lambda':
      return lambda(filter, table, setting, variables)
    case 'query': {
      const column = reached({ kind: 'path', segments: filter.property.split('/') }, table, setting, variables, true)
      const values = filter.values.map(valueOfLiteral)
      requireArguments(filter.function, column.table, column.column, values)
      const test =
        hierarchyTest(filter.function, column.table, column.column, values, setting.organization) ?? condition(filter.function, column, values, setting.moment)
      if (!test) return refuseQuery(unknownFunction(`Microsoft.Dynamics.CRM.${filter.function}`))
      return (row) => test(column.read(row))
    }
  }
}

export const valueOfLiteral = (literal: Literal): string | number | boolean | null => (literal.kind === 'null' ? null : literal.value)

/** What a path names, from the row that is tested, or from the one that a lambda's variable stands for. */
function reached(path: Path, table: Table, setting: Setting, variables: Variables, logical = false): Reach {
  const [first, ...rest] = path.segments as [string, ...string[]]
  const variable = rest.length > 0 ? variables.get(first) : undefined
  if (!variable) return reach(setting, table, { kind: 'path', segments: logical ? named(path.segments, table) : path.segments })
  const found = reach(setting, variable.table, { kind: 'path', segments: logical ? named(rest, variable.table) : rest })
  return { ...found, direct: false, read: () => (variable.row ? found.read(variable.row) : null) }
}

/** Query functions take a column's logical name (documented), so a lookup is named without its `_..._value`. */
function named(segments: readonly string[], table: Table): string[] {
  const [first = '', ...rest] = segments
  const lookup = rest.length === 0 && !table.properties.has(first) && table.columns.has(first) && table.properties.has(`_${first}_value`)
  return lookup ? [`_${first}_value`] : [...segments]
}

function truth(operand: Operand, table: Table, setting: Setting, variables: Variables): Predicate {
  if (operand.kind === 'boolean') return () => operand.value
  if (operand.kind !== 'path') return refuseQuery('The $filter expression must evaluate to a single boolean value.')
  const found = reached(operand, table, setting, variables)
  if (found.nature !== 'boolean') return refuseQuery('The $filter expression must evaluate to a single boolean value.')
  return (row) => found.read(row) === true
}

function text(name: TextFunction, found: Reach, value: Literal): Predicate {
  if (found.nature !== 'text' || (value.kind !== 'string' && value.kind !== 'null')) {
    return refuseQuery(
      `No function signature for the function with name '${name}' matches the specified arguments. The function signatures considered are: ${name}(Edm.String Nullable=true, Edm.String Nullable=true).`,
    )
  }
  if (value.kind === 'null') return () => false
  const test = likeMatcher(value.value, name)
  return (row) => {
    const stored = found.read(row)
    return typeof stored === 'string' && test(stored)
  }
}

function compare(operator: Comparison, left: Operand, right: Operand, table: Table, setting: Setting, variables: Variables): Predicate {
  if (left.kind !== 'path') {
    if (right.kind === 'path') return compare(MIRROR[operator], right, left, table, setting, variables)
    const holds = holdsFor(operator, order(valueOfLiteral(left), valueOfLiteral(right)))
    return () => holds
  }
  const found = reached(left, table, setting, variables)
  if (right.kind === 'path') {
    const other = reached(right, table, setting, variables)
    requireOneRow(left, right)
    if (found.nature !== other.nature) incompatible(operator, edmTypeOf(found.column), edmTypeOf(other.column))
    return (row) => {
      const a = found.read(row)
      const b = other.read(row)
      if (a === null || b === null) return operator === 'eq' ? a === b : operator === 'ne' && a !== b
      return holdsFor(operator, order(sortable(a, found), sortable(b, other)))
    }
  }
  if (right.kind === 'null') {
    if (operator === 'eq') return (row) => found.read(row) === null
    if (operator === 'ne') return (row) => found.read(row) !== null
    return () => false
  }
  const wanted = comparable(operator, found, right, setting)
  return (row) => {
    const value = found.read(row)
    // The platform's NotEqual includes rows without a value; no other comparison does.
    if (value === null) return operator === 'ne'
    return holdsFor(operator, order(sortable(value, found), wanted))
  }
}

/** Columns compare with columns of the same row only (documented, † wording). */
function requireOneRow(left: Path, right: Path): void {
  const rowOf = ({ segments }: Path) => segments.slice(0, -1).join('/')
  if (rowOf(left) !== rowOf(right))
    refuseQuery(`'${left.segments.join('/')}' and '${right.segments.join('/')}' cannot be compared: they are not columns of one row.`)
}

const MIRROR: Record<Comparison, Comparison> = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' }

const incompatible = (operator: Comparison, left: string, right: string): never =>
  refuseQuery(`A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind '${KIND[operator]}'.`)

/** The literal in the form in which `sortable` gives the column's values; refuses types that do not compare. */
function comparable(operator: Comparison, found: Reach, literal: Literal, setting: Setting): string | number | boolean {
  const clash = () => incompatible(operator, edmTypeOf(found.column), edmOf(literal))
  switch (found.nature) {
    case 'text':
      return literal.kind === 'string' ? literal.value.toLowerCase() : clash()
    case 'number':
      return literal.kind === 'number' ? literal.value : clash()
    case 'boolean':
      return literal.kind === 'boolean' ? literal.value : clash()
    case 'guid': {
      if (literal.kind === 'guid') return literal.value
      const quoted = literal.kind === 'string' && setting.quotedGuids === 'lenient' ? guidOf(literal.value) : undefined
      return quoted ?? clash()
    }
    case 'instant':
      return literal.kind === 'datetime' || literal.kind === 'date' ? Date.parse(literal.value) : clash()
    case 'day':
      return literal.kind === 'date' ? Date.parse(literal.value) : clash()
    default:
      return clash()
  }
}

/** A value in the form in which it compares: text without case, instants as numbers. */
export function sortable(value: string | number | boolean, { nature }: Pick<Reach, 'nature'>): string | number | boolean {
  if (nature === 'text') return String(value).toLowerCase()
  return nature === 'instant' || nature === 'day' ? Date.parse(String(value)) : value
}

export function order(a: string | number | boolean | null, b: string | number | boolean | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

function holdsFor(operator: Comparison, sign: number): boolean {
  switch (operator) {
    case 'eq':
      return sign === 0
    case 'ne':
      return sign !== 0
    case 'gt':
      return sign > 0
    case 'ge':
      return sign >= 0
    case 'lt':
      return sign < 0
    case 'le':
      return sign <= 0
  }
}

/** `any` and `all` over a collection, which is reached from the tested row or a variable, over lookups if need be. */
function lambda(filter: Extract<Filter, { kind: 'lambda' }>, table: Table, setting: Setting, variables: Variables): Predicate {
  const [first = '', ...rest] = filter.path.segments
  const variable = rest.length > 0 ? variables.get(first) : undefined
  const steps = variable ? rest : filter.path.segments
  const { other, rowsOf } = collectionAt(steps, variable?.table ?? table, setting)
  const own: Variable = { table: other, row: undefined }
  const body = filter.body ? matcher(filter.body, table, setting, new Map([...variables, [filter.variable as string, own]])) : () => true
  return (row) => {
    const from = variable ? variable.row : row
    const holds = (one: Row) => {
      own.row = one
      return body(row)
    }
    const rows = from ? rowsOf(from) : []
    return filter.mode === 'any' ? rows.some(holds) : rows.every(holds)
  }
}
