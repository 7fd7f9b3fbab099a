/** How many are done at once: from some thirty on a step gains no more by doing more of them, and whoever came first would wait for all the others. */
const MOST = 32

/**
 * Gathers what is handed over in one turn of the event loop, and does it at the turn's end, in the order in which it came.
 * Doing one step for all of them, then the next one for all, finds the step's code and data still in the processor's caches;
 * going through all steps with each in turn drives them out of there again.
 */
export function gathered<T>(work: (all: readonly T[]) => void): (one: T) => void {
  let waiting: T[] = []
  const turnEnds = () => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += MOST) work(all.slice(from, from + MOST))
  }
  return (one) => {
    if (waiting.push(one) === 1) setImmediate(turnEnds)
  }
}
