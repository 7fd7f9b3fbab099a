import type { Exchange } from '../mocks/core/journal.ts'
import { didYouMean } from '../mocks/core/nearest.ts'
import type { Integration } from './integration.ts'
import type { PlayResult, Summary } from './report/reporter.ts'
import { unknownOption, wholeSeed } from './sandbox/options.ts'
import { type Crm, crms } from './scenario/crm/words.ts'

export type { Finding } from './rules/rule.ts'
export type { PlayResult, Summary }

export interface RehearseOptions {
  /**
   * Yours: an Integration, a function that makes one for each play, or what `--integration` of the command line takes
   * (`./mine.mjs`, `http://localhost:9000/events`, `command:node app.js`). The one that comes with Rehearsal when left out.
   */
  integration?: Integration | ((place: { scenario: string; crm: Crm }) => Integration) | string
  /** On this CRM only. */
  crm?: Crm
  /** Of all random numbers. Default 20261120. */
  seed?: number
  /** Mishaps that are laid over every scenario: `answer-lost`, `slow` ... */
  faults?: readonly string[]
  /** How the sources are read where they disagree. */
  profiles?: readonly string[]
}

const OPTIONS: Readonly<Record<keyof RehearseOptions, true>> = { integration: true, crm: true, seed: true, faults: true, profiles: true }

/** What became of the plays. */
export interface Rehearsal {
  plays: PlayResult[]
  summary: Summary
  /** No finding, and no expectation of a scenario that was not met. */
  held: boolean
  /** Every exchange with a CRM or its identity provider, of all plays, in order. */
  exchanges: Exchange[]
}

/** A scenario that is not there or cannot be played: its message says where and how to mend it. */
export class RehearsalError extends Error {
  override name = 'RehearsalError'
}

/**
 * Plays scenarios as `rehearsal play` does, for a test of one's own: files and folders, relative to the working directory, or
 * names of the scenarios that come with Rehearsal (`voice/agent-finishes-acw`, `tokens/*`).
 *
 * @throws RehearsalError for what cannot be played. What does not hold is no error: see `held`, or `expect(run).toObeyRules()`.
 * @example
 * const run = await rehearse('rehearsals/first-call.yaml', { crm: 'dynamics', integration: () => myIntegration() })
 * expect(run).toObeyRules()
 */
export async function rehearse(scenarios: string | readonly string[], options: RehearseOptions = {}): Promise<Rehearsal> {
  const { selectPlays, playAll } = await import('./run.ts')
  const patterns = typeof scenarios === 'string' ? [scenarios] : scenarios
  if (patterns.length === 0) throw new RehearsalError('No scenario was named. To play all that come with Rehearsal, name "*".')
  const misnamed = unknownOption('rehearse', options, OPTIONS)
  // Whoever misspells "faults" would rehearse fair weather.
  if (misnamed !== undefined) throw new RehearsalError(misnamed)
  if (options.crm !== undefined && !crms.includes(options.crm)) unknown('CRM', String(options.crm), crms)
  if (options.seed !== undefined && !wholeSeed(options.seed)) throw new RehearsalError(`seed: ${options.seed} is no whole number from 0 on.`)
  const chosen = selectPlays({ patterns, ...(options.crm ? { crm: options.crm } : {}), profiles: await profilesNamed(options.profiles ?? []) })
  const { renderComplaint } = await import('./documents/complaint.ts')
  if (chosen.problems.length > 0) throw new RehearsalError(chosen.problems.map(renderComplaint).join('\n'))
  if (chosen.unmatched.length > 0) throw new RehearsalError(await unmatched(chosen.unmatched[0] as string))
  const external = await externalOf(options.integration)
  const { forExternal } = await import('./commands/play-integration.ts')
  const { selection } = external ? await forExternal(chosen, options.profiles) : { selection: chosen }
  if (selection.plays.length === 0) throw new RehearsalError(`There is nothing to play for ${patterns.join(' ')}${options.crm ? ` on ${options.crm}` : ''}.`)
  const { PlayError } = await import('./play/world.ts')
  try {
    const faults = await faultsNamed(options.faults ?? [])
    const { summary, results } = await playAll(selection, {
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      faults,
      ...(external ? { external } : {}),
    })
    return { plays: results, summary, held: summary.findings === 0, exchanges: results.flatMap(exchangesOf) }
  } catch (error) {
    if (error instanceof Error && error.name === 'ExternalError') throw new RehearsalError(error.message)
    throw error instanceof PlayError ? new RehearsalError(error.told) : error
  } finally {
    await external?.close()
  }
}

const exchangesOf = ({ trace }: PlayResult): Exchange[] => trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry.exchange] : []))

async function externalOf(integration: RehearseOptions['integration']) {
  if (integration === undefined) return undefined
  const { chooseExternal } = await import('./external/choose.ts')
  const { givenIntegration } = await import('./external/module.ts')
  try {
    return typeof integration === 'string' ? await chooseExternal(integration) : givenIntegration(integration, 'the integration')
  } catch (error) {
    throw error instanceof Error && error.name === 'ExternalError' ? new RehearsalError(error.message) : error
  }
}

async function unmatched(pattern: string): Promise<string> {
  const { findScenarios } = await import('./scenario/library.ts')
  const ids = findScenarios([]).files.map(({ id }) => id)
  return `There is no scenario "${pattern}": no file of that name in ${process.cwd()}, and none that comes with Rehearsal.${didYouMean(pattern, ids)}`
}

async function faultsNamed(names: readonly string[]) {
  const { faultNames, faultPlans } = await import('./fault-plans.ts')
  return names.map((name) => faultPlans.find((plan) => plan.name === name) ?? unknown('fault', name, faultNames))
}

async function profilesNamed(names: readonly string[]): Promise<readonly string[]> {
  const { profileNames } = await import('./profiles.ts')
  for (const name of names) if (!profileNames.includes(name)) unknown('profile', name, profileNames)
  return names
}

function unknown(what: string, name: string, known: readonly string[]): never {
  throw new RehearsalError(`There is no ${what} "${name}".${didYouMean(name, known)} Known: ${known.join(', ')}.`)
}
