import { z } from 'zod'
import { duration } from '../schema.ts'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({ kind: z.literal('latency'), min: duration, max: duration.optional() })

/** Answers late by `min` to `max` (uniform) on the World's clock. */
export const latency: EffectKind<z.infer<typeof parameters>> = {
  parameters,
  async before({ parameters: { min, max }, world, random }) {
    await world.clock.sleep(max === undefined ? min : random.uniform(min, max))
    return undefined
  },
}
