import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inThisProcess } from '../clients/in-this-process.ts'
import { folder } from '../clients/program.ts'
import { expectSoon } from '../soon.ts'
import { exported } from './engine-tools.ts'

const place = folder()
afterAll(place.remove)
const root = resolve(import.meta.dirname, '../..')
const ours = join(root, 'scenarios/flows/dynamics-data-dip.flow.json')
const source = readFileSync(ours, 'utf8')
const write = (name: string, text: string) => {
  writeFileSync(join(place.path, name), text)
  return join(place.path, name)
}
const picture = (name: string) => join(place.path, name)

const flow = (...args: string[]) => inThisProcess('flow', ...args)
const worse = () => write('worse.json', source.replace('$filter=_customerid_value eq {{CustomerID}}&', ''))

describe('rehearsal flow', () => {
  it('has nothing to say of our own flow, and draws it', async () => {
    const { code, out, err } = await flow(ours, '--svg', picture('ours.svg'))
    expect([code, out.includes('nothing wrong with the drawing'), err]).toEqual([0, true, `  Drawn: ${picture('ours.svg')}\n`])
    expect(readFileSync(join(place.path, 'ours.svg'), 'utf8')).toContain('<title id="flow-title">Dynamics data dip</title>')
  })

  it('names the activity, the rule and the way to mend a mistake, and ends with 1', async () => {
    const { code, out } = await flow(worse())
    expect(code).toBe(1)
    expect(out).toMatch(/LookUpCase {2}error {2}R074\n.*the caller hears a case of anybody\.\n.*_customerid_value eq \{\{CustomerID\}\}/)
    expect(out).toContain('1 error · 1 warning')
  })

  it('tries a call, says what the caller hears, and draws its way', async () => {
    const { code, out } = await flow(ours, '--from', '+49301234567', '--digits', '1', '--svg', picture('calls/call.svg'))
    expect(code).toBe(0)
    expect(out).toContain('says "Hello Ada Byron. Your last case is about Invoice 4711 is wrong.')
    expect(out).toContain('1 play · 1 held · 0 findings')
    expect(readFileSync(join(place.path, 'calls/call.svg'), 'utf8')).toMatch(/class="line taken"/)
  })

  it('does not say that nothing reached the CRM when a record was changed', async () => {
    const change = {
      httpRequestMethod: 'PATCH',
      httpRequestPath: 'contacts(00000000-0000-4000-8000-0000000000aa)',
      httpRequestBody: '{"jobtitle":"x"}',
      contentType: 'NONE',
      authenticated: true,
    }
    const drawing = exported({ main: { Change: ['http-request-v2', change, { default: 'End' }], End: ['end', {}] } })
    const { out } = await flow(write('changes.json', JSON.stringify(drawing)), '--from', '+49301234567')
    expect(out).toMatch(/held {4}1 record c(hang|reat)ed/)
  })

  it('expects no agent of a call that the flow itself ends', async () => {
    const { code, out } = await flow(ours, '--from', '+49301234567', '--digits', '2')
    expect(out).toContain('HangUp: the flow ends the call')
    expect(out).not.toMatch(/Mia answers|The scenario expects otherwise/)
    expect([code, /1 play · 1 held · 0 findings/.test(out)]).toEqual([0, true])
  })

  it("tries a call in a flow that is wrong, names the activity that read a stranger's case, and ends with 1", async () => {
    const { code, out } = await flow(worse(), '--from', '+49301112223')
    expect(code).toBe(1)
    expect(out).toMatch(/happened {3}CaseMessage read "Hello Charles Babbage\. .*The coat is too small/)
  })

  it('tells programs the same', async () => {
    const { code, out } = await flow(worse(), '--run', 'another-customers-case', '--json')
    const told = JSON.parse(out)
    expect(code).toBe(1)
    expect(told).toMatchObject({
      flow: 'Dynamics data dip',
      remarks: [
        { check: 'no-customer-filter', activity: 'LookUpCase', rules: ['R074'], severity: 'error' },
        { check: 'unused', activity: 'CustomerID', severity: 'warning' },
      ],
      run: { scenario: 'webex/another-customers-case', crm: 'dynamics' },
    })
    expect(told.run.findings.map(({ rule }: { rule: string }) => rule)).toContain('webex/own-case')
    expect(told.run.path[0]).toMatchObject({ process: 'main', activity: 'NewPhoneContact', to: 'StripPlus' })
    expect(told.run.heard.length).toBeGreaterThan(2)
    expect(told.run.popped).toHaveLength(1)
  })

  it("plays a scenario of one's own with the variables that it gives the flow", async () => {
    const scenario = readFileSync(join(root, 'scenarios/webex/known-caller-with-a-case.yaml'), 'utf8')
    const own = write('own.yaml', scenario.replace(/^configuration: .*$/m, '$&\nchanges: { webex.variables: { CrmUrl: "https://contoso.example.com" } }'))
    const { out } = await flow(ours, '--run', own, '--json')
    expect(JSON.parse(out).run.popped).toMatchObject([{ url: expect.stringContaining('//contoso.example.com/') }])
  })

  it.each<[string[], string]>([
    [['nothing.json'], 'There is no file nothing.json'],
    [[ours, '--run', 'unknown-scenario'], 'There is no scenario "unknown-scenario"'],
    [[ours, '--run', 'voice/no-acw'], 'is not about a Webex flow'],
    [[ours, '--run', 'webex/two-cases', '--from', '+49301234567'], 'use one of them'],
    [[ours, '--digits', '1'], '--digits belongs to --from'],
    [[ours, '--show', '2'], '--show is about a call'],
    [[ours, '--crm', 'zendesk'], '--crm is about a call'],
    [[ours, '--from', 'Ada'], '--from takes a number'],
    [[ours, '--from', '+49301234567', '--digits', 'one'], 'keys of a telephone'],
    [[ours, '--svg', '/proc/rehearsal/a.svg'], 'cannot be written'],
  ])('%j is explained without a stack trace, and ends with 2', async (args, message) => {
    const { code, err } = await flow(...args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('--help has examples', async () => {
    expect((await flow('--help')).out).toContain('Examples:\n  rehearsal flow ')
  })
})

describe('a file that is no flow', () => {
  const bomb = `{{ "a"${' | replace({"a":"aaaaaaaaaa"})'.repeat(40)} }}`
  it.each<[string, () => string, RegExp]>([
    ['cut off in the middle', () => source.slice(0, 9000), /cut off/],
    ['of more than 5 MB', () => `${source.slice(0, -2)}, "more": "${'x'.repeat(5 * 1024 * 1024)}"}`, /more than 5 MB/],
    ['nested without end', () => `${'['.repeat(100_000)}`, /levels deep/],
    ['of another kind', () => '{"nodes": [], "edges": []}', /nodes and edges|not an exported flow/],
    ['empty', () => '', /empty/],
  ])('%s is refused with its place, and ends with 1', async (name, text, message) => {
    const file = write(`${name.replaceAll(' ', '-')}.json`, text())
    await expectSoon(async () => {
      const { code, out, err } = await flow(file, '--svg', picture('never.svg'))
      expect([code, err]).toEqual([1, ''])
      expect(out).toMatch(message)
      expect(out).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:\\d+ {2}error`))
      expect(existsSync(join(place.path, 'never.svg'))).toBe(false)
    })
  })

  it('a template bomb and a circle without progress end the call, and the activity is named', async () => {
    const raw = JSON.parse(source) as {
      process: {
        activities: Record<string, { name: string; properties: Record<string, unknown> }>
        links: { sourceActivityId: string; targetActivityId: string; conditionExpr: string }[]
      }
    }
    const find = (name: string) =>
      Object.entries(raw.process.activities).find(([, one]) => one.name === name) as [string, { properties: Record<string, unknown> }]
    find('StripPlus')[1].properties.expr = bomb
    const bombed = write('bomb.json', JSON.stringify(raw))
    find('StripPlus')[1].properties.expr = 'x'
    for (const link of raw.process.links) if (link.sourceActivityId === find('StripPlus')[0]) link.targetActivityId = find('StripPlus')[0]
    const circle = write('circle.json', JSON.stringify(raw))
    let last = ''
    for (const file of [bombed, circle])
      await expectSoon(async () => {
        const { code, out, err } = await flow(file, '--from', '+49301234567', '--json')
        expect([code, err]).toEqual([1, ''])
        expect(JSON.parse(out).run.unmet[0].happened).toContain('StripPlus')
        last = out
      })
    expect(JSON.parse(last).remarks).toEqual(expect.arrayContaining([expect.objectContaining({ check: 'loop', activity: 'StripPlus' })]))
  })
})
