import { z } from 'zod'
import { encodeBody } from '../mock.ts'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({ kind: z.literal('garble') })

/** Sends half of the answer under its own status and headers: what a proxy that gives up mid-way leaves behind. */
export const garble: EffectKind<z.infer<typeof parameters>> = {
  parameters,
  after(_, outcome) {
    if (!('reply' in outcome)) return outcome
    const whole = encodeBody(outcome.reply.body) ?? ''
    const half = typeof whole === 'string' ? whole.slice(0, whole.length >> 1) : whole.slice(0, whole.length >> 1)
    return { reply: { ...outcome.reply, headers: { 'content-type': 'application/json', ...outcome.reply.headers }, body: half } }
  },
}
