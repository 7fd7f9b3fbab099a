import type { StoreListener, Table, TableDefinition } from '../store.ts'
import { emptyLayer, enter, idsUnder, keyed, type Layer, unindex } from './layer.ts'
import { searchTexts } from './texts.ts'

/** Past this many frozen layers a table is merged into one, so that look-ups stay flat however often a World is forked. */
const MOST_LAYERS = 6

/** Whether a layer under `depth` has a place for this id already. */
function standsBelow(layers: readonly Layer[], depth: number, id: string): boolean {
  for (let below = 0; below < depth; below++) if (layers[below]?.records.has(id)) return true
  return false
}

/** Whether a layer over `depth` has this id in another state. */
function standsAbove(layers: readonly Layer[], depth: number, id: string): boolean {
  for (let above = depth + 1; above < layers.length; above++) if (layers[above]?.records.has(id)) return true
  return false
}

/** A table as a pile of layers: what is frozen is shared with forks and snapshots, what is written goes into its own on top. */
export class LayeredTable<T> implements Table<T> {
  readonly #definition: TableDefinition<T>
  readonly #feed: { listener?: StoreListener }
  #frozen: readonly Layer[]
  #top: Layer
  #size: number
  #version = 0

  constructor(definition: TableDefinition<T>, frozen: readonly Layer[], feed: { listener?: StoreListener }) {
    this.#definition = definition
    this.#feed = definition.volatile ? {} : feed
    this.#frozen = this.#adopt(frozen)
    this.#top = emptyLayer()
    this.#size = this.#count()
  }

  get size(): number {
    return this.#size
  }

  get version(): number {
    return this.#version
  }

  get(id: string): T | undefined {
    for (let depth = this.#frozen.length; depth >= 0; depth--) {
      const { records, gaps } = this.#frozen[depth] ?? this.#top
      const record = records.get(id)
      if (record !== undefined) return record as T
      if (gaps && records.has(id)) return undefined
    }
    return undefined
  }

  find(index: string, key: string): T[] {
    const found: T[] = []
    const layers = this.#frozen.length === 0 ? [this.#top] : [...this.#frozen, this.#top]
    for (const [depth, layer] of layers.entries()) {
      for (const id of idsUnder(keyed(this.#definition, layer, index), key)) {
        const record = layer.records.get(id)
        if (record !== undefined && !standsAbove(layers, depth, id)) found.push(record as T)
      }
    }
    return found
  }

  search(column: string, test: (text: string) => boolean): T[] {
    const { text, name } = this.#definition
    if (!text) throw new Error(`table ${name} declares no text`)
    const found: T[] = []
    for (const [depth, layer] of this.#frozen.entries()) {
      const above = [...this.#frozen.slice(depth + 1), this.#top].filter((one) => one.records.size > 0)
      for (const id of searchTexts(layer, column, text, test)) if (!above.some((one) => one.records.has(id))) found.push(layer.records.get(id) as T)
    }
    for (const record of this.#top.records.values()) {
      const own = record === undefined ? undefined : text(record as T, column)
      if (own !== undefined && test(own)) found.push(record as T)
    }
    return found
  }

  put(id: string, record: T): T {
    const before = this.get(id)
    if (before === undefined) this.#size++
    else unindex(this.#definition, this.#top, id)
    this.#top.records.set(id, record)
    return this.#entered(id, record)
  }

  add(id: string, record: T): T {
    const { records, gaps } = this.#top
    const { size } = records
    // One that is marked as deleted has its place here all the same.
    if (gaps && this.get(id) === undefined) return this.put(id, record)
    records.set(id, record)
    if (records.size === size) throw new Error(`table ${this.#definition.name} had a record ${id} already`)
    this.#size++
    return this.#entered(id, record)
  }

  #entered(id: string, record: T): T {
    this.#version++
    enter(this.#definition, this.#top, id, record)
    this.#feed.listener?.changed(this.#definition.name, id, record)
    return record
  }

  delete(id: string): boolean {
    if (this.get(id) === undefined) return false
    this.#size--
    this.#version++
    unindex(this.#definition, this.#top, id)
    if (this.#frozen.some((layer) => layer.records.has(id))) {
      this.#top.records.set(id, undefined)
      this.#top.gaps = true
    } else this.#top.records.delete(id)
    this.#feed.listener?.changed(this.#definition.name, id, undefined)
    return true
  }

  *scan(): IterableIterator<T> {
    const layers = [...this.#frozen, this.#top].filter((layer) => layer.records.size > 0)
    if (layers.length === 1) return yield* this.#scanOnly(layers[0] as Layer)
    for (const [depth, layer] of layers.entries()) {
      for (const id of layer.records.keys()) {
        if (standsBelow(layers, depth, id)) continue
        const record = this.get(id)
        if (record !== undefined) yield record
      }
    }
  }

  /** The usual case, at a third of the cost: nothing stands above or below, unless somebody writes on the way. */
  *#scanOnly(layer: Layer): IterableIterator<T> {
    for (const [id, record] of layer.records) {
      const current = this.#top === layer || this.#top.records.size === 0 ? record : this.get(id)
      if (current !== undefined) yield current as T
    }
  }

  entries(): Record<string, unknown> {
    const all: Record<string, unknown> = {}
    for (const layer of [...this.#frozen, this.#top]) for (const [id, record] of layer.records) all[id] = record
    return Object.fromEntries(Object.entries(all).filter(([, record]) => record !== undefined))
  }

  /** Freezes what is here and goes on in a new layer above it. */
  freeze(): readonly Layer[] {
    if (this.#top.records.size > 0) {
      const layers = [...this.#frozen, this.#top]
      this.#frozen = layers.length > MOST_LAYERS ? [this.#merge(layers)] : layers
      this.#top = emptyLayer()
    }
    return this.#frozen
  }

  replace(frozen: readonly Layer[]): void {
    this.#version++
    this.#frozen = this.#adopt(frozen)
    this.#top = emptyLayer()
    this.#size = this.#count()
  }

  #adopt(frozen: readonly Layer[]): readonly Layer[] {
    return frozen.length > MOST_LAYERS || frozen.some((layer) => layer.bare) ? [this.#merge(frozen)] : frozen
  }

  #count(): number {
    if (this.#frozen.length === 0) return 0
    if (this.#frozen.length === 1) {
      let size = 0
      for (const record of (this.#frozen[0] as Layer).records.values()) if (record !== undefined) size++
      return size
    }
    let size = 0
    for (const _ of this.scan()) size++
    return size
  }

  #merge(layers: readonly Layer[]): Layer {
    const merged = emptyLayer()
    for (const layer of layers) for (const [id, record] of layer.records) merged.records.set(id, record)
    for (const [id, record] of merged.records) {
      if (record === undefined) merged.records.delete(id)
      else enter(this.#definition, merged, id, record as T)
    }
    return merged
  }
}
