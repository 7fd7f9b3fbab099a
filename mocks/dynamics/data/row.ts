/** A lookup's value. */
export interface Reference {
  id: string
  table: string
}

/** Dates are text in the form in which they are shown: `2026-11-20T08:00:00Z`, or `2026-11-20` for a day. */
export type Value = string | number | boolean | null | Reference

/** A record as it is stored: a value that is replaced, never changed. A column that is null is absent. Columns by logical name. */
export interface Row {
  readonly id: string
  readonly table: string
  /** In which it was created, over all tables: the order of rows when nobody asks for another. */
  readonly order: number
  readonly version: number
  readonly values: Readonly<Record<string, Exclude<Value, null>>>
}

export const isReference = (value: unknown): value is Reference => typeof value === 'object' && value !== null && 'id' in value && 'table' in value
export const etagOf = (row: Row): string => `W/"${row.version}"`

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i
/** A GUID in its usual form, lower case; undefined when it is none. Braces and upper case are accepted, as the service does. */
export const guidOf = (text: string): string | undefined => GUID.exec(text.trim())?.[1]?.toLowerCase()

/** A two-option column is never null: what is not stored is its default. Storing it would double the size of a row. */
export const absent = (column: { type: string; default?: boolean | number | string }): boolean | null =>
  column.type === 'Boolean' ? column.default === true : null

export { stamp } from '../../core/index.ts'
