import { indexesOf, textKey } from '../data/indexes.ts'
import type { Organization } from '../data/organization.ts'
import { guidOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Filter } from './ast.ts'
import { natureOf } from './columns.ts'
import { likeMatcher } from './text.ts'

/** From so many rows on, a column of texts is worth making. */
const LARGE = 2000

/** What may be asked: an index, or the texts of a column, which costs more and is the last resort. */
type Source = 'index' | 'text'

/**
 * Rows among which all that match must be, found through an index or a column's texts; undefined when only a scan can tell.
 * The matcher still tests each of them, so this may be generous but never miss one. In the order of creation.
 */
export function candidates(filter: Filter | undefined, table: Table, organization: Organization): Row[] | undefined {
  if (!filter || table.name === 'activitypointer') return undefined
  const large = organization.rows(table.name).size >= LARGE
  const found = among(filter, 'index', table, organization) ?? (large ? among(filter, 'text', table, organization) : undefined)
  return found?.sort((a, b) => a.order - b.order)
}

function among(filter: Filter, source: Source, table: Table, organization: Organization): Row[] | undefined {
  switch (filter.kind) {
    case 'compare':
      return filter.operator === 'eq' ? equal(filter, source, table, organization) : undefined
    case 'text': {
      const column = filter.path.segments.length === 1 ? table.properties.get(filter.path.segments[0] as string) : undefined
      if (source !== 'text' || !column || natureOf(column) !== 'text' || filter.value.kind !== 'string') return undefined
      return organization.rows(table.name).search(column.name, likeMatcher(filter.value.value, filter.function))
    }
    case 'and':
      for (const item of filter.items) {
        const found = among(item, source, table, organization)
        if (found) return found
      }
      return undefined
    case 'or': {
      const all = new Map<string, Row>()
      for (const item of filter.items) {
        const found = among(item, 'index', table, organization) ?? (source === 'text' ? among(item, 'text', table, organization) : undefined)
        if (!found) return undefined
        for (const row of found) all.set(row.id, row)
      }
      return [...all.values()]
    }
    default:
      return undefined
  }
}

function equal(filter: Extract<Filter, { kind: 'compare' }>, source: Source, table: Table, organization: Organization): Row[] | undefined {
  const path = filter.left.kind === 'path' ? filter.left : filter.right.kind === 'path' ? filter.right : undefined
  const literal = filter.left.kind === 'path' ? filter.right : filter.left
  if (path?.segments.length !== 1 || (literal.kind !== 'string' && literal.kind !== 'guid')) return undefined
  const column = table.properties.get(path.segments[0] as string)
  if (!column) return undefined
  const guid = guidOf(literal.value)
  if (column.name === table.key) {
    const row = guid === undefined ? undefined : organization.get(table.name, guid)
    return row ? [row] : []
  }
  if (indexesOf(table)[column.name]) {
    const key = literal.kind === 'guid' || (column.type !== 'String' && guid) ? guid : textKey(literal.value)
    return key === undefined ? undefined : organization.rows(table.name).find(column.name, key)
  }
  if (source !== 'text' || natureOf(column) !== 'text') return undefined
  const wanted = textKey(literal.value)
  return organization.rows(table.name).search(column.name, (text) => text === wanted)
}
