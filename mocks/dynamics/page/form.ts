import { html } from 'hono/html'
import type { Reply } from '../../core/index.ts'
import { isLookup, type Table } from '../model/model.ts'
import type { Column } from '../model/types.ts'
import { type Markup, page } from './document.ts'
import { formColumns } from './fields.ts'
import type { View } from './view.ts'

/**
 * The form for a new row. `given`: what the pop's `extraqs` fills in, by logical name (documented). It can be typed into and
 * is not sent: records are made through the Web API here.
 */
export function formPage(table: Table, given: ReadonlyMap<string, string>, view: View): Reply {
  const columns = formColumns(table)
  const extra = [...given.keys()].flatMap((name) => table.columns.get(name) ?? []).filter((column) => !columns.includes(column) && !column.hidden)
  const unknown = [...given.keys()].filter((name) => !table.columns.has(name) && !/(name|type)$/.test(name))
  const content = html`<header><span class="face" aria-hidden="true">+</span><div><h1>New ${table.label}</h1><p class="faint">Not saved yet. Rehearsal shows this form and does not save it; records are made through the Web API.</p></div></header>
${unknown.length > 0 ? html`<section><p>${table.label} has no column ${unknown.map((name) => `"${name}"`).join(', ')}, which <code>extraqs</code> names.</p></section>` : ''}
<section><h2>Summary</h2><form><dl>${[...columns, ...extra].map((column) => input(column, given))}</dl></form></section>`
  return page(`New ${table.label}`, view.organization.facts.name, view.base, content)
}

function input(column: Column, given: ReadonlyMap<string, string>): Markup {
  // A lookup is given as an id, with its name beside it.
  const value = (isLookup(column) ? given.get(`${column.name}name`) : undefined) ?? given.get(column.name) ?? ''
  const required = column.required === 'application' || column.required === 'system'
  const label = html`<span><span${required ? html` class="required"` : ''}>${column.label}</span> <code>${column.name}</code></span>`
  if (column.type === 'Memo') return html`<label class="wide">${label}<textarea maxlength="${column.max ?? ''}">${value}</textarea></label>`
  if (column.options) {
    const chosen = value === '' ? column.default : /^\d+$/.test(value) ? Number(value) : value === 'true'
    const is = (option: number) => option === (typeof chosen === 'boolean' ? Number(chosen) : chosen)
    return html`<label>${label}<select><option></option>${column.options.map(([option, text]) => html`<option${is(option) ? html` selected` : ''}>${text}</option>`)}</select></label>`
  }
  const type = column.type === 'DateTime' ? (column.behavior === 'DateOnly' || column.format === 'DateOnly' ? 'date' : 'datetime-local') : 'text'
  return html`<label>${label}<input type="${type}" value="${value}" ${column.max === undefined ? '' : html`maxlength="${column.max}"`}></label>`
}
