import type { Layer } from './store/layer.ts'
import { LayeredTable } from './store/table.ts'

/** Records of one kind by id. Records are values: to change one, put another under its id. */
export interface Table<T> {
  get(id: string): T | undefined
  /** Records whose declared index `index` has `key`, in no promised order. */
  find(index: string, key: string): T[]
  /** Records whose text under `column`, as the definition's `text` gives it, passes the test; in no promised order. */
  search(column: string, test: (text: string) => boolean): T[]
  put(id: string, record: T): T
  /** The same under an id that is new, such as the next number: nobody looks whether it stands. Throws an Error where one of this World's own layer does. */
  add(id: string, record: T): T
  delete(id: string): boolean
  /** Oldest first. A record that is replaced keeps its place. */
  scan(): IterableIterator<T>
  readonly size: number
  /** Grows with every change: what was worked out from these records holds while it stands. */
  readonly version: number
}

/** From a record to the keys under which an index finds it. */
export type Index<T> = (record: T) => string | readonly string[] | undefined

export interface TableDefinition<T> {
  name: string
  /** Counters of the moment, such as rate windows: never written to disk. */
  volatile?: boolean
  /** Whoever has these records can sign in: tokens, grants, keys. An export leaves them out. */
  credentials?: boolean
  /** Members that are secrets of a record which is none itself. An export leaves them empty. */
  secrets?: readonly (keyof T & string)[]
  indexes?: Record<string, Index<T>>
  /** Indexes that a layer makes when they are first asked for, and keeps up from then on: for what many Worlds never look up, such as the words of texts. */
  lazy?: Record<string, Index<T>>
  /** The text of a record under a column, in the form in which it is searched. */
  text?: (record: T, column: string) => string | undefined
}

/** All state of a World. `fork` and `snapshot` cost a layer per table, however many records there are. */
export interface Store {
  table<T>(definition: TableDefinition<T>): Table<T>
  fork(): Store
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
  /** The next number of a named sequence, from 1; the first of `count` that are taken at once. */
  sequence(name: string, first?: number, count?: number): number
  /** Everything, as plain data: for export and comparison. */
  dump(): Record<string, Record<string, unknown>>
  /** Tells one listener of every change from now on, volatile tables left out. */
  watch(listener: StoreListener): void
  /** Names of the volatile tables that were asked for so far. */
  volatile(): ReadonlySet<string>
  /** Names of the tables of credentials that were asked for so far; and of members that are secrets, as `table#member`. */
  credentials(): ReadonlySet<string>
}

export interface StoreListener {
  /** A record was put under its id; undefined: deleted. */
  changed(table: string, id: string, record: unknown): void
  /** A sequence moved on; `next` is the number that comes next. */
  counted(sequence: string, next: number): void
  /** A snapshot took the place of everything. */
  replaced(): void
}

export interface Snapshot {
  readonly tables: ReadonlyMap<string, readonly Layer[]>
  readonly sequences: ReadonlyMap<string, number>
}

export function createStore(from?: Snapshot): Store {
  let frozen = from?.tables ?? new Map<string, readonly Layer[]>()
  let sequences = new Map(from?.sequences)
  const tables = new Map<string, LayeredTable<unknown>>()
  const volatile = new Set<string>()
  const credentials = new Set<string>()
  const feed: { listener?: StoreListener } = {}

  const store: Store = {
    table<T>(definition: TableDefinition<T>) {
      let table = tables.get(definition.name)
      if (!table) {
        table = new LayeredTable(definition as TableDefinition<unknown>, frozen.get(definition.name) ?? [], feed)
        if (definition.volatile) volatile.add(definition.name)
        if (definition.credentials) credentials.add(definition.name)
        for (const member of definition.secrets ?? []) credentials.add(`${definition.name}#${member}`)
        tables.set(definition.name, table)
      }
      return table as unknown as Table<T>
    },
    sequence(name, first = 1, count = 1) {
      const next = sequences.get(name) ?? first
      sequences.set(name, next + count)
      feed.listener?.counted(name, next + count)
      return next
    },
    snapshot() {
      const layers = new Map(frozen)
      for (const [name, table] of tables) layers.set(name, table.freeze())
      return { tables: layers, sequences: new Map(sequences) }
    },
    restore(snapshot) {
      frozen = snapshot.tables
      sequences = new Map(snapshot.sequences)
      for (const [name, table] of tables) table.replace(frozen.get(name) ?? [])
      feed.listener?.replaced()
    },
    fork: () => createStore(store.snapshot()),
    dump: () => Object.fromEntries([...tables].map(([name, table]) => [name, table.entries()])),
    watch(listener) {
      feed.listener = listener
    },
    volatile: () => volatile,
    credentials: () => credentials,
  }
  return store
}
