import { Option } from 'commander'
import { counted } from '../../mocks/core/figure.ts'
import { duration } from '../../mocks/core/schema.ts'
import type { External } from '../external/external.ts'
import type { PlayResult } from '../report/reporter.ts'
import type { Selection } from '../run.ts'
import { EXIT, UsageError, wholeNumber } from './usage.ts'

/** What the command line says about the user's own integration. */
export interface IntegrationOptions {
  integration?: string
  speed?: number
  port?: number
  timeout?: number
  retries?: number
  health?: string
  events?: string
}

const FASTEST = 1000

const factor = (text: string): number => {
  const value = Number(text.replace(/^[x×]/i, ''))
  if (value > 0 && value <= FASTEST) return value
  throw new UsageError(`--speed takes a number above 0 and up to ${FASTEST} (30: thirty simulated seconds a second), not "${text}".`)
}

const milliseconds = (text: string): number => {
  const read = duration.safeParse(text)
  if (read.success && read.data > 0) return read.data
  throw new UsageError(`--timeout takes a duration such as 30s, not "${text}".`)
}

const path = (option: string) => (text: string) => {
  if (text.startsWith('/')) return text
  throw new UsageError(`${option} takes a path such as /health, not "${text}".`)
}

export const integrationOptions: readonly Option[] = [
  new Option('--integration <what>', 'your own: a module (./mine.mjs), http://localhost:9000/events, or "command:node app.js"'),
  new Option('--speed <factor>', 'over sockets: simulated seconds per second (default: 20)').argParser(factor),
  new Option(
    '--port <number>',
    'over sockets: of the rehearsal; Entra ID, Dynamics and Zendesk have the next three (default: 4400; free ones for a command)',
  ).argParser(wholeNumber('--port', 0, 65_532)),
  new Option('--timeout <duration>', 'over sockets: what one delivery may take, of your own time (default: 30s)').argParser(milliseconds),
  new Option('--retries <number>', 'over sockets: how often a delivery that failed is repeated (default: 0)').argParser(wholeNumber('--retries', 0, 100)),
  new Option('--events <path>', 'of a command: where it takes events (default: /events)').argParser(path('--events')),
  new Option('--health <path>', 'of a command: answers 2xx as soon as it is ready (default: /health)').argParser(path('--health')),
]

const NEEDS_SOCKETS = ['speed', 'port', 'timeout', 'retries'] as const
const NEEDS_COMMAND = ['events', 'health'] as const

/** The user's integration, ready to be played, if there is one. Throws a UsageError. */
export async function openIntegration(options: IntegrationOptions): Promise<External | undefined> {
  const { integration: what } = options
  const isCommand = what?.startsWith('command:') ?? false
  const isWebhook = /^https?:/i.test(what ?? '')
  const idle = [...(isCommand || isWebhook ? [] : NEEDS_SOCKETS), ...(isCommand ? [] : NEEDS_COMMAND)].find((name) => options[name] !== undefined)
  if (idle !== undefined)
    throw new UsageError(
      (NEEDS_COMMAND as readonly string[]).includes(idle)
        ? `--${idle} is for --integration "command:...".`
        : `--${idle} is for an integration over sockets: --integration http://localhost:9000/events, or "command:node app.js".`,
    )
  if (what === undefined) return undefined
  const { chooseExternal, externalDefaults } = await import('../external/choose.ts')
  const wanted = [...NEEDS_SOCKETS, ...NEEDS_COMMAND].flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  const interrupted = new AbortController()
  const stop = () => interrupted.abort()
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    const external = await chooseExternal(what, { ...externalDefaults, ...Object.fromEntries(wanted), signal: interrupted.signal })
    if (!interrupted.signal.aborted) return external
    await external.close()
    process.exit(130)
  } catch (error) {
    if (interrupted.signal.aborted) process.exit(130)
    throw error instanceof Error && error.name === 'ExternalError' ? new UsageError(error.message) : error
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** What to look at when an integration asked nothing of any system; undefined when it did. */
export function idleHint({ urls }: Pick<External, 'urls'>, results: readonly Pick<PlayResult, 'trace' | 'findings' | 'unmet'>[]): string | undefined {
  const entries = results.flatMap(({ trace }) => trace)
  const isFine = results.every(({ findings, unmet }) => findings.length + unmet.length === 0)
  if (isFine || entries.some(({ kind }) => kind === 'exchange')) return undefined
  // What takes no event has something else to mend first.
  if (urls && !entries.some((entry) => entry.kind === 'delivered' && entry.error === undefined)) return undefined
  const where = urls
    ? `Is it set to these addresses? ${Object.entries(urls)
        .filter(([system]) => system !== 'rehearsal')
        .map(([system, url]) => `${system} ${url}`)
        .join(', ')}`
    : 'In this process it reaches them by the env.fetch that start(env) is given, and waits with env.clock.'
  return `  The integration asked nothing of any system. ${where}\n\n`
}

/** What is not played with the user's own integration. */
export interface LeftOut {
  /** Plays about a configuration alone, or about a flow. */
  aside: number
  /** Plays of the library that read the sources otherwise than was asked for, by the profile that asks for it. */
  readings: ReadonlyMap<string, number>
}

/**
 * Plays that are about an integration; what is about a configuration alone, or about a flow, says nothing of the user's. Nor does
 * a scenario of the library that fixes another reading of the sources, which an integration cannot know of.
 */
export async function forExternal(selection: Selection, profiles: readonly string[] = []): Promise<{ selection: Selection; leftOut: LeftOut }> {
  const { isAboutConfiguration } = await import('../play/checked.ts')
  const { otherReadings } = await import('../profiles.ts')
  const { isPackaged } = await import('../scenario/library.ts')
  const ours = selection.plays.filter(({ scenario, configuration }) => !isAboutConfiguration(scenario) && !configuration?.webex)
  const readings = new Map<string, number>()
  const plays = ours.filter(({ scenario }) => {
    const [other] = isPackaged(scenario.file) ? otherReadings(scenario, profiles) : []
    if (other !== undefined) readings.set(other, (readings.get(other) ?? 0) + 1)
    return other === undefined
  })
  return { selection: { ...selection, plays }, leftOut: { aside: selection.plays.length - ours.length, readings } }
}

/** One line for each reason. */
export const leftOutLines = ({ aside, readings }: LeftOut): string[] => [
  ...(aside > 0 ? [`${counted(aside, 'play')} about a configuration or a flow, not about an integration`] : []),
  ...[...readings].map(
    ([name, count]) => `${counted(count, 'play')} by another reading of the sources: --profile ${name} plays ${count === 1 ? 'it' : 'them'}`,
  ),
]

/** Where everything is, for somebody who has to tell the integration. */
export function introduction({ name, speed, urls }: External, leftOut: LeftOut): string {
  const places = Object.entries(urls ?? {}).map(([system, url]) => `  ${system.padEnd(12)} ${url}`)
  return [
    '',
    `  integration  ${name}${speed === undefined ? ', in this process, on virtual time' : `, ×${speed}`}`,
    ...places,
    ...leftOutLines(leftOut).map((line) => `  left out     ${line}`),
    '',
  ].join('\n')
}

/** A module runs in this process: an error that nobody catches in it would end the run with a stack, and as if there were findings. */
export async function strayErrors({ name, speed }: External): Promise<() => void> {
  const { stray } = await import('../external/module.ts')
  // At once: the play goes on while anything is waited for.
  const tell = (error: unknown) => {
    const theirs = stray(name, error)
    process.stderr.write(`\n${theirs?.message ?? (error as Error).stack}\n`)
    process.exit(EXIT.usage)
  }
  if (speed === undefined) process.on('uncaughtException', tell)
  return () => void process.off('uncaughtException', tell)
}

/** A signal ends what the run has started before it ends the run. */
export function closeOnSignal(external: External): () => void {
  let closing = false
  const stop = () => {
    if (closing) process.exit(130)
    closing = true
    void external.close().finally(() => process.exit(130))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
