import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearestFolder } from '../scenario/library.ts'
import { version } from '../version.ts'

/** What a starter's tests were tried with. */
const VITEST = '^4.1.12'
/** What `rehearsal verify` asks to judge a pact. */
const PACT = '^19.2.0'

/** The examples that come with the package: what a user starts from is what tests play every day. */
const example = (path: string): Promise<string> => {
  const here = dirname(fileURLToPath(import.meta.url))
  return readFile(resolve(nearestFolder(here, 'examples') ?? 'examples', path), 'utf8')
}

/** Everything of a project beside its scenarios: an integration, its tests, its contract, and how they are run. */
export async function starterProject(name: string): Promise<[path: string, text: string][]> {
  const integration = await example('module.mjs')
  return [
    ['package.json', packageJson(name)],
    ['.gitignore', 'node_modules/\nreport/\n'],
    ['README.md', readme(name)],
    [
      'src/integration.mjs',
      integration.replace(/^\/\/ {3}rehearsal play .*$/m, '//   npx rehearsal play rehearsals --crm dynamics --integration ./src/integration.mjs'),
    ],
    ['vitest.config.mjs', vitestConfig],
    ['test/integration.test.mjs', await example('starter/test/integration.test.mjs')],
    ['pacts/my-integration-dynamics.json', await example('starter/pacts/my-integration-dynamics.json')],
  ]
}

/** A package's name has no capitals and no spaces. */
export const packageName = (folder: string): string =>
  folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '') || 'my-integration'

const packageJson = (name: string) =>
  `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: {
        test: 'vitest run && npm run verify && npm run rehearse',
        verify: 'rehearsal verify pacts',
        rehearse: 'rehearsal play rehearsals --integration ./src/integration.mjs',
        up: 'rehearsal up',
      },
      devDependencies: { '@pact-foundation/pact-core': PACT, 'crm-rehearsal': `^${version}`, vitest: VITEST },
    },
    undefined,
    2,
  )}\n`

const vitestConfig = `// The first test of a file loads the stand-ins, which takes seconds on a busy machine.
export default { test: { testTimeout: 60_000 } }
`

const readme = (name: string) => `# ${name}

An integration of a contact centre with Microsoft Dynamics 365, rehearsed before it meets the real one.

\`\`\`sh
npm install
npm test                # tests, the contract, a rehearsal
npm run up              # Dynamics, Entra ID and Zendesk on local ports, to develop against
\`\`\`

- \`src/integration.mjs\`: the integration. It hears what happens in the contact centre and reaches the CRM through \`env.fetch\`.
- \`test/\`: tests in code. \`expect(run).toObeyRules()\` holds it to the published rules; \`sandbox\` gives each test a CRM of its own.
- \`pacts/\`: the contract: what the integration asks of Dynamics, and what it needs to be answered. Write your own with Pact's library for your language;
  \`npx rehearsal verify --states\` lists what a pact may presuppose.
- \`rehearsals/\`: scenarios, and the CRM configuration they use. Change a step, or what is expected, and run \`npm run rehearse\`.

To hold the same pact against a real organisation for tests: \`npx rehearsal verify pacts --target https://YOUR-TEST-ORG.crm.dynamics.com\`.
`
