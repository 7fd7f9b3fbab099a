import { z } from 'zod'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({
  kind: z.literal('cut'),
  /** Of the body's bytes, that still arrive. */
  share: z.number().min(0).max(0.99).optional(),
})

/** Breaks the connection in the middle of the answer: status and headers arrive, the announced length does not. */
export const cut = {
  parameters,
  after: ({ parameters: { share = 0.5 } }, outcome) => ('broken' in outcome ? outcome : { ...outcome, delivery: { kind: 'cut', share } }),
} satisfies EffectKind<z.infer<typeof parameters>>
