import { type Edge, layered } from './layers.ts'

export const BOX = { width: 188, height: 46 }
const BEND = 18
const GAP = { across: 26, down: 58 }

export interface Point {
  x: number
  y: number
}

export interface Layout<E extends Edge = Edge> {
  width: number
  height: number
  /** Middle of each box, by node. */
  boxes: ReadonlyMap<string, Point>
  lines: readonly { edge: E; points: readonly Point[] }[]
}

/** Where each node and each link of a graph is drawn, from top to bottom, in pixels. */
export function layOut<E extends Edge>(nodes: readonly string[], edges: readonly E[], starts: readonly string[]): Layout<E> {
  const { rows, routes } = layered(nodes, edges, starts)
  const known = new Set(nodes)
  const wide = (key: string) => (known.has(key) ? BOX.width : BEND)
  const neighbours = new Map<string, string[]>()
  for (const { stops } of routes)
    for (let i = 1; i < stops.length; i++) {
      const [a, b] = [stops[i - 1] as string, stops[i] as string]
      neighbours.set(a, [...(neighbours.get(a) ?? []), b])
      neighbours.set(b, [...(neighbours.get(b) ?? []), a])
    }
  const x = across(rows, neighbours, wide)
  const left = Math.min(0, ...[...x].map(([key, at]) => at - wide(key) / 2))
  const loops = edges.some(({ from, to }) => from === to) ? 34 : 0
  const y = new Map(rows.flatMap((row, layer) => row.map((key) => [key, BOX.height / 2 + layer * (BOX.height + GAP.down)] as const)))
  const point = (key: string): Point => ({ x: (x.get(key) ?? 0) - left, y: y.get(key) ?? 0 })

  const ports = spread(routes.map(({ stops }) => stops))
  const lines = routes.map(({ edge, back, stops }, index) => {
    const points = stops.map(point)
    const [first, last] = [points[0] as Point, points.at(-1) as Point]
    points[0] = { x: first.x + (ports.leaving[index] ?? 0), y: first.y + BOX.height / 2 }
    points[points.length - 1] = { x: last.x + (ports.entering[index] ?? 0), y: last.y - BOX.height / 2 }
    return { edge, points: back ? points.reverse() : points }
  })
  const around = edges
    .filter(({ from, to }) => from === to)
    .map((edge) => {
      const { x: cx, y: cy } = point(edge.from)
      const right = cx + BOX.width / 2
      return {
        edge,
        points: [
          { x: right, y: cy + 12 },
          { x: right + 30, y: cy },
          { x: right, y: cy - 12 },
        ],
      }
    })
  return {
    width: Math.max(0, ...[...x].map(([key, at]) => at - left + wide(key) / 2)) + loops,
    height: rows.length * (BOX.height + GAP.down) - GAP.down,
    boxes: new Map(nodes.map((node) => [node, point(node)])),
    lines: [...lines, ...around],
  }

  /** Links that touch one box do so side by side, in the order of where they come from. */
  function spread(all: readonly (readonly string[])[]): { leaving: number[]; entering: number[] } {
    const side = (end: (stops: readonly string[]) => [string, string]) => {
      const offsets = new Array<number>(all.length).fill(0)
      const groups = new Map<string, number[]>()
      all.forEach((stops, index) => {
        const [box] = end(stops)
        groups.set(box, [...(groups.get(box) ?? []), index])
      })
      for (const group of groups.values()) {
        const sorted = [...group].sort((a, b) => point(end(all[a] ?? [])[1]).x - point(end(all[b] ?? [])[1]).x)
        const step = Math.min(26, (BOX.width - 24) / Math.max(1, sorted.length))
        sorted.forEach((index, i) => {
          offsets[index] = (i - (sorted.length - 1) / 2) * step
        })
      }
      return offsets
    }
    return {
      leaving: side((stops) => [stops[0] as string, stops[1] as string]),
      entering: side((stops) => [stops.at(-1) as string, stops.at(-2) as string]),
    }
  }
}

const PASSES = 24

/** Each row keeps its order and its distances; within them everybody moves towards the middle of the neighbours. */
function across(rows: readonly (readonly string[])[], neighbours: ReadonlyMap<string, readonly string[]>, wide: (key: string) => number): Map<string, number> {
  const x = new Map<string, number>()
  for (const row of rows) {
    let at = 0
    for (const key of row) {
      x.set(key, at + wide(key) / 2)
      at += wide(key) + GAP.across
    }
  }
  for (let pass = 0; pass < PASSES; pass++) {
    for (const row of pass % 2 === 0 ? rows : [...rows].reverse()) {
      const wanted = row.map((key) => median((neighbours.get(key) ?? []).map((one) => x.get(one) ?? 0)) ?? x.get(key) ?? 0)
      settled(row, wanted, wide).forEach((at, i) => {
        x.set(row[i] as string, at)
      })
    }
  }
  return x
}

const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
}

/** Positions as near to the wanted ones as the distances allow: neighbours that collide share their shift. */
function settled(row: readonly string[], wanted: readonly number[], wide: (key: string) => number): number[] {
  const offsets: number[] = []
  let sum = 0
  row.forEach((key, i) => {
    if (i > 0) sum += wide(row[i - 1] as string) / 2 + GAP.across + wide(key) / 2
    offsets.push(sum)
  })
  const blocks: { from: number; to: number; total: number }[] = []
  const target = ({ from, to, total }: { from: number; to: number; total: number }) => total / (to - from + 1)
  row.forEach((_, i) => {
    let block = { from: i, to: i, total: (wanted[i] as number) - (offsets[i] as number) }
    for (let last = blocks.at(-1); last && target(last) > target(block); last = blocks.at(-1)) {
      blocks.pop()
      block = { from: last.from, to: block.to, total: last.total + block.total }
    }
    blocks.push(block)
  })
  return blocks.flatMap((block) => row.slice(block.from, block.to + 1).map((_, i) => target(block) + (offsets[block.from + i] as number)))
}
