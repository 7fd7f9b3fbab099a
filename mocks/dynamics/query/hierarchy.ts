import type { Organization } from '../data/organization.ts'
import { guidOf, isReference } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { invalidArgument, refuseWith } from '../problems.ts'

type Plain = string | number | boolean | null

/** Levels that a query follows at the most (documented). */
const DEEPEST = 100

/** The lookup by which the rows of a table form a hierarchy. */
export const parentColumn = (table: Table): Column | undefined => table.lookups.find((column) => column.hierarchical === true && column.targets?.[table.name])

/** Ids of a row's parent, its parent's parent and so on; a circle ends where it closes. */
function above(id: string, table: Table, parent: Column, organization: Organization): Set<string> {
  const found = new Set<string>()
  let next = organization.get(table.name, id)
  for (let level = 0; next && level < DEEPEST; level++) {
    const reference = next.values[parent.name]
    if (!isReference(reference) || reference.table !== table.name || reference.id === id || found.has(reference.id)) break
    found.add(reference.id)
    next = organization.get(table.name, reference.id)
  }
  return found
}

/** Ids of a row's children, their children and so on. */
export function below(id: string, table: Table, parent: Column, organization: Organization): Set<string> {
  const found = new Set<string>()
  let level = [id]
  for (let depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
    level = level.flatMap((one) => organization.referencing(table.name, parent.name, one).map((row) => row.id)).filter((one) => one !== id && !found.has(one))
    for (const one of level) found.add(one)
  }
  return found
}

/**
 * `Above`, `AboveOrEqual`, `Under`, `UnderOrEqual`, `NotUnder` (documented), on a table's key or on a lookup to a table
 * whose rows form a hierarchy. undefined: another condition. A table without a hierarchy is refused.
 */
export function hierarchyTest(
  name: string,
  table: Table,
  column: Column,
  values: readonly Plain[],
  organization: Organization,
): ((value: Plain) => boolean) | undefined {
  if (!['Above', 'AboveOrEqual', 'Under', 'UnderOrEqual', 'NotUnder'].includes(name)) return undefined
  const owner =
    column.name === table.key
      ? table
      : Object.keys(column.targets ?? {})
          .map((target) => organization.model.tables.get(target))
          .find((one) => one && parentColumn(one))
  const parent = owner && parentColumn(owner)
  if (!owner || !parent) {
    return refuseWith(invalidArgument(`The condition ${name} needs a hierarchical relationship, and '${column.name}' of '${table.name}' leads to none.`))
  }
  const id = guidOf(String(values[0])) ?? refuseWith(invalidArgument(`The condition ${name} needs the id of a row, not '${values[0]}'.`))
  const ids = name.startsWith('Above') ? above(id, owner, parent, organization) : below(id, owner, parent, organization)
  if (name.endsWith('OrEqual')) ids.add(id)
  const within = (value: Plain) => typeof value === 'string' && ids.has(value)
  return name === 'NotUnder' ? (value) => !within(value) : within
}
