import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkConfiguration, loadConfiguration } from '../../harness/configuration/load.ts'
import { renderComplaint } from '../../harness/documents/complaint.ts'
import { complaintsOf, DYNAMICS, fileOf } from './files.ts'

const OWN = new URL('../../scenarios/configurations/', import.meta.url)

describe('loading a configuration', () => {
  test('fills variables in', () => {
    expect(loadConfiguration(fileOf(DYNAMICS), { SECRET: 'a "quoted: secret' })).toMatchObject({ authentication: { clientSecret: 'a "quoted: secret' } })
  })

  test('a variable without a value is named, with its place', () => {
    expect(loadConfiguration(fileOf(DYNAMICS), {})).toMatchObject([{ line: 9, column: 17, message: 'The variable SECRET has no value.' }])
  })

  test('a variable may stand between braces, where YAML would take its own for the mapping’s', () => {
    const inFlow = DYNAMICS.replace(/authentication:\n {2}name: main\n(( {2}.*\n)+)/, (_, members: string) => {
      const pairs = members.trim().split(/\n\s*/)
      return `authentication: { name: main, ${pairs.join(', ')} }\n`
    })
    expect(inFlow).toContain('clientSecret: $' + '{SECRET} }')
    expect(checkConfiguration(fileOf(inFlow))).toEqual([])
    const file = fileOf(inFlow)
    expect(loadConfiguration(file, { SECRET: 'a } b' })).toMatchObject({ authentication: { clientSecret: 'a } b' } })
    expect(loadConfiguration(file, { SECRET: 's' }, { changes: { name: 'Other' } })).toMatchObject({ name: 'Other', authentication: { clientSecret: 's' } })
    expect(loadConfiguration(file, {})).toMatchObject([{ line: 3, message: 'The variable SECRET has no value.' }])
  })

  test('a bracket that is not closed is one mistake, not one a word behind it', () => {
    const [first, ...others] = checkConfiguration(fileOf(DYNAMICS.replace('contact: [fullname, telephone1]', 'contact: fullname, telephone1]')))
    expect([first?.line, others.length]).toEqual([20, 0])
  })

  test('checking needs no values', () => {
    expect(checkConfiguration(fileOf(DYNAMICS))).toEqual([])
  })

  test('an error keeps it from being used', () => {
    const wrong = DYNAMICS.replace('data: Disposition Notes', 'data: Notes')
    expect(loadConfiguration(fileOf(wrong), { SECRET: 's' })).toMatchObject([{ rule: 'R036', line: 15 }])
  })

  test('a file that is not there', () => {
    expect(loadConfiguration('/nowhere/at/all.yaml', {})).toMatchObject([{ file: '/nowhere/at/all.yaml', message: 'There is no such file.' }])
  })

  test('an empty file', () => {
    expect(complaintsOf('')).toMatchObject([{ line: 1, severity: 'error' }])
  })

  test('YAML that is none says where', () => {
    expect(complaintsOf(DYNAMICS.replace('[fullname, telephone1]', '[fullname, telephone1'))).toContainEqual(
      expect.objectContaining({ line: expect.any(Number), message: expect.stringContaining('This is not YAML') }),
    )
  })

  test('a name that is not known gets the nearest one', () => {
    expect(complaintsOf(DYNAMICS.replace('  clientId:', '  clientID:'))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ line: 8, message: '"clientID" is not known here. Did you mean "clientId"?' }),
        expect.objectContaining({ line: 3, message: '"authentication.clientId" is missing.' }),
      ]),
    )
  })

  test.each([
    ['- name: Voice', '- nam: Voice', '"nam" is not known here. Did you mean "name"?'],
    ['channel: Voice', 'chanel: Voice', '"chanel" is not known here. Did you mean "channel"?'],
    ['name: Support', 'systemUser: { dedicatd: true }\nname: Support', '"dedicatd" is not known here. Did you mean "dedicated"?'],
  ])('so does one inside of it: %s', (old, text, message) => {
    expect(complaintsOf(DYNAMICS.replace(old, text)).map((one) => one.message)).toContain(message)
  })

  test('an authentication by name says nothing while nobody knows for which CRM', () => {
    const shared = DYNAMICS.replace(/authentication:\n( {2}.*\n)+/, 'authentication: main\n')
    const told = (type: string) => complaintsOf(shared.replace('integrationType: Microsoft Dynamics 365\n', type)).map(({ message }) => message)
    expect(told('')).toEqual(['"integrationType" is missing.'])
    expect(told('integrationType: [{ a: 1 }]\n')).toEqual(['"[{"a":1}]" is not an integration type.'])
    expect(told('integrationType: Zendsk\n')).toEqual(['"Zendsk" is not an integration type. Did you mean "Zendesk"?'])
  })

  test('an integration type that is not known gets the nearest one', () => {
    expect(complaintsOf(DYNAMICS.replace('Microsoft Dynamics 365', 'Microsoft Dynamics'))).toMatchObject([
      { line: 2, rule: 'R009', message: expect.stringContaining('Did you mean "Microsoft Dynamics 365"?') },
    ])
  })

  test.each([
    [
      'an action that there is not',
      'WORKFLOW EXECUTE:',
      'WORKFLOW EXECUT:',
      '"WORKFLOW EXECUT" is not an action of the Studio script. Did you mean "WORKFLOW EXECUTE"?',
    ],
    ['a property that an action does not have', 'payload: searchInput,', 'payloads: searchInput,', '"payloads" is not known here. Did you mean "payload"?'],
    ['a value of the wrong kind', 'workflow: Search Entities', 'workflow: [Search]', '"studioScript.2.WORKFLOW EXECUTE.workflow" is a list; expected text.'],
  ])('%s', (_, old, text, message) => {
    expect(complaintsOf(DYNAMICS.replace(old, text))).toContainEqual(expect.objectContaining({ line: 24, message }))
  })

  test('a complaint reads as one line and the way to mend it', () => {
    const [complaint] = checkConfiguration(fileOf(DYNAMICS.replace('data: customertier', 'data: CustomerTier')))
    expect(renderComplaint({ ...complaint, file: 'support.yaml' } as never)).toBe(
      'support.yaml:16:53  error  R032  The script variable "CustomerTier" is not in lower case, so it never has a value.\n    Write "customertier", however the script spells it.',
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DYNAMICS.length }), fc.integer({ min: 0, max: 40 }), fc.string({ maxLength: 12 }), (at, length, text) => {
        const complaints = complaintsOf(DYNAMICS.slice(0, at) + text + DYNAMICS.slice(at + length))
        for (const { line, message } of complaints) {
          expect(line).toBeGreaterThan(0)
          expect(message).not.toMatch(/undefined|\[object/)
        }
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})

describe('the configurations that come along', () => {
  const files = readdirSync(OWN).map((name) => new URL(name, OWN).pathname)

  test.each(files)('%s is without fault', (file) => {
    // One is there to show what happens when a script chooses no mapping: it earns the warning that says so, and no other.
    const deserved = file.includes('/not-chosen.') ? ['R042'] : []
    expect(checkConfiguration(file).map(({ rule }) => rule)).toEqual(deserved)
  })
})
