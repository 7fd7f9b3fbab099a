import { html } from 'hono/html'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Markup } from './document.ts'
import { fact, linkTo, titleOf, type View } from './view.ts'

const MOST = 20

/** Activities regarding the row and notes about it, newest first. */
function timelineOf(row: Row, { organization }: View): Row[] {
  const { tables } = organization.model
  const activities = [...tables.values()].filter((table) => table.base === 'activitypointer' && table.columns.has('regardingobjectid'))
  return [
    ...activities.flatMap((table) => organization.referencing(table.name, 'regardingobjectid', row.id)),
    ...organization.referencing('annotation', 'objectid', row.id),
  ].sort((a, b) => String(b.values.createdon).localeCompare(String(a.values.createdon)) || b.order - a.order)
}

export function timeline(row: Row, view: View): Markup {
  const entries = timelineOf(row, view)
  const more = entries.length - MOST
  return html`<section><h2>Timeline</h2>
${entries.length === 0 ? html`<p class="faint">No activities or notes yet.</p>` : html`<ol>${entries.slice(0, MOST).map((one) => entry(one, view))}</ol>`}
${more > 0 ? html`<p class="faint">and ${more} older</p>` : ''}</section>`
}

function entry(row: Row, view: View): Markup {
  const table = view.organization.model.tables.get(row.table) as Table
  const text = row.values.notetext ?? row.values.description
  const about = [table.label, fact(row, table, 'statuscode', view), by(row, table, view)].filter((part) => part !== undefined)
  return html`<li><p class="row"><a href="${linkTo(view, row.table, row.id)}">${titleOf(row, view)}</a><span class="faint">${fact(row, table, 'createdon', view) ?? ''}</span></p>
<p class="faint">${about.join(' · ')}</p>${typeof text === 'string' ? html`<p class="text">${text}</p>` : ''}${row.values.filename ? html`<p>File: ${String(row.values.filename)}</p>` : ''}</li>`
}

function by(row: Row, table: Table, view: View): string | undefined {
  const name = fact(row, table, 'createdby', view)
  return name === undefined ? undefined : `by ${name}`
}
