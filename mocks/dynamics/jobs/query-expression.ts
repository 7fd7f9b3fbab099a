import { isObject } from '../actions/action.ts'
import type { Fetch, FetchCondition, FetchFilter, FetchLink, LinkKind } from '../fetch/ast.ts'
import { invalidArgument, refuseFeature, refuseWith } from '../problems.ts'

/**
 * A QueryExpression, as actions take it in JSON (documented: `EntityName`, `Criteria`, `LinkEntities`, `TopCount`), as the
 * fetch it means. Its operators have the names of the Web API's query functions.
 */
export function readQueryExpression(value: unknown): Fetch {
  const query = objectAt(value, 'a QueryExpression')
  const top = Number(query.TopCount ?? 0)
  return {
    entity: { name: textAt(query, 'EntityName'), attributes: [], all: true, filters: criteria(query.Criteria), orders: [], links: links(query.LinkEntities) },
    ...(Number.isInteger(top) && top > 0 ? { top } : {}),
    page: 1,
    aggregate: false,
    distinct: query.Distinct === true,
    totals: false,
  }
}

const objectAt = (value: unknown, what: string) => (isObject(value) ? value : refuseWith(invalidArgument(`Expected ${what}, an object.`)))
const listAt = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function textAt(object: Record<string, unknown>, name: string): string {
  const value = object[name]
  return typeof value === 'string' && value !== '' ? value : refuseWith(invalidArgument(`The parameter '${name}' of a query is missing.`))
}

const criteria = (value: unknown): FetchFilter[] => (value === undefined || value === null ? [] : [filter(objectAt(value, 'a FilterExpression'))])

function filter(object: Record<string, unknown>): FetchFilter {
  return {
    type: object.FilterOperator === 'Or' || object.FilterOperator === 1 ? 'or' : 'and',
    conditions: listAt(object.Conditions).map((one) => condition(objectAt(one, 'a ConditionExpression'))),
    filters: listAt(object.Filters).map((one) => filter(objectAt(one, 'a FilterExpression'))),
    links: [],
  }
}

/** Values are `{ Value, Type }`, or bare. */
const condition = (object: Record<string, unknown>): FetchCondition => ({
  ...(typeof object.EntityName === 'string' && object.EntityName !== '' ? { entity: object.EntityName } : {}),
  attribute: textAt(object, 'AttributeName'),
  operator: textAt(object, 'Operator'),
  values: listAt(object.Values).map((one) => String(isObject(one) ? one.Value : one)),
})

const KINDS: Record<string, LinkKind> = {
  Inner: 'inner',
  Natural: 'inner',
  LeftOuter: 'outer',
  Exists: 'exists',
  In: 'exists',
  MatchFirstRowUsingCrossApply: 'first',
}

function links(value: unknown, path = 'link'): FetchLink[] {
  return listAt(value).map((one, index) => {
    const object = objectAt(one, 'a LinkEntity')
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
      orders: [],
      links: links(object.LinkEntities, `${alias}.`),
    }
  })
}
