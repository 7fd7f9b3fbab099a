import { z } from 'zod'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({
  kind: z.literal('drop'),
  when: z.enum(['before', 'after']),
  /** `reset` is what a firewall or a dying process does; without it the connection is closed. */
  as: z.enum(['close', 'reset']).optional(),
})

/** Ends the connection without an answer: `before` the write nothing happened, `after` it the record is there and the client does not know. */
export const drop = {
  parameters,
  before: ({ parameters: { when, as } }) => (when === 'before' ? { broken: as === 'reset' ? 'reset' : 'closed' } : undefined),
  after: ({ parameters: { when, as } }, outcome) => (when === 'after' ? { broken: as === 'reset' ? 'reset' : 'closed' } : outcome),
} satisfies EffectKind<z.infer<typeof parameters>>
