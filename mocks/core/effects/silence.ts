import { z } from 'zod'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({ kind: z.literal('silence'), when: z.enum(['before', 'after']) })

/** Never answers and keeps the connection open: only a client with a time limit of its own gets away. When: as for `drop`. */
export const silence = {
  parameters,
  before: ({ parameters }) => (parameters.when === 'before' ? { broken: 'silent' } : undefined),
  after: ({ parameters }, outcome) => (parameters.when === 'after' ? { broken: 'silent' } : outcome),
} satisfies EffectKind<z.infer<typeof parameters>>
