import type { en } from './en.ts'

/** The shape of a catalogue: as the English one, text for text and function for function. What is missing does not compile. */
type Like<T> = T extends (...args: infer Args) => string
  ? (...args: Args) => string
  : T extends string
    ? string
    : T extends readonly (readonly [string, string])[]
      ? readonly (readonly [string, string])[]
      : { [Key in keyof T]: Like<T[Key]> }

export type Words = Like<typeof en>
