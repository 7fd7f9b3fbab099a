import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagedScenarios, scenariosIn } from '../../harness/scenario/library.ts'
import { isScenario, loadScenario, parseScenario, type ScenarioProblem } from '../../harness/scenario/load.ts'
import { scenarioJsonSchema } from '../../harness/scenario/schema.ts'

const good = `title: A call
configuration: support
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
steps:
  - at: 00:00
    contact.calls: { from: Ada Byron }
  - at: 00:06
    agent.answers: { agent: Mia }
expect:
  - silent: { until: agent.answers }
`

function problemsOf(source: string): ScenarioProblem[] {
  const loaded = parseScenario(source, 'call.yaml', 'voice/call')
  if (isScenario(loaded)) throw new Error('it was read')
  return loaded
}
const problemIn = (from: string, to: string) => problemsOf(good.replace(from, to))[0] as ScenarioProblem

it('reads a scenario with its defaults and the line of each step', () => {
  const loaded = parseScenario(good, 'call.yaml', 'voice/call')
  if (!isScenario(loaded)) throw new Error(JSON.stringify(loaded))
  expect(loaded).toMatchObject({
    id: 'voice/call',
    crm: ['dynamics', 'zendesk'],
    given: { token: 'fresh', times: 1, start: Date.parse('2026-11-20T08:00:00Z') },
  })
  expect(loaded.steps.map(({ verb, at, line }) => [verb, at, line])).toEqual([
    ['contact.calls', 0, 6],
    ['agent.answers', 6000, 8],
  ])
})

describe('what is wrong is said with its place and the way out', () => {
  it('malformed YAML', () => {
    expect(problemIn('{ agent: Mia }', '{ agent: Mia')).toMatchObject({
      line: 10,
      message: expect.stringMatching(/^This is not YAML: /),
      mend: expect.any(String),
    })
  })
  it('a tab', () => {
    expect(problemIn('  - at: 00:06', '\t- at: 00:06')).toMatchObject({ line: 8, mend: 'Indent with spaces, not tabs.' })
  })
  it('an unknown member, with the nearest right one', () => {
    expect(problemIn('title: A call', 'title: A call\nconfigurations: x')).toMatchObject({
      line: 2,
      column: 1,
      message: '"configurations" is not known here.',
      mend: 'Did you mean "configuration"?',
    })
  })
  it('an unknown verb, with the nearest right one', () => {
    expect(problemIn('agent.answers: {', 'agent.anwsers: {')).toMatchObject({
      line: 9,
      column: 5,
      message: '"agent.anwsers" is not known here.',
      mend: 'Did you mean "agent.answers"?',
    })
  })
  it('a misspelt verb once, not also as a step without one', () => {
    expect(problemsOf(good.replace('agent.answers: {', 'agent.anwsers: {'))).toHaveLength(1)
  })
  it('an unknown member deep inside', () => {
    expect(problemIn('{ from: Ada Byron }', '{ form: Ada Byron, from: Ada Byron }')).toMatchObject({
      line: 7,
      message: '"form" is not known here.',
      mend: 'Did you mean "from"?',
    })
  })
  it.each([
    ['start: 2026-02-30T08:00:00Z', '"start": expected an instant with its zone, found the text "2026-02-30T08:00:00Z".'],
    ['times: 0', '"times": expected more than 0.'],
    ['times: 1001', '"times": expected at most 1000, found the number 1001.'],
    ['contacts: []\ncrm: []', '"crm": expected at least 1 entry.'],
    ['faults: [{ when: {}, effect: { kind: drip, ms: 1 } }, { when: {}, effect: { kind: explode } }]', 'found the text "explode".'],
  ])('a value out of bounds: %s', (given, message) => {
    const text = `title: A call\nconfiguration: support\ngiven:\n  ${given}\n`
    expect(problemsOf(text).map((one) => one.message)).toContainEqual(expect.stringContaining(message))
  })
  it('a member that is missing', () => {
    expect(problemIn('configuration: support\n', '')).toMatchObject({ line: 1, message: '"configuration" is missing: expected text.' })
  })
  it('a value of the wrong kind', () => {
    expect(problemIn('title: A call', 'title: [A, call]')).toMatchObject({ line: 1, message: '"title": expected text, found a list.' })
  })
  it('a number where text was meant', () => {
    expect(problemIn('+49 30 1234567', '+49301234567')).toMatchObject({
      line: 4,
      message: '"phone": expected text, found the number 49301234567.',
      mend: expect.stringContaining('quotes'),
    })
  })
  it('a value that is none of the known ones', () => {
    expect(problemIn('title: A call', 'title: A call\ncrm: [dynamic]')).toMatchObject({
      line: 2,
      message: expect.stringContaining('dynamics, zendesk'),
      mend: 'Did you mean "dynamics"?',
    })
  })
  it('a time that is none', () => {
    expect(problemIn('at: 00:06', 'at: 6s')).toMatchObject({ line: 8, message: expect.stringContaining('03:06') })
  })
  it('a step that does two things', () => {
    expect(problemIn('    agent.answers:', '    agent.mutes: {}\n    agent.answers:')).toMatchObject({
      line: 8,
      message: expect.stringContaining('agent.answers, agent.mutes'),
    })
  })
  it('a step that does nothing', () => {
    expect(problemIn('    agent.answers: { agent: Mia }\n', '')).toMatchObject({ message: expect.stringContaining('such as agent.answers') })
  })
  it('a contact whom nobody introduced', () => {
    expect(problemIn('from: Ada Byron', 'from: Ada Byro')).toMatchObject({
      line: 7,
      message: expect.stringContaining('Did you mean "Ada Byron"?'),
      mend: expect.stringContaining('inCrm: false'),
    })
  })
  it('a contact to merge into, and a skill to transfer to, that nobody introduced', () => {
    expect(problemIn('agent.answers: { agent: Mia }', 'world.mergesContact: { contact: Ada Byron, into: Ada Bryon }').message).toContain(
      'Did you mean "Ada Byron"?',
    )
    const skills = good
      .replace('given:', 'given:\n  skills: [{ name: Support }]')
      .replace('agent.answers: { agent: Mia }', 'agent.transfers: { to: { skill: Suport } }')
    expect(problemsOf(skills)[0]?.message).toBe('There is no skill "Suport" among given.skills. Did you mean "Support"?')
  })
  it.each([
    ['agents', '[{ name: Mia }, { name: Tom }, { name: Mia, id: "7" }]'],
    ['skills', '[{ name: Support }, { name: Support, acw: false }]'],
  ])('two %s of one name', (kind, list) => {
    expect(problemIn('steps:', `  ${kind}: ${list}\nsteps:`)).toMatchObject({
      line: 5,
      message: expect.stringMatching(`There are two ${kind} named (Mia|Support)`),
    })
  })
  it('a CRM that is named twice', () => {
    expect(problemIn('title: A call', 'title: A call\ncrm: [dynamics, dynamics]')).toMatchObject({ line: 2, message: 'dynamics is named twice.' })
  })
  it('a rule that the book does not have, with the nearest one', () => {
    expect(problemIn('title: A call', 'title: A call\nrules: [R024, R099]')).toMatchObject({
      line: 2,
      column: 15,
      message: 'There is no rule "R099". Did you mean "R082"?',
      mend: expect.stringContaining('R001 to R082'),
    })
    expect(problemIn('title: A call', 'title: A call\nrules: [A13]').message).toContain('Did you mean "A12"?')
    const refused = good.slice(0, good.indexOf('steps:')).concat('expect:\n  - refused: { rule: R13 }\n')
    expect(problemsOf(refused)[0]).toMatchObject({ line: 6, message: 'There is no rule "R13". Did you mean "R013"?' })
  })
  it('an agent whom no step brings in', () => {
    const by = good.replace('silent: { until: agent.answers }', 'memorialized: { record: contact, by: Mio }')
    expect(problemsOf(by)[0]).toMatchObject({ line: 11, message: 'No step brings in an agent "Mio". Did you mean "Mia"?' })
    const step = (more: string) => good.replace('expect:', `  - at: 00:08\n    agent.holds: { agent: Tom }${more}\nexpect:`)
    expect(problemsOf(step(''))[0]).toMatchObject({ line: 11, message: 'No step brings in an agent "Tom".' })
    expect(isScenario(parseScenario(step('\n    impossible: true'), 'call.yaml', 'voice/call'))).toBe(true)
  })
  it('copies of contacts that would have the same number', () => {
    const near = good.replace('1234567 }', '1234567 }, { name: Ben, phone: 030 1234569 }, { name: Eve, phone: +49 30 1234569 }')
    expect(problemsOf(near.replace('given:', 'given:\n  times: 3'))[0]).toMatchObject({
      line: 5,
      message: expect.stringContaining('the number of another copy'),
    })
    expect(isScenario(parseScenario(near.replace('given:', 'given:\n  times: 2'), 'call.yaml', 'voice/call'))).toBe(true)
  })
  it('time that runs backwards', () => {
    expect(problemIn('at: 00:00', 'at: 01:00')).toMatchObject({ line: 8, message: '00:06 is before the step above it, at 01:00.' })
  })
  it('a trigger that no step is', () => {
    expect(problemIn('until: agent.answers', 'until: agent.answer')).toMatchObject({
      line: 11,
      message: expect.stringContaining('Did you mean "agent.answers"?'),
    })
  })
  it('a system that is not there', () => {
    expect(problemIn('steps:', '  faults: [{ when: { mock: zendsk }, effect: { kind: garble } }]\nsteps:')).toMatchObject({
      message: expect.stringContaining('Did you mean "zendesk"?'),
    })
  })
  it('an empty file', () => {
    expect(problemsOf('').length).toBeGreaterThan(0)
  })
  it('a file that is a list', () => {
    expect(problemsOf('- a\n- b\n')[0]).toMatchObject({ line: 1, message: expect.stringContaining('found a list') })
  })
  it('a file that is not there', () => {
    expect(loadScenario('/nowhere/at/all.yaml')).toEqual([
      { file: '/nowhere/at/all.yaml', line: 1, column: 1, message: 'There is no such file.', mend: 'Check the path.', severity: 'error' },
    ])
  })
})

it('says everything that is wrong at once', () => {
  const found = problemsOf(good.replace('title: A call', 'titel: A call').replace('agent.answers: {', 'agent.anwsers: {'))
  expect(found.length).toBeGreaterThan(2)
})

it('never throws, whatever it is given', () => {
  for (let cut = 0; cut < good.length; cut += 7) expect(() => parseScenario(good.slice(0, cut), 'call.yaml', 'x')).not.toThrow()
  for (const text of [
    'steps: 3',
    'given: null',
    'steps: [null]',
    'expect: [{}]',
    '? [a]: b',
    '&a [*a]',
    'a: !!js/function x',
    'title: "\\u0000"',
    `a: &a [x]\n${Array.from({ length: 150 }, (_, i) => `b${i}: *a`).join('\n')}`,
  ]) {
    expect(() => parseScenario(text, 'call.yaml', 'x')).not.toThrow()
  }
})

describe('the library', () => {
  const files = scenariosIn(packagedScenarios())
  it.each(files.map(({ id, file }) => [id, file]))('%s can be read', (_, file) => {
    expect(loadScenario(file)).toMatchObject({ title: expect.any(String) })
  })
  it('has the JSON Schema that the loader has (else: npx tsx scripts/schema.ts)', () => {
    const written = readFileSync(new URL('../../scenarios/scenario.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())))
  })
})

it('tells the first hundred things of a file that is wrong from end to end, and how many more there are', () => {
  const problems = problemsOf(good.replace('steps:\n', `steps:\n${'  - atps: 1\n'.repeat(300)}`))
  expect(problems).toHaveLength(101)
  expect(problems[0]).toMatchObject({ line: 6, message: '"atps" is not known here.' })
  expect(problems.at(-1)).toMatchObject({ line: 106, message: 'From here on 200 more things are wrong.', mend: 'Mend what is told above, then look again.' })
})
