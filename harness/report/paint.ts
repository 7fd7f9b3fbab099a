import pico from 'picocolors'
import type { Output } from './output.ts'

/** Colour says the same as the words, never more: a report without it loses nothing. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  bad(text: string): string
  mark(text: string): string
}

const same = (text: string) => text
export const plain: Paint = { bold: same, dim: same, good: same, bad: same, mark: same }

export function paintFor(colours: boolean): Paint {
  const { bold, dim, green, red, cyan } = pico.createColors(colours)
  return { bold, dim, good: green, bad: (text) => bold(red(text)), mark: cyan }
}

/** What the terminal, NO_COLOR and FORCE_COLOR say; a file or a pipe has none unless they are forced, in CI either. */
export function colourful({ isTTY }: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  return FORCE_COLOR ? FORCE_COLOR !== '0' : isTTY === true && TERM !== 'dumb'
}
