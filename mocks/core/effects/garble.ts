import { z } from 'zod'
import { encodeBody, type Reply } from '../mock.ts'
import type { Random } from '../random.ts'
import type { EffectKind } from './effect.ts'

const parameters = z.strictObject({
  kind: z.literal('garble'),
  /** `half` (when nothing is said): the first half. `noise`: some bytes are others. `page`: a proxy's own page for people. */
  as: z.enum(['half', 'noise', 'page']).optional(),
})

const PAGE = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'
/** One byte in so many is another. */
const NOISE = 40

/** A whole answer under its own status and headers that is no JSON: what a proxy that gives up, or a broken one, leaves behind. */
export const garble = {
  parameters,
  after({ parameters: { as = 'half' }, random }, outcome) {
    if (!('reply' in outcome)) return outcome
    const { reply } = outcome
    return {
      ...outcome,
      reply: { ...reply, headers: { 'content-type': 'application/json; charset=utf-8', ...reply.headers }, body: harmed(reply, as, random) },
    }
  },
} satisfies EffectKind<z.infer<typeof parameters>>

function harmed(reply: Reply, as: 'half' | 'noise' | 'page', random: Random): string | Uint8Array {
  if (as === 'page') return PAGE
  const whole = encodeBody(reply.body) ?? ''
  if (as === 'half') return whole.slice(0, whole.length >> 1)
  const bytes = Buffer.from(whole)
  // The first one always: what is left is no JSON, however short it is.
  for (let at = 0; at < bytes.length; at += random.int(1, 2 * NOISE)) bytes[at] = at === 0 ? 0x3f : random.int(0x21, 0x7e)
  return new Uint8Array(bytes)
}
