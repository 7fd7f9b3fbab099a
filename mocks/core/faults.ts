import { z } from 'zod'
import type { Clock } from './clock.ts'
import { effectSchema } from './effects/index.ts'
import { glob } from './glob.ts'
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

const NONE: readonly ActiveFault[] = []

/** A fault with the patterns of its `when` read. */
interface Armed {
  fault: ActiveFault
  concerns(mock: string, operation: string, call: { method: string; path: string }): boolean
}

function armed(fault: ActiveFault): Armed {
  const test = (pattern: string | undefined) => (pattern === undefined ? () => true : glob(pattern))
  const { when } = fault
  const [mock, operation, method, path] = [test(when.mock), test(when.operation), test(when.method), test(when.path)]
  return { fault, concerns: (mockName, operationName, call) => mock(mockName) && operation(operationName) && method(call.method) && path(call.path) }
}

export function createFaults(clock: Clock, random: Random): FaultPlan {
  /** By their ids, in the order in which they came. */
  const faults = new Map<string, Armed>()
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
    return faults.has(id) ? unused() : id
  }

  return {
    add(fault) {
      const active = { ...fault, id: fault.name ?? unused(), matched: 0, struck: 0 }
      faults.delete(active.id)
      faults.set(active.id, armed(active))
      return active
    },
    remove: (id) => faults.delete(id),
    clear: () => faults.clear(),
    list: () => [...faults.values()].map(({ fault }) => fault),
    strike(mockName, operationName, call) {
      if (faults.size === 0) return NONE
      const struck: ActiveFault[] = []
      for (const { fault, concerns } of faults.values()) {
        if (!concerns(mockName, operationName, call)) continue
        fault.matched++
        if (!strikes(fault)) continue
        fault.struck++
        struck.push(fault)
      }
      return struck
    },
  }
}
