import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeReporter, parseReport, type ReportChoice } from '../../harness/report/index.ts'
import { reportJsonSchema, reportSchema } from '../../harness/report/json.ts'
import { renderXml } from '../../harness/report/xml.ts'
import { blamed, collect, doubtful, held, report } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-report-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Elements as a strict parser sees them; throws where the text is not well-formed. */
function parse(text: string): { name: string; attributes: Record<string, string>; text: string }[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = []
  const open: typeof elements = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' }
    elements.push(element)
    open.push(element)
  })
  parser.on('text', (part) => {
    const element = open.at(-1)
    if (element) element.text += part
  })
  parser.on('closetag', () => void open.pop())
  parser.write(text).close()
  return elements
}

const written = async (kind: string, results = [held, blamed]) => {
  const file = join(folder, 'deep', `${kind}-${results.length}`)
  await report(makeReporter(parseReport(`${kind}=${file}`) as ReportChoice, { output: collect() }), results)
  return await readFile(file, 'utf8')
}

describe('the JUnit report', () => {
  it('has a suite for each CRM, a case for each play and one failure for all that is wrong with it', async () => {
    const elements = parse(await written('junit'))
    expect(elements[0]).toMatchObject({ name: 'testsuites', attributes: { tests: '2', failures: '1', errors: '0', time: '271.000' } })
    expect(elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => [attributes.name, attributes.tests, attributes.failures])).toEqual([
      ['rehearsal.dynamics', '1', '0'],
      ['rehearsal.zendesk', '1', '1'],
    ])
    expect(elements.filter(({ name }) => name === 'testcase').map(({ attributes }) => attributes.classname)).toEqual(['dynamics.voice', 'zendesk.tokens'])
    const failures = elements.filter(({ name }) => name === 'failure')
    expect(failures).toHaveLength(1)
    expect(failures[0]?.attributes).toEqual({ type: 'token-renewal', message: 'Renewing an expired token takes 9 to 15 s and happens once. (and 1 more)' })
    expect(failures[0]?.text).toContain('expected: one renewal, done by 08:00:15')
    expect(failures[0]?.text).toContain('source: scenarios/tokens/first-call-of-the-day.yaml:21')
  })

  it('is well-formed whatever the texts are, and carries them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (attribute, text) => {
        const [root, inner] = parse(renderXml({ name: 'a', attributes: { b: attribute }, content: [{ name: 'c', content: [text] }] }))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot carry
        const plain = /[\u0000-\u001f\ufffe\uffff\ufffd]|[\ud800-\udfff]/
        if (!plain.test(attribute)) expect(root?.attributes.b).toBe(attribute)
        if (!plain.test(text)) expect(inner?.text).toBe(text)
      }),
    )
    expect(parse(renderXml({ name: 'a', attributes: { b: 'two\nlines\tand "quotes" <&>' }, content: ['\u0000]]>\ud800'] }))[0]).toEqual({
      name: 'a',
      attributes: { b: 'two\nlines\tand "quotes" <&>' },
      text: '\ufffd]]>\ufffd',
    })
  })
})

describe('the JSON report', () => {
  it('keeps to its schema and has the exchanges that the findings name', async () => {
    const report = reportSchema.parse(JSON.parse(await written('json')))
    expect(report).toMatchObject({ seed: 20261120, trace: '7be1c02f', plays: 2, held: 1, findings: 2 })
    expect(report.results.map(({ scenario, crm, held }) => [scenario, crm, held])).toEqual([
      ['voice/agent-finishes-acw', 'dynamics', true],
      ['tokens/first-call-of-the-day', 'zendesk', false],
    ])
    expect(report.results[1]?.findings.map(({ rule, at }) => [rule, at])).toEqual([
      ['token-renewal', '2026-11-20T08:00:00.000Z'],
      [undefined, '2026-11-20T08:00:01.000Z'],
    ])
    expect(report.results[1]?.exchanges.map(({ id, interaction }) => [id, interaction])).toEqual([[14, 'i1']])
  })

  it('has what could not be judged, with its exchanges, and what the integration printed', async () => {
    const report = reportSchema.parse(JSON.parse(await written('json', [doubtful])))
    expect(report).toMatchObject({ held: 1, findings: 0, notJudged: 1 })
    expect(report.results[0]?.notJudged).toEqual([{ what: 'whose one call to the CRM was', why: 'several interactions come into question', exchanges: [14] }])
    expect(report.results[0]?.exchanges.map(({ id }) => id)).toEqual([14])
    expect(report.results[0]?.output).toEqual(['listening on 9000', 'token=[redacted]'])
    const [out] = parse(await written('junit', [doubtful])).filter(({ name }) => name === 'system-out')
    expect(out?.text).toBe(
      '03:30 finished → 03:31 written\nnot judged: whose one call to the CRM was: several interactions come into question (#14)\nlistening on 9000\ntoken=[redacted]',
    )
  })

  it('has a schema that says what its members mean', () => {
    const schema = reportJsonSchema() as { required: string[]; properties: Record<string, { description?: string }> }
    expect(schema.required).toEqual(['report', 'version', 'seed', 'trace', 'plays', 'held', 'findings', 'notJudged', 'simulatedMs', 'results'])
    expect(schema.properties.findings?.description).toBe('findings of rules and unmet expectations')
  })

  it('is what its published schema says, to a reader of another make', async () => {
    const published = JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
    expect(published, 'docs/report.schema.json is not up to date: run "npm run schema"').toEqual(JSON.parse(JSON.stringify(reportJsonSchema())))
    const valid = new Ajv2020({ allErrors: true, validateFormats: false }).compile(published)
    const written1 = JSON.parse(await written('json'))
    expect([valid(written1), valid.errors]).toEqual([true, null])
    expect(valid({ ...written1, seed: 'seven' })).toBe(false)
  })

  it('is the same, byte for byte, for the same run', async () => {
    expect(await written('json')).toBe(await written('json'))
    expect(await written('junit')).toBe(await written('junit'))
  })

  it.each(['junit', 'json'])('%s names scenarios from the working folder: it is the same on every machine', async (kind) => {
    const file = join(process.cwd(), held.play.file)
    const text = await written(kind, [{ ...held, play: { ...held.play, file } }])
    expect(text).toContain(`"${held.play.file}"`)
    expect(text).not.toContain(process.cwd())
  })

  it('says which file could not be written', async () => {
    const reporter = makeReporter({ name: 'json', file: join(folder) }, { output: collect() })
    await expect(report(reporter, [held])).rejects.toThrow(`The report ${folder} cannot be written`)
    // Nor does it try for ever where no folder can be made.
    const nowhere = makeReporter({ name: 'json', file: '/proc/rehearsal/run.json' }, { output: collect() })
    await expect(report(nowhere, [held])).rejects.toThrow('The report /proc/rehearsal/run.json cannot be written')
  })
})

describe('the choice of a report', () => {
  it('takes a name, and a file where one is needed', () => {
    expect(parseReport('pretty')).toEqual({ name: 'pretty', file: '' })
    expect(parseReport('junit=out/a=b.xml')).toEqual({ name: 'junit', file: 'out/a=b.xml' })
  })

  it('explains what is wrong with any other', () => {
    expect(parseReport('junt=x')).toEqual({ message: 'There is no report "junt": use pretty, github, junit=FILE, json=FILE, html=FILE. Did you mean "junit"?' })
    expect(parseReport('json')).toEqual({ message: 'The report json needs a file: json=FILE, for example json=report.json.' })
    expect(parseReport('pretty=x')).toEqual({
      message: 'The report pretty goes to the terminal and takes no file: pretty, github, junit=FILE, json=FILE, html=FILE.',
    })
    expect(parseReport('constructor')).toHaveProperty('message')
  })
})
