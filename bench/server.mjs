// A server under load, in a process of its own: `node server.mjs hello` or `node server.mjs sandbox SEED RECORDS`.
// Prints what a client must know as one line of JSON once it listens.
import { createServer } from 'node:http'
import { createSandbox } from '../dist/harness/sandbox.js'
import { unhurried } from './settings.mjs'

const [kind, seed, records] = process.argv.slice(2)
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

if (kind === 'hello') {
  const body = JSON.stringify({ hello: 'world' })
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () => say({ url: `http://127.0.0.1:${server.address().port}/` }))
} else {
  const generate = { contacts: Number(records), cases: Number(records) }
  const sandbox = await createSandbox({ seed: Number(seed), clock: 'real', generate, settings: unhurried, listen: true })
  const urlOf = (system) => system.url.replace('localhost', '127.0.0.1')
  say({
    dynamics: urlOf(sandbox.dynamics),
    zendesk: urlOf(sandbox.zendesk),
    tokenUrl: sandbox.entra.credentials.tokenUrl.replace('localhost', '127.0.0.1'),
    entra: sandbox.dynamics.credentials,
    basic: sandbox.zendesk.credentials,
  })
}
// A server whose parent is gone is of no use to anybody.
process.on('disconnect', () => process.exit())
