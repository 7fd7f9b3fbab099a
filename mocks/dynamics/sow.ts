import { z } from 'zod'
import type { World } from '../core/index.ts'
import { organizationOf } from './data/organization.ts'
import type { Row } from './data/row.ts'
import type { Table } from './model/model.ts'
import { type Json, renderRow } from './render/row.ts'
import { asPlatform, plantRecords } from './seed.ts'

const sowing = z.record(z.string(), z.array(z.record(z.string(), z.unknown())))

/** Rows by table or set, as in the seed's `records`, into an organisation that is there already. Answers them as the Web API shows them. */
export function sow(world: World, given: unknown): Record<string, Json[]> {
  const organization = organizationOf(world)
  const writing = asPlatform(organization)
  const shown = (row: Row) => renderRow(row, organization.model.tables.get(row.table) as Table, undefined, organization, [])
  return Object.fromEntries(Object.entries(sowing.parse(given)).map(([name, bodies]) => [name, plantRecords({ [name]: bodies }, writing).map(shown)]))
}
