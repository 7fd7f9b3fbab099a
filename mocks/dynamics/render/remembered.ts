import { JsonText, recentOf } from '../../core/index.ts'
import type { Organization } from '../data/organization.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Json } from './row.ts'

/** A row as it was written for an address and a query. */
interface Written {
  root: string
  search: string
  table: Table
  body: JsonText
}

/** Where a row was asked for, and with which options. */
interface Asked {
  organization: Organization
  root: string
  search: string
}

/** Rows of an organisation that are kept written: about 6 kB each. */
const remembered = recentOf<Organization, Row, Written>(500)

/** The same row, asked for in the same way before. A row that changes is another one, so what was written of it stays true. */
export function rememberedText(row: Row, table: Table, { organization, root, search }: Asked): JsonText | undefined {
  const known = remembered(organization).get(row)
  return known && known.search === search && known.root === root && known.table === table ? known.body : undefined
}

/** Writes a row that shows nothing but its own columns, and keeps the text. */
export function rememberText(row: Row, table: Table, { organization, root, search }: Asked, json: Json): JsonText {
  return remembered(organization).set(row, { root, search, table, body: new JsonText(JSON.stringify(json)) }).body
}
