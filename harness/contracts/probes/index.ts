import { type Probe, type ProbeInput, probeSchema } from '../probe.ts'
import { dynamicsProbes } from './dynamics.ts'
import { entraProbes } from './entra.ts'
import { zendeskProbes } from './zendesk.ts'

export type Recordable = 'entra' | 'dynamics' | 'zendesk'

const all: Record<Recordable, readonly ProbeInput[]> = { entra: entraProbes, dynamics: dynamicsProbes, zendesk: zendeskProbes }

/** The standard questions to a system; those that change something only with `writes`. */
export const probesOf = (system: Recordable, writes: boolean): Probe[] =>
  all[system].map((one) => probeSchema.parse(one)).filter((one) => writes || !one.writes)
