import { z } from 'zod'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({ kind: z.literal('drop'), when: z.enum(['before', 'after']) })

/** Closes the connection without an answer: `before` the write nothing happened, `after` it the record is there and the client does not know. */
export const drop: EffectKind<z.infer<typeof parameters>> = {
  parameters,
  before: ({ parameters }) => (parameters.when === 'before' ? { drop: true } : undefined),
  after: ({ parameters }, outcome) => (parameters.when === 'after' ? { drop: true } : outcome),
}
