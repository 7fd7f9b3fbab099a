import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configurationJsonSchema } from '../../harness/configuration/json-schema.ts'
import type { CrmConfiguration } from '../../harness/configuration/schema.ts'
import { workflowsOf } from '../../harness/configuration/workflows.ts'
import { complaintsOf } from './files.ts'

// biome-ignore lint/suspicious/noExplicitAny: a schema is looked into freely
type Json = any
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const page = read('docs/configurations.md')
const schema = JSON.parse(JSON.stringify(configurationJsonSchema())) as { oneOf: { properties: Record<string, Json> }[] }
const [dynamics, zendesk] = schema.oneOf as [{ properties: Record<string, Json> }, { properties: Record<string, Json> }]

test('the page shows a configuration that nothing can be said against', () => {
  expect(complaintsOf(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '')).toEqual([])
})

test('it names every member of a configuration, every action of the script and their members', () => {
  const members = [...new Set([...Object.keys(dynamics.properties), ...Object.keys(zendesk.properties)])]
  expect(members.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  const authentications = [dynamics, zendesk].flatMap(({ properties }) => Object.keys(properties.authentication.anyOf[1].properties))
  expect(authentications.filter((name) => !page.includes(`\`${name}`))).toEqual([])
  const actions = dynamics.properties.studioScript.items.anyOf.flatMap(({ properties }: Json) => Object.entries(properties)) as [string, Json][]
  expect(actions.length).toBe(6)
  for (const [name, { properties = {} }] of actions) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}:`)) ?? ''
    if (name === 'ENHANCED WORKFLOW EXECUTE') expect(row).toContain('the same')
    else expect(Object.keys(properties).filter((member) => !row.includes(member))).toEqual([])
  }
})

test('it names every workflow', () => {
  const known = (['Microsoft Dynamics 365', 'Zendesk'] as const).flatMap((integrationType) => workflowsOf({ integrationType, name: 'x' } as CrmConfiguration))
  const text = page.replaceAll(/\s+/g, ' ')
  for (const { workflowName, record } of known) if (workflowName !== 'Data Memorialization') expect(text).toContain(record ?? workflowName)
})

test('editors have the schema that the loader has (else: npm run schema)', () => {
  expect(JSON.parse(read('scenarios/configuration.schema.json'))).toEqual(schema)
})
