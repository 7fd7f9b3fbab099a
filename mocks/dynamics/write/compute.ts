import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'

type Stored = Row['values'][string]

/** What a column has; undefined where that is nothing. */
type Read = (column: string) => Stored | undefined

/** Takes a column that follows from others; null where nothing does. */
type Take = (column: string, value: Stored | null) => void

/** Columns that follow from others: names, addresses, sizes, amounts in the base currency. */
export function compute(table: Table, of: Read, organization: Organization, set: Take): void {
  const { named, yomi, addresses, money } = followersOf(table)
  const name = named ? joined(' ', of('firstname'), of('lastname')) : null
  if (named) set('fullname', name)
  if (yomi) set('yomifullname', name)
  for (const address of addresses) set(address.composite, composite(address, of))
  if (table.name === 'annotation') {
    const file = of('documentbody')
    set('isdocument', typeof file === 'string' || typeof of('filename') === 'string')
    set('filesize', typeof file === 'string' ? Buffer.byteLength(file, 'base64') : 0)
    const about = of('objectid')
    if (isReference(about)) set('objecttypecode', about.table)
  }
  for (const { column, base } of money) {
    const amount = of(column)
    if (amount !== undefined) {
      // The base currency is the only one, so the rate is 1.
      set('transactioncurrencyid', of('transactioncurrencyid') ?? { id: organization.facts.currencyId, table: 'transactioncurrency' })
      if (table.columns.has('exchangerate')) set('exchangerate', 1)
    }
    if (base !== undefined) set(base, amount ?? null)
  }
}

/** What there is of the parts; null where there is nothing. */
function joined(glue: string, ...parts: unknown[]): string | null {
  let text = ''
  for (const part of parts) if (typeof part === 'string' && part !== '') text = text === '' ? part : text + glue + part
  return text === '' ? null : text
}

/** The columns of an address, by what they are for. */
interface Address {
  composite: string
  lines: readonly [string, string, string]
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
  lines: [`${address}_line1`, `${address}_line2`, `${address}_line3`],
  city: `${address}_city`,
  state: `${address}_stateorprovince`,
  code: `${address}_postalcode`,
  country: `${address}_country`,
})

/** Lines, then city, state and code, then country, as the platform writes them for en-US. */
function composite({ lines: [first, second, third], city, state, code, country }: Address, of: Read): string | null {
  const place = joined(' ', joined(', ', of(city), of(state)), of(code))
  return joined('\r\n', of(first), of(second), of(third), place, of(country))
}
