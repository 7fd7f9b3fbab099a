import { availableParallelism } from 'node:os'
import { Command, Option } from 'commander'
import { formatDuration } from '../../mocks/core/duration.ts'
import { counted, figure } from '../../mocks/core/figure.ts'
import type { FaultPlan } from '../fault-plans.ts'
import type { SoakResult } from '../soak/soak.ts'
import { faultPlan, profileName, refuse, refuseSurroundings } from './play-choices.ts'
import { EXIT, several, UsageError, wholeNumber } from './usage.ts'

interface SoakCommand {
  interactions: number
  workers: number
  shift: number
  seed?: number
  crm?: 'dynamics' | 'zendesk'
  fault?: FaultPlan[]
  profile?: string[]
  out?: string
}

export const soakCommand = () =>
  new Command('soak')
    .description('Play shifts of a contact centre, each by another seed, on several threads, until so many interactions were judged')
    .argument('[pattern...]', 'scenarios instead of shifts, round after round: by name, folder or *, or files and folders of your own')
    .option('-n, --interactions <number>', 'how many are to be judged', wholeNumber('--interactions', 1, 1_000_000_000), 10_000)
    .option('-w, --workers <number>', 'threads; the result is the same for any number of them', wholeNumber('--workers', 1, 256), availableParallelism())
    .option('--shift <number>', 'interactions of one shift', wholeNumber('--shift', 1, 10_000), 250)
    .option('--seed <number>', 'of the first shift or round, and of the seeds of all others', wholeNumber('--seed', 0, Number.MAX_SAFE_INTEGER))
    .addOption(new Option('--crm <name>', 'on this CRM only').choices(['dynamics', 'zendesk']))
    .option('--fault <name>', 'lay a mishap over every shift or scenario; may be given several times', (text, before: FaultPlan[] | undefined) =>
      several(faultPlan(text), before),
    )
    .option('--profile <name>', 'how the sources are read where they disagree; may be given several times', (text, before: string[] | undefined) =>
      several(profileName(text), before),
    )
    .option('-o, --out <file>', 'write the result as JSON')
    .addHelpText(
      'after',
      `
A shift is 250 interactions of all kinds in one World: calls, messages, work items and chats, answered, abandoned,
transferred, of customers who come back and of strangers, with thirty agents, while tokens expire. Seeds decide about it; every
rule judges it. Each shift is played on each CRM. Scenarios are played in a World of their own each, with their expectations.

Examples:
  rehearsal soak                                      10,000 interactions on all cores
  rehearsal soak --interactions 100000 --workers 4 --seed 7
  rehearsal soak --fault answer-lost --out soak.json
  rehearsal soak 'tokens/*' --interactions 1000       the scenarios about tokens, by ever other seeds

Each finding says the command that plays it again. Ctrl-C tells what was found so far.

Exit: 0 all held, 1 findings, 2 wrong use, 130 stopped by Ctrl-C, 143 by SIGTERM.`,
    )
    .action(run)

async function run(patterns: string[], { seed, fault = [], profile = [], crm, out, ...options }: SoakCommand): Promise<void> {
  const [{ soak }, { demo }] = await Promise.all([import('../soak/soak.ts'), import('../demo.ts')])
  const chosen = { patterns, profiles: profile, ...(crm ? { crm } : {}) }
  if (patterns.length > 0) {
    const selection = (await import('../run.ts')).selectPlays(chosen)
    await refuse(selection, patterns)
    await refuseSurroundings(selection)
  }
  const faults = fault.map(({ name }) => name)
  const terminal = process.stderr.isTTY === true
  // What hours have found is told when they are cut short, too; a second Ctrl-C ends it without a word.
  const stopping = new AbortController()
  const stop = (signal: (typeof SIGNALS)[number]) => stopping.abort(signal)
  for (const signal of SIGNALS) process.once(signal, stop)
  const result = await soak({
    ...chosen,
    ...options,
    seed: seed ?? demo.seed,
    faults,
    signal: stopping.signal,
    ...(terminal
      ? {
          progress: ({ interactions, perSecond }) =>
            void process.stderr.write(`\r  ${count(interactions)} of ${count(options.interactions)} interactions · ${count(perSecond)} a second\u001b[K`),
        }
      : {}),
  })
    .catch((error: Error) => {
      throw ['RangeError', 'PlayError'].includes(error.name) ? new UsageError(error.message) : error
    })
    .finally(() => {
      for (const signal of SIGNALS) process.off(signal, stop)
    })
  if (terminal) process.stderr.write('\r\u001b[K')
  const laid = [...faults.map((name) => ` --fault ${name}`), ...profile.map((name) => ` --profile ${name}`)].join('')
  process.stdout.write(told(result, patterns.length === 0 ? 'shifts' : 'plays', laid))
  const { aborted, reason } = stopping.signal
  if (aborted) process.stdout.write(`  Stopped before ${counted(options.interactions, 'interaction')} were judged.\n\n`)
  if (out !== undefined) await save(out, result)
  process.exitCode = aborted ? STOPPED[reason as (typeof SIGNALS)[number]] : result.findings > 0 ? EXIT.findings : EXIT.held
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** As shells have it of a program that a signal ended: 128 and its number. */
const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const

async function save(file: string, result: SoakResult): Promise<void> {
  const { saveReport } = await import('../report/save.ts')
  await saveReport(file, `${JSON.stringify(result, null, 2)}\n`).catch((error: Error) => {
    throw new UsageError(error.message)
  })
}

const count = (value: number) => figure(Math.round(value))
/** Kinds of findings that are told of; all of them are in the file. */
const TOLD = 20

/** `what` was played, and the options that it is played again with. */
function told(result: SoakResult, what: 'shifts' | 'plays', laid: string): string {
  const { interactions, plays, held, findings, kinds, simulatedMs, wallMs, round, seed, workers, residentBytes, traceHash } = result
  const rounds = Math.ceil(plays / round)
  const lines = kinds
    .slice(0, TOLD)
    .flatMap(({ rule, scenario, crm, again, times, expected, happened }) => [
      `  ${rule} in ${what === 'shifts' ? 'a shift' : scenario} on ${crm}, ${times === 1 ? 'once' : `${count(times)} times`}`,
      `    expected  ${expected}`,
      `    happened  ${happened}`,
      `    again     ${again}${laid}`,
      '',
    ])
  const more = kinds.length > TOLD ? [`  and ${count(kinds.length - TOLD)} other kinds: --out FILE has them all`, ''] : []
  return [
    '',
    ...lines,
    ...more,
    `  ${counted(interactions, 'interaction')} in ${counted(plays, what.slice(0, -1))} (${counted(rounds, 'round')}) · ${count(held)} held · ${counted(findings, 'finding')}`,
    `  ${formatDuration(simulatedMs)} simulated in ${formatDuration(wallMs)} · ${count((interactions / wallMs) * 1000)} interactions a second · ${counted(workers, 'thread')} · ${count(residentBytes / 2 ** 20)} MB at the most`,
    `  seed ${seed} · trace ${traceHash}`,
    '',
    '',
  ].join('\n')
}
