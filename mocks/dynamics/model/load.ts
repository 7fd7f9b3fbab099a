import { readdirSync, readFileSync } from 'node:fs'
import { baseOf } from './money.ts'
import type { Column, Relation, TableInfo } from './types.ts'

type StoredColumn = Omit<Column, 'name' | 'label' | 'targets'> & { label?: string; targets?: string[] | Record<string, string> }
type StoredRelation = [
  name: string,
  many: string,
  column: string,
  collection: string,
  lookup: string,
  onDelete: Relation['onDelete'],
  onAssign: Relation['onAssign'],
]
type StoredTable = Omit<TableInfo, 'columns' | 'relations' | 'keys'> & { columns: Record<string, StoredColumn>; relations: StoredRelation[] }

let loaded: TableInfo[] | undefined

/** The tables that every organisation has, read once and when first asked for. */
export function standardTables(): readonly TableInfo[] {
  loaded ??= read()
  return loaded
}

function read(): TableInfo[] {
  const folder = new URL('../tables/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => table(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as StoredTable))
}

function table(stored: StoredTable): TableInfo {
  return {
    ...stored,
    columns: new Map(
      Object.entries(stored.columns)
        .map(([name, column]) => columnOf(name, column))
        .flatMap((column) => [column, ...baseOf(column)])
        .map((column) => [column.name, column]),
    ),
    relations: stored.relations.map(([name, many, column, collection, lookup, onDelete, onAssign]) => ({
      name,
      one: stored.name,
      many,
      column,
      collection,
      lookup,
      onDelete,
      onAssign,
    })),
    keys: [],
  }
}

/** A column whose navigation property is its own name for every target is written as a plain list of targets. */
function columnOf(name: string, { targets, ...stored }: StoredColumn): Column {
  const column: Column = { ...stored, name, label: stored.label ?? stored.schema }
  if (!targets) return column
  return { ...column, targets: Array.isArray(targets) ? Object.fromEntries(targets.map((target) => [target, name])) : targets }
}
