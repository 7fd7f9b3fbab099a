// The server of `npm run load`: a sandbox on free ports, without limits on how often one may ask; says where, and how much memory it uses, to its parent.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createSandbox } from '../harness/sandbox.ts'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

const sandbox = await createSandbox({
  clock: 'real',
  listen: true,
  generate: { contacts: 1000, cases: 200 },
  settings: {
    entra: { tokenLatency: { min: 0, max: 0 } },
    dynamics: { serviceProtection: { enforced: false } },
    zendesk: { rateLimit: 1_000_000_000, endpointLimits: false },
  },
})
const { entra, dynamics, zendesk } = sandbox
process.send?.({
  dynamics: dynamics.url,
  zendesk: zendesk.url,
  tokenUrl: entra.credentials.tokenUrl,
  scope: dynamics.credentials.scope,
  clientId: entra.credentials.clientId,
  clientSecret: entra.credentials.clientSecret,
  basic: btoa(`${zendesk.credentials.email}/token:${zendesk.credentials.apiToken}`),
})
process.on('message', () => {
  gc()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 })
})
process.on('SIGTERM', async () => {
  await sandbox.close()
  process.exit(0)
})
