import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { playCommand } from '../../harness/commands/play.ts'
import { play } from '../../harness/play.ts'
import { useProblems } from '../../harness/scenario/in-use.ts'
import { isScenario, loadScenario } from '../../harness/scenario/load.ts'
import { configurationProblems, faultProblems, settingsProblems } from '../../harness/scenario/surroundings.ts'
import { scenario } from './tools.ts'

const place = mkdtempSync(join(tmpdir(), 'surroundings-'))
afterAll(() => rmSync(place, { recursive: true }))

const source = (given: string, steps = '', configuration = 'support') => `title: A call
configuration: ${configuration}
given:
  contacts: [{ name: Ada Byron, phone: +49 30 1234567 }, { name: Stranger, inCrm: false }]
  ${given}
steps:
  - { at: 00:00, contact.calls: { from: Ada Byron } }
${steps}
`
function saved(text: string) {
  const file = join(place, 'call.yaml')
  writeFileSync(file, text)
  const loaded = loadScenario(file)
  if (!isScenario(loaded)) throw new Error(JSON.stringify(loaded))
  return loaded
}

describe('what only the systems know of a scenario', () => {
  it('is a setting that none of them has: told at its place, before anything is played', async () => {
    const wrong = saved(source('settings: { zendesk: { tokenLatenzy: { min: 1, max: 2 } } }'))
    const told = [{ line: 5, column: 26, message: '"tokenLatenzy" is not known here.', mend: 'Did you mean "tokenLatency"?' }]
    expect(await settingsProblems(wrong)).toMatchObject(told)
    await expect(play(wrong, 'zendesk')).rejects.toMatchObject({ name: 'PlayError', complaints: told })
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const both = ['voice/agent-finishes-acw', wrong.file]
    await expect(playCommand().exitOverride().parseAsync(both, { from: 'user' })).rejects.toThrow(`${wrong.file}:5:26  error  "tokenLatenzy"`)
    expect(out).not.toHaveBeenCalled()
    out.mockRestore()
  })
  it('is a fault that could never strike, on none of its CRMs', async () => {
    const fault = (operation: string) => `faults: [{ when: { mock: crm, operation: ${operation} }, effect: { kind: refuse, status: 503 } }]`
    const told = [{ line: 5, message: expect.stringContaining('when.operation: there is no "no-such-thing"') }]
    expect(await faultProblems(saved(source(fault('no-such-thing'))))).toMatchObject(told)
    await expect(play(saved(source(fault('no-such-thing'))), 'dynamics')).rejects.toMatchObject({ name: 'PlayError', complaints: told })
    expect(await faultProblems(saved(source(fault('retrieve'))))).toEqual([])
  })
  it('is a contact that a CRM would not take', async () => {
    const given = `cases: [{ title: ${'x'.repeat(201)}, contact: Ada Byron }]`
    await expect(play(saved(source(given)), 'dynamics')).rejects.toMatchObject({
      name: 'PlayError',
      complaints: [{ line: 3, message: expect.stringMatching(/^What is given here cannot be had in dynamics: .*maximum allowed length/) }],
    })
  })
  it('is a rule for duplicates of a table that a CRM does not have', async () => {
    await expect(play(saved(source('settings: { dynamics: { duplicateRules: { contct: [[lastname]] } } }')), 'dynamics')).rejects.toMatchObject({
      name: 'PlayError',
      complaints: [{ line: 3, message: expect.stringMatching(/cannot be had in dynamics: .*there is no table "contct"\. Did you mean "contact"\?/) }],
    })
  })
  it('is a configuration that is not there: told at its name', () => {
    expect(configurationProblems(saved(source('', '', 'suport')))).toMatchObject([
      { line: 2, column: 16, message: expect.stringContaining('There is no configuration "suport" for dynamics.') },
      { line: 2, message: expect.stringContaining('for zendesk') },
    ])
  })
})

describe('what a scenario makes of its configuration', () => {
  const told = (text: string) => useProblems(saved(text)).map(({ file, line, column, message }) => [basename(file), line, column, message])
  const expecting = (expectation: string) => `${source('')}expect:\n  - ${expectation}\n`

  it('may be an expectation that says nothing, because nothing is mapped by that name', () => {
    expect(told(expecting('memorialized: { record: contact, fields: { Agent Nme: Mia } }'))).toEqual([
      ['call.yaml', 10, 48, 'On dynamics the configuration does not map Agent Nme to the contact (did you mean Agent Name?).'],
      ['call.yaml', 10, 48, 'On zendesk the configuration does not map Agent Nme to the contact (did you mean Agent Name?).'],
    ])
    expect(told(expecting('withheld: { record: contact, fields: [Agent Name, ANI] }'))).toHaveLength(2)
  })
  it('may be a change that spoils it: told where the scenario makes it', () => {
    expect(told(source('').replace('given:', 'changes: { nope.0: 1 }\ngiven:'))).toEqual([['call.yaml', 3, 12, '"nope" is not known here.']])
  })
  it('is right where what is expected is mapped, by its name or by the field', () => {
    expect(told(expecting('memorialized: { record: contact, fields: { Agent Name: Mia } }'))).toEqual([])
    const text = expecting('memorialized: { record: contact, fields: { department: Mia } }').replace('given:', 'crm: [dynamics]\ngiven:')
    expect(told(text)).toEqual([])
  })
})

describe.each(['dynamics', 'zendesk'] as const)('what is done to contacts in %s', (crm) => {
  const unmet = async (step: string, given = '') => (await play(scenario(source(given, `  - { at: 00:20, ${step} }`)), crm, { rules: [] })).unmet

  it.each([
    ['world.deletesContact: { contact: Stranger }', 'no contact "Stranger"'],
    ['world.mergesContact: { contact: Ada Byron, into: Stranger }', 'no contact "Stranger"'],
    ['world.mergesContact: { contact: Ada Byron, into: Ada Byron }', 'refuses it'],
  ])('%s is impossible, and says why', async (step, why) => {
    expect(await unmet(step)).toMatchObject([{ line: 8, happened: expect.stringContaining(why) }])
    expect(await unmet(`${step}, impossible: true`)).toEqual([])
  })

  it('is done in each copy: it can be done once', async () => {
    const twice = 'world.deletesContact: { contact: Ada Byron } }\n  - { at: 00:30, world.deletesContact: { contact: Ada Byron }, impossible: true'
    expect(await unmet(twice, 'times: 2')).toEqual([])
    const found = await unmet(twice.replace(', impossible: true', ''), 'times: 2')
    expect(found.map(({ happened }) => happened)).toEqual([expect.stringContaining('"Ada Byron 1"'), expect.stringContaining('"Ada Byron 2"')])
  })
})
