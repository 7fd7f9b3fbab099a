import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, join } from 'node:path'

/** What systems call the folder for temporary files. */
const NAMES = ['TMPDIR', 'TMP', 'TEMP'] as const

/** Where tsx keeps what it has compiled, as it names it: without it each run would compile everything again. */
const COMPILED = `tsx-${process.geteuid?.() ?? userInfo().username}`

export const START = 'rehearsal-run-'

/** In ms: no run takes so long. */
const A_DAY = 24 * 60 * 60_000

/** What runs left that were killed. */
function sweep(place: string): void {
  for (const name of readdirSync(place).filter((one) => one.startsWith(START))) {
    const left = join(place, name)
    try {
      const since = statSync(left, { throwIfNoEntry: false })?.mtimeMs
      if (since !== undefined && since < Date.now() - A_DAY) rmSync(left, { recursive: true, force: true })
    } catch {
      // Somebody else's, who sweeps it.
    }
  }
}

/**
 * Gives a whole run of tests, its threads and its child processes a temporary folder of their own; what is left in it goes with it.
 * Vitest asks for each project: the first one's folder is the run's, for in three within each other a browser's socket has a path that is too long.
 */
export default function temporary(): () => void {
  if (basename(tmpdir()).startsWith(START)) return () => {}
  const before = NAMES.map((name) => [name, process.env[name]] as const)
  sweep(tmpdir())
  const folder = mkdtempSync(join(tmpdir(), START))
  // A test that becomes another user finds what is its own.
  chmodSync(folder, 0o755)
  const compiled = join(tmpdir(), COMPILED)
  mkdirSync(compiled, { recursive: true })
  symlinkSync(compiled, join(folder, COMPILED), 'junction')
  for (const name of NAMES) process.env[name] = folder
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    // A browser that is closing may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
