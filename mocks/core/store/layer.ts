import type { Index, TableDefinition } from '../store.ts'

/** What changed since the last fork, or everything: a table is a pile of these, and all but the top one are shared and frozen. */
export interface Layer {
  /** undefined marks a record of a lower layer as deleted. */
  records: Map<string, unknown>
  /** Whether some are marked so. */
  gaps: boolean
  indexes: Map<string, Ids>
  /** Read from disk: its table indexes it when it meets it. */
  bare?: true
}

/** Ids by key of an index. Most keys have one: a set for each would be larger than the records. */
export type Ids = Map<string, string | Set<string>>

/** A layer of records that no table has indexed yet. */
export const bareLayer = (records: Map<string, unknown>): Layer => ({ records, gaps: false, indexes: new Map(), bare: true })

export const emptyLayer = (): Layer => ({ records: new Map(), gaps: false, indexes: new Map() })

/** From the keys of one index to ids of this layer; makes a lazy index that nobody asked this layer for so far. */
export function keyed<T>(definition: TableDefinition<T>, layer: Layer, name: string): Ids | undefined {
  const known = layer.indexes.get(name)
  if (known || definition.indexes?.[name]) return known
  const keyOf = definition.lazy?.[name]
  if (!keyOf) throw new Error(`table ${definition.name} declares no index ${name}`)
  // Most forks never write to most tables.
  if (layer.records.size === 0) return undefined
  const made = started(layer, name)
  for (const [id, record] of layer.records) if (record !== undefined) add(made, keyOf(record as T), id)
  return made
}

/** Enters a record in all indexes of its layer; in lazy ones where they are made already. */
export function enter<T>(definition: TableDefinition<T>, layer: Layer, id: string, record: T): void {
  const { eager, lazy } = indexesOf(definition)
  for (const [name, keyOf] of eager) {
    const keys = keyOf(record)
    if (keys !== undefined) add(layer.indexes.get(name) ?? started(layer, name), keys, id)
  }
  if (layer.indexes.size === 0) return
  for (const [name, keyOf] of lazy) {
    const index = layer.indexes.get(name)
    if (index) add(index, keyOf(record), id)
  }
}

function started(layer: Layer, name: string): Ids {
  const index: Ids = new Map()
  layer.indexes.set(name, index)
  return index
}

/** Takes the record that stands in this layer under `id` out of its indexes. */
export function unindex<T>(definition: TableDefinition<T>, layer: Layer, id: string): void {
  const old = layer.records.get(id) as T | undefined
  if (old === undefined) return
  const { eager, lazy } = indexesOf(definition)
  for (const [name, keyOf] of eager) leave(layer.indexes.get(name), keyOf, old, id)
  for (const [name, keyOf] of lazy) leave(layer.indexes.get(name), keyOf, old, id)
}

function leave<T>(index: Ids | undefined, keyOf: Index<T>, old: T, id: string): void {
  if (!index) return
  for (const key of listOf(keyOf(old))) {
    const ids = index.get(key)
    if (typeof ids === 'object') ids.delete(id)
    if (ids === id || (typeof ids === 'object' && ids.size === 0)) index.delete(key)
  }
}

const listOf = (keys: ReturnType<Index<never>>): readonly string[] => (keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys)

interface Indexes<T> {
  eager: [string, Index<T>][]
  lazy: [string, Index<T>][]
}
const known = new WeakMap<object, Indexes<never>>()

function indexesOf<T>(definition: TableDefinition<T>): Indexes<T> {
  let indexes = known.get(definition) as Indexes<T> | undefined
  if (!indexes) known.set(definition, (indexes = { eager: Object.entries(definition.indexes ?? {}), lazy: Object.entries(definition.lazy ?? {}) }))
  return indexes
}

function add(index: Ids, keys: ReturnType<Index<never>>, id: string): void {
  if (typeof keys === 'string') addOne(index, keys, id)
  else for (const key of listOf(keys)) addOne(index, key, id)
}

function addOne(index: Ids, key: string, id: string): void {
  const ids = index.get(key)
  if (ids === undefined) index.set(key, id)
  else if (typeof ids === 'object') ids.add(id)
  else if (ids !== id) index.set(key, new Set([ids, id]))
}

const NONE: readonly string[] = []
/** Ids under a key, in the order in which they came. */
export function idsUnder(index: Ids | undefined, key: string): Iterable<string> {
  const ids = index?.get(key)
  return ids === undefined ? NONE : typeof ids === 'string' ? [ids] : ids
}
