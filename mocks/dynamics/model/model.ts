import { standardTables } from './load.ts'
import type { Column, Intersection, Relation, TableInfo } from './types.ts'

/** What a navigation property leads to. */
export type Navigation =
  | { kind: 'lookup'; name: string; column: Column /** One for a typed navigation, several for `ownerid`. */; targets: string[] }
  | { kind: 'collection'; name: string; relation: Relation }
  | { kind: 'intersection'; name: string; intersection: Intersection; other: string }

/** A table with what is looked up all the time worked out once. */
export interface Table extends TableInfo {
  /** Columns of the Web API by the property's name: `_customerid_value`, `title`. */
  properties: ReadonlyMap<string, Column>
  /** An activity has those of all activities, too: `regardingobjectid_contact` beside `regardingobjectid_contact_task` (documented: it inherits them). */
  navigations: ReadonlyMap<string, Navigation>
  lookups: readonly Column[]
}

export interface Model {
  tables: ReadonlyMap<string, Table>
  sets: ReadonlyMap<string, Table>
  intersections: readonly Intersection[]
}

export const isLookup = (column: Column): boolean => column.type === 'Lookup' || column.type === 'Customer' || column.type === 'Owner'
/** The name under which the Web API shows a column. */
export const propertyOf = (column: Column): string => (isLookup(column) ? `_${column.name}_value` : column.name)

/** Many-to-many relationships of the standard tables, as the Web API names them (documented: entity reference). */
const INTERSECTIONS: Intersection[] = [
  { name: 'systemuserroles_association', entity: 'systemuserroles', tables: ['systemuser', 'role'] },
  { name: 'teamroles_association', entity: 'teamroles', tables: ['team', 'role'] },
  { name: 'teammembership_association', entity: 'teammembership', tables: ['systemuser', 'team'] },
  { name: 'contactleads_association', entity: 'contactleads', tables: ['contact', 'lead'] },
  { name: 'accountleads_association', entity: 'accountleads', tables: ['account', 'lead'] },
  { name: 'opportunitycompetitors_association', entity: 'opportunitycompetitors', tables: ['opportunity', 'competitor'] },
  { name: 'leadcompetitors_association', entity: 'leadcompetitors', tables: ['lead', 'competitor'] },
  { name: 'leadproduct_association', entity: 'leadproduct', tables: ['lead', 'product'] },
  { name: 'queuemembership_association', entity: 'queuemembership', tables: ['queue', 'systemuser'] },
  { name: 'knowledgearticle_incidents', entity: 'knowledgearticleincident', tables: ['knowledgearticle', 'incident'] },
]

export function buildModel(infos: Iterable<TableInfo>, extra: readonly Intersection[] = []): Model {
  const all = new Map([...infos].map((info) => [info.name, info]))
  const intersections = [...INTERSECTIONS, ...extra]
  const tables = new Map([...all.values()].map((info) => [info.name, complete(info, intersections, all)]))
  return { tables, sets: new Map([...tables.values()].map((table) => [table.set, table])), intersections }
}

let standard: Model | undefined
export const standardModel = (): Model => (standard ??= buildModel(standardTables()))

function complete(info: TableInfo, intersections: readonly Intersection[], infos: ReadonlyMap<string, TableInfo>): Table {
  const properties = new Map<string, Column>()
  const navigations = new Map<string, Navigation>()
  const lookups: Column[] = []
  for (const column of info.columns.values()) {
    if (isLookup(column)) {
      if (!column.hidden) lookups.push(column)
      for (const [target, name] of Object.entries(column.targets ?? {})) {
        const known = navigations.get(name)
        if (known?.kind === 'lookup') known.targets.push(target)
        else navigations.set(name, { kind: 'lookup', name, column, targets: [target] })
      }
      if (column.twin) navigations.set(column.twin, { kind: 'lookup', name: column.twin, column, targets: Object.keys(column.targets ?? {}) })
    }
    if (!column.hidden && column.type !== 'PartyList') properties.set(propertyOf(column), column)
  }
  const base = info.base === undefined ? undefined : infos.get(info.base)
  for (const { name, targets } of base?.columns.values() ?? []) {
    const column = info.columns.get(name)
    for (const [target, inherited] of Object.entries(targets ?? {}))
      if (column && !navigations.has(inherited)) navigations.set(inherited, { kind: 'lookup', name: inherited, column, targets: [target] })
  }
  const common = base?.relations.filter(({ many }) => infos.get(many)?.base !== base.name) ?? []
  for (const relation of [...info.relations, ...common]) {
    if (!navigations.has(relation.collection)) navigations.set(relation.collection, { kind: 'collection', name: relation.collection, relation })
  }
  for (const intersection of intersections) {
    const [first, second] = intersection.tables
    const other = first === info.name ? second : second === info.name ? first : undefined
    if (other && !navigations.has(intersection.name)) navigations.set(intersection.name, { kind: 'intersection', name: intersection.name, intersection, other })
  }
  return { ...info, properties, navigations, lookups }
}
