/** What was worked out lately, at most so many: the one that came first goes first. */
export class Recent<K, V> {
  readonly #most: number
  readonly #known = new Map<K, V>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: K): V | undefined {
    return this.#known.get(key)
  }

  set(key: K, value: V): V {
    if (this.#known.size >= this.#most && !this.#known.has(key)) this.#known.delete(this.#known.keys().next().value as K)
    this.#known.set(key, value)
    return value
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
