import type { Axis } from './axis.ts'
import { gathered, NAMED } from './crowd.ts'
import { LANES, type Lane, type Mark } from './marks.ts'

/** A mark with its place: pixels from the left of the plot and from the top of the picture. */
export interface Placed {
  mark: Mark
  x: number
  y: number
  /** Length of the bar; 0 for a mark without one. */
  length: number
  /** Cut to fit; empty where there are too many to name each. */
  text: string
  /** Before the mark only where there is no room behind it. */
  words: 'inside' | 'behind' | 'before'
  /** From left to right, words and all. */
  span: { from: number; until: number }
}

export interface PlacedLane {
  lane: Lane
  top: number
  height: number
  marks: Placed[]
}

/** Marks are at least this high and wide for a finger (WCAG 2.2, 2.5.8). */
export const ROW = 24
const PAD = 5
const PER_CHARACTER = 6.1
const LONGEST = { findings: 96, other: 40 }

/** Letters of East Asian scripts are as wide as two others. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc\u3000-\u3002\uff01-\uff60]/u
const lengthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0)
const widthOf = (text: string): number => (text === '' ? 0 : lengthOf(text) * PER_CHARACTER + 8)

function cut(text: string, most: number): string {
  if (lengthOf(text) <= most) return text
  let kept = ''
  let room = most - 1
  for (const letter of text) {
    room -= lengthOf(letter)
    if (room < 0) break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

/** Lanes from the top down: those that have something to show, and the five that every play with a contact has. */
export function layOut(marks: readonly Mark[], axis: Axis, top: number): PlacedLane[] {
  let reached = top
  const played = marks.some(({ lane }) => lane !== 'world' && lane !== 'findings')
  return LANES.flatMap((lane) => {
    const own = gathered(marks.filter((mark) => mark.lane === lane)).sort((a, b) => a.at - b.at)
    if (own.length === 0 && (!played || lane === 'world' || lane === 'findings')) return []
    const { placed, rows } = inRows(own, axis, lane)
    const height = Math.max(rows, 1) * ROW + 2 * PAD
    const found = { lane, top: reached, height, marks: placed.map(({ row, ...one }) => ({ ...one, y: reached + PAD + row * ROW + ROW / 2 })) }
    reached += height
    return [found]
  })
}

function inRows(marks: readonly Mark[], axis: Axis, lane: Lane) {
  /** What is taken of each row, from left to right. */
  const rows: { from: number; until: number }[][] = []
  const crowded = marks.length > NAMED
  const placed = marks.map((mark) => {
    const x = axis.x(mark.at)
    const length = mark.until === undefined ? 0 : Math.max(axis.x(mark.until) - x, ROW)
    const behindIt = axis.width + ROW - (x + length + ROW / 2)
    const beforeIt = x - ROW / 2
    const longest = Math.min(lane === 'findings' ? LONGEST.findings : LONGEST.other, Math.floor((Math.max(behindIt, beforeIt, length) - 8) / PER_CHARACTER))
    const text = crowded && !mark.blamed ? '' : cut(mark.label, longest)
    const words: Placed['words'] = length > widthOf(text) + 12 ? 'inside' : widthOf(text) <= behindIt ? 'behind' : 'before'
    const span = {
      from: x - ROW / 2 - (words === 'before' ? widthOf(text) : 0),
      until: x + length + ROW / 2 + (words === 'behind' ? widthOf(text) : 0),
    }
    const free = rows.findIndex((taken) => taken.every((other) => span.until <= other.from || span.from >= other.until))
    const row = text === '' ? 0 : free === -1 ? rows.length : free
    rows[row] = [...(rows[row] ?? []), span]
    return { mark, x, length, text, words, span, row }
  })
  return { placed, rows: rows.length }
}
