import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { soakCommand } from '../../harness/commands/soak.ts'
import { programmeOf } from '../../harness/soak/programme.ts'
import type { SoakResult } from '../../harness/soak/soak.ts'
import { createTally } from '../../harness/soak/tally.ts'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder, rehearsal } from '../clients/program.ts'

const SHIFTS = { patterns: [], interactions: 35, says: '35 interactions in 4 shifts (2 rounds) · 4 held · 0 findings', comes: { interactions: 35, plays: 4 } }
const SCENARIOS = {
  patterns: ['tokens/first-sign-in'],
  interactions: 12,
  says: '12 interactions in 12 plays (6 rounds) · 12 held · 0 findings',
  comes: { interactions: 12, plays: 12 },
}

/** The same without threads: one play after the other, in this one. */
async function inTurn(patterns: readonly string[], interactions: number) {
  const { round, places, play } = programmeOf({ seed: 7, interactions, shift: 10, patterns, profiles: [], faults: [] })
  const tally = createTally(interactions)
  for (let place = 0; place < places && !tally.done; place++) tally.take(place, [await play(place)])
  return { ...tally.total(), seed: 7, round }
}

describe('rehearsal soak', { timeout: 60_000 }, () => {
  it.each([
    ['shifts', SHIFTS],
    ['scenarios', SCENARIOS],
  ])('of %s comes to the same on two threads as in turn', async (_, { patterns, interactions, says, comes }) => {
    const { path, remove } = folder()
    const file = join(path, 'soak.json')
    const [ran, inOne] = await Promise.all([
      rehearsal(['soak', ...patterns, '--seed', '7', '--interactions', `${interactions}`, '--shift', '10', '--workers', '2', '--out', file]),
      inTurn(patterns, interactions),
    ])
    expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringContaining(says) })
    const { wallMs: _wallMs, residentBytes, workers, ...same } = JSON.parse(readFileSync(file, 'utf8')) as SoakResult
    remove()
    expect(workers).toBe(2)
    expect(residentBytes).toBeGreaterThan(2 ** 20)
    expect(same).toEqual(inOne)
    expect(same).toMatchObject({ ...comes, round: 2, kinds: [] })
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
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that is stopped by %s tells what was judged by then, and ends with %d', async (signal, code) => {
    const { path, remove } = folder()
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const before = process.listenerCount(signal)
    const running = soakCommand()
      .exitOverride()
      .parseAsync(['-n', '1000000', '-w', '1', '--out', join(path, 'soak.json')], { from: 'user' })
    await vi.waitFor(() => expect(process.listenerCount(signal)).toBe(before + 1))
    process.emit(signal, signal)
    await running
    const said = out.mock.calls.join('')
    out.mockRestore()
    expect(said).toContain('  Stopped before 1,000,000 interactions were judged.')
    const { interactions } = JSON.parse(readFileSync(join(path, 'soak.json'), 'utf8')) as SoakResult
    expect(said).toContain(`${interactions} interactions in`)
    expect([process.exitCode, process.listenerCount(signal)]).toEqual([code, before])
    process.exitCode = undefined
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
