import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'

type Values = Record<string, Row['values'][string]>

/** Columns that follow from others: names, addresses, sizes, amounts in the base currency. Gives those that change. */
export function computed(table: Table, values: Values, organization: Organization): Record<string, unknown> {
  const has = (name: string) => table.columns.has(name)
  const result: Record<string, unknown> = {}
  if (has('fullname') && has('firstname') && has('lastname')) result.fullname = joined([values.firstname, values.lastname], ' ')
  if (has('yomifullname') && has('firstname')) result.yomifullname = result.fullname
  for (const address of ['address1', 'address2', 'address3']) if (has(`${address}_composite`)) result[`${address}_composite`] = composite(address, values)
  if (table.name === 'annotation') {
    const file = values.documentbody
    result.isdocument = typeof file === 'string' || typeof values.filename === 'string'
    result.filesize = typeof file === 'string' ? Buffer.byteLength(file, 'base64') : 0
    if (isReference(values.objectid)) result.objecttypecode = values.objectid.table
  }
  if (has('transactioncurrencyid')) Object.assign(result, amounts(table, values, organization))
  return result
}

const joined = (parts: readonly unknown[], glue: string): string | null => parts.filter((part) => typeof part === 'string' && part !== '').join(glue) || null

/** Lines, then city, state and code, then country, as the platform writes them for en-US. */
function composite(address: string, values: Values): string | null {
  const part = (name: string) => values[`${address}_${name}`]
  const place = joined([joined([part('city'), part('stateorprovince')], ', '), part('postalcode')], ' ')
  return joined([part('line1'), part('line2'), part('line3'), place, part('country')], '\r\n')
}

const money = new WeakMap<Table, Column[]>()

function moneyOf(table: Table): Column[] {
  let known = money.get(table)
  if (!known) money.set(table, (known = [...table.columns.values()].filter((column) => column.type === 'Money' && !column.name.endsWith('_base'))))
  return known
}

/** The base currency is the only one, so the rate is 1. */
function amounts(table: Table, values: Values, organization: Organization): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const column of moneyOf(table)) {
    const base = `${column.name}_base`
    if (values[column.name] !== undefined) {
      result.transactioncurrencyid = values.transactioncurrencyid ?? { id: organization.facts.currencyId, table: 'transactioncurrency' }
      if (table.columns.has('exchangerate')) result.exchangerate = 1
    }
    if (table.columns.has(base)) result[base] = values[column.name] ?? null
  }
  return result
}
