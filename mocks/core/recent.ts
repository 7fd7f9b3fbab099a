/**
 * What was worked out lately, at most so many. It has two halves: when the newer is full the older goes, all at once. A Map
 * from which one key goes for each that comes would keep the places of all that went, and look through them each time.
 */
export class Recent<K, V> {
  readonly #half: number
  #newer = new Map<K, V>()
  #older = new Map<K, V>()

  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2))
  }

  get(key: K): V | undefined {
    return this.#newer.get(key) ?? this.#kept(key)
  }

  set(key: K, value: V): V {
    if (this.#newer.size >= this.#half && !this.#newer.has(key)) {
      this.#older = this.#newer
      this.#newer = new Map()
    }
    this.#newer.set(key, value)
    return value
  }

  /** What is still asked for stays. */
  #kept(key: K): V | undefined {
    const value = this.#older.get(key)
    return value === undefined ? undefined : this.set(key, value)
  }
}

/** One for each owner, made when it is first asked for and gone with its owner: what is known of one World is nothing to another. */
export function recentOf<O extends object, K, V>(most: number): (owner: O) => Recent<K, V> {
  const all = new WeakMap<O, Recent<K, V>>()
  return (owner) => {
    let own = all.get(owner)
    if (!own) all.set(owner, (own = new Recent(most)))
    return own
  }
}
