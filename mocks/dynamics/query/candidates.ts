import { indexesOf, textKey } from '../data/indexes.ts'
import type { Organization } from '../data/organization.ts'
import { guidOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Filter } from './ast.ts'

/**
 * Rows among which all that match must be, found through an index; undefined when only a scan can tell.
 * The matcher still tests each of them, so this may be generous but never miss one.
 */
export function candidates(filter: Filter | undefined, table: Table, organization: Organization): Row[] | undefined {
  if (!filter || table.name === 'activitypointer') return undefined
  switch (filter.kind) {
    case 'compare':
      return filter.operator === 'eq' ? equal(filter, table, organization) : undefined
    case 'and':
      for (const item of filter.items) {
        const found = candidates(item, table, organization)
        if (found) return found
      }
      return undefined
    case 'or': {
      const all = new Map<string, Row>()
      for (const item of filter.items) {
        const found = candidates(item, table, organization)
        if (!found) return undefined
        for (const row of found) all.set(row.id, row)
      }
      return [...all.values()].sort((a, b) => a.order - b.order)
    }
    default:
      return undefined
  }
}

function equal(filter: Extract<Filter, { kind: 'compare' }>, table: Table, organization: Organization): Row[] | undefined {
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
  if (!indexesOf(table)[column.name]) return undefined
  const key = literal.kind === 'guid' || (column.type !== 'String' && guid) ? guid : textKey(literal.value)
  return key === undefined ? undefined : [...organization.rows(table.name).find(column.name, key)].sort((a, b) => a.order - b.order)
}
