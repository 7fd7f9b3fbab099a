import pico from 'picocolors'

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
