import type { Activity, Link, Process } from '../format.ts'

/** A process as a graph, with the questions that checks ask of it. */
export interface Graph {
  process: Process
  /** Where a path begins: the start activity, and each event. */
  starts: readonly Activity[]
  activities: readonly Activity[]
  /** Links that leave an activity and lead somewhere. */
  out(activity: Activity): readonly Link[]
  next(activity: Activity): readonly Activity[]
  /** Everything that a path from `from` comes by, `from` not among it unless a path returns; no path goes on behind a `wall`. */
  after(from: readonly Activity[], wall?: (activity: Activity) => boolean): ReadonlySet<Activity>
  /** Everything that lies on some path from a start. */
  reachable: ReadonlySet<Activity>
}

export function graphOf(process: Process): Graph {
  const activities = [...process.activities.values()]
  const outgoing = new Map<string, Link[]>()
  for (const link of process.links) if (process.activities.has(link.to)) outgoing.set(link.from, [...(outgoing.get(link.from) ?? []), link])
  const out = ({ id }: Activity) => outgoing.get(id) ?? []
  const next = (activity: Activity) => out(activity).map(({ to }) => process.activities.get(to) as Activity)
  const starts = activities.filter(({ group }) => group === 'start' || group === 'event')

  const after = (from: readonly Activity[], wall: (activity: Activity) => boolean = () => false) => {
    const seen = new Set<Activity>()
    const open = from.flatMap(next)
    for (let activity = open.pop(); activity; activity = open.pop()) {
      if (seen.has(activity)) continue
      seen.add(activity)
      if (!wall(activity)) open.push(...next(activity))
    }
    return seen
  }
  return { process, starts, activities, out, next, after, reachable: new Set([...starts, ...after(starts)]) }
}

/** Groups of activities that can go round for ever: whoever is inside finds no link that leads out. */
export function traps({ activities, after, out, process }: Graph): Activity[][] {
  const found: Activity[][] = []
  for (const activity of activities) {
    if (found.some((trap) => trap.includes(activity))) continue
    const ahead = after([activity])
    if (!ahead.has(activity)) continue
    const inside = [...ahead]
    const leads = inside.every((one) => out(one).length > 0 && out(one).every(({ to }) => ahead.has(process.activities.get(to) as Activity)))
    if (leads && inside.every((one) => after([one]).has(activity))) found.push(inside)
  }
  return found
}
