import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkConfiguration, loadConfiguration } from '../../harness/configuration/load.ts'
import { complaintsOf, DYNAMICS, ZENDESK } from './files.ts'

const madeBy = (text: string, ...permissions: string[]) =>
  complaintsOf(text.replace('name: Support\n', `name: Support\nmadeBy: { name: Mia, permissions: ${JSON.stringify(permissions)} }\n`))

describe('what the maker of a configuration may do', () => {
  test.each([
    ['Dynamics', DYNAMICS, 'Integrations'],
    ['Zendesk', ZENDESK, 'Configurations'],
  ])('is called by the names of its own page: %s (R004, R020, R044)', (_, text, page) => {
    expect(madeBy(text, `${page} Create`, `${page} Edit`, 'Data Memorialization Create', 'Dynamic Data Create')).toEqual([])
    const nothing = madeBy(text)
    expect(nothing.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['error R004', 'error R020', 'error R044'])
    expect(nothing[0]).toMatchObject({ line: 2, message: expect.stringContaining(`Mia may not make a configuration`) })
    expect(nothing[1]?.message).toContain(`"${page} Edit" and "Data Memorialization Create"`)
  })

  test('is understood by the names of the other page too (A6), and one that nobody knows is said', () => {
    expect(madeBy(DYNAMICS, 'Configurations Create', 'Configurations Edit', 'Data Memorialization Create', 'Dynamic Data Create')).toEqual([])
    expect(
      madeBy(DYNAMICS, 'Integrations Create', 'Integrations Edit', 'Data Memorialization Create', 'Dynamic Data Creates', 'Dynamic Data Create'),
    ).toMatchObject([{ rule: 'R004', severity: 'warning', message: expect.stringContaining('Did you mean "Dynamic Data Create"?') }])
  })
})

/** A folder of configurations; answers the path of one. */
function folder(files: Record<string, string>) {
  const place = mkdtempSync(join(tmpdir(), 'rehearsal-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
  return (name: string) => join(place, name)
}
const AUTHENTICATION = /authentication:\n( {2}.*\n)+/
const shared = (name: string) => DYNAMICS.replace(AUTHENTICATION, `authentication: ${name}\n`).replace('name: Support', 'name: Second')

describe('an authentication that exists already (R011)', () => {
  test('serves a second configuration, with its variables filled in', () => {
    const at = folder({ 'one.yaml': DYNAMICS, 'zendesk.yaml': ZENDESK, 'two.yaml': shared('main') })
    expect(checkConfiguration(at('two.yaml'))).toEqual([])
    expect(loadConfiguration(at('two.yaml'), { SECRET: 's' })).toMatchObject({
      name: 'Second',
      authentication: { name: 'main', clientSecret: 's', tenantId: 'tenant' },
    })
  })

  test('that is not there, or is there twice and not alike, is said at its line', () => {
    const at = folder({
      'one.yaml': DYNAMICS,
      'other.yaml': DYNAMICS.replace('tenantId: tenant', 'tenantId: another'),
      'two.yaml': shared('main'),
      'three.yaml': shared('mian'),
    })
    expect(checkConfiguration(at('two.yaml'))).toMatchObject([{ line: 3, rule: 'R011', message: expect.stringContaining('in one.yaml and in other.yaml') }])
    expect(checkConfiguration(at('three.yaml'))).toMatchObject([{ line: 3, rule: 'R011', message: expect.stringContaining('Did you mean "main"?') }])
  })
})

test('two configurations with one ID are told of each other (R019)', () => {
  const withId = DYNAMICS.replace('name: Support\n', 'id: a1\nname: Support\n')
  const at = folder({ 'one.yaml': withId, 'two.yaml': withId, 'three.yaml': DYNAMICS })
  expect(checkConfiguration(at('two.yaml'))).toMatchObject([
    { line: 1, rule: 'R019', severity: 'warning', message: expect.stringContaining('one.yaml has the same') },
  ])
  expect(checkConfiguration(at('three.yaml'))).toEqual([])
})

describe('the script', () => {
  const chooses = (action: string) => complaintsOf(DYNAMICS.replace('AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Voice }', action))

  test.each([
    [
      'a timeline that is a search',
      'AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Voice, timeline: Search Entities }',
      'R065',
      'Invalid workflow for createtimelineWorkflow',
    ],
    [
      'a timeline that there is not',
      'AGENT WORKFLOW CONFIGURATION: { dataMemorialization: Voice, timeline: Add Timelin }',
      'R065',
      'Did you mean "Add Timeline"?',
    ],
    [
      'a workflow ID that is wrong',
      'AGENT WORKFLOW CONFIGURATION: { dataMemorialization: { mapping: Voice, workflow: 00000000-0000-4000-8000-000000000001 } }',
      'R065',
      'has the ID',
    ],
    ['a choice without a mapping', 'AGENT WORKFLOW CONFIGURATION: { dataMemorialization: { mappin: Voice } }', undefined, 'Did you mean "mapping"?'],
    ['a choice that is a number', 'AGENT WORKFLOW CONFIGURATION: { dataMemorialization: 5 }', undefined, 'is a number; expected a name, or a mapping.'],
    ['a timeline in the middle', 'WORKFLOW EXECUTE: { workflow: Add Timeline, payload: searchInput }', 'R064', 'runs when a contact is over'],
    [
      'a custom search without a filter',
      'ENHANCED WORKFLOW EXECUTE: { workflow: Custom Search, payload: { workflowInput: { entity: contact } } }',
      'R056',
      '"filter" (a mapping)',
    ],
    [
      'a custom create without an entity',
      'ENHANCED WORKFLOW EXECUTE: { workflow: Create Custom Record, payload: { workflowInput: { fields: {} } } }',
      'R056',
      '"entity" (text)',
    ],
    [
      'a payload by name where it belongs itself',
      'ENHANCED WORKFLOW EXECUTE: { workflow: Search Entities, payload: searchInput }',
      undefined,
      'is a string; expected a mapping',
    ],
    [
      'a pin that pins nothing',
      'ENHANCED WORKFLOW EXECUTE: { workflow: Search Entities, payload: { phoneNumber: "1" }, pin: true }',
      undefined,
      '"Search Entities" pins nothing',
    ],
    [
      'a condition that is none',
      'ENHANCED WORKFLOW EXECUTE: { workflow: Search Entities, payload: { phoneNumber: "1" }, when: nothing found }',
      undefined,
      '"Search Entities" runs always',
    ],
    ['a custom event whose content is not public', 'CUSTOM EVENT: { name: LOCALPOST }', undefined, 'is not imitated'],
    ['a custom event in other letters', 'CUSTOM EVENT: { name: agentworkflowresponse }', undefined, 'case counts. Did you mean "AgentWorkflowResponse"?'],
  ])('is told of %s', (_, action, rule, message) => {
    expect(chooses(action)).toContainEqual(expect.objectContaining({ line: 25, rule, message: expect.stringContaining(message) }))
  })
})

test('a create where nothing was found is told where nothing is searched for before it, and so is nothing else', () => {
  const create = '  - ENHANCED WORKFLOW EXECUTE: { workflow: Create Contact, payload: { lastname: X }, when: nothing found, pin: true }\n'
  expect(complaintsOf(DYNAMICS + create)).toEqual([])
  expect(complaintsOf(DYNAMICS.replace('  - SNIPPET', `${create}  - SNIPPET`))).toMatchObject([
    { line: 23, severity: 'warning', message: 'Nothing is searched for before "Create Contact", so it never runs.' },
  ])
})

test('a second dynamic data mapping for what agents search is told that the first one counts', () => {
  const two = DYNAMICS.replace('studioScript:', '  - { name: Other, entities: { incident: [title] } }\nstudioScript:')
  const choosing = (first: string, second: string) =>
    complaintsOf(`${two}  - AGENT WORKFLOW CONFIGURATION: { search: ${first} }\n  - AGENT WORKFLOW CONFIGURATION: { search: { mapping: ${second} } }\n`)
  expect(choosing('Card', 'Other')).toMatchObject([
    { line: 28, rule: 'R052', severity: 'warning', message: expect.stringContaining('those of "Other" are not shown') },
  ])
  expect(choosing('Other', 'Other')).toEqual([])
})

test('what an event prepares for the agent is JSON of payloads that are there', () => {
  const prepares = (data: string) =>
    complaintsOf(`${DYNAMICS}  - CUSTOM EVENT: { name: AgentWorkflowCreatePayload, data: ${JSON.stringify(data)} }\n`).map(({ message }) => message)
  expect(prepares('{searchInput.asjson()}')).toEqual([])
  expect(prepares('{"title": "Call of {ANI}", "more": {searchInput.asjson()}}')).toEqual([])
  expect(prepares('{searchInpt.asjson()}')).toEqual(['No SNIPPET before this action builds the payload "searchInpt". Did you mean "searchInput"?'])
  expect(prepares('{"tries": {count}, "title": "{ANI}"}')).toEqual([])
  expect(prepares('a case')).toEqual(["The data are no JSON object, so the agent's create begins with nothing."])
})
