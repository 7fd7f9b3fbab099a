import { Command, Option } from 'commander'
import type { Outcome } from '../contracts/outcome.ts'
import type { System } from '../contracts/state.ts'
import { EXIT, UsageError } from './usage.ts'

interface VerifyOptions {
  as?: System
  states?: System | true
  junit?: string
  json: boolean
}

const SYSTEMS = ['entra', 'dynamics', 'zendesk', 'contact-centre']

export const verifyCommand = () =>
  new Command('verify')
    .description('Verify pacts: whether the stand-ins, or a real organisation, answer as a consumer expects')
    .argument('[pact...]', 'pact files (JSON), or folders of them')
    .addOption(new Option('--as <system>', "which system is meant, where the provider's name does not say it").choices(SYSTEMS))
    .option('--junit <file>', 'write the outcome as JUnit, too')
    .option('--json', 'the outcome as JSON', false)
    .addOption(new Option('--states [system]', 'list the provider states that a pact may ask for'))
    .addHelpText(
      'after',
      `
Examples:
  rehearsal verify pacts                          every pact in a folder
  rehearsal verify pacts/my-app-dynamics.json --junit verify.xml
  rehearsal verify my-app-crm.json --as dynamics  where the provider is called otherwise
  rehearsal verify --states dynamics              what a pact may presuppose

Exit: 0 all held, 1 something did not, 2 wrong use.`,
    )
    .action(verify)

async function verify(paths: string[], options: VerifyOptions): Promise<void> {
  if (options.states !== undefined) return listStates(options.states)
  if (paths.length === 0) throw new UsageError('Say which pacts: rehearsal verify pacts/my-app-dynamics.json')
  try {
    const { readPacts } = await import('../contracts/pact-file.ts')
    const { verifyPact } = await import('../contracts/verify.ts')
    const outcomes: Outcome[] = []
    for (const pact of readPacts(paths, options.as)) outcomes.push(...(await verifyPact(pact)))
    await tell(outcomes, options)
  } catch (error) {
    if (error instanceof Error && ['PactError', 'VerifierFailure', 'ReportError'].includes(error.name)) throw new UsageError(error.message)
    throw error
  }
}

async function tell(outcomes: readonly Outcome[], { json, junit }: VerifyOptions): Promise<void> {
  const { renderJunit, renderOutcomes } = await import('../contracts/report.ts')
  const { paintFor } = await import('../report/paint.ts')
  const { saveReport } = await import('../report/save.ts')
  if (json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`)
  else process.stdout.write(renderOutcomes(outcomes, paintFor(process.stdout.isTTY === true && !process.env.NO_COLOR)))
  if (junit !== undefined) await saveReport(junit, renderJunit(outcomes))
  process.exitCode = outcomes.some(({ result }) => result === 'failed') ? EXIT.findings : EXIT.held
}

async function listStates(system: System | true): Promise<void> {
  const { states } = await import('../contracts/states/index.ts')
  if (system !== true && !(system in states)) throw new UsageError(`--states takes ${SYSTEMS.join(', ')}, not "${system}".`)
  const wanted = Object.entries(states).filter(([name]) => system === true || name === system)
  for (const [name, known] of wanted) {
    process.stdout.write(`${name}\n`)
    for (const { says, parameters } of known) {
      process.stdout.write(`  ${says}\n`)
      for (const [parameter, { says: what, default: value }] of Object.entries(parameters))
        process.stdout.write(`      ${parameter.padEnd(16)}${what}; default ${JSON.stringify(value)}\n`)
    }
  }
}
