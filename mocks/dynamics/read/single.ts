import type { Reply } from '../../core/index.ts'
import { etagOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { parseQuery, type Query } from '../query/options.ts'
import { contextOf } from '../render/context.ts'
import { type Json, renderRow, selectedColumns } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { requirePrivilege } from '../security/privileges.ts'
import { requireRow } from '../security/rows.ts'
import { preferenceApplied } from './collection.ts'
import { expander } from './expand.ts'

/** GET of one row; 304 when the client has it already, unless `$expand` or annotations ask for more than the row. */
export function readSingle(row: Row, table: Table, request: WebRequest): Reply {
  const query = parseQuery(request.search)
  requirePrivilege(request.caller, 'Read', table, request.organization)
  requireRow(request.caller, 'Read', table, row, request.organization)
  const known = request.headers['if-none-match']
  if (known === etagOf(row) && query.expand.length === 0 && request.prefer.annotations.length === 0) {
    return { status: 304, headers: { etag: etagOf(row) } }
  }
  return { status: 200, headers: { etag: etagOf(row), ...preferenceApplied(request) }, body: single(row, table, query, request) }
}

/** A row with its context, as an answer to GET or to a write with `return=representation`. */
export function single(row: Row, table: Table, query: Pick<Query, 'select' | 'expand'>, request: WebRequest): Json {
  const { organization, root, prefer } = request
  const json = renderRow(row, table, selectedColumns(table, query.select), organization, prefer.annotations, contextOf(root, table.set, query, true))
  expander(query.expand, table, request, false)(row, json)
  return json
}
