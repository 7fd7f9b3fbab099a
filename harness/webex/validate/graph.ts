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
  const following = new Map(activities.map((activity) => [activity, [...new Set(out(activity).map(({ to }) => process.activities.get(to) as Activity))]]))
  const next = (activity: Activity) => following.get(activity) ?? []
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
export const traps = (graph: Graph): Activity[][] =>
  components(graph).filter((group) => {
    const inside = new Set(group)
    const goesOn = group.length > 1 || graph.next(group[0] as Activity).includes(group[0] as Activity)
    return goesOn && group.every((activity) => graph.next(activity).length > 0 && graph.next(activity).every((one) => inside.has(one)))
  })

/** Strongly connected components, by Tarjan's way, without recursion: flows come from files. */
function components({ activities, next }: Graph): Activity[][] {
  const found: Activity[][] = []
  const order = new Map<Activity, number>()
  const lowest = new Map<Activity, number>()
  const open: Activity[] = []
  const isOpen = new Set<Activity>()
  const lower = (activity: Activity, to: number) => lowest.set(activity, Math.min(lowest.get(activity) ?? to, to))
  for (const root of activities) {
    if (order.has(root)) continue
    const stack: { activity: Activity; at: number }[] = [{ activity: root, at: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const { activity } = top
      if (top.at === 0) {
        order.set(activity, order.size)
        lower(activity, order.size - 1)
        open.push(activity)
        isOpen.add(activity)
      }
      const following = next(activity)[top.at++]
      if (following && !order.has(following)) stack.push({ activity: following, at: 0 })
      else if (following && isOpen.has(following)) lower(activity, order.get(following) as number)
      else if (!following) {
        stack.pop()
        const above = stack.at(-1)
        if (above) lower(above.activity, lowest.get(activity) as number)
        if (lowest.get(activity) === order.get(activity)) {
          const group = open.splice(open.lastIndexOf(activity))
          for (const one of group) isOpen.delete(one)
          found.push(group)
        }
      }
    }
  }
  return found
}
