import { notImitated, Refusal, type Reply } from '../core/index.ts'
import { unboundActions } from './actions/index.ts'
import { bound } from './bound.ts'
import type { Row } from './data/row.ts'
import { requireNoDuplicate } from './duplicates/detect.ts'
import { functions } from './functions/index.ts'
import { csdl } from './metadata/csdl.ts'
import { serveDefinitions } from './metadata/serve.ts'
import type { Table } from './model/model.ts'
import { NOT_IMITATED } from './not-imitated.ts'
import { parsePath, requireKey, type Segment } from './path.ts'
import { duplicateKey, methodNotAllowed, noSuchKey, noSuchRecord, refuseFeature, refuseWith, unknownSegment, unqualifiedName } from './problems.ts'
import { pairsOf } from './query/options.ts'
import { countRows, readCollection } from './read/collection.ts'
import { readSingle } from './read/single.ts'
import { bodyOf, requireVersion, versionWanted, type WebRequest } from './request.ts'
import { findByKey, idOfKey } from './resolve.ts'
import { onRowPath } from './row-paths.ts'
import { create, createAt } from './write/create.ts'
import { remove } from './write/delete.ts'
import { updateAt } from './write/update.ts'
import { written } from './write/written.ts'

/** Answers one operation; throws a Refusal for what it refuses. Nothing that a refused operation wrote stays. */
export function dispatch(request: WebRequest): Reply {
  try {
    return route(request)
  } catch (error) {
    request.writes.rollback()
    throw error
  }
}

const CRM = 'Microsoft.Dynamics.CRM.'
const DEFINITIONS = new Set(['EntityDefinitions', 'RelationshipDefinitions', 'GlobalOptionSetDefinitions'])

function route(request: WebRequest): Reply {
  const segments = parsePath(request.path)
  const [first, ...rest] = segments
  if (!first) return request.method === 'GET' ? serviceDocument(request) : methodNotAllowed(request)
  const run = functions.get(first.name) ?? unboundActions.get(first.name)
  if (run && rest.length === 0) return run(first, request)
  if (DEFINITIONS.has(first.name)) return serveDefinitions(segments, request)
  if (first.name === '$metadata' && rest.length === 0 && request.method === 'GET') {
    const annotated = pairsOf(request.search).some(([name, value]) => name === 'annotations' && value.toLowerCase() === 'true')
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: csdl(request.organization.model, annotated) }
  }
  const table = request.organization.model.sets.get(first.name)
  if (!table) return NOT_IMITATED.has(first.name) ? refuseFeature(first.name) : refuseWith(unknownSegment(first.name))
  requireKey(first)
  if (!first.key) return onSet(table, rest, request)
  return onRow(table, first, rest, request)
}

/** What sets there are (OData). */
const serviceDocument = ({ root, organization }: WebRequest): Reply => ({
  status: 200,
  body: { '@odata.context': `${root}/$metadata`, value: [...organization.model.sets.keys()].map((set) => ({ name: set, kind: 'EntitySet', url: set })) },
})

function onSet(table: Table, rest: readonly Segment[], request: WebRequest): Reply {
  const [next] = rest
  if (next?.name === '$count' && request.method === 'GET' && rest.length === 1) return countRows(table, request)
  if (next?.name.startsWith(CRM)) return cast(table, next, rest, request)
  if (next) refuseWith(bound.has(next.name) ? unqualifiedName() : unknownSegment(next.name))
  switch (request.method) {
    case 'GET':
      return readCollection(table, request)
    case 'POST':
      return createRow(table, request)
    default:
      return methodNotAllowed(request)
  }
}

/** An action bound to the set, or a type cast: `activitypointers/Microsoft.Dynamics.CRM.email`. */
function cast(table: Table, segment: Segment, rest: readonly Segment[], request: WebRequest): Reply {
  const name = segment.name.slice(CRM.length)
  const run = bound.get(name)
  if (run && rest.length === 1) return run(segment, request, { table })
  const derived = request.organization.model.tables.get(name)
  if (derived?.base !== table.name || request.method !== 'GET') throw new Refusal(notImitated(`${request.method} ${table.set}/${segment.name}`))
  return readCollection(derived, request, undefined, table.set)
}

function onRow(table: Table, segment: Segment, rest: readonly Segment[], request: WebRequest): Reply {
  const { organization } = request
  const key = segment.key as NonNullable<Segment['key']>
  if (rest.length === 0) {
    if (request.method === 'PATCH') return upsert(table, key, segment.inside, request)
    const id = idOfKey(organization, table, key)
    const row = organization.get(table.name, id) ?? refuseWith(noSuchRecord(table.name, id))
    if (request.method === 'GET') return readSingle(row, table, request)
    if (request.method === 'DELETE') {
      if ('alternate' in key) request.remark({ kind: 'keyed', named: `${table.set}(${segment.inside})`, record: `${table.set}(${id})` })
      return deleteRow(table, row, request)
    }
    return methodNotAllowed(request)
  }
  const id = idOfKey(organization, table, key)
  const row = organization.get(table.name, id) ?? refuseWith(noSuchRecord(table.name, id))
  return onRowPath(table, row, rest, request)
}

function createRow(table: Table, request: WebRequest): Reply {
  return written(unique(create(table, bodyOf(request, table.set), request), table, request), table, request, true)
}

/** PATCH: an update, or a creation where no such row is and no header forbids it. */
function upsert(table: Table, key: NonNullable<Segment['key']>, inside: Segment['inside'], request: WebRequest): Reply {
  const { organization, headers } = request
  const named = 'id' in key || table.key in key.alternate ? undefined : inside
  const id = findByKey(organization, table, key)
  const row = id === undefined ? undefined : organization.get(table.name, id)
  const body = bodyOf(request, table.set)
  if (!row) {
    if (versionWanted(request) !== undefined) return refuseWith(id === undefined ? noSuchKey(table.name) : noSuchRecord(table.name, id))
    return written(unique(createAt(table, key, body, request), table, request), table, request, true, named)
  }
  if (headers['if-none-match'] === '*') refuseWith(duplicateKey())
  requireVersion(row, request)
  return written(unique(updateAt(table, row, key, body, request), table, request), table, request, false, named)
}

function unique(row: Row, table: Table, request: WebRequest): Row {
  requireNoDuplicate(row, table, request)
  return row
}

function deleteRow(table: Table, row: Row, request: WebRequest): Reply {
  requireVersion(row, request)
  remove(table, row, request)
  return { status: 204 }
}
