import { groupBy } from '../../rules/group.ts'

/** A picture's graph: what is drawn, without a meaning. */
export interface Edge {
  from: string
  to: string
}

/** An edge on its way: the node or bend in each layer that it passes, downwards; `back` when it is drawn against its direction. */
export interface Route<E extends Edge = Edge> {
  edge: E
  back: boolean
  /** Keys of nodes (at the ends) and of bends (between them). */
  stops: readonly string[]
}

export interface Layers<E extends Edge = Edge> {
  /** Keys by layer from the top, from left to right in each. */
  rows: readonly (readonly string[])[]
  routes: readonly Route<E>[]
}

/** With more bends than anybody could follow, long links are drawn straight. */
const MOST_BENDS = 3000

/**
 * Sugiyama's way: links that close a circle are turned round, each node goes below all that lead to it, long links get a bend
 * in every layer that they pass, and the order in a layer follows the middle of the neighbours above and below.
 */
export function layered<E extends Edge>(nodes: readonly string[], edges: readonly E[], starts: readonly string[]): Layers<E> {
  const forward = turned(nodes, edges, starts)
  const depth = depths(nodes, forward)
  const rows: string[][] = []
  const place = (key: string, layer: number) => {
    for (let at = rows.length; at <= layer; at++) rows.push([])
    rows[layer]?.push(key)
  }
  for (const node of [...starts, ...nodes.filter((one) => !starts.includes(one))]) place(node, depth.get(node) ?? 0)
  const spans = forward.reduce((sum, { upper, lower }) => sum + Math.max(0, (depth.get(lower) ?? 0) - (depth.get(upper) ?? 0) - 1), 0)
  const routes = forward
    .filter(({ edge }) => edge.from !== edge.to)
    .map(({ edge, upper, lower, back }, index) => {
      const [top, bottom] = [depth.get(upper) ?? 0, depth.get(lower) ?? 0]
      const bends = Array.from({ length: spans > MOST_BENDS ? 0 : Math.max(0, bottom - top - 1) }, (_, i) => `bend ${index} ${i}`)
      bends.forEach((bend, i) => {
        place(bend, top + 1 + i)
      })
      return { edge, back, stops: [upper, ...bends, lower] }
    })
  return { rows: ordered(rows, routes), routes }
}

interface Turned<E extends Edge = Edge> {
  edge: E
  upper: string
  lower: string
  back: boolean
}

/** Depth first from the starts: a link to somebody who is still on the way down closes a circle. */
function turned<E extends Edge>(nodes: readonly string[], edges: readonly E[], starts: readonly string[]): Turned<E>[] {
  const leaving = new Map<string, E[]>()
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  const state = new Map<string, 'open' | 'done'>()
  const back = new Set<E>()
  for (const root of [...starts, ...nodes]) {
    if (state.has(root)) continue
    state.set(root, 'open')
    const stack = [{ node: root, next: 0 }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = leaving.get(top.node)?.[top.next++]
      if (!edge) {
        state.set(top.node, 'done')
        stack.pop()
      } else if (state.get(edge.to) === 'open') back.add(edge)
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open')
        stack.push({ node: edge.to, next: 0 })
      }
    }
  }
  return edges.map((edge) =>
    back.has(edge) ? { edge, upper: edge.to, lower: edge.from, back: true } : { edge, upper: edge.from, lower: edge.to, back: false },
  )
}

/** The longest way down to each node; a node without a way to it is at the top. */
function depths(nodes: readonly string[], links: readonly Turned[]): Map<string, number> {
  const above = new Map(nodes.map((node) => [node, 0]))
  for (const { upper, lower } of links) if (upper !== lower) above.set(lower, (above.get(lower) ?? 0) + 1)
  const depth = new Map(nodes.map((node) => [node, 0]))
  const below = groupBy(
    links.filter(({ upper, lower }) => upper !== lower),
    ({ upper }) => upper,
  )
  const ready = nodes.filter((node) => above.get(node) === 0)
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    for (const { lower } of below.get(node) ?? []) {
      depth.set(lower, Math.max(depth.get(lower) ?? 0, (depth.get(node) ?? 0) + 1))
      above.set(lower, (above.get(lower) ?? 0) - 1)
      if (above.get(lower) === 0) ready.push(lower)
    }
  }
  return depth
}

const SWEEPS = 12

function ordered(rows: readonly (readonly string[])[], routes: readonly Route[]): string[][] {
  const up = new Map<string, string[]>()
  const down = new Map<string, string[]>()
  const add = (map: Map<string, string[]>, key: string, value: string) => map.set(key, [...(map.get(key) ?? []), value])
  for (const { stops } of routes)
    for (let i = 1; i < stops.length; i++) {
      add(up, stops[i] as string, stops[i - 1] as string)
      add(down, stops[i - 1] as string, stops[i] as string)
    }
  let best = rows.map((row) => [...row])
  let least = crossings(best, down)
  const now = rows.map((row) => [...row])
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    const downwards = sweep % 2 === 0
    for (let i = 1; i < now.length; i++) {
      const at = downwards ? i : now.length - 1 - i
      const fixed = new Map((now[downwards ? at - 1 : at + 1] ?? []).map((key, index) => [key, index]))
      const neighbours = downwards ? up : down
      const middle = new Map((now[at] ?? []).map((key, index) => [key, mean((neighbours.get(key) ?? []).map((one) => fixed.get(one) ?? 0)) ?? index]))
      now[at]?.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0))
    }
    const count = crossings(now, down)
    if (count < least) {
      least = count
      best = now.map((row) => [...row])
    }
  }
  return best
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

function crossings(rows: readonly (readonly string[])[], down: ReadonlyMap<string, readonly string[]>): number {
  let count = 0
  rows.forEach((row, at) => {
    const below = new Map((rows[at + 1] ?? []).map((key, index) => [key, index]))
    const ends: number[] = []
    for (const key of row) {
      const targets = (down.get(key) ?? []).map((one) => below.get(one) ?? 0)
      for (const target of targets) count += ends.filter((end) => end > target).length
      ends.push(...targets)
    }
  })
  return count
}
