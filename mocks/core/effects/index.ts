import { z } from 'zod'
import { cut } from './cut.ts'
import { drip } from './drip.ts'
import { drop } from './drop.ts'
import type { EffectKind } from './effect.ts'
import { expireTokens } from './expire-tokens.ts'
import { garble } from './garble.ts'
import { latency } from './latency.ts'
import { refuse } from './refuse.ts'
import { silence } from './silence.ts'

const kinds = { latency, refuse, drop, silence, cut, drip, garble, 'expire-tokens': expireTokens }

export const effectSchema = z.discriminatedUnion('kind', [
  latency.parameters,
  refuse.parameters,
  drop.parameters,
  silence.parameters,
  cut.parameters,
  drip.parameters,
  garble.parameters,
  expireTokens.parameters,
])
export type Effect = z.infer<typeof effectSchema>

export const effectOf = (effect: Effect): EffectKind<Effect> => kinds[effect.kind] as unknown as EffectKind<Effect>
