import { dirname } from 'node:path'
import { hostElapsed } from '../mocks/core/clock.ts'
import { hash32 } from '../mocks/core/random.ts'
import type { CrmConfiguration } from './configuration/schema.ts'
import { demo, rehearsalSeeds } from './demo.ts'
import type { External } from './external/external.ts'
import type { FaultPlan } from './fault-plans.ts'
import type { Integration } from './integration.ts'
import { isAboutConfiguration } from './play/checked.ts'
import { PlayError, playConfiguration } from './play/world.ts'
import { play, playOf } from './play.ts'
import { withProfiles } from './profiles.ts'
import type { Play, PlayResult, Reporter, RunEvent, Summary } from './report/reporter.ts'
import { rules } from './rules/index.ts'
import type { Crm } from './scenario/crm/words.ts'
import { findScenarios } from './scenario/library.ts'
import { isScenario, loadScenario, type ScenarioProblem } from './scenario/load.ts'
import type { Scenario } from './scenario/scenario.ts'
import { configurationProblems } from './scenario/surroundings.ts'
import { hashOf } from './trace/hash.ts'

export interface RunOptions {
  /** Names, folders, files or `*`; none: the whole library. */
  patterns?: readonly string[]
  /** The library's folder; the one that comes with the project unless named. */
  root?: string
  crm?: Crm
  /** Profiles for every scenario that does not name its own; `profiles.ts` lists them. */
  profiles?: readonly string[]
  seed?: number
  reporters?: readonly Reporter[]
  integration?: () => Integration
  /** The user's own integration instead. */
  external?: External
  /** Mishaps that are laid over every scenario. */
  faults?: readonly FaultPlan[]
}

export interface RunResult {
  summary: Summary
  results: PlayResult[]
}

export interface Selection {
  /** A scenario that is about its configuration alone, which may be refused, has none here. */
  plays: { scenario: Scenario; play: Play; configuration?: CrmConfiguration }[]
  problems: ScenarioProblem[]
  /** Patterns that match no scenario. */
  unmatched: string[]
}

/** What a run would play: scenarios by id, each on every CRM that it names. */
export function selectPlays({ patterns = [], root, crm, profiles = [] }: Pick<RunOptions, 'patterns' | 'root' | 'crm' | 'profiles'> = {}): Selection {
  const { files, unmatched } = findScenarios(patterns, root)
  const problems: ScenarioProblem[] = []
  const plays: Selection['plays'] = []
  const configurations = new Map<string, CrmConfiguration>()
  for (const { file, root: folder } of files) {
    const loaded = loadScenario(file, folder)
    if (!isScenario(loaded)) {
      problems.push(...loaded)
      continue
    }
    const scenario = loaded.profile.length > 0 ? loaded : withProfiles(loaded, profiles)
    for (const on of scenario.crm.filter((one) => crm === undefined || crm === one)) {
      const configuration = isAboutConfiguration(scenario) ? undefined : configurationOf(scenario, on, configurations)
      if (Array.isArray(configuration)) problems.push(...configuration)
      else plays.push({ scenario, play: playOf(scenario, on), ...(configuration ? { configuration } : {}) })
    }
  }
  return { plays, problems, unmatched }
}

/** The scenario's configuration, read once however many scenarios use it; or why it cannot be used, before anything is played. */
function configurationOf(scenario: Scenario, crm: Crm, known: Map<string, CrmConfiguration>): CrmConfiguration | ScenarioProblem[] {
  const key = `${dirname(scenario.file)} ${scenario.configuration} ${crm} ${JSON.stringify([scenario.changes, scenario.readings])}`
  try {
    const configuration = known.get(key) ?? playConfiguration(scenario, crm, rehearsalSeeds().credentials)
    known.set(key, configuration)
    return configuration
  } catch (error) {
    if (!(error instanceof PlayError)) throw error
    return error.complaints.length > 0 ? [...error.complaints] : configurationProblems({ ...scenario, crm: [crm] })
  }
}

/** What was asked for cannot be played as it stands: scenarios with problems, patterns that match nothing. */
export class RunError extends Error {
  override name = 'RunError'
  readonly problems: readonly ScenarioProblem[]
  readonly unmatched: readonly string[]
  constructor({ problems, unmatched }: Selection) {
    super(unmatched.length > 0 ? `No scenario matches ${unmatched.join(', ')}.` : `${problems.length} problems in scenarios.`)
    this.problems = problems
    this.unmatched = unmatched
  }
}

/** Selects and plays. Throws a RunError when a scenario cannot be read or a pattern matches nothing. */
export async function run(options: RunOptions = {}): Promise<Summary> {
  const selection = selectPlays(options)
  if (selection.problems.length > 0 || selection.unmatched.length > 0) throw new RunError(selection)
  return (await playAll(selection, options)).summary
}

/** Plays what `selectPlays` chose, one after another, and streams it to the reporters. */
export async function playAll(
  selection: Selection,
  { seed = demo.seed, reporters = [], integration, external, faults = [] }: RunOptions = {},
): Promise<RunResult> {
  const began = hostElapsed()
  const tell = (event: RunEvent) => {
    for (const reporter of reporters) reporter.on(event)
  }
  tell({ kind: 'run-started', seed, plays: selection.plays.map((one) => one.play) })
  const results: PlayResult[] = []
  for (const { scenario, play: what, configuration } of selection.plays) {
    tell({ kind: 'play-started', play: what })
    const result = await play(scenario, what.crm, {
      // A program that goes on from play to play rightly takes an event for a repeated one whose id it knows.
      seed: external?.speed === undefined ? seed : hash32(`${what.scenario} ${what.crm}`, seed),
      ...(configuration ? { configuration } : {}),
      ...(integration ? { integration } : {}),
      ...(external ? { external } : {}),
      faults,
      records: reporters.some((reporter) => reporter.records === true),
      onEntry: (entry) => tell({ kind: 'entry', play: what, entry }),
    })
    results.push(result)
    tell({ kind: 'play-ended', result })
  }
  const findings = results.reduce((sum, { findings, unmet }) => sum + findings.length + unmet.length, 0)
  const summary: Summary = {
    seed,
    traceHash: hashOf(results.map(({ traceHash }) => traceHash)),
    plays: results.length,
    held: results.filter(({ findings, unmet }) => findings.length + unmet.length === 0).length,
    findings,
    unjudged: results.reduce((sum, { unjudged = [] }) => sum + unjudged.length, 0),
    simulatedMs: results.reduce((sum, { from, until }) => sum + until - from, 0),
    wallMs: hostElapsed() - began,
    rules,
  }
  for (const reporter of reporters) await reporter.end(summary)
  return { summary, results }
}
