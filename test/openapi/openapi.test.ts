import { validate } from '@readme/openapi-parser'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { createConsole } from '../../harness/console/console.ts'
import { rehearsalSeeds } from '../../harness/demo.ts'
import { discoverMocks } from '../../mocks/core/discover.ts'
import { virtualClock, type Worlds } from '../../mocks/core/index.ts'
import type { OpenApi } from '../../mocks/core/openapi.ts'
import { createWorlds } from '../../mocks/core/world.ts'
import { inThisProcess } from '../clients/in-this-process.ts'

interface Operation {
  operationId: string
  security?: unknown[]
  responses: Record<string, { content?: Record<string, { schema: object }> }>
  'x-rehearsal-operation'?: string
}

let worlds: Worlds
let ask: (path: string) => Promise<Response>
const documents: Record<string, OpenApi> = {}
const operationsOf = (document: OpenApi) =>
  Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, ...(operation as Operation) })))

beforeAll(async () => {
  worlds = createWorlds({ mocks: await discoverMocks(), clock: () => virtualClock(Date.parse('2026-11-20T08:00:00Z')), seed: 1, plant: rehearsalSeeds().seeds })
  const front = createConsole(worlds)
  ask = async (path) => front.fetch(new Request(`http://localhost:4400${path}`))
  for (const name of ['openapi', 'openapi/entra', 'openapi/dynamics', 'openapi/zendesk'])
    documents[name] = (await (await ask(`/_sim/${name}.json`)).json()) as OpenApi
})

describe('the OpenAPI descriptions', () => {
  it('tell of Zendesk that a search has pages by offset only, and that pages and files ask for no sign-in', () => {
    const { paths } = documents['openapi/zendesk'] as { paths: Record<string, Record<string, { parameters?: { name: string }[]; security?: unknown[] }>> }
    for (const path of ['/api/v2/search', '/api/v2/users/search'])
      expect(paths[path]?.get?.parameters?.map(({ name }) => name)).toEqual(expect.not.arrayContaining(['page[size]']))
    for (const path of ['/agent/tickets/{id}', '/_sim/screen-pops', '/attachments/token/{key}/']) expect(paths[path]?.get?.security).toEqual([])
    expect(paths['/api/v2/tickets']?.get?.security).not.toEqual([])
  })

  it.each(['openapi', 'openapi/entra', 'openapi/dynamics', 'openapi/zendesk'])('%s is valid OpenAPI 3.1', async (name) => {
    const result = await validate(structuredClone(documents[name]) as never)
    expect(result).toMatchObject({ valid: true })
    const ids = operationsOf(documents[name] as OpenApi).map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('describe every route of the control plane, and none that is not there', async () => {
    const unknown = (await (await ask('/_sim/nothing')).json()) as { error: { expected: string } }
    const paths = unknown.error.expected.split(', ').map((path) => path.replace(/:(\w+)/g, '{$1}'))
    expect(Object.keys(documents.openapi?.paths ?? {}).sort()).toEqual(paths.sort())
    // A route that nobody described would carry its path instead of words.
    expect(operationsOf(documents.openapi as OpenApi).filter(({ operationId }) => operationId.includes('/'))).toEqual([])
  })

  it('list every operation of each table, by the name that faults and the journal use', async () => {
    for (const mock of worlds.mocks) {
      const named = new Set(operationsOf(documents[`openapi/${mock.name}`] as OpenApi).map((one) => one['x-rehearsal-operation']))
      const missing = mock.operations.filter(({ name, method, path }) => method !== 'ALL' && !path.endsWith('*') && !named.has(name))
      expect(missing.map(({ name }) => name)).toEqual([])
      // What stands for many paths in the table is written out for each set.
      if (mock.name === 'dynamics') expect([...named]).toEqual(expect.arrayContaining(['retrieve', 'create', 'update', 'replace', 'delete']))
    }
  })

  it('are those of a World: its own tables, and where it is addressed', async () => {
    const { seeds } = rehearsalSeeds()
    const tables = { new_vehicle: { set: 'new_vehicles', label: 'Vehicle', primary: 'new_name', columns: { new_plate: { type: 'String', max: 12 } } } }
    const world = worlds.create('garage', { plant: { ...seeds, dynamics: { ...seeds.dynamics, organization: 'garage', customization: { tables } } } })
    world.origins.dynamics?.push('http://localhost:4402')
    const own = (await (await ask('/_sim/openapi/dynamics.json?world=garage')).json()) as OpenApi & {
      components: { schemas: Record<string, { properties: Record<string, object> }> }
    }
    expect(own.servers.map(({ url }) => url)).toEqual(['https://garage.crm.dynamics.com', 'http://localhost:4402/w/garage'])
    expect(own.paths['/api/data/v9.2/new_vehicles({new_vehicleid})']).toHaveProperty('patch')
    expect(own.components.schemas.new_vehicle?.properties.new_plate).toMatchObject({ maxLength: 12 })
    expect(documents['openapi/dynamics']?.paths).not.toHaveProperty('/api/data/v9.2/new_vehicles')
    worlds.remove('garage')
  })

  it('name what is there where something else is asked for', async () => {
    const answer = await ask('/_sim/openapi/dynamic.json')
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      error: { message: 'There is no description "dynamic.json". Did you mean "dynamics.json"?', expected: 'one of entra.json, dynamics.json, zendesk.json' },
    })
  })
})

describe('rehearsal openapi', () => {
  it('prints what a sandbox would answer, and says what there is where something else is asked for', async () => {
    const zendesk = await inThisProcess('openapi', 'zendesk')
    const wrong = await inThisProcess('openapi', 'dynamic')
    expect(Object.keys(JSON.parse(zendesk.out).paths)).toEqual(Object.keys(documents['openapi/zendesk']?.paths ?? {}))
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Did you mean "dynamics"? Known: entra, dynamics, zendesk, events.')])
  })
})

describe('what the stand-ins answer', () => {
  it('is as described, refusals too', async () => {
    const { createSandbox } = await import('../../harness/sandbox.ts')
    const sandbox = await createSandbox({ generate: { contacts: 3, cases: 2 } })
    const { clientId, clientSecret, tokenUrl, scope } = sandbox.entra.credentials
    const form = (secret: string) => new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope })
    const signIn = async (secret: string) => sandbox.fetch(tokenUrl, { method: 'POST', body: form(secret) })
    const { access_token: bearer } = (await (await signIn(clientSecret)).clone().json()) as { access_token: string }
    const dynamics = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
    const zendesk = { authorization: `Basic ${btoa('admin@rehearsal.example/token:rehearsal-token')}`, 'content-type': 'application/json' }
    const data = `${sandbox.dynamics.url}/api/data/v9.2`
    const support = `${sandbox.zendesk.url}/api/v2`
    const post = (body: unknown, headers: Record<string, string>) => ({ method: 'POST', body: JSON.stringify(body), headers })
    const returned = { ...dynamics, prefer: 'return=representation' }

    const asked: [system: string, path: string, method: string, answer: Promise<Response>][] = [
      ['entra', '/{tenant}/oauth2/v2.0/token', 'post', signIn(clientSecret)],
      ['entra', '/{tenant}/oauth2/v2.0/token', 'post', signIn('wrong')],
      ['dynamics', '/api/data/v9.2/WhoAmI', 'get', sandbox.fetch(`${data}/WhoAmI`, { headers: dynamics })],
      ['dynamics', '/api/data/v9.2/contacts', 'get', sandbox.fetch(`${data}/contacts?$count=true`, { headers: dynamics })],
      ['dynamics', '/api/data/v9.2/incidents', 'get', sandbox.fetch(`${data}/incidents`, { headers: dynamics })],
      ['dynamics', '/api/data/v9.2/systemusers', 'get', sandbox.fetch(`${data}/systemusers`, { headers: dynamics })],
      ['dynamics', '/api/data/v9.2/contacts', 'post', sandbox.fetch(`${data}/contacts`, post({ lastname: 'Byron' }, returned))],
      ['dynamics', '/api/data/v9.2/contacts', 'post', sandbox.fetch(`${data}/contacts`, post({ lastname: 'x'.repeat(99) }, dynamics))],
      ['zendesk', '/api/v2/tickets', 'get', sandbox.fetch(`${support}/tickets`, { headers: zendesk })],
      ['zendesk', '/api/v2/users', 'get', sandbox.fetch(`${support}/users`, { headers: zendesk })],
      ['zendesk', '/api/v2/tickets/{id}', 'get', sandbox.fetch(`${support}/tickets/1`, { headers: zendesk })],
      ['zendesk', '/api/v2/tickets/{id}/comments', 'get', sandbox.fetch(`${support}/tickets/1/comments`, { headers: zendesk })],
      ['zendesk', '/api/v2/users', 'post', sandbox.fetch(`${support}/users`, post({ user: { name: 'Ada Byron', email: 'ada@example.com' } }, zendesk))],
      ['zendesk', '/api/v2/users', 'post', sandbox.fetch(`${support}/users`, post({ user: { name: '' } }, zendesk))],
      ['zendesk', '/api/v2/organizations', 'post', sandbox.fetch(`${support}/organizations`, post({ organization: { name: 'Analytical Engines' } }, zendesk))],
      ['zendesk', '/api/v2/tickets/{id}', 'get', sandbox.fetch(`${support}/tickets/999`, { headers: zendesk })],
    ]
    for (const [system, path, method, pending] of asked) {
      const answer = await pending
      const body = await answer.json()
      expect({ path, method, status: answer.status, wrong: wrongIn(system, path, method, answer.status, body) }).toEqual({
        path,
        method,
        status: answer.status,
        wrong: [],
      })
    }
    const refused = await Promise.all(asked.map(async ([, , , pending]) => (await pending).status))
    expect(refused.filter((status) => status >= 400)).toEqual([401, 400, 422, 404])
  })
})

/** What the description would not have answered; columns and members that it does not know count too. */
function wrongIn(system: string, path: string, method: string, status: number, body: unknown): string[] {
  const document = documents[`openapi/${system}`] as OpenApi
  const operation = (document.paths[path]?.[method] ?? { responses: {} }) as Operation
  const known = operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`]
  if (!known && status < 400) return [`the status ${status} is not described`]
  const refused = (document.components as { responses: { Refused: { content: Record<string, { schema: object }> } } }).responses.Refused
  const schema = (known ?? refused).content?.['application/json']?.schema ?? {}
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false })
  const check = ajv.compile({ ...schema, components: document.components })
  if (check(body)) return system === 'dynamics' ? unknownColumns(document, schema, body) : []
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Columns of the first row that the entity's schema lacks: a schema that names nothing is right about everything. */
function unknownColumns(document: OpenApi, schema: object, body: unknown): string[] {
  const [, name] = /"items":\{"\$ref":"#\/components\/schemas\/([a-z]+)"/.exec(JSON.stringify(schema)) ?? []
  const { properties } = (document.components as { schemas: Record<string, { properties?: object }> }).schemas[name ?? ''] ?? {}
  const [row = {}] = (body as { value?: object[] }).value ?? []
  return Object.keys(row).filter((column) => !(column in (properties ?? {})))
}
