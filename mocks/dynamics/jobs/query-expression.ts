import { isObject } from '../body.ts'
import type { Fetch, FetchCondition, FetchFilter, FetchLink, FetchOrder, LinkKind } from '../fetch/ast.ts'
import { invalidArgument, refuseFeature, refuseWith } from '../problems.ts'

/**
 * A QueryExpression, as actions take it in JSON (documented: `EntityName`, `Criteria`, `LinkEntities`, `TopCount`), as the
 * fetch it means. Its operators have the names of the Web API's query functions.
 */
export function readQueryExpression(value: unknown): Fetch {
  const query = objectAt(value, 'QueryExpression')
  const top = Number(query.TopCount ?? 0)
  if (!Number.isInteger(top) || top < 0) refuseWith(invalidArgument(`'${query.TopCount}' is no TopCount; expected a whole number.`))
  for (const name of ['SubQueryExpression', 'DataSource']) if (query[name] !== undefined && query[name] !== null) refuseFeature(`${name} of a QueryExpression`)
  if (isObject(query.PageInfo) && Number(query.PageInfo.Count ?? 0) > 0) refuseFeature('PageInfo of a QueryExpression')
  return {
    entity: { name: textAt(query, 'EntityName'), attributes: [], all: true, filters: criteria(query.Criteria), orders: orders(query), links: links(query) },
    ...(top > 0 ? { top } : {}),
    page: 1,
    aggregate: false,
    distinct: query.Distinct === true,
    totals: false,
    rawOrder: false,
  }
}

/** Members by type (documented). A misspelt one must not be passed over: a job without its conditions deletes everything. */
const MEMBERS = {
  QueryExpression: /^(EntityName|ColumnSet|Criteria|LinkEntities|Orders|PageInfo|TopCount|Distinct|NoLock|QueryHints|ForceSeek|SubQueryExpression|DataSource)$/,
  FilterExpression: /^(FilterOperator|Conditions|Filters|FilterHint|IsQuickFindFilter)$/,
  ConditionExpression: /^(EntityName|AttributeName|Operator|Values)$/,
  'value of a condition': /^(Value|Type)$/,
  OrderExpression: /^(AttributeName|OrderType|EntityName|Alias)$/,
  LinkEntity:
    /^(LinkFromEntityName|LinkFromAttributeName|LinkToEntityName|LinkToAttributeName|JoinOperator|LinkCriteria|LinkEntities|Columns|EntityAlias|Orders|ForceSeek)$/,
}

function objectAt(value: unknown, type: keyof typeof MEMBERS): Record<string, unknown> {
  if (!isObject(value)) return refuseWith(invalidArgument(`Expected a ${type}, an object.`))
  const stranger = Object.keys(value).find((name) => !name.includes('@') && !MEMBERS[type].test(name))
  return stranger === undefined ? value : refuseWith(invalidArgument(`A ${type} has no member '${stranger}' that is known here.`))
}

function listAt(object: Record<string, unknown>, name: string): unknown[] {
  const value = object[name] ?? []
  return Array.isArray(value) ? value : refuseWith(invalidArgument(`'${name}' of a query is not an array.`))
}

function textAt(object: Record<string, unknown>, name: string): string {
  const value = object[name]
  return typeof value === 'string' && value !== '' ? value : refuseWith(invalidArgument(`The parameter '${name}' of a query is missing.`))
}

const criteria = (value: unknown): FetchFilter[] => (value === undefined || value === null ? [] : [filter(objectAt(value, 'FilterExpression'))])

function filter(object: Record<string, unknown>): FetchFilter {
  return {
    type: operatorOf(object.FilterOperator ?? 'And'),
    conditions: listAt(object, 'Conditions').map((one) => condition(objectAt(one, 'ConditionExpression'))),
    filters: listAt(object, 'Filters').map((one) => filter(objectAt(one, 'FilterExpression'))),
    links: [],
  }
}

/** By name, or by number as the enumeration has it. */
function operatorOf(value: unknown): FetchFilter['type'] {
  if (value === 'And' || value === 0) return 'and'
  return value === 'Or' || value === 1 ? 'or' : refuseWith(invalidArgument(`'${value}' is no FilterOperator; expected And or Or.`))
}

/** Values are `{ Value, Type }`, or bare. */
const givenIn = (one: unknown): unknown =>
  isObject(one) ? (objectAt(one, 'value of a condition').Value ?? refuseWith(invalidArgument('A value of a condition has no Value.'))) : one

const condition = (object: Record<string, unknown>): FetchCondition => ({
  ...(typeof object.EntityName === 'string' && object.EntityName !== '' ? { entity: object.EntityName } : {}),
  attribute: textAt(object, 'AttributeName'),
  operator: textAt(object, 'Operator'),
  values: listAt(object, 'Values').map((one) => String(givenIn(one))),
})

/** By name, or by number as the enumeration has it. With TopCount they decide which rows are meant. */
const DESCENDING = new Map<unknown, boolean>([
  [undefined, false],
  ['Ascending', false],
  [0, false],
  ['Descending', true],
  [1, true],
])

const orders = (of: Record<string, unknown>): FetchOrder[] =>
  listAt(of, 'Orders').map((one) => {
    const object = objectAt(one, 'OrderExpression')
    if (object.Alias) refuseFeature('Alias of an OrderExpression')
    const descending =
      DESCENDING.get(object.OrderType) ?? refuseWith(invalidArgument(`'${object.OrderType}' is no OrderType; expected Ascending or Descending.`))
    return { attribute: textAt(object, 'AttributeName'), ...(typeof object.EntityName === 'string' ? { entity: object.EntityName } : {}), descending }
  })

const KINDS: Record<string, LinkKind> = {
  Inner: 'inner',
  Natural: 'inner',
  LeftOuter: 'outer',
  Exists: 'exists',
  In: 'exists',
  MatchFirstRowUsingCrossApply: 'first',
}

function links(of: Record<string, unknown>, path = 'link'): FetchLink[] {
  return listAt(of, 'LinkEntities').map((one, index) => {
    const object = objectAt(one, 'LinkEntity')
    const alias = typeof object.EntityAlias === 'string' && object.EntityAlias !== '' ? object.EntityAlias : `${path}${index + 1}`
    return {
      name: textAt(object, 'LinkToEntityName'),
      from: textAt(object, 'LinkToAttributeName'),
      to: textAt(object, 'LinkFromAttributeName'),
      alias,
      kind: KINDS[String(object.JoinOperator ?? 'Inner')] ?? refuseFeature(`the join operator ${object.JoinOperator} of a QueryExpression`),
      attributes: [],
      all: false,
      filters: criteria(object.LinkCriteria),
      orders: orders(object),
      links: links(object, `${alias}.`),
    }
  })
}
