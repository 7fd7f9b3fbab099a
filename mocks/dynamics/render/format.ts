import { figure } from '../../core/index.ts'
import type { Organization } from '../data/organization.ts'
import { isReference, type Value } from '../data/row.ts'
import type { Column } from '../model/types.ts'

/** A value as a person would read it: the user's locale is en-US, the time zone UTC, the currency US dollar. */
export function formatted(value: Exclude<Value, null>, column: Column, organization: Organization): string | undefined {
  if (isReference(value)) return nameOf(organization, value.table, value.id)
  switch (column.type) {
    case 'Picklist':
    case 'State':
    case 'Status':
      return column.options?.find(([option]) => option === value)?.[1] ?? figure(Number(value), 0, 10)
    case 'Boolean':
      return column.options?.find(([option]) => option === (value === true ? 1 : 0))?.[1] ?? (value === true ? 'Yes' : 'No')
    case 'Integer':
    case 'BigInt':
      return figure(Number(value), 0, 10)
    case 'Decimal':
    case 'Double':
      return decimals(Number(value), column.precision ?? 2)
    case 'Money':
      return `$${decimals(Number(value), column.precision ?? 2)}`
    case 'DateTime':
      return date(String(value), column.behavior === 'DateOnly' || column.format === 'DateOnly')
    default:
      return undefined
  }
}

const decimals = (value: number, digits: number) => figure(value, Math.min(digits, 10), Math.min(digits, 10))

function date(text: string, dayOnly: boolean): string {
  const at = new Date(text)
  const day = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`
  if (dayOnly) return day
  const hour = at.getUTCHours()
  return `${day} ${hour % 12 || 12}:${String(at.getUTCMinutes()).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`
}

/** The primary name of a row; undefined when it has none or is gone. */
export function nameOf(organization: Organization, table: string, id: string): string | undefined {
  const primary = organization.model.tables.get(table)?.primary
  const row = primary === undefined ? undefined : organization.get(table, id)
  const name = row?.values[primary as string]
  return typeof name === 'string' ? name : undefined
}

/** The table of the row that a lookup's id leads to. */
export const tableBehind = (organization: Organization, column: Column, id: string): string | undefined =>
  Object.keys(column.targets ?? {}).find((target) => organization.model.tables.has(target) && organization.get(target, id))

/** The name of the row that a lookup's id leads to. */
export function nameBehind(organization: Organization, column: Column, id: string): string | undefined {
  const table = tableBehind(organization, column, id)
  return table === undefined ? undefined : nameOf(organization, table, id)
}
