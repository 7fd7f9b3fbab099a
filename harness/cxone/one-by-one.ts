/** Runs work of equal keys one after the other, work of different keys side by side. */
export type OneByOne = <T>(key: string, work: () => Promise<T>) => Promise<T>

export function oneByOne(): OneByOne {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(work)
    const tail = turn.catch(() => {})
    tails.set(key, tail)
    try {
      return await turn
    } finally {
      if (tails.get(key) === tail) tails.delete(key)
    }
  }
}
