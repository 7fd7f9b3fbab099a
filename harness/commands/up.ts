import { Command } from 'commander'
import { hostTimer } from '../../mocks/core/clock.ts'
import type { Sandbox } from '../sandbox.ts'
import { smallHeap } from './small-heap.ts'
import { EXIT, UsageError, wholeNumber } from './usage.ts'

interface UpOptions {
  port: number
  host?: string
  json: boolean
  tls: boolean
  seed?: number
  world: string
  strictWorlds: boolean
  scale: number
  contacts: number
  cases: number
  data?: string
  configurations?: string[]
}

const scaleFactor = (text: string) => {
  const value = Number(text.replace(/^[x×]/i, ''))
  if (value > 0 && value <= 100_000) return value
  throw new UsageError(`--scale takes a number above 0 (10: ten simulated seconds a second), not "${text}".`)
}

/** An empty one is a variable that nobody set: it would mean loopback, where all addresses were meant. */
function address(text: string): string {
  if (text.trim() !== '') return text
  throw new UsageError('--host takes an address: 127.0.0.1 for this machine alone, 0.0.0.0 for all.')
}

export const upCommand = () =>
  new Command('up')
    .description('Start the sandbox: Entra ID, Dynamics, Zendesk and the workflow service on local ports, with a console to steer them')
    .option('-p, --port <number>', "the console's port; each system takes one of the next. 0: free ones", wholeNumber('--port', 0, 65_531), 4400)
    .option('--host <address>', 'the address to listen on; off loopback the console wants a token (default: 127.0.0.1)', address)
    .option('--json', 'print URLs and credentials as one line of JSON, once ready', false)
    .option('--tls', 'https, by a certificate authority made on the spot (MSAL refuses http)', false)
    .option('--seed <number>', 'of all random numbers', wholeNumber('--seed', 0, Number.MAX_SAFE_INTEGER))
    .option('--world <name>', "the World's name", 'demo')
    .option('--strict-worlds', 'refuse a World that nobody made, instead of forking it from this one', false)
    .option('--scale <factor>', 'simulated seconds per second', scaleFactor, 1)
    .option('--contacts <number>', 'generated people in each CRM', wholeNumber('--contacts', 0, 1_000_000), 1000)
    .option('--cases <number>', 'generated cases in each CRM', wholeNumber('--cases', 0, 1_000_000), 240)
    .option('--data <folder>', 'keep records and tokens there: an answered change survives a crash, the next start goes on from it')
    .option('--configurations <path...>', 'CRM configurations that the workflow service knows: files, or folders of them (default: the packaged support ones)')
    .addHelpText(
      'after',
      `
Examples:
  rehearsal up                        console on 4400, Entra ID 4401, Dynamics 4402, Zendesk 4403,
                                      the workflow service 4404
  rehearsal up --port 0 --json        free ports, for a script
  rehearsal up --tls                  for clients that insist on https
  rehearsal up --scale 60             an hour of the CRM in a minute
  rehearsal up --data ./crm           goes on tomorrow where it stopped today

With --data, --contacts and --cases count for a new folder only. Worlds other than this one are not kept, nor are
clock settings, faults, journal and named snapshots. The folder holds secrets: every token that was issued.

REHEARSAL_CONSOLE_TOKEN in the environment is the token that the console wants off loopback.`,
    )
    .action(up)

async function up(options: UpOptions): Promise<void> {
  // Very many records are made quicker in a heap that grows as it likes.
  const grow = options.contacts + options.cases > FEW ? undefined : smallHeap()
  const { createSandbox } = await import('../sandbox.ts')
  const { demo } = await import('../demo.ts')
  const seed = options.seed ?? demo.seed
  const sandbox = await createSandbox({
    seed,
    clock: 'real',
    scale: options.scale,
    name: options.world,
    strictWorlds: options.strictWorlds,
    generate: { contacts: options.contacts, cases: options.cases },
    listen: { port: options.port, ...(options.host ? { host: options.host } : {}), ...consoleToken() },
    tls: options.tls,
    ...(options.configurations ? { configurations: options.configurations } : {}),
    ...(options.data === undefined ? {} : { data: options.data, onDataTrouble: warn }),
  }).catch((error: Error) => {
    throw ['DataError', 'ConfigurationsError', 'NoSuchAddress'].includes(error.name) ? new UsageError(error.message) : error
  })
  if (grow) hostTimer(SETTLED, grow)
  for (const notice of sandbox.data?.notices ?? []) warn(notice)
  stopOnSignal(sandbox, options.json)
  const ca = sandbox.ca === undefined ? undefined : await keepAuthority(sandbox.ca)
  const { table, line } = await import('./up-output.ts')
  process.stdout.write(options.json ? `${JSON.stringify(line(sandbox, seed, ca))}\n` : table(sandbox, seed, options.scale, ca))
}

/** Records to begin with, in each CRM. */
const FEW = 10_000
/** In ms of host time: invented records are made sooner after everything listens, and in one go. */
const SETTLED = 500

const LEAST_TOKEN = 8

/** Chosen from outside where nobody reads what is printed: in a container. */
function consoleToken(): { token?: string } {
  const token = process.env.REHEARSAL_CONSOLE_TOKEN
  if (token === undefined || token === '') return {}
  if (/^[\w.~+/=-]+$/.test(token) && token.length >= LEAST_TOKEN) return { token }
  throw new UsageError(`REHEARSAL_CONSOLE_TOKEN takes ${LEAST_TOKEN} letters, digits or ._~+/=- at least: it goes into a header.`)
}

const warn = (message: string) => void process.stderr.write(`${message}\n`)

/** The first signal stops in good order, a second one at once. */
function stopOnSignal(sandbox: Sandbox, quiet: boolean): void {
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(130)
    stopping = true
    if (!quiet) process.stdout.write('\n  Stopped.\n')
    const trouble = await sandbox.close().catch((error: Error) => error)
    if (trouble) warn(trouble.message)
    process.exit(trouble ? EXIT.usage : EXIT.held)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** Clients are told where the authority's certificate is by path, so it is a file; its key is never written. */
async function keepAuthority(pem: string): Promise<string> {
  const { writeFile } = await import('node:fs/promises')
  const { makeFolder } = await import('../../mocks/core/make-folder.ts')
  const { join, resolve } = await import('node:path')
  const folder = resolve('.rehearsal')
  try {
    await makeFolder(folder)
    await writeFile(join(folder, 'ca.pem'), pem)
  } catch (error) {
    throw new UsageError(`The certificate cannot be written to ${folder}: ${(error as Error).message}. Start in a folder that you may write to.`)
  }
  return join(folder, 'ca.pem')
}
