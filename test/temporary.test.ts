import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import temporary, { START } from './temporary.ts'

it('what tests leave in the temporary folder is in one that the run has for itself, and has but once', () => {
  expect(basename(tmpdir())).toMatch(new RegExp(`^${START}`))
  expect(tmpdir().split(START)).toHaveLength(2)
  expect(execFileSync(process.execPath, ['-p', 'os.tmpdir()'], { encoding: 'utf8' }).trim()).toBe(tmpdir())
})

it('that folder goes when the run ends, with all that is in it, and the one before is used again', () => {
  const run = process.env.TMPDIR
  const before = mkdtempSync(join(tmpdir(), 'before-'))
  const [old, recent] = ['old', 'recent'].map((name) => mkdtempSync(join(before, `${START}${name}-`))) as [string, string]
  utimesSync(old, 0, Date.now() / 1000 - 2 * 24 * 3600)
  // One that cannot be looked at, as another user's, is left to them.
  symlinkSync(`${START}closed`, join(before, `${START}closed`))
  process.env.TMPDIR = before
  const remove = temporary()
  const own = tmpdir()
  const compiled = join(own, readdirSync(own)[0] as string)
  const kept = realpathSync(compiled)
  const left = mkdtempSync(join(own, 'left-'))
  writeFileSync(join(left, 'behind.txt'), 'x')
  expect(dirname(own)).toBe(before)
  remove()
  const after = tmpdir()
  process.env.TMPDIR = run
  // A killed run leaves its folder: the next day's first run takes it away.
  expect([existsSync(old), existsSync(recent)]).toEqual([false, true])
  expect([existsSync(own), after]).toEqual([false, before])
  // What tsx has compiled is the next run's, too.
  expect([basename(kept), existsSync(kept)]).toEqual([expect.stringMatching(/^tsx-/), true])
})
