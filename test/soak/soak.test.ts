import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { soakCommand } from '../../harness/commands/soak.ts'
import { programmeOf } from '../../harness/soak/programme.ts'
import type { SoakResult } from '../../harness/soak/soak.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder, rehearsal } from '../clients/program.ts'

const SHIFTS = { args: ['soak', '--seed', '7', '--interactions', '35', '--shift', '10'], says: '35 interactions in 4 shifts (2 rounds) · 4 held · 0 findings' }
const SCENARIOS = {
  args: ['soak', 'tokens/first-sign-in', '--seed', '7', '--interactions', '12'],
  says: '12 interactions in 12 plays (6 rounds) · 12 held · 0 findings',
}

describe('rehearsal soak', { timeout: 60_000 }, () => {
  it.each([
    ['shifts', SHIFTS, { interactions: 35, plays: 4 }],
    ['scenarios', SCENARIOS, { interactions: 12, plays: 12 }],
  ])('of %s comes to the same on one thread and on two', async (_, { args, says }, comes) => {
    const { path, remove } = folder()
    const [one, two] = await Promise.all(
      ['1', '2'].map(async (workers) => {
        const file = join(path, workers, 'soak.json')
        const ran = await rehearsal([...args, '--workers', workers, '--out', file])
        expect(ran).toMatchObject({ code: 0, err: '' })
        expect(ran.out).toContain(says)
        const { wallMs: _, residentBytes, workers: threads, ...same } = JSON.parse(readFileSync(file, 'utf8')) as SoakResult
        expect(threads).toBe(Number(workers))
        expect(residentBytes).toBeGreaterThan(2 ** 20)
        return same
      }),
    )
    remove()
    expect(two).toEqual(one)
    expect(one).toMatchObject({ ...comes, round: 2, seed: 7, kinds: [] })
  })

  it("says of a finding in somebody's own scenario how its file is played again", async () => {
    const { path, remove } = folder()
    const file = join(path, 'my own.yaml')
    writeFileSync(file, readFileSync('scenarios/tokens/first-sign-in.yaml', 'utf8').replace('times: 0', 'times: 5'))
    const { play } = programmeOf({ patterns: [file], profiles: [], crm: 'dynamics', seed: 7, interactions: 1, shift: 1, faults: [] })
    const { findings } = await play(0)
    expect(findings.map(({ again }) => again)).toEqual([`rehearsal play ${JSON.stringify(file)} --crm dynamics --seed 7`])
    remove()
  })

  it('says of a scenario that cannot be played where and why, before anything is played or from the thread that finds it', async () => {
    const { path, remove } = folder()
    const file = join(path, 'mine.yaml')
    const given = (more: string) => writeFileSync(file, readFileSync('scenarios/tokens/first-sign-in.yaml', 'utf8').replace('given:\n', `given:\n  ${more}\n`))
    const run = () => soakCommand().exitOverride().parseAsync([file, '-n', '1', '-w', '1'], { from: 'user' })
    given('settings: { entra: { nonsense: 1 } }')
    await expect(run()).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/mine\.yaml:\d+:\d+ {2}error {2}"nonsense" is not known here/),
    })
    given('customTables: { new_vehicle: [this is no column] }')
    await expect(run()).rejects.toMatchObject({ name: 'UsageError', message: expect.stringMatching(/mine\.yaml:\d+:1 {2}error {2}What is given here/) })
    remove()
  })

  it.each([
    [['soak', 'tokens/frist-sign-in'], 'There is no scenario "tokens/frist-sign-in".'],
    [['soak', '--workers', '0'], '--workers takes a whole number from 1 to 256, not "0".'],
    [['soak', '--fault', 'slwo'], 'There is no fault "slwo".'],
  ])('says what is wrong with %j', async (args, words) => {
    const { code, err } = await inThisProcess(...args)
    expect(code).toBe(2)
    expect(err).toContain(words)
    expect(err).not.toContain('    at ')
  })
})
