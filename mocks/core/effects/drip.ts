import { z } from 'zod'
import { duration } from '../schema.ts'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({
  kind: z.literal('drip'),
  /** So many bytes of the body at a time ... */
  bytes: z.int().positive(),
  /** ... after each such pause on the World's clock. */
  every: duration,
})

/** Status and headers arrive at once, the body trickles: a time limit for the first byte does not help. */
export const drip = {
  parameters,
  after: ({ parameters: { bytes, every }, world }, outcome) =>
    'broken' in outcome ? outcome : { ...outcome, delivery: { kind: 'drip', bytes, pause: () => world.clock.sleep(every) } },
} satisfies EffectKind<z.infer<typeof parameters>>
