import { notImitated, Refusal } from '../../core/index.ts'
import { badRequest, refuseWith } from '../problems.ts'
import type { Filter, Operand } from '../query/ast.ts'
import type { Query } from '../query/options.ts'
import type { Definition } from './definitions.ts'

/** Gives a definition its navigation properties when they are asked for. */
export type Expansion = (name: string) => Definition | Definition[] | null | undefined

/** `$select` and `$expand` over a definition. */
export function shaped(definition: Definition, query: Pick<Query, 'select' | 'expand'>, expansionOf: (definition: Definition) => Expansion): Definition {
  const { select } = query
  const names =
    select && select.length > 0
      ? Object.keys(definition).filter((name) => name.startsWith('@') || name === 'MetadataId' || select.includes(name))
      : Object.keys(definition)
  const result: Definition = Object.fromEntries(names.map((name) => [name, definition[name]]))
  for (const { navigation, options } of query.expand) {
    const found = expansionOf(definition)(navigation)
    if (found === undefined) refuseWith(badRequest(`Could not find a property named '${navigation}' on the metadata type.`))
    const one = (item: Definition) => shaped(item, options, expansionOf)
    const kept = Array.isArray(found) ? found.filter(matches(options.filter)).map(one) : found
    result[navigation] = Array.isArray(kept) || kept === null ? kept : one(kept as Definition)
  }
  return result
}

/** `$filter` over definitions: comparisons of their own members joined by and, or, not, as the service supports for metadata. */
export function matches(filter: Filter | undefined): (definition: Definition) => boolean {
  if (!filter) return () => true
  switch (filter.kind) {
    case 'and': {
      const tests = filter.items.map(matches)
      return (definition) => tests.every((test) => test(definition))
    }
    case 'or': {
      const tests = filter.items.map(matches)
      return (definition) => tests.some((test) => test(definition))
    }
    case 'not': {
      const test = matches(filter.item)
      return (definition) => !test(definition)
    }
    case 'truth':
      return (definition) => read(definition, filter.operand) === true
    case 'compare': {
      const { operator, left, right } = filter
      if (operator !== 'eq' && operator !== 'ne') break
      return (definition) => (read(definition, left) === read(definition, right)) === (operator === 'eq')
    }
  }
  throw new Refusal(notImitated('this kind of $filter on metadata, which takes eq, ne, and, or, not'))
}

function read(definition: Definition, operand: Operand): unknown {
  if (operand.kind === 'null') return null
  if (operand.kind !== 'path') return operand.value
  let value: unknown = definition
  for (const segment of operand.segments) {
    // `Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'` is an enumeration's literal; members are read by name.
    value = typeof value === 'object' && value !== null ? (value as Definition)[segment] : undefined
  }
  if (value === undefined) refuseWith(badRequest(`Could not find a property named '${operand.segments.join('/')}' on the metadata type.`))
  return value
}
