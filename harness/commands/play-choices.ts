import { existsSync } from 'node:fs'
import { didYouMean } from '../../mocks/core/nearest.ts'
import { type FaultPlan, faultNames, faultPlans } from '../fault-plans.ts'
import { profileNames } from '../profiles.ts'
import type { Selection } from '../run.ts'
import { UsageError } from './usage.ts'

export function faultPlan(name: string): FaultPlan {
  const plan = faultPlans.find((one) => one.name === name)
  if (plan) return plan
  throw new UsageError(`There is no fault "${name}".${didYouMean(name, faultNames)} Known: ${faultNames.join(', ')}.`)
}

export function profileName(name: string): string {
  if (profileNames.includes(name)) return name
  throw new UsageError(`There is no profile "${name}".${didYouMean(name, profileNames)} Known: ${profileNames.join(', ')}.`)
}

/** Settings and faults that no system knows are said before anything is played, too: only the systems can say so, and they are loaded for it. */
export async function refuseSurroundings({ plays }: Selection): Promise<void> {
  const { faultProblems, settingsProblems } = await import('../scenario/surroundings.ts')
  const scenarios = [...new Map(plays.map(({ scenario }) => [scenario.file, scenario])).values()]
  const problems = (await Promise.all(scenarios.map(async (one) => [...(await settingsProblems(one)), ...(await faultProblems(one))]))).flat()
  if (problems.length === 0) return
  const { renderComplaint } = await import('../documents/complaint.ts')
  throw new UsageError(problems.map(renderComplaint).join('\n'))
}

/** What cannot be played is said before anything is. */
export async function refuse({ plays, problems, unmatched }: Selection, patterns: readonly string[]): Promise<void> {
  if (problems.length > 0) {
    const { renderComplaint } = await import('../documents/complaint.ts')
    throw new UsageError(problems.map(renderComplaint).join('\n'))
  }
  const [missing] = unmatched
  if (missing !== undefined) {
    const { findScenarios } = await import('../scenario/library.ts')
    const ids = findScenarios([]).files.map(({ id }) => id)
    const names = [...ids, ...ids.map((id) => id.slice(id.indexOf('/') + 1)), ...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))]
    const what = existsSync(missing) ? `in ${missing}` : `"${missing}"`
    throw new UsageError(`There is no scenario ${what}.${didYouMean(missing, names)} "rehearsal play --list" lists them all.`)
  }
  if (plays.length === 0) throw new UsageError(`There is nothing to play${patterns.length > 0 ? ` for ${patterns.join(' ')}: not on this CRM` : ''}.`)
}
