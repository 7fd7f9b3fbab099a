import { type ChildProcess, spawn } from 'node:child_process'
import { hostDelay, hostElapsed, hostTimer } from '../../mocks/core/clock.ts'
import { REDACTED } from '../../mocks/core/journal/redact.ts'
import { scrub } from '../report/scrub.ts'
import { ExternalError } from './external.ts'
import { fetchWithin } from './http.ts'

/** A program of the user's that the rehearsal started, and ends. */
export interface Program {
  /** Lines that it printed since it was last asked. */
  output(): string[]
  /** ` The program ended with code 1.`, once it has. */
  ended(): string | undefined
  /** Settles when it has ended. */
  over: Promise<void>
  /** SIGTERM to it and to what it started; SIGKILL when it is still there after the grace. */
  stop(): Promise<void>
}

export interface ProgramOptions {
  env: Readonly<Record<string, string>>
  /** Texts that no report may show. */
  secrets: readonly string[]
  /** After SIGTERM, in ms of the host's time. */
  grace?: number
}

/** Lines kept until somebody asks: the last ones, for what goes wrong is said at the end. */
const MOST_LINES = 200
const LONGEST_LINE = 500
const GRACE = 5000
const LOOK_EVERY = 50

/** Starts a command line in a shell and a process group of its own. */
export function startProgram(command: string, { env, secrets, grace = GRACE }: ProgramOptions): Program {
  const posix = process.platform !== 'win32'
  const child = spawn(command, { shell: true, detached: posix, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const kept: string[] = []
  let dropped = 0
  let end: string | undefined
  const over = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end = ` The program cannot be started: ${error.message}.`
      resolve()
    })
    child.once('close', (code, signal) => {
      end ??= signal ? ` The program was ended by ${signal}.` : ` The program ended with code ${code}.`
      resolve()
    })
  })
  // It has a process group of its own, and would outlive a rehearsal that ends in any other way than by `stop`.
  const orphaned = () => signal(child, posix, 'SIGKILL')
  process.on('exit', orphaned)
  void over.then(() => process.off('exit', orphaned))
  const keep = (line: string) => {
    kept.push(shown(line, secrets))
    if (kept.length > MOST_LINES) {
      kept.shift()
      dropped++
    }
  }
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, keep)

  return {
    output() {
      const lines = kept.splice(0)
      const more = dropped > 0 ? [`[${dropped} lines before these are left out]`] : []
      dropped = 0
      return [...more, ...lines]
    },
    ended: () => end,
    over,
    async stop() {
      if (end !== undefined) return
      signal(child, posix, 'SIGTERM')
      const cancel = hostTimer(grace, () => signal(child, posix, 'SIGKILL'))
      await over
      cancel()
    },
  }
}

function signal(child: ChildProcess, group: boolean, name: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    process.kill(group ? -child.pid : child.pid, name)
  } catch {
    // It has ended between the question and the signal.
  }
}

function eachLine(stream: NodeJS.ReadableStream | null, keep: (line: string) => void): void {
  let rest = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE * 2)
    for (const line of lines) keep(line)
  })
  stream?.on('end', () => rest !== '' && keep(rest))
}

/** Without secrets and without what would steer a terminal, and of a length that can be read. */
function shown(line: string, secrets: readonly string[]): string {
  const hidden = secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), line)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  const plain = scrub(hidden).replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  return plain.length > LONGEST_LINE ? `${plain.slice(0, LONGEST_LINE)}... (${plain.length} characters)` : plain
}

/** Waits until `url` answers 2xx. Throws an ExternalError when the program ends before, or takes longer than `patience` ms. */
export async function healthy(url: string, program: Program, patience: number): Promise<void> {
  const until = hostElapsed() + patience
  let last = 'nothing listened there'
  while (hostElapsed() < until) {
    const end = program.ended()
    if (end !== undefined) throw new ExternalError([`The integration did not start.${end}`, ...program.output().map((line) => `  ${line}`)].join('\n'))
    const answer = await fetchWithin(until - hostElapsed(), url).catch((error: Error) => error)
    if (!(answer instanceof Error) && answer.ok) return
    last = answer instanceof Error ? `it ${answer.message}` : `it answers ${answer.status}`
    await hostDelay(LOOK_EVERY)
  }
  throw new ExternalError(
    [
      `The integration was not ready within ${patience / 1000} s: GET ${url}: ${last}. It must listen on the port in PORT; --health names another path.`,
      ...program.output().map((line) => `  ${line}`),
    ].join('\n'),
  )
}
