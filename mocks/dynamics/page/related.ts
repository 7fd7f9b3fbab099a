import { html } from 'hono/html'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import type { Markup } from './document.ts'
import { fact, linkTo, titleOf, type View } from './view.ts'

/** Shown elsewhere on the page, or of no interest to people. */
const OTHERWISE = new Set(['activitypointer', 'annotation', 'activityparty', 'connection', 'customeraddress', 'queueitem', 'userquery'])
/** Half the organisation hangs on these. */
const CROWDED = new Set(['systemuser', 'team', 'businessunit', 'organization', 'transactioncurrency', 'role'])
const MOST = 10

/** Rows of other tables that point to this one: a contact's cases, an account's contacts. */
export function related(row: Row, table: Table, view: View): Markup[] {
  const { organization } = view
  if (CROWDED.has(table.name)) return []
  const found = new Map<Table, Map<string, Row>>()
  for (const { many, column } of table.relations) {
    const other = organization.model.tables.get(many)
    if (!other || other.base || OTHERWISE.has(many) || !other.columns.has(column)) continue
    const rows = found.get(other) ?? found.set(other, new Map()).get(other)
    for (const one of organization.referencing(many, column, row.id)) rows?.set(one.id, one)
  }
  return [...found].filter(([, rows]) => rows.size > 0).map(([other, rows]) => list(other, [...rows.values()], view))
}

function list(table: Table, rows: Row[], view: View): Markup {
  const newest = rows.sort((a, b) => b.order - a.order)
  const more = newest.length - MOST
  return html`<section><h2>${table.plural}</h2><ul>${newest
    .slice(0, MOST)
    .map(
      (row) =>
        html`<li class="row"><a href="${linkTo(view, row.table, row.id)}">${titleOf(row, view)}</a><span class="faint">${[fact(row, table, 'ticketnumber', view), fact(row, table, 'statuscode', view)].filter(Boolean).join(' · ')}</span></li>`,
    )}</ul>${more > 0 ? html`<p class="faint">and ${more} older</p>` : ''}</section>`
}

/** Who takes part in an activity, each with the part. */
export function parties(row: Row, table: Table, view: View): Markup | undefined {
  const { organization } = view
  const party = organization.model.tables.get('activityparty')
  if (table.base !== 'activitypointer' || !party) return undefined
  const rows = organization.referencing('activityparty', 'activityid', row.id)
  if (rows.length === 0) return undefined
  return html`<section><h2>Parties</h2><ul>${rows.map((one) => {
    const to = one.values.partyid
    const name = fact(one, party, 'partyid', view) ?? fact(one, party, 'addressused', view) ?? ''
    const shown = typeof to === 'object' ? html`<a href="${linkTo(view, to.table, to.id)}">${name}</a>` : name
    return html`<li class="row"><span>${shown}</span><span class="faint">${fact(one, party, 'participationtypemask', view) ?? ''}</span></li>`
  })}</ul></section>`
}
