import { createRequire } from 'node:module'
import { coded, invalidArgument, refuseWith } from '../problems.ts'
import type { Fetch, FetchAttribute, FetchCondition, FetchEntity, FetchFilter, FetchLink, FetchOrder, LinkKind } from './ast.ts'

/** An element in the order-keeping form of the parser. */
interface Element {
  tag: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

type Library = typeof import('fast-xml-parser')

const open = ({ XMLParser, XMLValidator }: Library) => ({
  validator: XMLValidator,
  parser: new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
  }),
})

let opened: ReturnType<typeof open> | undefined
/** The first FetchXML waits for the library that reads XML; who sends none holds none. */
const library = () => (opened ??= open(createRequire(import.meta.url)('fast-xml-parser') as Library))

const invalid = (message: string) => coded('0x80040201', 400, message)
const missing = (element: string, attribute: string): never =>
  refuseWith(coded('0x8004111e', 400, `A required attribute was not specified. '${element}' needs '${attribute}'.`))

interface Aliases {
  /** The number of the next link that has no alias of its own. */
  next: number
  links: number
}

/** Reads fetchXml. Pure: refuses what is malformed with the codes of the platform's query builder. */
export function parseFetch(xml: string): Fetch {
  const [root] = elements(read(xml))
  if (root?.tag !== 'fetch') refuseWith(coded('0x8004111c', 400, `The element node encountered is invalid. Expected 'fetch', found '${root?.tag ?? ''}'.`))
  const fetch = root as Element
  const main = fetch.children.find((child) => child.tag === 'entity')
  if (!main) refuseWith(coded('0x80041123', 400, "A required element was not specified. 'fetch' needs 'entity'."))
  requireKnown(fetch, ['entity', 'order'])
  const { attributes } = fetch
  const aliases: Aliases = { next: 1, links: 0 }
  requirePaging(attributes)
  return {
    entity: entity(main as Element, aliases),
    ...(attributes.top === undefined ? {} : { top: positive('top', attributes.top) }),
    ...(attributes.count === undefined ? {} : { count: positive('count', attributes.count) }),
    page: attributes.page === undefined ? 1 : positive('page', attributes.page),
    aggregate: flag(attributes.aggregate),
    ...(attributes.aggregatelimit === undefined ? {} : { aggregateLimit: positive('aggregatelimit', attributes.aggregatelimit) }),
    distinct: flag(attributes.distinct),
    totals: flag(attributes.returntotalrecordcount),
    rawOrder: flag(attributes.useraworderby),
  }
}

/** Rows that can be reached by numbers of pages alone, and on a page that names no other number (documented). */
const WITHOUT_COOKIE = 50_000
const USUAL_PAGE = 5000

/** `top` goes with neither pages nor totals (documented; the text reported, its code inferred); far pages need a cookie (catalogue). */
function requirePaging({ top, count, page = '1', returntotalrecordcount: totals, 'paging-cookie': cookie }: Element['attributes']): void {
  if (top !== undefined && (count !== undefined || page !== '1' || flag(totals)))
    refuseWith(invalidArgument(`The Top.Count = ${top} can't be specified with pagingInfo`))
  if (cookie !== undefined || Number(page) * Number(count ?? USUAL_PAGE) <= WITHOUT_COOKIE) return
  refuseWith(
    coded(
      '0x8004430a',
      400,
      'Over upper limit of records that can be requested without a paging cookie. A paging cookie is required when retrieving a high page number.',
    ),
  )
}

function read(xml: string): unknown[] {
  // As .NET's reader says it; nothing in FetchXML needs a declaration of its own, and entities are how XML does harm (inferred).
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) refuseWith(invalid('Invalid XML. For security reasons DTD is prohibited in this XML document.'))
  const { validator, parser } = library()
  const valid = validator.validate(xml)
  if (valid !== true) refuseWith(invalid(`Invalid XML. ${valid.err.msg} Line ${valid.err.line}, position ${valid.err.col ?? 1}.`))
  try {
    return parser.parse(xml) as unknown[]
  } catch (error) {
    // What the validator lets through and the parser does not take: nesting without end, hostile entities.
    return refuseWith(invalid(`Invalid XML. ${(error as Error).message}`))
  }
}

function elements(nodes: readonly unknown[]): Element[] {
  return nodes.flatMap((node) => {
    const members = node as Record<string, unknown>
    const tag = Object.keys(members).find((key) => key !== ':@' && key !== '#text' && !key.startsWith('?'))
    if (tag === undefined) return []
    const inside = members[tag] as unknown[]
    return [{ tag, attributes: (members[':@'] ?? {}) as Record<string, string>, children: elements(inside), text: textIn(inside) }]
  })
}

const textIn = (nodes: readonly unknown[]): string => nodes.map((node) => String((node as Record<string, unknown>)['#text'] ?? '')).join('')

/** What nobody knows is refused wherever it stands: a condition that is misspelt and passed over would find everything. */
function requireKnown({ tag, children }: Element, known: readonly string[]): void {
  const stranger = children.find((child) => !known.includes(child.tag))
  if (stranger) refuseWith(coded('0x8004111c', 400, `The element node encountered is invalid: '${stranger.tag}' in '${tag}'.`))
}

function entity(element: Element, aliases: Aliases): FetchEntity {
  const { children, attributes } = element
  const each = <T>(tag: string, read: (child: Element) => T): T[] => children.filter((child) => child.tag === tag).map(read)
  requireKnown(element, ['attribute', 'all-attributes', 'no-attrs', 'filter', 'order', 'link-entity'])
  return {
    name: attributes.name ?? missing(element.tag, 'name'),
    attributes: each('attribute', attribute),
    all: children.some((child) => child.tag === 'all-attributes'),
    filters: each('filter', (child) => filter(child, aliases)),
    orders: each('order', order),
    links: each('link-entity', (child) => link(child, aliases, JOINS)),
  }
}

/** Link types by where they may stand (documented). */
const JOINS: Record<string, LinkKind> = {
  inner: 'inner',
  natural: 'inner',
  outer: 'outer',
  exists: 'exists',
  in: 'exists',
  matchfirstrowusingcrossapply: 'first',
}
const FILTERS: Record<string, LinkKind> = { any: 'any', 'not any': 'not any', all: 'all', 'not all': 'any', exists: 'any', in: 'any' }

/** Links of a fetch, wherever they stand (documented). */
const MOST_LINKS = 15

function link(element: Element, aliases: Aliases, kinds: Record<string, LinkKind>): FetchLink {
  const { attributes } = element
  if (++aliases.links > MOST_LINKS) refuseWith(coded('0x8004430d', 400, 'Number of link entities in query exceeded maximum limit.'))
  const type = attributes['link-type'] ?? 'inner'
  const kind = kinds[type]
  if (!kind) {
    const place = kinds === JOINS ? 'outside of a filter' : 'within a filter'
    refuseWith(invalid(`The link-type '${type}' is not valid ${place}. Valid values are ${Object.keys(kinds).join(', ')}.`))
  }
  const from = attributes.from ?? missing('link-entity', 'from')
  const to = attributes.to ?? missing('link-entity', 'to')
  const alias = attributes.alias ?? `${attributes.name}${aliases.next++}`
  return { ...entity(element, aliases), from, to, alias, kind: kind as LinkKind }
}

function attribute(element: Element): FetchAttribute {
  const { attributes } = element
  requireKnown(element, [])
  return {
    name: attributes.name ?? missing('attribute', 'name'),
    ...(attributes.alias ? { alias: attributes.alias } : {}),
    ...(attributes.aggregate ? { aggregate: attributes.aggregate } : {}),
    ...(attributes.rowaggregate?.toLowerCase() === 'countchildren' ? { countChildren: true } : {}),
    groupby: flag(attributes.groupby),
    ...(attributes.dategrouping ? { dategrouping: attributes.dategrouping } : {}),
    distinct: flag(attributes.distinct),
  }
}

function order(element: Element): FetchOrder {
  const { attributes } = element
  requireKnown(element, [])
  return {
    ...(attributes.attribute ? { attribute: attributes.attribute } : {}),
    ...(attributes.alias ? { alias: attributes.alias } : {}),
    ...(attributes.entityname ? { entity: attributes.entityname } : {}),
    descending: flag(attributes.descending),
  }
}

function filter(element: Element, aliases: Aliases): FetchFilter {
  const { attributes, children } = element
  requireKnown(element, ['condition', 'filter', 'link-entity'])
  const type = attributes.type ?? 'and'
  if (type !== 'and' && type !== 'or') refuseWith(coded('0x80041122', 400, "Unsupported filter type. Valid values are 'and', or 'or'."))
  return {
    type: type as 'and' | 'or',
    conditions: children.filter((child) => child.tag === 'condition').map(condition),
    filters: children.filter((child) => child.tag === 'filter').map((child) => filter(child, aliases)),
    links: children.filter((child) => child.tag === 'link-entity').map((child) => link(child, aliases, FILTERS)),
  }
}

function condition(element: Element): FetchCondition {
  const { attributes, children } = element
  requireKnown(element, ['value'])
  const listed = children.filter((child) => child.tag === 'value').map((child) => child.text)
  return {
    ...(attributes.entityname ? { entity: attributes.entityname } : {}),
    attribute: attributes.attribute ?? missing('condition', 'attribute'),
    operator: attributes.operator ?? missing('condition', 'operator'),
    // An empty value beside a list is what query designers leave over; the service takes no notice of it.
    values: attributes.value === undefined || (attributes.value === '' && listed.length > 0) ? listed : [attributes.value, ...listed],
    ...(attributes.valueof ? { otherColumn: attributes.valueof } : {}),
  }
}

const flag = (text: string | undefined): boolean => text === 'true' || text === '1'

function positive(name: string, text: string): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0
    ? value
    : refuseWith(coded('0x8004110c', 400, `A value greater than zero must be specified. '${name}' is '${text}'.`))
}
