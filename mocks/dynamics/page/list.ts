import { html } from 'hono/html'
import { figure, type Reply } from '../../core/index.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { page } from './document.ts'
import { column, linkTo, textOf, titleOf, type View } from './view.ts'

const MOST = 50
const TELLING = ['ticketnumber', 'customerid', 'parentcustomerid', 'telephone1', 'emailaddress1', 'regardingobjectid', 'statuscode', 'createdon']

/** The newest rows of a table (`pagetype=entitylist`). */
export function listPage(table: Table, view: View): Reply {
  const rows: Row[] = [...view.organization.scan(table.name)].sort((a, b) => b.order - a.order)
  const columns = TELLING.filter((name) => table.columns.has(name))
    .slice(0, 5)
    .map((name) => column(table, name))
  const content = html`<header><div><h1>${table.plural}</h1><p class="faint">${rows.length > MOST ? `The newest ${MOST} of ${figure(rows.length)}` : `${rows.length} in all`}</p></div>
<p><a href="${view.base}/main.aspx?pagetype=entityrecord&amp;etn=${table.name}">New ${table.label}</a></p></header>
<section>${
    rows.length === 0
      ? html`<p class="faint">None yet.</p>`
      : html`<table><tr><th>${table.columns.get(table.primary)?.label ?? 'Name'}</th>${columns.map(({ label }) => html`<th>${label}</th>`)}</tr>
${rows.slice(0, MOST).map((row) => html`<tr><td><a href="${linkTo(view, row.table, row.id)}">${titleOf(row, view)}</a></td>${columns.map((one) => html`<td>${textOf(row, table, one, view)}</td>`)}</tr>\n`)}</table>`
  }</section>`
  return page(table.plural, view.organization.facts.name, view.base, content)
}

/** All tables that hold rows, each with its number: where there is no record to show. */
export function tablesPage(view: View, problem?: { title: string; text: string }): Reply {
  const { organization, base } = view
  const tables = [...organization.model.tables.values()]
    .filter((table) => table.name !== 'activitypointer')
    .map((table) => ({ table, size: organization.rows(table.name).size }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.table.plural.localeCompare(b.table.plural, 'en'))
  const content = html`<header><div><h1>${problem?.title ?? 'Records'}</h1>${problem ? html`<p role="alert">${problem.text}</p>` : ''}</div></header>
<section><h2>What is here</h2><table>${tables.map(
    ({ table, size }) =>
      html`<tr><td><a href="${base}/main.aspx?pagetype=entitylist&amp;etn=${table.name}">${table.plural}</a> <code>${table.name}</code></td><td class="number">${figure(size)}</td></tr>\n`,
  )}</table></section>`
  return page(problem?.title ?? 'Records', organization.facts.name, base, content, problem ? 404 : 200)
}
