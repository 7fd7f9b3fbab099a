import type { Reply } from '../../core/index.ts'
import { etagOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { preferenceApplied } from '../preferences.ts'
import { parseQuery, type Query } from '../query/options.ts'
import { contextOf } from '../render/context.ts'
import { rememberedText, rememberText } from '../render/remembered.ts'
import { type Json, renderRow, selectedColumns } from '../render/row.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'
import { expander } from './expand.ts'

/** GET of one row; 304 when the client has it already, unless `$expand` or annotations ask for more than the row. */
export function readSingle(row: Row, table: Table, request: WebRequest): Reply {
  const annotated = request.prefer.annotations.length > 0
  const before = annotated ? undefined : rememberedText(row, table, request)
  const query = before ? undefined : parseQuery(request.search)
  permit('Read', table, row, request)
  const etag = etagOf(row)
  const rowOnly = !annotated && (query === undefined || query.expand.length === 0)
  if (rowOnly && request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
  const headers = { etag, ...preferenceApplied(request) }
  if (!query) return { status: 200, headers, body: before }
  const json = single(row, table, query, request)
  return { status: 200, headers, body: rowOnly ? rememberText(row, table, request, json) : json }
}

/** A row with its context, as an answer to GET or to a write with `return=representation`. */
export function single(row: Row, table: Table, query: Pick<Query, 'select' | 'expand'>, request: WebRequest): Json {
  const { organization, root, prefer } = request
  const json = renderRow(row, table, selectedColumns(table, query.select), organization, prefer.annotations, contextOf(root, table.set, query, true))
  expander(query.expand, table, request, false)(row, json)
  return json
}
