import { Command, Option } from 'commander'
import type { Flow } from '../webex/format.ts'
import type { FlowRun } from './flow-run.ts'
import { EXIT, UsageError, wholeNumber } from './usage.ts'

interface FlowOptions {
  svg?: string
  json: boolean
  run?: string
  from?: string
  digits?: string
  crm?: 'dynamics' | 'zendesk'
  show: number[]
}

export const flowCommand = () =>
  new Command('flow')
    .description('Say what is wrong with an exported Webex flow, draw it, and try a call in it')
    .argument('<file>', 'a flow exported from the Flow Designer (JSON)')
    .option('--svg <file>', 'draw it as a picture; with a run, the way that the call took')
    .option('--run <scenario>', 'play a scenario with this flow: known-caller-with-a-case, or a file of your own')
    .option('--from <number>', 'try a call from this number; +49301234567 is known and has two cases, +49301112223 has none')
    .option('--digits <digits>', 'what that caller presses')
    .addOption(new Option('--crm <name>', 'which CRM it calls (default: what its requests look like)').choices(['dynamics', 'zendesk']))
    .option('--show <number>', 'show this exchange of the run (#2) in full; may be given several times', exchange, [])
    .option('--json', 'remarks, and the run, as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  rehearsal flow my.flow.json                              what is wrong with it, activity by activity
  rehearsal flow my.flow.json --svg my.svg                 a picture, remarks in it by their numbers
  rehearsal flow my.flow.json --from +49301234567 --digits 1 --svg call.svg
  rehearsal flow my.flow.json --run webex/another-customers-case
  rehearsal flow my.flow.json --json | jq '.remarks[].activity'

All scenarios for flows: rehearsal play --list webex. How to import and adapt one: docs/webex.md.

Exit: 0 nothing wrong (warnings are none), 1 something is, 2 wrong use.`,
    )
    .action(flow)

const exchange = (text: string, before: number[]) => [...before, wholeNumber('--show', 1, Number.MAX_SAFE_INTEGER)(text.replace(/^#/, ''))]

async function flow(file: string, options: FlowOptions): Promise<void> {
  if (options.run !== undefined && options.from !== undefined) throw new UsageError('--run plays a scenario, --from a call of its own: use one of them.')
  if (options.digits !== undefined && options.from === undefined) throw new UsageError('--digits belongs to --from: it says what that caller presses.')
  const idle = options.show.length > 0 ? '--show' : options.crm === undefined ? undefined : '--crm'
  if (idle && options.run === undefined && options.from === undefined) throw new UsageError(`${idle} is about a call in the flow: add --from or --run.`)
  const loaded = await open(file)
  if (!loaded) return
  const { validate } = await import('../webex/validate/index.ts')
  const { asJson, renderRemarks } = await import('./flow-output.ts')
  const remarks = validate(loaded)
  if (!options.json) process.stdout.write(renderRemarks(loaded, remarks))
  const run = await tried(loaded, options)
  if (options.json) process.stdout.write(`${JSON.stringify(asJson(loaded, remarks, run), null, 2)}\n`)
  if (options.svg !== undefined) await draw(options.svg, loaded, remarks, run)
  const wrong = remarks.some(({ severity }) => severity === 'error') || (run?.result.findings.length ?? 0) + (run?.result.unmet.length ?? 0) > 0
  process.exitCode = wrong ? EXIT.findings : EXIT.held
}

/** The flow, or nothing when it has been said why there is none. */
async function open(file: string): Promise<Flow | undefined> {
  const { existsSync } = await import('node:fs')
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  const { isFlow, loadFlow } = await import('../webex/load.ts')
  const loaded = loadFlow(file)
  if (isFlow(loaded)) return loaded
  const { renderComplaint } = await import('../documents/complaint.ts')
  process.stdout.write(`${loaded.map(renderComplaint).join('\n')}\n`)
  process.exitCode = EXIT.findings
  return undefined
}

async function tried(loaded: Flow, { run, from, digits, crm, json, show }: FlowOptions): Promise<FlowRun | undefined> {
  if (run === undefined && from === undefined) return undefined
  const { callIn, scenarioFor, playFlow } = await import('./flow-run.ts')
  const { crmOf } = await import('../webex/validate/crm.ts')
  const on = crm ?? crmOf(loaded)
  const scenario = run === undefined ? callIn(from as string, digits ?? '') : await scenarioFor(run, on)
  return playFlow(loaded, scenario, on, { silent: json, show, named: run !== undefined })
}

async function draw(path: string, loaded: Flow, remarks: Parameters<typeof import('./flow-output.ts').asJson>[1], run: FlowRun | undefined): Promise<void> {
  const { saveReport } = await import('../report/save.ts')
  const { drawFlow } = await import('../webex/draw/svg.ts')
  const picture = drawFlow(loaded, { remarks, ...(run ? { taken: run.taken, subtitle: `The way of a call: ${run.result.play.title}` } : {}) })
  await saveReport(path, picture).catch((error: Error) => {
    throw new UsageError(error.message)
  })
  process.stderr.write(`  Drawn: ${path}\n`)
}
