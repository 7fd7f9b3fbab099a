import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

/** What Pact's verifier is asked: see VerifierOptions of @pact-foundation/pact-core. */
export type VerifierJob = Record<string, unknown> & { provider: string; providerBaseUrl: string }

/** What it tells, of which the project relies on this much. */
export interface VerifierResults {
  result: boolean
  interactionResults: { description: string; result: 'OK' | 'Error' }[]
  errors: VerifierError[]
  pendingErrors: VerifierError[]
  notices: { text?: string }[]
  output: string[]
}

export interface VerifierError {
  /** `Verifying a pact between CONSUMER and PROVIDER Given STATE And STATE - DESCRIPTION` */
  interaction: string
  mismatch: { type: string; message?: string; mismatches?: Mismatch[] }
}

export interface Mismatch {
  type: string
  mismatch?: string
  path?: string
  key?: string
  parameter?: string
  expected?: unknown
  actual?: unknown
}

/** The verifier could not do its work: it is not installed, or found nothing to verify. Its message is for the user. */
export class VerifierFailure extends Error {
  override name = 'VerifierFailure'
}

/** A signal ended it; whoever waits for it still cleans up. */
export class VerifierStopped extends Error {
  override name = 'VerifierStopped'
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

const PROGRAM = fileURLToPath(new URL('pact-core.mjs', import.meta.url))

/** Runs Pact's reference verifier (@pact-foundation/pact-core) in a process of its own, which a signal to this one ends. Throws a VerifierFailure or a VerifierStopped. */
export async function runVerifier(job: VerifierJob): Promise<VerifierResults> {
  const child = fork(PROGRAM, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true', SCARF_ANALYTICS: 'false', NO_COLOR: '1' },
  })
  let stopped = false
  const stop = () => {
    stopped = true
    child.kill()
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  const said: string[] = []
  child.stdout?.on('data', (data) => said.push(String(data)))
  child.stderr?.on('data', (data) => said.push(String(data)))
  child.send({ logLevel: 'error', timeout: 60_000, ...job })
  const answer = await new Promise<{ results?: string; failed?: string; missing?: string }>((resolve) => {
    child.once('message', (message) => resolve(message as { results?: string }))
    // Its end may be heard before its answer, which is there at the latest when the channel closes.
    void Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(
      ([[code, signal]]) => resolve({ failed: `it ended with ${signal ?? `code ${code}`}` }),
      (error: Error) => resolve({ failed: error.message }),
    )
  })
  for (const signal of SIGNALS) process.off(signal, stop)
  if (stopped) throw new VerifierStopped('Stopped before everything was verified.')
  if (answer.results !== undefined) return JSON.parse(answer.results) as VerifierResults
  if (answer.missing !== undefined)
    throw new VerifierFailure(
      `Pact's verifier cannot be loaded: ${answer.missing.split('\n')[0]}\nIt is an optional package: npm install @pact-foundation/pact-core@19`,
    )
  const words = stripVTControlCharacters(said.join('')).trim()
  throw new VerifierFailure(`Pact's verifier could not do its work: ${answer.failed}${words === '' ? '' : `\n${words}`}`)
}
