import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { External } from '../external/external.ts'
import { type FaultPlan, faultPlans } from '../fault-plans.ts'
import { profiles } from '../profiles.ts'
import type { ReportChoice } from '../report/index.ts'
import type { Selection } from '../run.ts'
import { faultPlan, profileName, refuse, refuseSurroundings } from './play-choices.ts'
import {
  closeOnSignal,
  forExternal,
  type IntegrationOptions,
  idleHint,
  integrationOptions,
  introduction,
  leftOutLines,
  openIntegration,
  strayErrors,
} from './play-integration.ts'
import { EXIT, several, UsageError, wholeNumber } from './usage.ts'

interface PlayOptions extends IntegrationOptions {
  list: boolean
  watch: boolean
  seed?: number
  crm?: 'dynamics' | 'zendesk'
  fault?: FaultPlan[]
  profile?: string[]
  report?: string[]
  show?: number[]
}

export const playCommand = () => {
  const command = new Command('play')
    .description('Play scenarios on a virtual clock and judge what the integration did to the CRM')
    .argument('[pattern...]', 'scenarios by name (tokens/first-call), folder (tokens) or *, or files and folders of your own; all when left out')
    .option('-l, --list', 'list what would be played, and play nothing', false)
    .option('-w, --watch', 'play again whenever a scenario, a configuration or the code of an integration changes', false)
    .option('--seed <number>', 'of all random numbers; the same seed gives the same trace', wholeNumber('--seed', 0, Number.MAX_SAFE_INTEGER))
    .addOption(new Option('--crm <name>', 'on this CRM only').choices(['dynamics', 'zendesk']))
    .option('--fault <name>', 'lay a mishap over every scenario; may be given several times', (text, before: FaultPlan[] | undefined) =>
      several(faultPlan(text), before),
    )
    .option('--profile <name>', 'how the sources are read where they disagree; may be given several times', (text, before: string[] | undefined) =>
      several(profileName(text), before),
    )
    .option('-r, --report <form>', 'pretty, github, junit=FILE, json=FILE or html=FILE; may be given several times (default: pretty)', several<string>)
    .option('--show <number>', 'show this exchange (#4) in full; may be given several times', (text, before: number[] | undefined) =>
      several(exchangeId(text), before),
    )
    .addHelpText(
      'after',
      `
Examples:
  rehearsal play                                  everything that comes with Rehearsal
  rehearsal play voice 'tokens/*' --crm zendesk   some of it, on one CRM
  rehearsal play my-scenarios/first-call.yaml     your own; a single play shows its timeline
  rehearsal play tokens/first-call-of-the-day --crm dynamics --show 4
  rehearsal play my-scenarios --watch             again at every change
  rehearsal play --report pretty --report junit=report.xml --report html=report.html
  rehearsal play voice --fault answer-lost --fault slow
  rehearsal play voice --integration ./my-integration.mjs
  rehearsal play voice --integration http://localhost:9000/events --speed 30 --crm dynamics
  rehearsal play voice --integration "command:node app.js" --crm dynamics

Faults:
${faultPlans.map(({ name, says }) => `  ${name.padEnd(22)}${says}`).join('\n')}

Profiles:
${profiles.map(({ name, says }) => `  ${name.padEnd(22)}${says}`).join('\n')}

Exit: 0 all held, 1 findings, 2 wrong use.`,
    )
    .action(play)
  for (const option of integrationOptions) command.addOption(option)
  return command
}

const exchangeId = (text: string) => wholeNumber('--show', 1, Number.MAX_SAFE_INTEGER)(text.replace(/^#/, ''))

async function play(patterns: string[], options: PlayOptions): Promise<void> {
  const { selectPlays } = await import('../run.ts')
  const choices = await reportChoices(options.report)
  if (options.watch) return playAgain(patterns, choices, options)
  const chosen = selectPlays({ patterns, ...(options.crm ? { crm: options.crm } : {}), ...(options.profile ? { profiles: options.profile } : {}) })
  await refuse(chosen, patterns)
  const { selection, leftOut } =
    options.integration === undefined
      ? { selection: chosen, leftOut: { aside: 0, readings: new Map<string, number>() } }
      : await forExternal(chosen, options.profile)
  if (selection.plays.length === 0) throw new UsageError(`There is nothing to play with an integration. Left out: ${leftOutLines(leftOut).join('; ')}.`)
  if (options.list) return list(selection)
  await refuseSurroundings(selection)
  const external = await openIntegration(options)
  if (!external) return run(selection, choices, options)
  const leave = closeOnSignal(external)
  const caught = await strayErrors(external)
  process.stderr.write(introduction(external, leftOut))
  try {
    await run(selection, choices, options, external)
  } finally {
    leave()
    caught()
    await external.close()
  }
}

async function run(
  selection: Selection,
  choices: readonly ReportChoice[],
  { seed, fault: faults = [], profile = [], show = [], ...options }: PlayOptions,
  external?: External,
): Promise<void> {
  const { playAll } = await import('../run.ts')
  const { makeReporter } = await import('../report/index.ts')
  const { argumentsOf } = await import('./play-arguments.ts')
  const { hostSeed } = await import('../../mocks/core/random.ts')
  const command = [
    'rehearsal play',
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...faults.map(({ name }) => `--fault ${name}`),
    ...profile.map((name) => `--profile ${name}`),
    ...argumentsOf(options),
  ].join(' ')
  const reporters = choices.map((choice) => makeReporter(choice, { output: process.stdout, show, command }))
  // A program that runs on from one run to the next must not take its events for those of the run before.
  const chance = seed ?? (external?.speed === undefined ? undefined : hostSeed())
  try {
    const { summary, results } = await playAll(selection, {
      ...(chance === undefined ? {} : { seed: chance }),
      reporters,
      faults,
      ...(external ? { external } : {}),
    })
    const hint = external && idleHint(external, results)
    if (hint) process.stderr.write(hint)
    process.exitCode = summary.findings > 0 ? EXIT.findings : EXIT.held
  } catch (error) {
    throw await explained(error)
  }
}

async function playAgain(patterns: readonly string[], reports: readonly ReportChoice[], { integration }: PlayOptions): Promise<void> {
  const { playAgain: watching } = await import('./play-watch.ts')
  const { findScenarios } = await import('../scenario/library.ts')
  const { files, unmatched } = findScenarios(patterns)
  // What there is none of has no folder to be watched.
  if (unmatched.length > 0) await refuse({ plays: [], problems: [], unmatched }, patterns)
  await watching({ scenarios: files.map(({ file }) => file), reports, ...(integration === undefined ? {} : { integration }) })
}

async function reportChoices(wanted: readonly string[] = ['pretty']): Promise<ReportChoice[]> {
  const { parseReport } = await import('../report/index.ts')
  const choices = wanted.map((text) => {
    const choice = parseReport(text)
    if ('message' in choice) throw new UsageError(choice.message)
    return choice
  })
  // What goes to the terminal is there once, however often it was asked for.
  const once = choices.filter(({ name, file }, i) => file !== '' || choices.findIndex((other) => other.name === name) === i)
  const files = choices.flatMap(({ file }) => (file === '' ? [] : [resolve(file)]))
  const twice = files.find((file, i) => files.indexOf(file) < i)
  if (twice !== undefined) throw new UsageError(`Two reports would be written to ${twice}: one would take the place of the other.`)
  return once
}

function list({ plays }: Selection): void {
  const scenarios = new Map<string, { title: string; crms: string[] }>()
  for (const { play: one } of plays) {
    const known = scenarios.get(one.scenario)
    if (known) known.crms.push(one.crm)
    else scenarios.set(one.scenario, { title: one.title, crms: [one.crm] })
  }
  const wide = Math.max(...[...scenarios.keys()].map((id) => id.length))
  for (const [id, { title, crms }] of scenarios) process.stdout.write(`${id.padEnd(wide)}   ${crms.join(', ').padEnd(17)}   ${title}\n`)
}

/** A configuration or an integration that cannot be used, or a report that cannot be written, is the user's to mend: said without a stack. */
async function explained(error: unknown): Promise<unknown> {
  const { PlayError } = await import('../play/world.ts')
  const { ReportError } = await import('../report/index.ts')
  const { ExternalError } = await import('../external/external.ts')
  if (error instanceof ReportError || error instanceof ExternalError) return new UsageError(error.message)
  return error instanceof PlayError ? new UsageError(error.told) : error
}
