import { notImitated, Refusal, type Reply } from '../core/index.ts'
import { bound as callable } from './bound.ts'
import { linkedIds } from './data/intersections.ts'
import { tableOf } from './data/organization.ts'
import { etagOf, isReference, type Reference, type Row } from './data/row.ts'
import { requireNoDuplicate } from './duplicates/detect.ts'
import { onFile } from './files/serve.ts'
import { isLookup, type Navigation, propertyOf, type Table } from './model/model.ts'
import type { Column } from './model/types.ts'
import { requireKey, type Segment } from './path.ts'
import { badPayload, badRequest, coded, methodNotAllowed, noSuchRecord, refuseWith, unknownSegment, unqualifiedName } from './problems.ts'
import { pairsOf } from './query/options.ts'
import { related } from './query/related.ts'
import { countRows, matching, readCollection } from './read/collection.ts'
import { readSingle } from './read/single.ts'
import { value } from './render/row.ts'
import { bodyOf, requireVersion, type WebRequest } from './request.ts'
import { requirePrivilege } from './security/privileges.ts'
import { permit } from './security/rows.ts'
import { permitPair } from './write/append.ts'
import { bound } from './write/bind.ts'
import { associate, create } from './write/create.ts'
import { type Changes, readChanges, settable } from './write/payload.ts'
import { reread, update } from './write/update.ts'
import { written } from './write/written.ts'

const CRM = 'Microsoft.Dynamics.CRM.'

/** What hangs on a row: `contacts(id)/fullname`, `accounts(id)/contact_customer_accounts/$ref`, a bound action. */
export function onRowPath(table: Table, row: Row, rest: readonly Segment[], request: WebRequest): Reply {
  const [next, ...behind] = rest as [Segment, ...Segment[]]
  if (next.name.startsWith(CRM)) {
    const run = callable.get(next.name.slice(CRM.length))
    if (!run) throw new Refusal(notImitated(`${request.method} ${table.set}(id)/${next.name}`))
    return run(next, request, { table, row })
  }
  const navigation = table.navigations.get(next.name)
  if (navigation) return onNavigation(table, row, navigation, next, behind, request)
  const column = table.properties.get(next.name)
  if (!column) refuseWith(callable.has(next.name) ? unqualifiedName() : unknownSegment(next.name))
  return onProperty(table, row, column, behind, request)
}

function onProperty(table: Table, row: Row, column: Column, behind: readonly Segment[], request: WebRequest): Reply {
  const name = propertyOf(column)
  const raw = behind[0]?.name === '$value'
  if (behind.length > (raw ? 1 : 0)) throw new Refusal(notImitated(`a part of the complex property ${name}`))
  if (column.type === 'File' || column.type === 'Image') {
    const reply = onFile(table, row, column, raw, request)
    if (reply) return reply
  }
  switch (request.method) {
    case 'GET': {
      permit('Read', table, row, request)
      const found = value(row, table, column)
      if (found === null) return { status: 204 }
      const shown = isReference(found) ? found.id : found
      if (raw) return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(shown) }
      return {
        status: 200,
        headers: { etag: etagOf(row) },
        body: { '@odata.context': `${request.root}/$metadata#${table.set}(${row.id})/${name}`, value: shown },
      }
    }
    case 'PUT': {
      if (isLookup(column)) refuseWith(badRequest(`The property '${name}' cannot be updated on its own; use ${column.name}/$ref.`))
      return changed(table, row, { [name]: valueIn(request, table) }, request)
    }
    case 'DELETE':
      return changed(table, row, isLookup(column) ? { [`${Object.values(column.targets ?? {})[0]}@odata.bind`]: null } : { [name]: null }, request)
    default:
      return methodNotAllowed(request)
  }
}

function valueIn(request: WebRequest, { set }: Table): unknown {
  const body = bodyOf(request, set)
  return 'value' in body ? body.value : refuseWith(badPayload(set, "Microsoft.OData.ODataException: The property 'value' was expected in the request body."))
}

function changed(table: Table, row: Row, body: Record<string, unknown>, request: WebRequest): Reply {
  requireVersion(row, request)
  update(table, row, readChanges(body, table, 'update', request), request)
  return { status: 204 }
}

function onNavigation(table: Table, row: Row, navigation: Navigation, segment: Segment, behind: readonly Segment[], request: WebRequest): Reply {
  const [next, ...further] = behind
  requireKey(segment)
  if (next?.name === '$ref') {
    if (further.length > 0) refuseWith(unknownSegment(further[0]?.name ?? ''))
    return onReferences(table, row, navigation, segment, request)
  }
  if (request.method === 'POST' && navigation.kind !== 'lookup' && !next && !segment.key) return createRelated(table, row, navigation, request)
  // The parties of an activity, and no other collection, are replaced as one (documented).
  if (request.method === 'PUT' && navigation.kind === 'collection' && navigation.relation.many === 'activityparty' && !next && !segment.key)
    return changed(table, row, { [navigation.name]: valueIn(request, table) }, request)
  if (request.method !== 'GET') methodNotAllowed(request)
  permit('Read', table, row, request)
  const rows = related(request.organization, table, navigation)(row)
  if (navigation.kind === 'lookup') return onLookup(rows[0], behind, request)
  const other = otherTable(navigation, request)
  if (segment.key && 'id' in segment.key) {
    const { id } = segment.key
    const found = rows.find((one) => one.id === id) ?? refuseWith(noSuchRecord(other.name, id))
    return behind.length === 0 ? readSingle(found, other, request) : onRowPath(other, found, behind, request)
  }
  if (next?.name === '$count' && further.length === 0) return countRows(other, request, rows)
  if (next) refuseWith(unknownSegment(next.name))
  return readCollection(other, request, rows)
}

/** POST on a collection: a new row that belongs to it (OData; inferred for Dataverse). */
function createRelated(table: Table, row: Row, navigation: Exclude<Navigation, { kind: 'lookup' }>, request: WebRequest): Reply {
  const other = otherTable(navigation, request)
  const link = navigation.kind === 'collection' ? { [`${navigation.relation.lookup}@odata.bind`]: `${table.set}(${row.id})` } : {}
  const made = create(other, { ...bodyOf(request, other.set), ...link }, request)
  if (navigation.kind === 'intersection') associate(row, table, navigation, { id: made.id, table: other.name }, request)
  requireNoDuplicate(made, other, request)
  return written(made, other, request, true)
}

function onLookup(row: Row | undefined, behind: readonly Segment[], request: WebRequest): Reply {
  if (!row) return { status: 204 }
  const table = tableOf(row, request.organization)
  return behind.length === 0 ? readSingle(row, table, request) : onRowPath(table, row, behind, request)
}

const otherTable = (navigation: Exclude<Navigation, { kind: 'lookup' }>, { organization }: WebRequest): Table =>
  organization.model.tables.get(navigation.kind === 'collection' ? navigation.relation.many : navigation.other) as Table

/** `$ref`: reads, makes and undoes links. */
function onReferences(table: Table, row: Row, navigation: Navigation, segment: Segment, request: WebRequest): Reply {
  const { method, organization, root } = request
  const named = pairsOf(request.search).find(([name]) => name === '$id')?.[1]
  if (method === 'GET') {
    if (named !== undefined) refuseWith(badRequest('The query option $id is not supported on a GET of entity references.'))
    permit('Read', table, row, request)
    const rows = related(organization, table, navigation)(row)
    const link = (one: Row) => ({ '@odata.id': `${root}/${organization.model.tables.get(one.table)?.set}(${one.id})` })
    if (navigation.kind === 'lookup') return rows[0] ? { status: 200, body: { '@odata.context': `${root}/$metadata#$ref`, ...link(rows[0]) } } : { status: 204 }
    requirePrivilege(request.caller, 'Read', otherTable(navigation, request), organization)
    const shown = matching({}, otherTable(navigation, request), request, rows)
    return { status: 200, body: { '@odata.context': `${root}/$metadata#Collection($ref)`, value: shown.map(link) } }
  }
  if (method === 'DELETE') return unlink(table, row, navigation, segment, named, request)
  const wanted = navigation.kind === 'lookup' ? 'PUT' : 'POST'
  if (method !== wanted) methodNotAllowed(request)
  const target = bodyOf(request, table.set)['@odata.id']
  const targets = navigation.kind === 'lookup' ? navigation.targets : [otherTable(navigation, request).name]
  const reference = bound(target, targets, request, table.set)
  if (navigation.kind === 'lookup') setLookup(table, row, navigation, reference, request)
  else {
    const linked = navigation.kind === 'intersection' && linkedIds(organization, navigation.intersection.name, table.name, row.id).includes(reference.id)
    associate(row, table, navigation, reference, request)
    // Reported for roles of a team (Dynamics-365-Workflow-Tools, pull request 83); the status is that of the catalogue's DuplicateRecord (documented).
    if (linked) refuseWith(coded('0x80040237', 412, 'Cannot insert duplicate key.'))
  }
  return { status: 204 }
}

/** The lookup is a part of the row, so `If-Match` guards it as it does a property (inferred). */
function setLookup(table: Table, row: Row, { column }: Extract<Navigation, { kind: 'lookup' }>, reference: Reference | null, request: WebRequest): void {
  requireVersion(row, request)
  if (settable(column, `${column.name}/$ref`, table, 'update', request)) update(table, row, only(column.name, reference), request)
}

const only = (column: string, reference: Reference | null): Changes => ({
  values: { [column]: reference },
  parents: [],
  children: [],
  links: [],
})

function unlink(table: Table, row: Row, navigation: Navigation, segment: Segment, named: string | undefined, request: WebRequest): Reply {
  if (navigation.kind === 'lookup') {
    setLookup(table, row, navigation, null, request)
    return { status: 204 }
  }
  const other = otherTable(navigation, request)
  const id = segment.key && 'id' in segment.key ? segment.key.id : named === undefined ? undefined : bound(named, [other.name], request, table.set).id
  if (id === undefined) return refuseWith(badRequest('The entity reference to be removed is not named: use (id)/$ref or $ref?$id=.'))
  const member = reread(other, id, request)
  if (navigation.kind === 'intersection') {
    permitPair(table, row, other, member, request)
    request.writes.unlink(navigation.intersection.name, table.name, row.id, id)
    return { status: 204 }
  }
  // A row that hangs on another one is not in this collection, and stays where it is (inferred).
  const parent = member.values[navigation.relation.column]
  if (isReference(parent) && parent.id === row.id) update(other, member, only(navigation.relation.column, null), request)
  return { status: 204 }
}
