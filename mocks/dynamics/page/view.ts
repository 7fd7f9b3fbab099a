import { html } from 'hono/html'
import type { Organization } from '../data/organization.ts'
import { isReference, type Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { formatted, nameOf } from '../render/format.ts'
import { value } from '../render/row.ts'
import type { Markup } from './document.ts'
import { isWide } from './fields.ts'

/** Where pages are, and what they show. */
export interface View {
  organization: Organization
  base: string
}

export const NONE = '---'

export const linkTo = ({ base }: View, table: string, id: string): string =>
  `${base}/main.aspx?pagetype=entityrecord&etn=${encodeURIComponent(table)}&id=${encodeURIComponent(id)}`

export const titleOf = (row: Row, { organization }: View): string =>
  nameOf(organization, row.table, row.id) ?? `${organization.model.tables.get(row.table)?.label ?? row.table} without a name`

/** A value as a person reads it; `---` for none, as the product's own forms show it. */
export function textOf(row: Row, table: Table, column: Column, { organization }: View): string {
  const found = value(row, table, column)
  if (found === null) return NONE
  return formatted(found, column, organization) ?? (isReference(found) ? found.id : String(found))
}

function shown(row: Row, table: Table, column: Column, text: string, view: View): Markup | string {
  const found = value(row, table, column)
  if (isReference(found)) return view.organization.get(found.table, found.id) ? html`<a href="${linkTo(view, found.table, found.id)}">${text}</a>` : text
  if (found !== null && column.format === 'Email') return html`<a href="mailto:${encodeURIComponent(text).replaceAll('%40', '@')}">${text}</a>`
  if (found !== null && column.format === 'Url' && /^https?:\/\//i.test(text)) return html`<a href="${text}" rel="noreferrer">${text}</a>`
  return text
}

/** Label, logical name and value of each column. */
export function definitions(row: Row, table: Table, columns: readonly Column[], view: View): Markup {
  return html`<dl>${columns.map((column) => {
    const text = textOf(row, table, column, view)
    return html`<div${isWide(column, text) ? html` class="wide"` : ''}><dt>${column.label} <code>${column.name}</code></dt><dd>${shown(row, table, column, text, view)}</dd></div>`
  })}</dl>`
}

export const column = (table: Table, name: string): Column => table.columns.get(name) as Column

/** The formatted value of a column that the table may not have. */
export function fact(row: Row, table: Table, name: string, view: View): string | undefined {
  const known = table.columns.get(name)
  if (!known || row.values[name] === undefined) return undefined
  return textOf(row, table, known, view)
}
