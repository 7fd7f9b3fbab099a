import type { Mock, Operation } from './mock.ts'
import type { Description, Detail, Parameter } from './openapi/description.ts'
import { namesIn, shapeOf, templateOf } from './openapi/path.ts'
import type { World } from './world.ts'

export interface OpenApi {
  openapi: '3.1.1'
  info: Record<string, unknown>
  servers: { url: string; description?: string }[]
  paths: Record<string, Record<string, unknown>>
  components: Record<string, unknown>
  [more: string]: unknown
}

/** What the vendor's own errors are called in every description. */
const REFUSED = { $ref: '#/components/responses/Refused' }

export interface OpenApiOptions {
  /** The package's. */
  version: string
  /** What local paths start with in this World: `/w/class-07`; empty for the baseline. */
  prefix?: string
}

/** A mock's description, made from its table of operations and what it says of itself, for one World: tables that a World adds are in it. */
export function openapiOf(mock: Mock, world: World, { version, prefix = '' }: OpenApiOptions): OpenApi {
  const description = mock.description?.(world) ?? undescribed(mock)
  const paths: OpenApi['paths'] = {}
  const known = new Map<string, string>()
  const ids = new Set<string>()
  const place = (template: string, method: string, parameters: readonly Parameter[], operation: object) => {
    const path = known.get(shapeOf(template)) ?? template
    known.set(shapeOf(path), path)
    const names = namesIn(path)
    const named = parameters.map((parameter, index) => (parameter.in === 'path' ? { ...parameter, name: names[index] ?? parameter.name } : parameter))
    const item = (paths[path] ??= {})
    item[method] ??= { ...operation, ...(named.length > 0 ? { parameters: named } : {}) }
  }

  for (const operation of mock.operations.filter((one) => isDescribed(one, mock.operations))) {
    const { path, parameters } = templateOf(operation.path, description.fixed)
    const detail = description.detail?.(operation) ?? {}
    place(path, operation.method.toLowerCase(), [...parameters, ...(detail.parameters ?? [])], {
      operationId: unique(operation.name, operation.method.toLowerCase(), ids),
      tags: [operation.name.split('.')[0]],
      ...said(detail, operation.name),
      ...(description.open?.(operation) ? { security: [] } : {}),
    })
  }
  for (const { id, method, path, operation, tag, ...detail } of description.paths ?? []) {
    const { path: template, parameters } = templateOf(path, description.fixed)
    const fromTemplate = namesIn(template).map((name): Parameter => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
    const own = (detail.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
    const named = [...parameters, ...fromTemplate].filter(({ name }) => !own.includes(name))
    place(template, method, [...named, ...(detail.parameters ?? [])], { operationId: unique(id, method, ids), tags: [tag], ...said(detail, operation) })
  }

  return {
    openapi: '3.1.1',
    info: {
      title: `${mock.title}, as crm-rehearsal imitates it`,
      version,
      description: `${description.says}\n\nMade from the stand-in's table of operations. What is not listed is refused in the vendor's error shape: 404, or 501 with the feature's name where the vendor has it and the stand-in has not.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: (world.origins[mock.name] ?? [mock.origin(world)]).map((url, index) => ({
      url: index === 0 ? url : url + prefix,
      description: index === 0 ? "the vendor's own origin, which the in-process fetch answers" : 'on this machine',
    })),
    tags: tagsOf(paths),
    security: Object.keys(description.security).map((name) => ({ [name]: [] })),
    paths,
    components: {
      securitySchemes: description.security,
      schemas: description.schemas,
      responses: {
        Refused: {
          description: "Refused, in the vendor's error shape",
          content: Object.fromEntries(Object.entries(description.errors).map(([media, schema]) => [media, { schema }])),
        },
      },
    },
  }
}

/** Routes that answer every method say what is refused; a second spelling with `.json`, and what stands for many paths, are described by others. */
function isDescribed({ method, path }: Operation, all: readonly Operation[]): boolean {
  if (method === 'ALL' || path.endsWith('*')) return false
  return !path.endsWith('.json') || !all.some((other) => other.method === method && `${other.path}.json` === path)
}

const said = ({ summary, body, answers }: Detail, operation: string) => ({
  ...(summary ? { summary } : {}),
  ...(body ? { requestBody: { content: Object.fromEntries(Object.entries(body).map(([media, schema]) => [media, { schema }])) } } : {}),
  responses: { ...(answers ?? { '2XX': { description: 'Done' } }), default: REFUSED },
  'x-rehearsal-operation': operation,
})

function unique(name: string, method: string, taken: Set<string>): string {
  const candidates = [name, `${name}.${method}`, ...Array.from({ length: 50 }, (_, index) => `${name}.${method}.${index + 2}`)]
  const id = candidates.find((candidate) => !taken.has(candidate)) as string
  taken.add(id)
  return id
}

const tagsOf = (paths: OpenApi['paths']) =>
  [...new Set(Object.values(paths).flatMap((item) => Object.values(item).flatMap((operation) => (operation as { tags?: string[] }).tags ?? [])))].map(
    (name) => ({
      name,
    }),
  )

const undescribed = (mock: Mock): Description => ({
  says: `A stand-in for ${mock.title}.`,
  security: {},
  schemas: {},
  errors: { 'application/json': { type: 'object' } },
})
