import type { console } from './en/console.ts'
import type { desk } from './en/desk.ts'

/** The shape of a catalogue: as the English one, text for text and function for function. What is missing does not compile. */
type Like<T> = T extends (...args: infer Args) => string
  ? (...args: Args) => string
  : T extends string
    ? string
    : T extends readonly (readonly [string, string])[]
      ? readonly (readonly [string, string])[]
      : { [Key in keyof T]: Like<T[Key]> }

export type DeskWords = Like<typeof desk>
export type ConsoleWords = Like<typeof console>
export type Words = DeskWords & ConsoleWords
