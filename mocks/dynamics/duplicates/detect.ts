import { didYouMean } from '../../core/nearest.ts'
import { SeedError } from '../../core/schema.ts'
import { textKey } from '../data/indexes.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { coded, refuseWith } from '../problems.ts'
import type { WebRequest } from '../request.ts'
import { settingsOf } from '../settings.ts'

type Values = Row['values']

/** Throws a SeedError for a rule that would never find anything: of a table or a column that the organisation does not have. */
export function requireRules({ model, world }: Organization): void {
  for (const [name, rules] of Object.entries(settingsOf(world).duplicateRules)) {
    const table = model.tables.get(name)
    if (!table) throw new SeedError(`dynamics settings: duplicateRules: there is no table "${name}".${didYouMean(name, model.tables.keys())}`)
    const missing = rules.flat().find((column) => !table.columns.has(column))
    if (missing !== undefined)
      throw new SeedError(`dynamics settings: duplicateRules: "${name}" has no column "${missing}".${didYouMean(missing, table.columns.keys())}`)
  }
}

/** Rows of `table` that a duplicate rule finds alike to `values`. A rule with an empty column in it finds none. */
export function duplicatesOf(values: Values, table: Table, organization: Organization, except?: string): Row[] {
  const rules = settingsOf(organization.world).duplicateRules[table.name] ?? []
  const found = new Map<string, Row>()
  for (const columns of rules) {
    const wanted = columns.map((column) => comparable(values[column]))
    if (wanted.some((part) => part === undefined)) continue
    for (const row of organization.scan(table.name)) {
      if (row.id !== except && columns.every((column, i) => comparable(row.values[column]) === wanted[i])) found.set(row.id, row)
    }
  }
  return [...found.values()]
}

const comparable = (value: Values[string] | undefined): string | undefined => {
  const text = value === undefined ? '' : textKey(isReference(value) ? value.id : String(value)).trim()
  return text === '' ? undefined : text
}

/** Only `MSCRM.SuppressDuplicateDetection: false` turns detection on (documented). What was written goes with the refusal. */
export function requireNoDuplicate(row: Row, table: Table, { headers, organization }: WebRequest): void {
  if (headers['mscrm.suppressduplicatedetection']?.trim().toLowerCase() !== 'false') return
  if (duplicatesOf(row.values, table, organization, row.id).length > 0) {
    refuseWith(coded('0x80040333', 412, 'A record was not created or updated because a duplicate of the current record already exists.'))
  }
}
