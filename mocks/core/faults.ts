import { z } from 'zod'
import type { Clock } from './clock.ts'
import { effectSchema } from './effects/index.ts'
import { fits } from './glob.ts'
import type { Random } from './random.ts'
import { instant } from './schema.ts'

/** Which exchanges a fault may strike; what is left out matches all. `operation` and `path` take `*`. */
const matchSchema = z.strictObject({
  mock: z.string().optional(),
  operation: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
})

export const faultSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  when: matchSchema.default({}),
  /** Strikes the nth match only, from 1. */
  nth: z.int().positive().optional(),
  /** Strikes so often, then never again. */
  times: z.int().positive().optional(),
  /** Probability, drawn from the World's own random numbers. */
  chance: z.number().min(0).max(1).optional(),
  between: z
    .tuple([instant, instant])
    .refine(([from, until]) => from < until, 'the first instant is before the second')
    .optional(),
  effect: effectSchema,
})
export type Fault = z.infer<typeof faultSchema>

export interface ActiveFault extends Fault {
  id: string
  matched: number
  struck: number
}

export interface FaultPlan {
  add(fault: Fault): ActiveFault
  remove(id: string): boolean
  clear(): void
  list(): readonly ActiveFault[]
  /** The faults that strike this exchange, each counted. */
  strike(mock: string, operation: string, call: { method: string; path: string }): readonly ActiveFault[]
}

const ANY = '*'
const NONE: readonly ActiveFault[] = []

export function createFaults(clock: Clock, random: Random): FaultPlan {
  let faults: ActiveFault[] = []
  let ids = 0

  const strikes = (fault: ActiveFault): boolean => {
    if (fault.nth !== undefined && fault.matched !== fault.nth) return false
    if (fault.times !== undefined && fault.struck >= fault.times) return false
    if (fault.between && (clock.now() < fault.between[0] || clock.now() >= fault.between[1])) return false
    return fault.chance === undefined || random.next() < fault.chance
  }

  /** Somebody may have given that name to a fault of theirs. */
  const unused = (): string => {
    const id = `fault-${++ids}`
    return faults.some((other) => other.id === id) ? unused() : id
  }

  return {
    add(fault) {
      const active = { ...fault, id: fault.name ?? unused(), matched: 0, struck: 0 }
      faults = [...faults.filter((other) => other.id !== active.id), active]
      return active
    },
    remove(id) {
      const before = faults.length
      faults = faults.filter((fault) => fault.id !== id)
      return faults.length < before
    },
    clear() {
      faults = []
    },
    list: () => faults,
    strike(mockName, operationName, call) {
      if (faults.length === 0) return NONE
      const struck: ActiveFault[] = []
      for (const fault of faults) {
        const { mock, operation, method, path } = fault.when
        if (!(fits(mock ?? ANY, mockName) && fits(operation ?? ANY, operationName) && fits(method ?? ANY, call.method) && fits(path ?? ANY, call.path)))
          continue
        fault.matched++
        if (!strikes(fault)) continue
        fault.struck++
        struck.push(fault)
      }
      return struck
    },
  }
}
