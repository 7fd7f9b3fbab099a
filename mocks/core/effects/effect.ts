import type { z } from 'zod'
import type { Broken, Delivery } from '../edge/wire.ts'
import type { Call, Reply } from '../mock.ts'
import type { Problem } from '../problem.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'

/** What came of an exchange: an answer, which a fault may harm on its way, or none. */
export type Outcome = (({ reply: Reply } | { problem: Problem }) & { delivery?: Delivery }) | { broken: Broken }

export interface Strike<P> {
  parameters: P
  call: Call
  world: World
  random: Random
}

/**
 * One kind of harm, one file. `before` runs instead of the operation when it returns an outcome; `after` sees the
 * operation's own outcome, whose effects on the store stand. When a fault strikes is not an effect's business.
 */
export interface EffectKind<P extends { kind: string }> {
  parameters: z.ZodType<P>
  before?(strike: Strike<P>): Promise<Outcome | undefined> | Outcome | undefined
  after?(strike: Strike<P>, outcome: Outcome): Promise<Outcome> | Outcome
}
