import { type ChildProcess, spawn } from 'node:child_process'
import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { hostTimer } from '../../mocks/core/clock.ts'
import type { ReportChoice } from '../report/index.ts'
import { shownPath } from '../report/shown-path.ts'
import { nearestFolder } from '../scenario/library.ts'

/** What a rehearsal depends on: scenarios, configurations, flows, and the code of an integration. */
const WATCHED = /\.(ya?ml|json|[cm]?[jt]s)$/i
const SKIPPED = /^(node_modules|dist|coverage|\..*)$/
/** An editor may touch a file several times when it saves it; in ms of the host. */
const SETTLE = 100

export interface Watched {
  /** Scenarios that were chosen. */
  scenarios: readonly string[]
  /** The user's integration, as the command line names it. */
  integration?: string
  /** Not watched: what a run writes must not start the next. */
  reports: readonly ReportChoice[]
}

/**
 * Plays now, and again whenever a file changes, each time in a process of its own: an integration's code is then read anew, and
 * a run that is still going gives way. Settles on SIGINT and SIGTERM.
 */
export async function playAgain({ scenarios, integration, reports }: Watched, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const written = new Set(reports.map(({ file }) => resolve(file)))
  const besides = scenarios.flatMap((file) => [dirname(file), nearestFolder(dirname(file), 'configurations') ?? []].flat())
  const roots = [...new Set([...besides, ...codeOf(integration)].map((folder) => resolve(folder)))]
  const watchers = new Map<string, FSWatcher>()
  let playing: ChildProcess | undefined
  let settle = () => {}

  const changed = (file: string) => {
    if (!WATCHED.test(file) || written.has(file)) return
    settle()
    settle = hostTimer(SETTLE, () => again(`${shownPath(file)} changed.`))
  }
  /** Folders come and go: each run looks for them anew. */
  const look = () => {
    for (const folder of roots.flatMap(foldersIn)) {
      if (watchers.has(folder)) continue
      const watcher = watch(folder, (_, name) => name && changed(join(folder, name)))
      watcher.on('error', () => {
        watcher.close()
        watchers.delete(folder)
      })
      watchers.set(folder, watcher)
    }
  }
  const again = (why: string) => {
    playing?.kill('SIGTERM')
    look()
    if (why) process.stderr.write(`  ${why}\n`)
    const own = args.filter((arg) => arg !== '--watch' && arg !== '-w')
    const child = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, ...own], { stdio: 'inherit' })
    playing = child
    child.on('exit', (_, signal) => {
      if (playing === child && signal === null)
        process.stderr.write(`  Watching ${watchers.size} ${watchers.size === 1 ? 'folder' : 'folders'}: a change plays again, Ctrl-C stops.\n`)
    })
  }

  again('')
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  settle()
  for (const watcher of watchers.values()) watcher.close()
  playing?.kill('SIGTERM')
}

/** Where an integration's code is: beside its module, or in the working folder for a command. One behind a URL is somebody else's. */
function codeOf(integration: string | undefined): string[] {
  if (integration === undefined || /^https?:/i.test(integration)) return []
  return [integration.startsWith('command:') ? '.' : dirname(integration)]
}

function foldersIn(root: string): string[] {
  try {
    const inside = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !SKIPPED.test(entry.name))
    return [root, ...inside.flatMap(({ name }) => foldersIn(join(root, name)))]
  } catch {
    return []
  }
}
