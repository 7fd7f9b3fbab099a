import { z } from 'zod'
import { drop } from './drop.ts'
import type { EffectKind } from './effect.ts'
import { expireTokens } from './expire-tokens.ts'
import { garble } from './garble.ts'
import { latency } from './latency.ts'
import { refuse } from './refuse.ts'

export const effectSchema = z.discriminatedUnion('kind', [
  latency.parameters as z.ZodObject<{ kind: z.ZodLiteral<'latency'>; min: z.ZodType<number>; max: z.ZodOptional<z.ZodType<number>> }>,
  refuse.parameters as z.ZodObject<{
    kind: z.ZodLiteral<'refuse'>
    status: z.ZodInt
    retryAfter: z.ZodOptional<z.ZodInt>
    message: z.ZodOptional<z.ZodString>
  }>,
  drop.parameters as z.ZodObject<{ kind: z.ZodLiteral<'drop'>; when: z.ZodEnum<{ before: 'before'; after: 'after' }> }>,
  garble.parameters as z.ZodObject<{ kind: z.ZodLiteral<'garble'> }>,
  expireTokens.parameters as z.ZodObject<{ kind: z.ZodLiteral<'expire-tokens'> }>,
])
export type Effect = z.infer<typeof effectSchema>

const kinds = { latency, refuse, drop, garble, 'expire-tokens': expireTokens }
export const effectOf = (effect: Effect): EffectKind<Effect> => kinds[effect.kind] as unknown as EffectKind<Effect>
