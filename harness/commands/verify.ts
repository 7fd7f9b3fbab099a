import { Command, Option } from 'commander'
import type { BrokerOptions } from '../contracts/broker.ts'
import type { Outcome } from '../contracts/outcome.ts'
import type { System } from '../contracts/state.ts'
import { EXIT, several, UsageError, webAddress } from './usage.ts'

interface VerifyOptions extends Omit<BrokerOptions, 'broker'> {
  as?: System
  states?: System | true
  target?: string
  broker?: string
  provider?: string[]
  junit?: string
  json: boolean
}

const SYSTEMS = ['entra', 'dynamics', 'zendesk', 'contact-centre']

export const verifyCommand = () =>
  new Command('verify')
    .description('Verify pacts: whether the stand-ins, or a real organisation, answer as a consumer expects')
    .argument('[pact...]', 'pact files (JSON), or folders of them')
    .addOption(new Option('--as <system>', "which system is meant, where the provider's name does not say it").choices(SYSTEMS))
    .option(
      '--target <url>',
      'a real organisation for tests: verify there, too, and say where the stand-in differs',
      webAddress('--target', 'https://contoso-test.crm.dynamics.com'),
    )
    .option('--broker <url>', 'take the pacts of --provider from a Pact Broker')
    .option('--provider <name>', "the provider's name at the broker; may be given several times", several<string>)
    .option('--selector <which>', 'main, deployed, released, latest, branch=NAME, environment=NAME, or JSON; may be given several times', several<string>)
    .option('--consumer <name>', 'pacts of this consumer only; may be given several times', several<string>)
    .option('--pending', 'pacts that have never held are told, and do not fail')
    .option('--wip-since <date>', 'also what is in progress on other branches since then: 2026-11-01')
    .option('--publish', 'tell the broker what became of it')
    .option('--provider-version <version>', 'whose results: the commit')
    .option('--provider-branch <name>', 'and its branch')
    .option('--build-url <url>', 'and where the build can be seen')
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
  rehearsal verify pacts/my-app-dynamics.json --target https://contoso-test.crm.dynamics.com
  rehearsal verify --broker https://example.pactflow.io --provider dynamics --selector main
  rehearsal verify --broker https://example.pactflow.io --provider dynamics --pending --publish \\
      --provider-version "$GIT_COMMIT" --provider-branch main

At a target, records that a provider state asks for are made and deleted again; others are never changed. Its
credentials come from the environment: REHEARSAL_TENANT_ID, REHEARSAL_CLIENT_ID, REHEARSAL_CLIENT_SECRET, or
REHEARSAL_EMAIL and REHEARSAL_API_TOKEN, or REHEARSAL_TOKEN. Those of a broker: PACT_BROKER_TOKEN, or
PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD. More: docs/contracts.md.

Exit: 0 all held, 1 something did not, 2 wrong use.`,
    )
    .action(verify)

/** Options that say something to a broker, as they are written. */
const FOR_BROKER = {
  provider: '--provider',
  selector: '--selector',
  consumer: '--consumer',
  pending: '--pending',
  wipSince: '--wip-since',
  publish: '--publish',
  providerVersion: '--provider-version',
  providerBranch: '--provider-branch',
  buildUrl: '--build-url',
} as const satisfies Partial<Record<keyof VerifyOptions, string>>

async function verify(paths: string[], options: VerifyOptions): Promise<void> {
  if (options.states !== undefined && paths.length > 0) throw new UsageError('--states lists what pacts may presuppose: leave out the pacts.')
  if (options.states !== undefined) return listStates(options.states)
  const [idle] = Object.entries(FOR_BROKER).filter(([name]) => options[name as keyof typeof FOR_BROKER] !== undefined)
  // Somebody would believe that it was published.
  if (options.broker === undefined && idle) throw new UsageError(`${idle[1]} is for pacts of a broker: --broker https://example.pactflow.io`)
  if (options.broker !== undefined && (paths.length > 0 || options.target !== undefined))
    throw new UsageError('--broker brings the pacts by itself: leave out files and --target.')
  if (paths.length === 0 && options.broker === undefined) throw new UsageError('Say which pacts: rehearsal verify pacts/my-app-dynamics.json')
  try {
    if (options.broker !== undefined) await tell(await fromBroker({ ...options, broker: options.broker }), options)
    else if (options.target !== undefined) await atTarget(paths, options.target, options)
    else await tell(await fromFiles(paths, options), options)
  } catch (error) {
    if (error instanceof Error && error.name === 'VerifierStopped') process.exit(130)
    const forUser = ['PactError', 'StateError', 'VerifierFailure', 'ReportError', 'CredentialsError', 'TargetError']
    throw error instanceof Error && forUser.includes(error.name) ? new UsageError(error.message) : error
  }
}

async function fromFiles(paths: string[], { as }: VerifyOptions): Promise<Outcome[]> {
  const { readPacts } = await import('../contracts/pact-file.ts')
  const { verifyPact } = await import('../contracts/verify.ts')
  const outcomes: Outcome[] = []
  for (const pact of readPacts(paths, as)) outcomes.push(...(await verifyPact(pact)))
  return outcomes
}

async function fromBroker(options: VerifyOptions & { broker: string }): Promise<Outcome[]> {
  const { brokerSource } = await import('../contracts/broker.ts')
  const { systemOf } = await import('../contracts/pact-file.ts')
  const { verifySource } = await import('../contracts/verify.ts')
  const providers = options.provider ?? []
  if (providers.length === 0) throw new UsageError('Say which provider, by its name at the broker: --provider dynamics')
  const source = brokerSource(options)
  const outcomes: Outcome[] = []
  for (const provider of providers) {
    const verified = await verifySource(provider, systemOf(provider, options.as), source)
    outcomes.push(...verified.outcomes)
    for (const notice of verified.notices) process.stderr.write(`${notice}\n`)
  }
  return outcomes
}

async function atTarget(paths: string[], target: string, options: VerifyOptions): Promise<void> {
  const { readPacts } = await import('../contracts/pact-file.ts')
  const { verifyPact } = await import('../contracts/verify.ts')
  const { verifyAt, withDrift } = await import('../contracts/verify-target.ts')
  const outcomes: Outcome[] = []
  for (const pact of readPacts(paths, options.as)) {
    const there = await verifyAt(target, pact, process.env, tellLeft)
    outcomes.push(...withDrift(await verifyPact(pact), there))
  }
  await tell(outcomes, options)
  if (options.json) return
  const drift = outcomes.flatMap(({ description, drift }) => (drift === undefined ? [] : [`  drift  ${description}: ${drift}`]))
  process.stdout.write(`\n${drift.length === 0 ? '  The stand-in agrees with the target about all of them.' : drift.join('\n')}\n`)
}

const tellLeft = (url: string, why: string) =>
  void process.stderr.write(`A record that was made for this could not be deleted again: ${url} (${why}). Delete it there.\n`)

async function tell(outcomes: readonly Outcome[], { json, junit }: VerifyOptions): Promise<void> {
  const { renderJunit, renderOutcomes } = await import('../contracts/report.ts')
  const { colourful, paintFor } = await import('../report/paint.ts')
  const { saveReport } = await import('../report/save.ts')
  if (json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`)
  else process.stdout.write(renderOutcomes(outcomes, paintFor(colourful(process.stdout))))
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
