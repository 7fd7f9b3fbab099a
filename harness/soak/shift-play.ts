import type { FaultPlan } from '../fault-plans.ts'
import { type PlayOptions, play } from '../play.ts'
import { withProfiles } from '../profiles.ts'
import { type ShiftOptions, shiftOf } from './shift.ts'
import { type Unit, unitOf } from './unit.ts'

export interface ShiftPlayOptions extends ShiftOptions {
  profiles?: readonly string[]
  faults?: readonly FaultPlan[]
  integration?: PlayOptions['integration']
}

/**
 * Plays one shift in a World of its own, which is founded for all its interactions and gone, with all that it holds, before the
 * next one: what an interaction costs does not depend on how many came before, and neither does the memory. Mishaps are laid over the shift as they are over any scenario: the first write is the
 * first of the day.
 */
export async function playShift({ profiles = [], integration, faults = [], ...options }: ShiftPlayOptions): Promise<Unit> {
  const { seed, crm, interactions } = options
  const shift = withProfiles(shiftOf(options), profiles)
  const result = await play(shift, crm, { seed, faults, ...(integration ? { integration } : {}) })
  return unitOf(result, seed, `rehearsal soak --interactions ${interactions} --crm ${crm} --seed ${seed}`)
}
