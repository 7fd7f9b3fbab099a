import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'

type Values = Record<string, Row['values'][string]>

/** Columns that follow from others: names, addresses, sizes, amounts in the base currency. Gives those that change. */
export function computed(table: Table, values: Values, organization: Organization): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const { named, yomi, addresses, money } = followersOf(table)
  if (named) result.fullname = joined([values.firstname, values.lastname], ' ')
  if (yomi) result.yomifullname = result.fullname
  for (const address of addresses) result[address.composite] = composite(address, values)
  if (table.name === 'annotation') {
    const file = values.documentbody
    result.isdocument = typeof file === 'string' || typeof values.filename === 'string'
    result.filesize = typeof file === 'string' ? Buffer.byteLength(file, 'base64') : 0
    if (isReference(values.objectid)) result.objecttypecode = values.objectid.table
  }
  for (const { column, base } of money) amount(column, base, table, values, organization, result)
  return result
}

const joined = (parts: readonly unknown[], glue: string): string | null => parts.filter((part) => typeof part === 'string' && part !== '').join(glue) || null

/** The columns of an address, by what they are for. */
interface Address {
  composite: string
  lines: string[]
  city: string
  state: string
  code: string
  country: string
}

/** Which columns of a table follow from others: the same for every row. */
interface Followers {
  named: boolean
  yomi: boolean
  addresses: Address[]
  money: { column: string; base: string | undefined }[]
}

const followers = new WeakMap<Table, Followers>()

function followersOf(table: Table): Followers {
  const known = followers.get(table)
  if (known) return known
  const has = (name: string) => table.columns.has(name)
  const money = has('transactioncurrencyid') ? [...table.columns.values()].filter(({ type, name }) => type === 'Money' && !name.endsWith('_base')) : []
  const made: Followers = {
    named: has('fullname') && has('firstname') && has('lastname'),
    yomi: has('yomifullname') && has('firstname'),
    addresses: ['address1', 'address2', 'address3'].filter((address) => has(`${address}_composite`)).map(addressOf),
    money: money.map(({ name }) => ({ column: name, base: has(`${name}_base`) ? `${name}_base` : undefined })),
  }
  followers.set(table, made)
  return made
}

const addressOf = (address: string): Address => ({
  composite: `${address}_composite`,
  lines: [1, 2, 3].map((line) => `${address}_line${line}`),
  city: `${address}_city`,
  state: `${address}_stateorprovince`,
  code: `${address}_postalcode`,
  country: `${address}_country`,
})

/** Lines, then city, state and code, then country, as the platform writes them for en-US. */
function composite({ lines, city, state, code, country }: Address, values: Values): string | null {
  const place = joined([joined([values[city], values[state]], ', '), values[code]], ' ')
  return joined([...lines.map((line) => values[line]), place, values[country]], '\r\n')
}

/** The base currency is the only one, so the rate is 1. */
function amount(column: string, base: string | undefined, table: Table, values: Values, organization: Organization, result: Record<string, unknown>): void {
  if (values[column] !== undefined) {
    result.transactioncurrencyid = values.transactioncurrencyid ?? { id: organization.facts.currencyId, table: 'transactioncurrency' }
    if (table.columns.has('exchangerate')) result.exchangerate = 1
  }
  if (base !== undefined) result[base] = values[column] ?? null
}
