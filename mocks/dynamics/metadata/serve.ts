import { notImitated, Refusal, type Reply } from '../../core/index.ts'
import type { Model, Table } from '../model/model.ts'
import type { Relation } from '../model/types.ts'
import { notAKey, type Segment } from '../path.ts'
import { badRequest, coded, refuseFeature, refuseWith, unknownSegment } from '../problems.ts'
import { parseQuery } from '../query/options.ts'
import type { WebRequest } from '../request.ts'
import { attributeDefinition, type Definition, entityDefinition, intersectionDefinition, keyDefinition, optionSet, relationDefinition } from './definitions.ts'
import { matches, shaped } from './shape.ts'

const CRM = 'Microsoft.Dynamics.CRM.'

/** EntityDefinitions, RelationshipDefinitions and GlobalOptionSetDefinitions, generated from the same tables as everything else. */
export function serveDefinitions(segments: readonly Segment[], request: WebRequest): Reply {
  if (request.method !== 'GET') throw new Refusal(notImitated(`changing metadata (${request.method} ${segments[0]?.name})`))
  const { model } = request.organization
  const [first, ...rest] = segments as [Segment, ...Segment[]]
  switch (first.name) {
    case 'EntityDefinitions':
      return entities(first, rest, request)
    case 'RelationshipDefinitions':
      nothingBut(rest)
      return all('RelationshipDefinitions', pick(relationships(model), rest), first, request)
    default:
      nothingBut(rest)
      return all('GlobalOptionSetDefinitions', [], first, request)
  }
}

const relationsTo = (model: Model, table: Table): Relation[] =>
  [...model.tables.values()].flatMap((other) => other.relations.filter((relation) => relation.many === table.name))
const relationships = (model: Model): Definition[] => [
  ...[...model.tables.values()].flatMap((table) => table.relations.map((relation) => relationDefinition(relation, model))),
  ...model.intersections.map((intersection) => intersectionDefinition(intersection, model)),
]

function entities(first: Segment, rest: readonly Segment[], request: WebRequest): Reply {
  const { model } = request.organization
  const definitions = [...model.tables.values()].map(entityDefinition)
  if (first.inside === undefined) {
    nothingBut(rest)
    return all('EntityDefinitions', definitions, first, request)
  }
  const definition = named(definitions, first, 'entity')
  const table = model.tables.get(String(definition.LogicalName)) as Table
  const [next, ...further] = rest
  if (!next) return one('EntityDefinitions', definition, request)
  if (next.name === 'Attributes') return attributes(table, next, further, request)
  const found = expansions(model)(definition)(next.name)
  if (!Array.isArray(found)) nothingBut([next], definition)
  const list = pick(found as Definition[], further)
  return next.inside === undefined
    ? all(`EntityDefinitions('${table.name}')/${next.name}`, list, next, request)
    : one(next.name, named(list, next, 'relationship'), request)
}

/** `Attributes`, one of them by key, a type cast behind either, and `OptionSet` behind one. */
function attributes(table: Table, segment: Segment, rest: readonly Segment[], request: WebRequest): Reply {
  const { model } = request.organization
  const list = pick(
    [...table.columns.values()].map((column) => attributeDefinition(table, column)),
    rest,
  )
  const context = `EntityDefinitions('${table.name}')/Attributes`
  if (segment.inside === undefined) {
    nothingBut(rest)
    return all(context, list, segment, request)
  }
  const definition = named(list, segment, 'attribute')
  const part = rest.find((one) => !one.name.startsWith(CRM))
  if (!part) return one(context, definition, request)
  const found = expansions(model)(definition)(part.name)
  if (found === undefined) nothingBut([part], definition)
  return found === null || Array.isArray(found) ? { status: 204 } : one(`${context}('${definition.LogicalName}')/${part.name}`, found as Definition, request)
}

/** Behind a list there may be a type cast. The service has more, such as the number of a list and the members of a definition one by one. */
function nothingBut(rest: readonly Segment[], definition: Definition = {}): void {
  const other = rest.find(({ name }) => !name.startsWith(CRM))
  if (other && (other.name === '$count' || Object.hasOwn(definition, other.name))) refuseFeature(`${other.name} behind metadata`)
  if (other) refuseWith(unknownSegment(other.name))
}

/** What is selected and is not made here is left out, as a client asks for much; the journal says so. */
function missed(select: readonly string[] | undefined, list: readonly Definition[], context: string, { remark }: WebRequest): void {
  const missing = (select ?? []).filter((name) => !list.some((definition) => Object.hasOwn(definition, name)))
  if (missing.length > 0 && list.length > 0) remark({ kind: 'ignored', what: `$select=${missing.join(',')}: not imitated in ${context}` })
}

/** Keeps what a type cast names. */
function pick(list: readonly Definition[], rest: readonly Segment[]): Definition[] {
  const cast = rest.find((one) => one.name.startsWith(CRM))
  return cast ? list.filter((definition) => definition['@odata.type'] === `#${cast.name}`) : [...list]
}

function named(list: readonly Definition[], { key, inside }: Segment, what: string): Definition {
  if (key && 'bare' in key && key.bare.some((name) => name !== 'MetadataId')) notAKey()
  const found = list.find((definition) => {
    if (!key) return false
    if ('id' in key) return definition.MetadataId === key.id
    return Object.entries(key.alternate).every(([name, value]) => definition[name] === value)
  })
  return found ?? refuseWith(coded('0x80060888', 404, `Could not find ${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} with the key '${inside}'.`))
}

const expansions = (model: Model) => (definition: Definition) => (name: string) => {
  const attributeOf = typeof definition.EntityLogicalName === 'string' && definition.AttributeType !== undefined
  const table = model.tables.get(String(attributeOf ? definition.EntityLogicalName : definition.LogicalName))
  if (!table) return undefined
  if (attributeOf) {
    const column = table.columns.get(String(definition.LogicalName))
    if (name === 'GlobalOptionSet') return null
    return name === 'OptionSet' && column ? (optionSet(table, column) ?? null) : undefined
  }
  switch (name) {
    case 'Attributes':
      return [...table.columns.values()].map((column) => attributeDefinition(table, column))
    case 'Keys':
      return table.keys.map((key) => keyDefinition(table, key))
    case 'OneToManyRelationships':
      return table.relations.map((relation) => relationDefinition(relation, model))
    case 'ManyToOneRelationships':
      return relationsTo(model, table).map((relation) => relationDefinition(relation, model))
    case 'ManyToManyRelationships':
      return model.intersections.filter(({ tables }) => tables.includes(table.name)).map((intersection) => intersectionDefinition(intersection, model))
    default:
      return undefined
  }
}

function all(context: string, list: readonly Definition[], segment: Segment, request: WebRequest): Reply {
  if (segment.inside !== undefined && segment.name !== 'Attributes') return one(context, named(list, segment, 'definition'), request)
  const query = parseQuery(request.search)
  if (query.orderby.length > 0 || query.top !== undefined) refuseWith(badRequest('The query parameters $orderby and $top are not supported for metadata.'))
  const kept = list.filter(matches(query.filter)).map((definition) => shaped(definition, query, expansions(request.organization.model)))
  missed(query.select, list, context, request)
  const count = query.count ? { '@odata.count': kept.length } : {}
  return { status: 200, body: { '@odata.context': `${request.root}/$metadata#${context}`, ...count, value: kept } }
}

function one(context: string, definition: Definition, request: WebRequest): Reply {
  const query = parseQuery(request.search)
  missed(query.select, [definition], context, request)
  return {
    status: 200,
    body: { '@odata.context': `${request.root}/$metadata#${context}/$entity`, ...shaped(definition, query, expansions(request.organization.model)) },
  }
}
