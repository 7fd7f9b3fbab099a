import type { Value } from './value.ts'

/** What a filter or function was given, worked out. */
export interface Given {
  plain: readonly Value[]
  named: Readonly<Record<string, Value>>
}

/** What it may use beside that. */
export interface Call {
  /** ms since the epoch. */
  now: number
  /** Counts work; throws when there has been more than any flow needs. */
  spend(amount: number): void
  refuse(message: string): never
}

/** An argument by place or by name; undefined when it is not given. */
export const argument = ({ plain, named }: Given, index: number, name: string): Value | undefined => named[name] ?? plain[index]
