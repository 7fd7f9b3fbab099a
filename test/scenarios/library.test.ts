import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunEvent, Summary } from '../../harness/report/reporter.ts'
import { playAll, RunError, run, selectPlays } from '../../harness/run.ts'
import { findScenarios } from '../../harness/scenario/library.ts'

/** What `npm run rehearse` plays; the transcript that is too long has a scenario for each CRM. */
const firstFourteen = JSON.parse(readFileSync(new URL('../../scripts/first-fourteen.json', import.meta.url), 'utf8')) as string[]

describe('patterns', () => {
  const ids = (...patterns: string[]) => findScenarios(patterns).files.map(({ id }) => id)
  it('none is the whole library', () => {
    expect(ids()).toEqual(expect.arrayContaining(firstFourteen))
  })
  it('an id, a name, a folder, a star', () => {
    expect(ids('voice/no-acw')).toEqual(['voice/no-acw'])
    expect(ids('no-acw')).toEqual(['voice/no-acw'])
    expect(ids('limits').every((id) => id.startsWith('limits/'))).toBe(true)
    expect(ids('*/search-hits-*')).toHaveLength(3)
  })
  it('a file of the library by its path', () => {
    const [one] = findScenarios(['voice/no-acw']).files
    expect(ids(one?.file as string)).toEqual(['voice/no-acw'])
  })
  it('one that matches nothing is said', async () => {
    expect(findScenarios(['voice/no-acv', 'no-acw'])).toMatchObject({ unmatched: ['voice/no-acv'], files: [{ id: 'voice/no-acw' }] })
    await expect(run({ patterns: ['nothing-like-it'] })).rejects.toThrow(RunError)
  })
})

it('a run streams in order and sums up', async () => {
  const events: RunEvent[] = []
  let summed: Summary | undefined
  const summary = await run({ patterns: ['no-acw'], reporters: [{ on: (event) => void events.push(event), end: (sum) => void (summed = sum) }], seed: 3 })
  expect(events[0]).toMatchObject({ kind: 'run-started', seed: 3, plays: [{ crm: 'dynamics' }, { crm: 'zendesk' }] })
  expect(events.filter(({ kind }) => kind !== 'entry').map(({ kind }) => kind)).toEqual([
    'run-started',
    'play-started',
    'play-ended',
    'play-started',
    'play-ended',
  ])
  expect(summed).toEqual(summary)
  expect(summary).toMatchObject({ plays: 2, held: 2, findings: 0, seed: 3 })
})

it('every scenario holds on every CRM that it names, and what is played again, without its neighbours, happens again', async () => {
  const selection = selectPlays()
  expect(selection.problems).toEqual([])
  const first = await playAll(selection)
  const broken = first.results.flatMap(({ play, findings, unmet }) =>
    [...findings, ...unmet].map(({ expected, happened }) => `${play.scenario} ${play.crm}: ${expected} | ${happened}`),
  )
  expect(broken).toEqual([])
  expect(first.summary.held).toBe(selection.plays.length)
  expect(first.summary.simulatedMs).toBeGreaterThan(3_600_000)
  const some = (_: unknown, at: number) => at % 4 === 0
  const again = await playAll({ ...selection, plays: selection.plays.filter(some) })
  expect(again.results.map(({ traceHash }) => traceHash)).toEqual(first.results.filter(some).map(({ traceHash }) => traceHash))
}, 120_000)
