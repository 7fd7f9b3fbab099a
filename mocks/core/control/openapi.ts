import { z } from 'zod'
import { faultSchema } from '../faults.ts'
import type { JsonSchema } from '../openapi/description.ts'
import { templateOf } from '../openapi/path.ts'
import type { OpenApi } from '../openapi.ts'

/** What each request to the control plane does; a test holds that none is missing and none is too many. */
interface Described {
  id: string
  says: string
  /** Names of query parameters beside `world`. */
  query?: readonly string[]
  /** It concerns no single World. */
  everywhere?: true
  body?: JsonSchema
  status?: 201 | 204
  answers?: JsonSchema
}

const input = (schema: z.ZodType): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest as JsonSchema
}
const text: JsonSchema = { type: 'string' }
const object = (properties: Record<string, JsonSchema>, required: string[] = Object.keys(properties)): JsonSchema => ({ type: 'object', required, properties })
const listOf = (name: string, items: JsonSchema): JsonSchema => object({ [name]: { type: 'array', items } })
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

const schemas: Record<string, JsonSchema> = {
  Error: object({ error: object({ message: text, expected: text, got: {} }, ['message']) }),
  World: object(
    {
      name: text,
      baseline: { type: 'boolean' },
      seed: { type: 'integer' },
      clock: { type: 'object' },
      tenancy: { type: 'object', additionalProperties: text },
      origins: { type: 'object', additionalProperties: { type: 'array', items: text } },
      holds: { type: 'object', additionalProperties: text },
      exchanges: { type: 'integer' },
      faults: { type: 'integer' },
    },
    ['name', 'baseline', 'seed', 'clock', 'tenancy', 'origins'],
  ),
  Clock: object({
    world: text,
    kind: { enum: ['scaled', 'virtual'] },
    now: { type: 'string', format: 'date-time' },
    scale: { type: ['number', 'null'], description: 'Simulated seconds per second; 0 while frozen; null: virtual time, which jumps' },
    sleeping: { type: 'integer' },
  }),
  Fault: { allOf: [{ $ref: '#/components/schemas/NewFault' }, object({ id: text, matched: { type: 'integer' }, struck: { type: 'integer' } })] },
  NewFault: input(faultSchema),
  Exchange: object(
    {
      id: { type: 'integer' },
      mock: text,
      operation: text,
      at: { type: 'integer', description: 'Milliseconds since the epoch' },
      until: { type: 'integer' },
      traceparent: text,
      request: object({ method: text, url: text, headers: { type: 'object' }, body: {} }, ['method', 'url', 'headers']),
      response: object({ status: { type: 'integer', description: '0: no answer reached the client' }, headers: { type: 'object' }, body: {} }, ['status']),
      remarks: { type: 'array', items: object({ kind: text }) },
      actions: { type: 'array', items: object({ kind: text, ok: { type: 'boolean' } }) },
    },
    ['id', 'mock', 'operation', 'at', 'until', 'request', 'response', 'remarks', 'actions'],
  ),
}

const DURATION: JsonSchema = { ...text, description: '`90s`, `5m`, `2h`, `3d`, or a sum of them', examples: ['1h30m'] }
const newWorld = object(
  {
    name: { ...text, pattern: '^[A-Za-z0-9][\\w.-]{0,63}$' },
    seed: { type: 'integer', minimum: 0 },
    settings: { type: 'object' },
    latency: object({ min: { type: ['string', 'number'] }, max: { type: ['string', 'number'] } }),
    plant: { type: 'object' },
  },
  ['name'],
)
const clockCommand: JsonSchema = {
  oneOf: [
    object({ set: { type: 'string', format: 'date-time' } }),
    object({ advance: DURATION }),
    object({ scale: { type: 'number', exclusiveMinimum: 0 } }),
    object({ freeze: { const: true } }),
    object({ reset: { const: true } }),
  ],
}
const snapshot = object({ world: text, name: text, takenAt: { type: 'string', format: 'date-time' } })

const described: Readonly<Record<string, Described>> = {
  'GET /_sim/health': {
    id: 'health',
    says: 'That it runs, and where',
    everywhere: true,
    answers: object({ status: { const: 'ok' }, worlds: { type: 'integer' } }),
  },
  'GET /_sim/worlds': { id: 'worlds.list', says: 'All Worlds', everywhere: true, answers: listOf('worlds', ref('World')) },
  'POST /_sim/worlds': { id: 'worlds.create', says: 'Makes one', everywhere: true, body: newWorld, status: 201, answers: ref('World') },
  'GET /_sim/worlds/:name': { id: 'worlds.show', says: 'One World', everywhere: true, answers: ref('World') },
  'DELETE /_sim/worlds/:name': { id: 'worlds.remove', says: 'Removes one', everywhere: true, status: 204 },
  'GET /_sim/clock': { id: 'clock.show', says: 'Tells the time', answers: ref('Clock') },
  'POST /_sim/clock': { id: 'clock.command', says: 'Sets, advances, scales, freezes or resets the clock', body: clockCommand, answers: ref('Clock') },
  'GET /_sim/faults': { id: 'faults.list', says: 'Faults that are laid', answers: listOf('faults', ref('Fault')) },
  'POST /_sim/faults': { id: 'faults.add', says: 'Lays one', body: ref('NewFault'), status: 201, answers: ref('Fault') },
  'DELETE /_sim/faults': { id: 'faults.clear', says: 'Removes all', status: 204 },
  'DELETE /_sim/faults/:id': { id: 'faults.remove', says: 'Removes one', status: 204 },
  'GET /_sim/journal': {
    id: 'journal.list',
    says: 'Exchanges in the order of their answers; the newest where there are more than the limit',
    query: ['mock', 'operation', 'method', 'status', 'path', 'since', 'limit'],
    answers: object({ world: text, exchanges: { type: 'array', items: ref('Exchange') } }),
  },
  'DELETE /_sim/journal': { id: 'journal.clear', says: 'Forgets all exchanges', status: 204 },
  'GET /_sim/journal/:id': { id: 'journal.show', says: 'One exchange', answers: ref('Exchange') },
  'GET /_sim/snapshots': {
    id: 'snapshots.list',
    says: 'Snapshots that were taken',
    answers: object({ world: text, snapshots: { type: 'array', items: { type: 'object' } } }),
  },
  'POST /_sim/snapshots': { id: 'snapshots.take', says: 'Takes one', body: object({ name: text }, []), status: 201, answers: snapshot },
  'POST /_sim/snapshots/:name/restore': {
    id: 'snapshots.restore',
    says: 'Puts records and tokens back',
    answers: object({ world: text, restored: text, takenAt: text }),
  },
  'DELETE /_sim/snapshots/:name': { id: 'snapshots.drop', says: 'Drops one', status: 204 },
  'POST /_sim/reset': { id: 'reset', says: 'The World as it was when it was made', answers: ref('World') },
  'GET /_sim/events': { id: 'events', says: 'Server-sent events: `exchange`, `missed`, `clock`, `faults`, `restored`, `reset`', query: ['since'] },
  'GET /_sim/openapi.json': { id: 'openapi', says: 'This description', everywhere: true, answers: { type: 'object' } },
  'GET /_sim/openapi/:name': { id: 'openapi.system', says: "A system's description: `dynamics.json`", answers: { type: 'object' } },
  'GET /_sim/asyncapi.json': { id: 'asyncapi', says: 'The events that an integration is told (AsyncAPI 3)', everywhere: true, answers: { type: 'object' } },
}

/** `routes`: `GET /_sim/health` and so on, as they are registered. */
export function controlOpenApi(routes: readonly string[], url: string | undefined, version: string): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const route of routes) {
    const [method = '', at = ''] = route.split(' ')
    const { path, parameters } = templateOf(at)
    const one = described[route] ?? { id: route, says: route }
    const names = [...(one.query ?? []), ...(one.everywhere ? [] : ['world'])]
    const all = [...parameters, ...names.map((name) => ({ name, in: 'query' as const, schema: text }))]
    const item = (paths[path] ??= {})
    item[method.toLowerCase()] = {
      operationId: one.id,
      summary: one.says,
      ...(all.length > 0 ? { parameters: all } : {}),
      ...(one.body ? { requestBody: { content: { 'application/json': { schema: one.body } } } } : {}),
      responses: {
        [one.status ?? 200]: { description: 'Done', ...contentOf(one) },
        default: { description: 'What is wrong, and how to mend it', content: { 'application/json': { schema: ref('Error') } } },
      },
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'The control plane of crm-rehearsal',
      version,
      description:
        'Steers a running sandbox: Worlds, clock, faults, journal, snapshots. Every request may name a World with `?world=NAME`; the baseline otherwise.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: url || '/' }],
    security: [{}, { token: [] }],
    paths,
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Printed by `rehearsal up`; off loopback only' } } },
  }
}

const contentOf = ({ id, answers }: Described) =>
  id === 'events' ? { content: { 'text/event-stream': { schema: text } } } : answers ? { content: { 'application/json': { schema: answers } } } : {}
