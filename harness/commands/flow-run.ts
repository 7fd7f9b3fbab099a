import { join } from 'node:path'
import { demo, rehearsalSeeds } from '../demo.ts'
import { renderComplaint } from '../documents/complaint.ts'
import { PlayError, playConfiguration } from '../play/world.ts'
import { playOf } from '../play.ts'
import { pretty } from '../report/pretty.ts'
import { asArgument } from '../report/repeat.ts'
import type { PlayResult } from '../report/reporter.ts'
import { playAll, selectPlays } from '../run.ts'
import type { Crm } from '../scenario/crm/words.ts'
import { packagedScenarios } from '../scenario/library.ts'
import { isScenario, parseScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Taken } from '../webex/draw/svg.ts'
import type { Flow } from '../webex/format.ts'
import { webex } from '../webex/index.ts'
import { UsageError } from './usage.ts'

export interface FlowRun {
  result: PlayResult
  taken: Taken
}

const SUCCESS = ['default', 'out']

/** Plays a scenario with this flow in the place of the one that its configuration names. `named`: by `--run`, which plays it again. */
export async function playFlow(
  flow: Flow,
  scenario: Scenario,
  crm: Crm,
  { silent, show, named }: { silent: boolean; show: readonly number[]; named: boolean },
): Promise<FlowRun> {
  const configuration = configurationOf(scenario, crm)
  if (!configuration.webex) throw new UsageError(`${scenario.id} is not about a Webex flow: its configuration has no "webex" part.`)
  const play = playOf(scenario, crm)
  const reporter = pretty({ output: process.stdout, timeline: true, show, command: `rehearsal flow ${asArgument(flow.file)}${named ? ' --run' : ''}` })
  const { results } = await playAll(
    {
      plays: [
        {
          scenario,
          play,
          configuration: { ...configuration, webex: { ...configuration.webex, flow: flow.file, variables: named ? configuration.webex.variables : {} } },
        },
      ],
      problems: [],
      unmatched: [],
    },
    { seed: demo.seed, reporters: silent ? [] : [reporter], integration: () => webex(flow) },
  )
  const [result] = results as [PlayResult]
  return { result, taken: takenIn(result) }
}

function configurationOf(scenario: Scenario, crm: Crm) {
  try {
    return playConfiguration(scenario, crm, rehearsalSeeds().credentials)
  } catch (error) {
    if (!(error instanceof PlayError)) throw error
    throw new UsageError(error.told)
  }
}

/** The way of the calls in a play: activities that were entered, links that were followed. */
export function takenIn({ trace }: PlayResult): Taken {
  const activities = new Set<string>()
  const links = new Set<string>()
  for (const entry of trace) {
    if (entry.kind !== 'notice' || entry.notice.kind !== 'flow') continue
    const { notice } = entry
    if (notice.did === 'entered') activities.add(notice.activity)
    if (notice.did === 'left' && notice.to !== undefined)
      for (const on of SUCCESS.includes(notice.by) ? SUCCESS : [notice.by]) links.add(`${notice.activity} ${on}`)
  }
  return { activities, links }
}

export async function scenarioFor(name: string, crm: Crm): Promise<Scenario> {
  const { plays, problems, unmatched } = selectPlays({ patterns: [name], crm })
  if (problems.length > 0) throw new UsageError(problems.map(renderComplaint).join('\n'))
  const [first] = plays
  if (unmatched.length > 0 || !first) throw new UsageError(`There is no scenario "${name}" for ${crm}. "rehearsal play --list webex" lists those for flows.`)
  if (plays.length > 1) throw new UsageError(`"${name}" is ${plays.length} scenarios; name one of them: ${plays.map(({ play }) => play.scenario).join(', ')}.`)
  return first.scenario
}

/** One call: two people whom the CRM knows, a third with a case of hers, and whoever calls. */
export function callIn(from: string, digits: string): Scenario {
  if (!/^\+?[\d ()-]{3,20}$/.test(from) && from !== '')
    throw new UsageError(`--from takes a number such as +49301234567, or "" for a caller who withholds it, not "${from}".`)
  if (!/^[\d*#]*$/.test(digits)) throw new UsageError(`--digits takes keys of a telephone: 0 to 9, * and #, not "${digits}".`)
  const number = from.replaceAll(/[^\d+]/g, '')
  const known = [
    { name: 'Ada Byron', phone: '+49301234567' },
    { name: 'Charles Babbage', phone: '+49301112223' },
    { name: 'Tom Lee', phone: '+49307654321' },
  ]
  const caller = known.find(({ phone }) => number !== '' && phone.replace('+', '') === number.replace('+', ''))
  const document = {
    title: `a call from ${from || 'a withheld number'}${digits ? `, pressing ${digits}` : ''}`,
    configuration: 'data-dip',
    given: {
      contacts: [...known, ...(caller ? [] : [{ name: 'Caller', phone: number, inCrm: false }])],
      cases: [
        { title: 'The coat is too small', contact: 'Tom Lee', created: '2026-11-19T18:00:00Z' },
        { title: 'A question from summer', contact: 'Ada Byron', created: '2026-07-11T09:00:00Z' },
        { title: 'Invoice 4711 is wrong', contact: 'Ada Byron', created: '2026-11-18T09:00:00Z' },
      ],
    },
    steps: [
      { at: '00:00', 'contact.calls': { from: caller?.name ?? 'Caller', skill: 'Support' } },
      ...(digits ? [{ at: '00:01', 'contact.presses': { digits } }] : []),
      { at: '02:00', 'agent.answers': { agent: 'Mia' } },
      { at: '03:00', 'agent.hangsUp': {} },
    ],
  }
  // JSON is YAML, too.
  const loaded = parseScenario(
    JSON.stringify(document),
    join(packagedScenarios(), 'webex/call.yaml'),
    `--from ${number || '""'}${digits ? ` --digits ${digits}` : ''}`,
  )
  if (!isScenario(loaded)) throw new UsageError(loaded.map(renderComplaint).join('\n'))
  // How far a call goes is the flow's affair: it may end it before anybody answers.
  return { ...loaded, steps: loaded.steps.map((step) => (step.verb.startsWith('agent.') ? { ...step, ifPossible: true } : step)) }
}
