import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configurationComplaints } from '../../harness/play/world.ts'
import { play } from '../../harness/play.ts'
import { isScenario, parseScenario } from '../../harness/scenario/load.ts'
import { scenario } from './tools.ts'

const about = (changes: string, expected: string) => `title: A configuration
crm: [dynamics]
configuration: support
changes: { ${changes} }
expect:
  - ${expected}
`
const unmetOf = async (changes: string, expected: string) => (await play(scenario(about(changes, expected)), 'dynamics')).unmet

describe('a scenario about its configuration alone', () => {
  it('holds when the configuration is refused as it says, and takes no time', async () => {
    const result = await play(scenario(about('name: " "', 'refused: { rule: R010, says: blank }')), 'dynamics')
    expect(result).toMatchObject({ unmet: [], findings: [], highlight: 'configuration refused: R010' })
    expect(result.until).toBe(result.from)
    expect(result.trace).toMatchObject([{ kind: 'step', verb: 'configuration.checked', says: expect.stringContaining('with name: " "') }])
  })
  it('does not when nothing is wrong, or something else', async () => {
    expect(await unmetOf('', 'refused: { rule: R010 }')).toMatchObject([{ happened: 'nothing was said against it', line: 6 }])
    expect(await unmetOf('name: " "', 'refused: { rule: R013 }')).toMatchObject([
      { expected: 'the configuration refused by R013' },
      { expected: 'nothing else to be wrong with the configuration', happened: expect.stringContaining('R010') },
    ])
  })
  it('tells a warning from an error', async () => {
    const persons = 'systemUser: { name: Mia, dedicated: false }'
    expect(await unmetOf(persons, 'warned: { rule: R006 }')).toEqual([])
    expect(await unmetOf(persons, 'accepted: {}')).toEqual([])
    expect(await unmetOf(persons, 'refused: { rule: R006 }')).toHaveLength(1)
    expect(await unmetOf('name: " "', 'accepted: {}')).toMatchObject([{ expected: 'the configuration accepted', happened: expect.stringContaining('R010') }])
  })
  it('takes a member away with null', async () => {
    expect(await unmetOf('authentication.clientSecret: null', 'refused: { says: authentication.clientSecret }')).toEqual([])
  })
})

it('changes reach a scenario with steps too', async () => {
  const source = `title: A call
crm: [dynamics]
configuration: support
changes: { dataMemorialization.0.entities.contact.suffix: { channel: Voice Call Contact, data: Direction } }
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }]
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
  - { at: 00:06, agent.answers: { agent: Mia } }
  - { at: 00:40, agent.links: { record: contact } }
  - { at: 03:06, agent.hangsUp: {} }
  - { at: 03:30, agent.finishesAcw: {} }
expect:
  - memorialized: { record: contact, fields: { Direction: inbound } }
`
  expect(await play(scenario(source), 'dynamics')).toMatchObject({ unmet: [], findings: [] })
})

it.each([
  ['expect: []', 'Nothing happens in this scenario.'],
  ['steps: [{ at: 00:00, world.waits: { for: 1s } }]\nexpect: [{ refused: {} }]', 'With a configuration that is refused no step can be played.'],
])('%s is not a scenario', (rest, message) => {
  const loaded = parseScenario(`title: A configuration\nconfiguration: support\n${rest}\n`, 'x.yaml', 'x')
  expect(isScenario(loaded) ? [] : loaded).toMatchObject([{ message }])
})

it('a change inside what is a text is complained of as any wrong shape, and what is not there can be taken away', () => {
  expect(configurationComplaints(scenario(about('name.foo: x', 'accepted: {}')), 'dynamics')).toMatchObject([
    { message: '"name" is a mapping; expected text.' },
  ])
  expect(configurationComplaints(scenario(about('integrationType.a.b: null', 'accepted: {}')), 'dynamics')).toEqual([])
})

describe('a change that is wrong is said where the scenario makes it', () => {
  const complaints = (changes: string) => configurationComplaintsOf(changes).map(({ file, line, message }) => [basename(file), line, message])
  it('a member that is not known, or not right', () => {
    expect(complaints('authentication.ulr: x')).toMatchObject([['changes.yaml', 4, expect.stringContaining('Did you mean "url"?')]])
    expect(complaints('authentication.url: https://r.crm.dynamics.com/main.aspx')[0]).toEqual(['changes.yaml', 4, expect.stringContaining('.com')])
  })
  it('an entry behind the end of a list, once', () => {
    const told = [['changes.yaml', 4, 'There is no "dataMemorialization.7.name" in support.dynamics.yaml to change.']]
    expect(complaints('dataMemorialization.7.name: Voice')).toEqual(told)
    expect(complaints('dynamicData.1: { name: More, entities: {} }')).toEqual([['changes.yaml', 4, expect.stringContaining('chooses "More"')]])
  })
})

function configurationComplaintsOf(changes: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'changes-')), 'changes.yaml')
  const source = about(changes, 'accepted: {}')
  writeFileSync(file, source)
  const loaded = parseScenario(source, file, 'changes')
  if (!isScenario(loaded)) throw new Error(JSON.stringify(loaded))
  try {
    return configurationComplaints(loaded, 'dynamics')
  } finally {
    rmSync(dirname(file), { recursive: true })
  }
}
