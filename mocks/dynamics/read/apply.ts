import { notImitated, Refusal, type Reply } from '../../core/index.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { WebRequest } from '../request.ts'

/** `$apply`: aggregation. */
export function aggregate(_text: string, _table: Table, _request: WebRequest, _source?: readonly Row[]): Reply {
  throw new Refusal(notImitated('$apply'))
}
