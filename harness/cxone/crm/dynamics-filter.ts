import type { CountryCode } from 'libphonenumber-js'
import { phoneForms } from '../phone.ts'
import type { SearchCriteria } from './client.ts'
import type { DynamicsTable } from './dynamics-tables.ts'

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Numbers and flags stand as they are, and so do the ids of keys and look-ups; anything else is text (OData 4.0). */
const literal = (column: string, value: unknown) =>
  typeof value !== 'string' || (/(^_.+_value|id)$/.test(column) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) ? String(value) : quoted(value)

/** Conditions for rows whose columns hold just these values. */
export const holding = (filter: Readonly<Record<string, unknown>>): string =>
  Object.entries(filter)
    .map(([column, value]) => `${column} eq ${literal(column, value)}`)
    .join(' and ')

/** Conditions for rows with this number, however it is written, or this address; empty where there is none to look for. */
export const reachable = (table: DynamicsTable, by: SearchCriteria, region: CountryCode | undefined): string => criteria(table, by, region).join(' or ')

function criteria(table: DynamicsTable, by: SearchCriteria, region: CountryCode | undefined): string[] {
  const forms = by.phoneNumber ? phoneForms(by.phoneNumber, region) : []
  const phones = table.phones.flatMap((column) => forms.map((form) => `${column} eq ${quoted(form)}`))
  const emails = by.email ? table.emails.map((column) => `${column} eq ${quoted(by.email as string)}`) : []
  return [...phones, ...emails]
}
