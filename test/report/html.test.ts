import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { page } from '../../harness/report/html/page.ts'
import { axisOf } from '../../harness/report/html/picture/axis.ts'
import { layOut } from '../../harness/report/html/picture/layout.ts'
import type { Mark } from '../../harness/report/html/picture/marks.ts'
import { recordOf } from '../../harness/report/html/record.ts'
import { makeReporter } from '../../harness/report/index.ts'
import type { PlayResult } from '../../harness/report/reporter.ts'
import { playAll, selectPlays } from '../../harness/run.ts'
import type { TraceEntry } from '../../harness/trace.ts'
import { blamed, collect, doubtful, exchange, held, START, summaryOf } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-html-'))
})
afterAll(() => rm(folder, { recursive: true }))

const pageOf = (results: PlayResult[]) => page(results, summaryOf(results))
const mark = (more: Partial<Mark>): Mark => ({ lane: 'crm', at: 0, shape: 'read', label: '#1 search contact', title: 'a look-up', ...more })

describe('the report for a browser', () => {
  it('says at a glance what did not hold, by CRM and by rule, worst first', async () => {
    const text = await pageOf([held, blamed])
    expect(text).toContain('✕ 2 findings in 1 of 2 plays.')
    expect(text).toContain('aria-label="1 of 2 held"')
    expect(text).toContain('Renewing an expired token takes 9 to 15 s and happens once.')
    expect(text.indexOf('id="p2"')).toBeLessThan(text.indexOf('id="p1"'))
    expect(await pageOf([held])).toContain('✓ The play held.')
    expect(await pageOf([held, held])).toContain('✓ All 2 plays held.')
  })

  it('shows each finding with what was expected, what happened and where it comes from', async () => {
    const text = await pageOf([blamed])
    for (const words of [
      '✕ R001, R002',
      'one renewal, done by 08:00:15',
      'two: 08:00:00 (12.4 s) and 08:00:00.310 (11.9 s)',
      'href="#p1x14"',
      'scenarios/tokens/first-call-of-the-day.yaml:21',
    ])
      expect(text).toContain(words)
  })

  it('says what could not be judged, and shows what a program printed', async () => {
    const text = await pageOf([doubtful])
    expect(text).toContain('? 1 question could not be judged, in 1 play: neither held nor a finding.')
    expect(text).toContain('whose one call to the CRM was: several interactions come into question (#14)')
    expect(text).toContain('listening on 9000\ntoken=[redacted]')
    // Two links of one name would lead to two places.
    const both = await pageOf([doubtful, { ...doubtful, play: { ...doubtful.play, crm: 'zendesk' } }])
    const links = [...both.matchAll(/<a href="#[^"]+">([^<]+ on [^<]+)<\/a>/g)].map(([, name]) => name)
    expect(links).toEqual([`${doubtful.play.scenario} on Dynamics 365`, `${doubtful.play.scenario} on Zendesk`])
  })

  it('says how exchanges are shown for which there is no room, in a play as it was', async () => {
    const [one] = blamed.trace.flatMap((entry) => (entry.kind === 'exchange' ? [entry] : []))
    const many = Array.from({ length: 42 }, (_, i) => ({ ...one, exchange: { ...one?.exchange, id: 100 + i, mock: 'dynamics', actions: [] } }) as TraceEntry)
    const result = { ...held, trace: many }
    const text = await page([result], summaryOf([result]), 'rehearsal play --fault slow')
    expect(text).toContain(`2 more exchanges left out: <code>rehearsal play --fault slow ${held.play.scenario} --crm dynamics --show NUMBER</code> shows each.`)
  })

  it('links nothing that is not on the page', async () => {
    const text = await pageOf([held, blamed])
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const links = [...text.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id)
    expect(links.length).toBeGreaterThan(4)
    expect(links.filter((id) => !ids.has(id))).toEqual([])
  })

  it('has nothing that runs, and nothing that loads', async () => {
    const text = await pageOf([held, blamed])
    expect(text).toContain('default-src &#39;none&#39;; style-src &#39;sha256-')
    expect(text).not.toMatch(/<(script|img|link|iframe|object|embed|base|form)\b/i)
    expect(text).not.toMatch(/ (src|style|on\w+)=/i)
    expect(text).not.toMatch(/ href="(?!#)/)
  })

  it('takes whatever a scenario, an integration or a CRM says for text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (noise) => {
        const hostile = `</pre></title><script>${noise}</script><b onclick="x">'"`
        const text = await pageOf([
          {
            ...blamed,
            play: { ...blamed.play, title: hostile, scenario: hostile, file: hostile },
            highlight: hostile,
            unmet: [{ at: START, expected: hostile, happened: hostile, exchanges: [] }],
            trace: [
              { kind: 'step', at: START, index: 1, verb: 'agent.answers', says: hostile },
              {
                kind: 'exchange',
                at: START,
                exchange: exchange({ operation: hostile, response: { status: 200, headers: { [hostile]: hostile }, body: hostile } }),
              },
              { kind: 'notice', at: START, notice: { kind: 'information', interaction: 'i', message: hostile } },
            ],
            records: [{ type: hostile, id: hostile, before: { [hostile]: 'a' }, after: { [hostile]: hostile } }],
          },
        ])
        expect(text).not.toContain('<script')
        expect(text).not.toContain('<b onclick')
      }),
      { numRuns: 30 },
    )
  })

  it('shows what became of each record, the written fields before those that the CRM keeps itself', async () => {
    const text = await pageOf([
      {
        ...held,
        trace: [
          {
            kind: 'exchange',
            at: START,
            interaction: 'i1',
            exchange: exchange({
              id: 3,
              mock: 'dynamics',
              remarks: [],
              actions: [{ kind: 'updated', record: 'contact', type: 'contact', id: 'c1', fields: { jobtitle: 'Gold' }, ok: true }],
            }),
          },
        ],
        records: [
          {
            type: 'contact',
            id: 'c1',
            before: { fullname: 'Ada Byron', jobtitle: 'Silver', versionnumber: 1, city: 'Bonn' },
            after: { fullname: 'Ada Byron', jobtitle: 'Gold', versionnumber: 2, city: 'Bonn' },
          },
        ],
      },
    ])
    expect(text).toContain('<th scope="row">jobtitle<td>Silver<td>Gold<td>#3')
    expect(text).toContain('1 field that the CRM changed by itself')
    expect(text).not.toContain('Bonn')
  })

  it('says so where it cannot be known which interaction an exchange belongs to', async () => {
    const search = (interaction?: string): PlayResult => ({
      ...held,
      trace: [{ kind: 'exchange', at: START, exchange: exchange({ mock: 'dynamics', remarks: [] }), ...(interaction ? { interaction } : {}) }],
    })
    expect(await pageOf([search()])).toContain('whose it is cannot be known')
    expect(await pageOf([search('i1')])).not.toContain('whose it is cannot be known')
  })

  it('is the same, byte for byte, for the same run, with each record as it was and as it is', async () => {
    const written = async (name: string) => {
      const file = join(folder, name)
      const output = collect()
      await playAll(selectPlays({ patterns: ['voice/agent-finishes-acw', 'workflows/create-and-pin'] }), {
        reporters: [makeReporter({ name: 'html', file }, { output })],
      })
      expect(output.text()).toBe(`  The report is in ${file}\n`)
      return await readFile(file, 'utf8')
    }
    const text = await written('a.html')
    expect(text).toBe(await written('b.html'))
    expect(text).toMatch(/<th scope="row">description<td><span class="faint">empty<\/span><td>Sent a copy\.<td>#3/)
    expect(text).toMatch(/created · /)
  })
})

describe('the time axis of a picture', () => {
  it('draws idle time short and marks it, waiting to scale, and nothing upon another', () => {
    const axis = axisOf([0, 12_000, 12_070, 200_000], [[0, 12_000]], 900, 2000)
    expect(axis.breaks.map(({ from, until }) => [from, until])).toEqual([[12_070, 200_000]])
    expect(axis.width).toBe(900)
    expect(axis.x(12_000) - axis.x(0)).toBeGreaterThan(axis.x(200_000) - axis.x(12_070))
    expect(axis.x(12_070) - axis.x(12_000)).toBeGreaterThan(11)
  })

  it('goes forward only, from one edge to the other, whatever happens when', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 80 }),
        fc.array(fc.tuple(fc.nat(10_000_000), fc.nat(100_000)), { maxLength: 5 }),
        (instants, waits) => {
          const spans = waits.map(([from, took]) => [from, from + took] as const)
          const axis = axisOf([...instants, ...spans.flat()], spans, 900, 2000)
          const places = [...instants].sort((a, b) => a - b).map((at) => axis.x(at))
          for (const [index, place] of places.entries()) {
            expect(place).toBeGreaterThanOrEqual(index === 0 ? 0 : (places[index - 1] as number))
            expect(place).toBeLessThanOrEqual(axis.width + 0.001)
          }
        },
      ),
    )
  })

  it('holds a play in which nothing happens', () => {
    expect(axisOf([5], [], 900, 2000).x(5)).toBe(0)
  })
})

describe('a record', () => {
  it('is told as created, deleted, changed, or as it was', async () => {
    const told = async (record: object) => /class="faint">([^·<]*) ·/.exec(String(await recordOf({ type: 'contact', id: '1', ...record }, [])))?.[1]
    expect(await told({ after: { lastname: 'Byron' } })).toBe('created')
    expect(await told({ before: { lastname: 'Byron' } })).toBe('deleted')
    expect(await told({ before: { lastname: 'Byron' }, after: { lastname: 'Byron' } })).toBe('unchanged where it was written')
  })
})

describe('the lanes of a picture', () => {
  const axis = axisOf([0, 1000, 20_000, 40_000, 50_000, 60_000], [], 900, 2000)

  it('give East Asian letters the room that they take', () => {
    const placed = (label: string) => layOut([mark({ at: 0 }), mark({ at: 60_000, label })], axis, 40).flatMap(({ marks }) => marks.at(-1) ?? [])[0]
    const { from, until } = placed('データの書き込み')?.span ?? { from: 0, until: 0 }
    expect(until - from).toBeGreaterThan(8 * 11)
    expect(placed('書'.repeat(60))?.text).toBe(`${'書'.repeat(19)}…`)
  })

  it('put marks that would touch into rows of their own, 24 pixels high', () => {
    const [lane] = layOut([mark({ at: 0 }), mark({ at: 1000 }), mark({ at: 60_000 })], axis, 40).filter(({ lane: name }) => name === 'crm')
    const [first, second, third] = lane?.marks ?? []
    expect((second?.y ?? 0) - (first?.y ?? 0)).toBe(24)
    expect(third?.y).toBe(first?.y)
    expect(third?.words).toBe('before')
  })

  it('are five for every play with a contact, and those of circumstances and findings where there are any', () => {
    const lanes = (marks: Mark[]) => layOut(marks, axis, 40).map(({ lane }) => lane)
    expect(lanes([mark({})])).toEqual(['contact', 'agent', 'integration', 'identity', 'crm'])
    expect(lanes([mark({}), mark({ lane: 'findings', shape: 'finding' })]).at(-1)).toBe('findings')
    expect(lanes([mark({ lane: 'world', shape: 'step' })])).toEqual(['world'])
  })

  it('gather a crowd: fifty at one instant are one mark, and a blamed one keeps its name', () => {
    const crowd = Array.from({ length: 50 }, (_, i) => mark({ lane: 'contact', shape: 'step', label: `Ada calls (${i + 1} of 50)` }))
    const [lane] = layOut([...crowd, mark({ lane: 'contact', at: 1000, label: '#9', blamed: true })], axis, 40)
    expect(lane?.marks.map(({ text }) => text)).toEqual(['50 × Ada calls', '#9'])
  })
})
