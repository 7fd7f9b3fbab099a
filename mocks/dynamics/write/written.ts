import type { Reply } from '../../core/index.ts'
import { etagOf, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { representationApplied } from '../preferences.ts'
import { parseQuery } from '../query/options.ts'
import { single } from '../read/single.ts'
import type { WebRequest } from '../request.ts'
import { permit } from '../security/rows.ts'

/** As it stands in an address: a key may have anything in its quotes. */
const encoded = (key: string): string => encodeURI(key).replace(/[/?#]/g, encodeURIComponent)

/**
 * The answer to a write: the row's address, or the row itself when asked for. `named`: the alternate key by which the request
 * named the row; its address is given by that key then, and the same for a new row and a changed one (documented).
 */
export function written(row: Row, table: Table, request: WebRequest, created: boolean, named?: string): Reply {
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
  if (named !== undefined) {
    request.remark({ kind: 'upserted', named: `${table.set}(${named})`, record: `${table.set}(${row.id})`, created })
    return { status: 204, headers: { 'odata-entityid': `${request.root}/${table.set}(${encoded(named)})` } }
  }
  const address = `${request.root}/${table.set}(${row.id})`
  return { status: 204, headers: { ...(created ? { location: address } : {}), 'odata-entityid': address } }
}
