import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { activities } from '../../harness/webex/activities/index.ts'
import { flowSettings } from '../../harness/webex/configuration.ts'
import { tests } from '../../harness/webex/expressions/evaluate.ts'
import { filters } from '../../harness/webex/expressions/filters.ts'
import { functions } from '../../harness/webex/expressions/functions.ts'
import { bounds, isFlow, loadFlow, parseFlow } from '../../harness/webex/load.ts'
import { expectSoon } from '../soon.ts'
import { exported, say } from './engine-tools.ts'

const flow = exported({
  variables: { Name: 'NA', Count: ['INTEGER', '3', { isCAD: true, desktopLabel: 'Count' }] },
  main: { Hello: say('Hello.') },
  events: { ContactEnded: { Over: ['end', {}] } },
})
const source = JSON.stringify(flow)
const folder = mkdtempSync(join(tmpdir(), 'flow-'))
afterAll(() => rmSync(folder, { recursive: true }))
const complaints = (text: string) => {
  const read = parseFlow(text, 'a.json')
  return isFlow(read) ? [] : read
}

test('an export becomes a flow: variables, activities by id, links by outcome, event flows', () => {
  const read = parseFlow(source, 'a.json')
  if (!isFlow(read)) throw new Error('not read')
  expect(read).toMatchObject({ name: 'Flow_Under_Test', onEvents: { ContactEnded: 'id-ContactEnded' } })
  expect(read.variables).toMatchObject([
    { name: 'Name', type: 'STRING', value: 'NA', cad: false, secure: false },
    { name: 'Count', type: 'INTEGER', value: '3', cad: true, desktopLabel: 'Count' },
  ])
  expect([...read.main.activities.values()].map(({ name, type }) => [name, type])).toEqual([
    ['NewPhoneContact', 'start'],
    ['Hello', 'play-message'],
  ])
  expect(read.events.links).toMatchObject([{ from: 'id-ContactEnded', to: 'id-Over', on: 'out' }])
})

test('a link may name its outcome in its properties only, a variable may have no value, and a mark of byte order does no harm', () => {
  const links = flow.process.links.map(({ conditionExpr: _, ...rest }) => rest)
  const read = parseFlow(
    `\uFEFF${JSON.stringify({ ...flow, variables: [{ name: 'A', type: 'string', value: null }], process: { ...flow.process, links } })}`,
    'a.json',
  )
  expect(read).toMatchObject({ variables: [{ type: 'STRING', value: '' }], main: { links: [{ on: 'out' }] } })
})

test.each([
  ['', 'The file is empty.'],
  [source.slice(0, 300), 'The file ends in the middle of the flow: it was cut off.'],
  [`{"name": oops}`, 'This is not JSON.'],
  ['[]', 'This is not an exported flow: the file: expected an object.'],
  ['{"name": "x"}', 'This is not an exported flow: variables: expected an array, found nothing.'],
  [JSON.stringify({ name: 'x', nodes: [], edges: [] }), 'This is a flow of the Flow Orchestration API (nodes and edges), which is not imitated.'],
  [
    JSON.stringify({ ...flow, process: { ...flow.process, links: [{ sourceActivityId: 'a' }] } }),
    'This is not an exported flow: process.links.0.targetActivityId: expected a string, found nothing.',
  ],
  [JSON.stringify({ ...flow, variables: [{ name: 'A', type: 'INTEGR', value: '' }] }), 'The variable A has the type "INTEGR". Did you mean "INTEGER"?'],
  [JSON.stringify({ ...flow, process: { activities: {}, links: [] } }), 'The flow has no start activity.'],
])('%s is refused: %s', (text, message) => {
  expect(complaints(text)[0]).toMatchObject({ file: 'a.json', message, severity: 'error' })
  expect(complaints(text)[0]?.mend).toBeTruthy()
})

test('what is not JSON has its line', () => {
  expect(complaints('{\n  "name": "x",\n  oops\n}')[0]).toMatchObject({ line: 3, column: 3 })
})

test('files that are missing, no files, or too large are refused before they are read', () => {
  expect(loadFlow(join(folder, 'none.json'))).toMatchObject([{ message: 'There is no such file.' }])
  expect(loadFlow(folder)).toMatchObject([{ message: 'This is no file.' }])
  const large = join(folder, 'large.json')
  writeFileSync(large, ' '.repeat(bounds.bytes + 1))
  expect(loadFlow(large)).toMatchObject([{ message: 'The file has 5.0 MB; a flow of more than 5 MB is not read.' }])
})

test.each([
  ['brackets', '['.repeat(4_000_000)],
  ['objects in objects', '{"a":'.repeat(800_000)],
  [
    'activities',
    JSON.stringify({
      ...flow,
      process: {
        activities: Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`a${i}`, { id: `a${i}`, name: `A${i}`, group: 'action', properties: {} }])),
        links: [],
      },
    }),
  ],
  [
    'links',
    JSON.stringify({ ...flow, process: { ...flow.process, links: Array.from({ length: 30_000 }, () => ({ sourceActivityId: 'a', targetActivityId: 'b' })) } }),
  ],
  ['wrong links', JSON.stringify({ ...flow, process: { ...flow.process, links: Array.from({ length: 100_000 }, () => 1) } })],
  ['a text without an end', `{"a": "${'\\"'.repeat(2_000_000)}`],
])('too many %s end with a complaint, soon', (_, text) => expectSoon(() => expect(complaints(text).length).toBeGreaterThan(0)))

test('a file that was cut off anywhere, or has a character too many, is a flow or a complaint, never an error', () => {
  fc.assert(
    fc.property(fc.nat(source.length), fc.string({ maxLength: 3 }), fc.nat(5), (at, put, drop) => {
      const read = parseFlow(source.slice(0, at) + put + source.slice(at + drop), 'a.json')
      expect(isFlow(read) || read.length > 0).toBe(true)
    }),
    { numRuns: 200 },
  )
})

const home = new URL('../../harness/webex/', import.meta.url)
const page = readFileSync(new URL('README.md', home), 'utf8')

test('the page of what is imitated names every file, and every setting with its default', () => {
  const files = readdirSync(home, { withFileTypes: true }).map((one) => (one.isDirectory() ? `${one.name}/` : one.name))
  expect(files.filter((name) => name !== 'README.md' && !page.includes(`\`${name}\``))).toEqual([])
  const rows = [...page.matchAll(/^\| `(\w+)` \| `(\w+)` \|/gm)].map(([, name, value]) => [name, value])
  expect(rows).toEqual(Object.entries(flowSettings.parse({})).map(([name, value]) => [name, String(value)]))
})

test('it names every activity, filter, function and test', () => {
  const table = page.slice(page.indexOf('## Activities'), page.indexOf('## Expressions'))
  const named = [...table.matchAll(/^\| ([a-z][a-z0-9-]*(?:, [a-z][a-z0-9-]*)*)/gm)].flatMap(([, names]) => (names as string).split(', '))
  expect(new Set([...named].filter((name) => name !== 'activity' && name !== 'also'))).toEqual(new Set(Object.keys(activities)))
  expect(page).toContain(`\`${Object.keys(filters).sort().join(' ')}\``)
  expect(page.replaceAll('\n', ' ')).toContain(`tests \`${tests.join(' ')}\``)
  for (const name of Object.keys(functions)) expect(page).toMatch(new RegExp(`functions \`[a-z ]*\\b${name}\\b`))
})
