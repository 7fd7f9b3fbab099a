import type { Call, Reply, World } from '../core/index.ts'
import { type Organization, organizationOf } from './data/organization.ts'
import { guidOf, type Row } from './data/row.ts'
import type { Table } from './model/model.ts'
import type { Column } from './model/types.ts'
import { formatted, nameOf } from './render/format.ts'
import { value } from './render/row.ts'

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] as string)

const STYLE = `
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText }
header { padding: 1rem 2rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas) }
header p { margin: 0; opacity: .75 }
h1 { font-size: 1.5rem; margin: 0 }
main { padding: 1rem 2rem 3rem; max-width: 60rem }
dl { display: grid; grid-template-columns: minmax(9rem, 16rem) 1fr; gap: .5rem 1.5rem; margin: 0 }
dt { opacity: .75 } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
footer { padding: 1rem 2rem; font-size: .875rem; opacity: .75 }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .75rem } }
`

function page(status: number, title: string, kicker: string, body: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><header><p>${escaped(kicker)}</p><h1>${escaped(title)}</h1></header><main>${body}</main>
<footer>A stand-in for Dynamics 365, made by crm-rehearsal. Its form is plain; the record is what the Web API holds.</footer></body></html>`,
  }
}

/** `/main.aspx?pagetype=entityrecord&etn=incident&id=...`: what a screen pop opens. Without an id: the form for a new record. */
export function mainPage(call: Call, world: World): Reply {
  const organization = organizationOf(world)
  const type = call.query.get('etn')?.toLowerCase() ?? ''
  const table = organization.model.tables.get(type)
  if (!table) {
    const known = [...organization.model.tables.keys()].join(', ')
    return page(
      404,
      type === '' ? 'No record type' : `No record type "${type}"`,
      'Dynamics 365',
      `<p>The parameter <code>etn</code> names a table: ${escaped(known)}.</p>`,
    )
  }
  const sent = call.query.get('id')
  if (!sent) return newRecord(table)
  const id = guidOf(sent)
  const row = id === undefined ? undefined : organization.get(table.name, id)
  if (!row)
    return page(
      404,
      'Record is unavailable',
      table.label,
      `<p>There is no ${escaped(table.label.toLowerCase())} with the id <code>${escaped(sent)}</code>. It may have been deleted.</p>`,
    )
  return record(table, row, organization)
}

function record(table: Table, row: Row, organization: Organization): Reply {
  const title = nameOf(organization, table.name, row.id) ?? table.label
  const columns = [...table.properties.values()].filter(
    (column) => value(row, table, column) !== null && column.name !== table.key && !TECHNICAL.test(column.name),
  )
  return page(
    200,
    title,
    table.label,
    list(columns.sort(byWeight(table)), (column) => shown(row, table, column, organization)),
  )
}

/** What a person at a form does not ask for. */
const TECHNICAL =
  /^(versionnumber|timezoneruleversionnumber|importsequencenumber|utcconversiontimezonecode|.*_base|.*composite|exchangerate|processid|yomi.*|donot.*|.*yominame|traversedpath)$/

/** What was required or recommended first, then the rest as the table has it; plain No comes last. */
const byWeight = (table: Table) => (a: Column, b: Column) => weight(a, table) - weight(b, table)
const weight = (column: Column, table: Table): number =>
  column.name === table.primary ? 0 : column.required === 'application' || column.required === 'recommended' ? 1 : column.type === 'Boolean' ? 3 : 2

function shown(row: Row, table: Table, column: Column, organization: Organization): string {
  const found = value(row, table, column)
  if (found === null) return ''
  return formatted(found, column, organization) ?? (typeof found === 'object' ? found.id : String(found))
}

function newRecord(table: Table): Reply {
  const columns = [...table.properties.values()].filter(
    (column) => column.required === 'application' || column.required === 'recommended' || column.name === table.primary,
  )
  const note = '<p>The form is empty: a screen pop for a caller whom nobody found. Records are made through the Web API.</p>'
  return page(
    200,
    `New ${table.label}`,
    table.plural,
    note + list(columns.sort(byWeight(table)), (column) => (column.required === 'application' ? '(required)' : '')),
  )
}

const list = (columns: readonly Column[], textOf: (column: Column) => string): string =>
  `<dl>${columns.map((column) => `<dt>${escaped(column.label)}</dt><dd>${escaped(textOf(column))}</dd>`).join('')}</dl>`
