import { figure } from '../../core/index.ts'
import type { Organization } from '../data/organization.ts'
import { isLookup } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { wants } from '../preferences.ts'
import type { Cell, Group } from '../query/aggregate.ts'
import { formatted, nameOf, tableBehind } from './format.ts'
import { FORMATTED, type Json, LOOKUP_TABLE } from './row.ts'

/** A group as JSON: without what has no value, formatted values before what they are of (documented). `shown`: the column by which each cell is read; none for counts and parts of dates. */
export function renderGroup(group: Group, shown: ReadonlyMap<string, Column | undefined>, organization: Organization, annotations: readonly string[]): Json {
  const told = Object.entries(group).flatMap(([alias, cell]): [string, unknown][] => {
    if (cell === null) return []
    const column = shown.get(alias)
    const table = column && isLookup(column) ? tableBehind(organization, column, String(cell)) : undefined
    const text = table ? nameOf(organization, table, String(cell)) : readable(cell, column, organization)
    return [
      ...(text !== undefined && wants(annotations, FORMATTED) ? [[`${alias}@${FORMATTED}`, text] as [string, unknown]] : []),
      ...(table && wants(annotations, LOOKUP_TABLE) ? [[`${alias}@${LOOKUP_TABLE}`, table] as [string, unknown]] : []),
      [alias, cell],
    ]
  })
  // A client names the aliases; `__proto__` is one like any other.
  return Object.fromEntries(told)
}

function readable(cell: Exclude<Cell, null>, column: Column | undefined, organization: Organization): string | undefined {
  if (!column) return typeof cell === 'number' ? figure(cell, 0, 0) : undefined
  // The average of whole numbers reads as a whole number (documented: 3,911 for 35,200 by 9).
  return formatted(column.type === 'Integer' ? Math.trunc(Number(cell)) : cell, column, organization)
}
