import type { Reply } from '../../core/index.ts'
import { etagOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { representationApplied } from '../preferences.ts'
import { parseQuery } from '../query/options.ts'
import { single } from '../read/single.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'

/** The answer to a write: the row's address, or the row itself when asked for. */
export function written(row: Row, table: Table, request: WebRequest, created: boolean): Reply {
  if (request.prefer.representation) {
    // Who may not read a row is not shown it for having written it; that nothing is written then is inferred.
    permit('Read', table, row, request)
    const query = parseQuery(request.search)
    return {
      status: created ? 201 : 200,
      headers: { ...representationApplied(request), etag: etagOf(row) },
      body: single(request.organization.get(row.table, row.id) ?? row, table, query, request),
    }
  }
  const address = `${request.root}/${table.set}(${row.id})`
  return { status: 204, headers: { ...(created ? { location: address } : {}), 'odata-entityid': address } }
}
