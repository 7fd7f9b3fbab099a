import type { CrmConfiguration } from '../configuration/schema.ts'
import { rehearsalSeeds } from '../demo.ts'
import type { FaultPlan } from '../fault-plans.ts'
import { playConfiguration } from '../play/world.ts'
import { type PlayOptions, play } from '../play.ts'
import { withProfiles } from '../profiles.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { type ShiftOptions, shiftOf } from './shift.ts'
import { count, type Unit, unitOf } from './unit.ts'

export interface ShiftPlayOptions extends ShiftOptions {
  profiles?: readonly string[]
  faults?: readonly FaultPlan[]
  integration?: PlayOptions['integration']
  /** Of this CRM and these profiles, where it has been read before. */
  configuration?: CrmConfiguration
}

/**
 * Plays one shift in a World of its own, which is founded for all its interactions and gone, with all that it holds, before the
 * next one: what an interaction costs does not depend on how many came before, and neither does the memory. Mishaps are laid over the shift as they are over any scenario: the first write is the
 * first of the day.
 */
export async function playShift({ profiles = [], integration, configuration, faults = [], ...options }: ShiftPlayOptions): Promise<Unit> {
  const { seed, crm, interactions } = options
  const shift = withProfiles(shiftOf(options), profiles)
  const counted = count()
  const result = await play(shift, crm, {
    seed,
    faults,
    forgets: true,
    onEntry: counted.on,
    ...(integration ? { integration } : {}),
    ...(configuration ? { configuration } : {}),
  })
  return unitOf(result, counted.interactions(), seed, `rehearsal soak --interactions ${interactions} --crm ${crm} --seed ${seed}`)
}

/** What every shift on this CRM is played with. */
export const shiftConfiguration = (crm: Crm, profiles: readonly string[]): CrmConfiguration =>
  playConfiguration(withProfiles(shiftOf({ seed: 0, crm, interactions: 0 }), profiles), crm, rehearsalSeeds().credentials)
