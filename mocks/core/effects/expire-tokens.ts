import { z } from 'zod'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({ kind: z.literal('expire-tokens') })

/** Ends every access token of the World just before the request is looked at. */
export const expireTokens = {
  parameters,
  before({ world }) {
    world.tokens.expireAll()
    return undefined
  },
} satisfies EffectKind<z.infer<typeof parameters>>
