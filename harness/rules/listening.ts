import type { TraceEntry } from '../trace.ts'
import type { Watcher } from './rule.ts'

type Ear = (entry: TraceEntry) => unknown

const kinds: readonly TraceEntry['kind'][] = ['step', 'moment', 'event', 'delivered', 'exchange', 'notice']

/** Tells each entry to those whom its kind concerns: first what several rules read together, once; then the rules, then everybody else. */
export function listening(watchers: readonly Watcher[], others: readonly Ear[]): (entry: TraceEntry) => void {
  const readers = watchers.flatMap(({ reads }) => reads ?? [])
  const ears = new Map(
    kinds.map((kind): [string, readonly Ear[]] => [
      kind,
      [...new Set([...readers, ...watchers.filter(({ hears }) => !hears || hears.includes(kind)).map(({ on }) => on), ...others])],
    ]),
  )
  return (entry) => {
    for (const hear of ears.get(entry.kind) ?? []) hear(entry)
  }
}
