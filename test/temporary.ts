import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, join } from 'node:path'

/** What systems call the folder for temporary files. */
const NAMES = ['TMPDIR', 'TMP', 'TEMP'] as const

/** Where tsx keeps what it has compiled, as it names it: without it each run would compile everything again. */
const COMPILED = `tsx-${process.geteuid?.() ?? userInfo().username}`

export const START = 'rehearsal-run-'

/**
 * Gives a whole run of tests, its threads and its child processes a temporary folder of their own; what is left in it goes with it.
 * Vitest asks for each project: the first one's folder is the run's, for in three within each other a browser's socket has a path that is too long.
 */
export default function temporary(): () => void {
  if (basename(tmpdir()).startsWith(START)) return () => {}
  const before = NAMES.map((name) => [name, process.env[name]] as const)
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
