import { writeFileSync } from 'node:fs'
import { configurationJsonSchema } from '../harness/configuration/json-schema.ts'
import { reportJsonSchema } from '../harness/report/json.ts'
import { scenarioJsonSchema } from '../harness/scenario/schema.ts'

/** Writes the JSON Schemas: of scenarios and configurations, with which editors complete and check them, and of reports: `npm run schema`. */
const write = (file: string, schema: object) => writeFileSync(new URL(`../${file}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)

write('scenarios/scenario.schema.json', scenarioJsonSchema())
write('scenarios/configuration.schema.json', configurationJsonSchema())
write('docs/report.schema.json', reportJsonSchema())
