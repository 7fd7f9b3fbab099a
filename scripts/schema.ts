import { writeFileSync } from 'node:fs'
import { scenarioJsonSchema } from '../harness/scenario/schema.ts'

/** Writes the JSON Schema with which editors complete and check scenarios: `npx tsx scripts/schema.ts`. */
writeFileSync(new URL('../scenarios/scenario.schema.json', import.meta.url), `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
