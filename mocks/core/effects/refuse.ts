import { z } from 'zod'
import { problem } from '../problem.ts'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({
  kind: z.literal('refuse'),
  status: z.int().min(400).max(599),
  /** Seconds, sent as Retry-After. */
  retryAfter: z.int().nonnegative().optional(),
  message: z.string().optional(),
})

const WORDS: Record<number, string> = { 429: 'throttled', 503: 'unavailable', 500: 'internal' }

/** Refuses in the vendor's own words for that status, without doing anything. */
export const refuse = {
  parameters,
  before: ({ parameters: { status, retryAfter, message } }) => ({
    problem: problem(WORDS[status] ?? 'fault', status, message ?? 'Refused by a fault.', {
      detail: { retryAfter, fault: true },
      ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
    }),
  }),
} satisfies EffectKind<z.infer<typeof parameters>>
