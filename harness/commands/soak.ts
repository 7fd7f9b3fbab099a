import { availableParallelism } from 'node:os'
import { Command, Option } from 'commander'
import { formatDuration } from '../../mocks/core/duration.ts'
import type { FaultPlan } from '../fault-plans.ts'
import type { SoakResult } from '../soak/soak.ts'
import { faultPlan, profileName, refuse, several } from './play-choices.ts'
import { EXIT, UsageError, wholeNumber } from './usage.ts'

interface SoakCommand {
  interactions: number
  workers: number
  seed?: number
  crm?: 'dynamics' | 'zendesk'
  fault?: FaultPlan[]
  profile?: string[]
  out?: string
}

export const soakCommand = () =>
  new Command('soak')
    .description('Play scenarios round after round, each round by another seed, on several threads, until so many interactions were judged')
    .argument('[pattern...]', 'scenarios by name, folder or *, or files and folders of your own; all when left out')
    .option('-n, --interactions <number>', 'how many are to be judged', wholeNumber('--interactions', 1, 1_000_000_000), 10_000)
    .option('-w, --workers <number>', 'threads; the result is the same for any number of them', wholeNumber('--workers', 1, 256), availableParallelism())
    .option('--seed <number>', 'of the first round, and of the seeds of all others', wholeNumber('--seed', 0, Number.MAX_SAFE_INTEGER))
    .addOption(new Option('--crm <name>', 'on this CRM only').choices(['dynamics', 'zendesk']))
    .option('--fault <name>', 'lay a mishap over every scenario; may be given several times', (text, before: FaultPlan[] | undefined) =>
      several(faultPlan(text), before),
    )
    .option('--profile <name>', 'how the sources are read where they disagree; may be given several times', (text, before: string[] | undefined) =>
      several(profileName(text), before),
    )
    .option('-o, --out <file>', 'write the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal soak                                      10,000 interactions on all cores
  rehearsal soak voice --interactions 100000 --workers 4 --seed 7
  rehearsal soak --fault answer-lost --out soak.json

Each finding says the seed to see it again by: rehearsal play SCENARIO --crm CRM --seed SEED.

Exit: 0 all held, 1 findings, 2 wrong use.`,
    )
    .action(run)

async function run(patterns: string[], { seed, fault = [], profile = [], crm, out, ...options }: SoakCommand): Promise<void> {
  const [{ selectPlays }, { soak }, { demo }] = await Promise.all([import('../run.ts'), import('../soak/soak.ts'), import('../demo.ts')])
  const chosen = { patterns, profiles: profile, ...(crm ? { crm } : {}) }
  await refuse(selectPlays(chosen), patterns)
  const faults = fault.map(({ name }) => name)
  const terminal = process.stderr.isTTY === true
  const result = await soak({
    ...chosen,
    ...options,
    seed: seed ?? demo.seed,
    faults,
    ...(terminal
      ? {
          progress: ({ interactions, perSecond }) =>
            void process.stderr.write(`\r  ${count(interactions)} of ${count(options.interactions)} interactions · ${count(perSecond)} a second\u001b[K`),
        }
      : {}),
  }).catch((error: Error) => {
    throw error instanceof RangeError ? new UsageError(error.message) : error
  })
  if (terminal) process.stderr.write('\r\u001b[K')
  process.stdout.write(told(result, faults))
  if (out !== undefined) await save(out, result)
  process.exitCode = result.findings > 0 ? EXIT.findings : EXIT.held
}

async function save(file: string, result: SoakResult): Promise<void> {
  const { saveReport } = await import('../report/save.ts')
  await saveReport(file, `${JSON.stringify(result, null, 2)}\n`).catch((error: Error) => {
    throw new UsageError(error.message)
  })
}

const count = (value: number) => Math.round(value).toLocaleString('en-US')
/** Kinds of findings that are told of; all of them are in the file. */
const TOLD = 20

function told(result: SoakResult, faults: readonly string[]): string {
  const { interactions, plays, held, findings, kinds, simulatedMs, wallMs, round, seed, workers, residentBytes, traceHash } = result
  const under = faults.map((name) => ` --fault ${name}`).join('')
  const lines = kinds
    .slice(0, TOLD)
    .flatMap(({ rule, scenario, crm, seed: own, times, expected, happened }) => [
      `  ${rule} in ${scenario} on ${crm}, ${times === 1 ? 'once' : `${count(times)} times`}`,
      `    expected  ${expected}`,
      `    happened  ${happened}`,
      `    again     rehearsal play ${scenario} --crm ${crm} --seed ${own}${under}`,
      '',
    ])
  const more = kinds.length > TOLD ? [`  and ${count(kinds.length - TOLD)} other kinds: --out FILE has them all`, ''] : []
  return [
    '',
    ...lines,
    ...more,
    `  ${count(interactions)} interactions in ${count(plays)} plays (${count(Math.ceil(plays / round))} rounds) · ${count(held)} held · ${count(findings)} findings`,
    `  ${formatDuration(simulatedMs)} simulated in ${formatDuration(wallMs)} · ${count((interactions / wallMs) * 1000)} interactions a second · ${workers === 1 ? '1 thread' : `${workers} threads`} · ${count(residentBytes / 2 ** 20)} MB at the most`,
    `  seed ${seed} · trace ${traceHash}`,
    '',
    '',
  ].join('\n')
}
