import { describe, expect, it, vi } from 'vitest'
import { colourful } from '../../harness/report/paint.ts'
import { pretty } from '../../harness/report/pretty.ts'
import type { PlayResult } from '../../harness/report/reporter.ts'
import { blamed, collect, doubtful, held, report } from './run.ts'

const shown = async (results: PlayResult[], options: Partial<Parameters<typeof pretty>[0]> = {}) => {
  const output = collect()
  await report(pretty({ output, colours: false, ...options }), results)
  return output.text()
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const CODES = /\u001b\[[0-9;]*[mK]/g

describe('the report for people', () => {
  it('has a line for each play in columns, findings behind the list, and the sum', async () => {
    const lines = (await shown([held, blamed])).split('\n')
    expect(lines[1]).toBe('  voice/agent-finishes-acw        dynamics   held    03:30 finished → 03:31 written')
    expect(lines[2]).toBe('  tokens/first-call-of-the-day    zendesk    2 findings')
    expect(lines).toContain('  tokens/first-call-of-the-day · zendesk')
    expect(lines.at(-3)).toBe('  2 plays · 1 held · 2 findings · 4 min 31 s simulated in 900 ms · seed 20261120 · trace 7be1c02f')
  })

  it('says of a finding which rule, what was expected, what happened, when, which exchanges and how to see them', async () => {
    const text = await shown([held, blamed])
    expect(text).toContain('R001, R002  Renewing an expired token takes 9 to 15 s and happens once.')
    expect(text).toContain('    expected   one renewal, done by 08:00:15\n    happened   two: 08:00:00 (12.4 s) and 08:00:00.310 (11.9 s)\n')
    expect(text).toContain('    when       08:00:00, 00:00 into the play')
    expect(text).toContain('    exchanges  #14, #15      rehearsal play tokens/first-call-of-the-day --crm zendesk --show 14')
    expect(text).toContain('    source     Set up a CRM configuration for Microsoft Dynamics (stated)')
  })

  it("says how to repeat a scenario of one's own: by its file", async () => {
    const own = { ...blamed, play: { ...blamed.play, scenario: 'first', file: 'my scenarios/first.yaml' } }
    expect(await shown([own])).toContain('rehearsal play "my scenarios/first.yaml" --crm zendesk --show 14')
  })

  it('keeps what others wrote on its line: it steers no terminal, and no reader of a log', async () => {
    const [first] = blamed.findings
    const wild = 'answered 500: \u001b[2J\u001b]0;title\u0007boom\r\n::error::not ours'
    const text = await shown([
      { ...blamed, findings: [{ ...(first as NonNullable<typeof first>), happened: wild }], unmet: [{ at: 0, expected: wild, happened: wild, exchanges: [] }] },
    ])
    expect(text.match(/^ {4}(?:happened|expected) {3}answered 500: .*boom ::error::not ours$/gm)).toHaveLength(3)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('shows an expectation of the scenario with its file and line', async () => {
    expect(await shown([blamed])).toContain('    happened   it is empty\n    source     scenarios/tokens/first-call-of-the-day.yaml:21')
  })

  it('shows the timeline of a single play, and of many only when asked', async () => {
    const text = await shown([blamed])
    expect(text).toContain('      00:00  contact      Ada Byron calls Support')
    expect(text).toContain('      00:00  entra        #14 POST /t/oauth2/v2.0/token 200 after 12.4 s (token issued)')
    expect(text).toContain('      00:30  trigger      memorialization is due, 1 field withheld')
    expect(text).toContain('      00:31  integration  failed: memorialize contact, 403: no right')
    expect(await shown([held, blamed])).not.toContain('Ada Byron calls')
    expect(await shown([held, blamed], { timeline: true })).toContain('Ada Byron calls')
  })

  it('shows an exchange in full, and says so when there is none of that number', async () => {
    const text = await shown([blamed], { show: [14, 99] })
    expect(text).toContain('#14  entra token  08:00:00 → 08:00:12.400 (12.4 s)')
    expect(text).toContain('a token was issued to app (client_credentials, a renewal); it expires at 09:00:00')
    expect(text).toContain('tokens/first-call-of-the-day · zendesk has no exchange #99.')
  })

  it('says what could not be judged, which is no finding, and what a program printed beside its findings', async () => {
    const text = await shown([doubtful])
    expect(text).toContain('held    03:30 finished → 03:31 written  1 not judged')
    expect(text).toContain('    not judged whose one call to the CRM was: several interactions come into question (#14)')
    expect(text).toContain('1 play · 1 held · 0 findings · 1 not judged · ')
    expect(await shown([{ ...blamed, output: doubtful.output ?? [] }])).toContain(
      '    The integration printed\n      listening on 9000\n      token=[redacted]\n',
    )
  })

  it('says with colours what it says without', async () => {
    const plain = await shown([held, blamed])
    const coloured = await shown([held, blamed], { colours: true })
    expect(coloured).toMatch(CODES)
    expect(coloured.replaceAll(CODES, '')).toBe(plain)
  })

  it.each<[string, boolean, Record<string, string>, boolean]>([
    ['a terminal has colours', true, {}, true],
    ['a pipe has none, in CI either', false, { CI: 'true' }, false],
    ['a terminal that knows none has none', true, { TERM: 'dumb' }, false],
    ['who wants none gets none', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['who wants them everywhere gets them', false, { FORCE_COLOR: '1' }, true],
  ])('%s', (_, isTTY, env, wanted) => {
    for (const [name, value] of Object.entries({ CI: '', TERM: 'xterm', NO_COLOR: '', FORCE_COLOR: '', ...env })) vi.stubEnv(name, value)
    const coloured = colourful({ write: () => true, isTTY })
    vi.unstubAllEnvs()
    expect(coloured).toBe(wanted)
  })

  it('shows progress on a terminal only, and leaves nothing of it behind', async () => {
    const terminal = collect({ isTTY: true, columns: 40 })
    await report(pretty({ output: terminal, colours: false }), [held, blamed])
    expect(terminal.text()).toContain('\r\u001b[2K  0 of 2  voice/agent-finishes-acw')
    expect(terminal.text().split('\n').at(-1)).toBe('')
    expect(await shown([held, blamed])).not.toContain('\r')
  })
})
