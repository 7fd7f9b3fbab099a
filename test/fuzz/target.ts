import type { Random } from '../../mocks/core/random.ts'

/** One door through which strangers' text comes in. */
export interface Target {
  name: string
  open(): Promise<Attempt>
}

export interface Attempt {
  /** An input as text: what a failure is reported by. */
  input(random: Random): string
  /** Throws, or answers what went wrong, where an input does worse than a refusal. */
  run(input: string): Promise<string | undefined> | string | undefined
  /** Forgets what earlier inputs left behind; called now and then. */
  renew?(): Promise<void> | void
  close?(): Promise<void> | void
}
