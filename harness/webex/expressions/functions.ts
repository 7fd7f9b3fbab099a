import type { Call, Given } from './call.ts'
import { kindOf, type Value } from './value.ts'

type Calling = (given: Given, call: Call) => Value

const among =
  (name: string, choose: (...numbers: number[]) => number): Calling =>
  ({ plain }, call) =>
    plain.length === 0
      ? call.refuse(`${name} needs numbers.`)
      : choose(...plain.map((value) => (typeof value === 'number' ? value : call.refuse(`${name} needs numbers; this is ${kindOf(value)}.`))))

/**
 * `now()` prints as Java prints a moment in a zone: `2026-11-20T08:00:00.000Z[UTC]` (recorded: a published template strips the
 * `[UTC]`, another hands it to `date` with a pattern that ends at the Z).
 */
export const functions: Readonly<Record<string, Calling>> = {
  now: (_, call) => `${new Date(call.now).toISOString()}[UTC]`,
  max: among('max', Math.max),
  min: among('min', Math.min),
}
