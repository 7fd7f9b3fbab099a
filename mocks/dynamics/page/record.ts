import { html } from 'hono/html'
import type { Reply } from '../../core/index.ts'
import type { Row } from '../data/row.ts'
import type { Table } from '../model/model.ts'
import { type Markup, page } from './document.ts'
import { fieldsOf } from './fields.ts'
import { parties, related } from './related.ts'
import { timeline } from './timeline.ts'
import { definitions, fact, titleOf, type View } from './view.ts'

/** The form of one row, to read. */
export function recordPage(row: Row, table: Table, view: View): Reply {
  const title = titleOf(row, view)
  const fields = fieldsOf(table, row)
  const head: [string, string | undefined][] = [
    ['Owner', fact(row, table, 'ownerid', view)],
    ['Status', fact(row, table, 'statecode', view)],
    ['Status Reason', fact(row, table, 'statuscode', view)],
    ['Modified', fact(row, table, 'modifiedon', view)],
  ]
  const content = html`<header>${face(row, title)}<div><h1>${title}</h1><p class="faint">${[table.label, fact(row, table, 'ticketnumber', view)].filter(Boolean).join(' · ')}</p></div>
<div class="facts">${head.filter(([, text]) => text !== undefined).map(([label, text]) => html`<p><span>${label}</span><b class="state">${text}</b></p>`)}</div></header>
<div class="columns"><div>
<section><h2>Summary</h2>${definitions(row, table, fields.summary, view)}</section>
${fields.address.length > 0 ? html`<section><h2>Address</h2>${definitions(row, table, fields.address, view)}</section>` : ''}
${folded('Settings', row, table, fields.settings, view)}
${folded('Record', row, table, fields.record, view)}
</div><div>
${parties(row, table, view) ?? ''}
${timeline(row, view)}
${related(row, table, view)}
</div></div>
<p class="faint">Times are UTC.</p>`
  return page(`${table.label}: ${title}`, view.organization.facts.name, view.base, content)
}

const folded = (title: string, row: Row, table: Table, columns: Parameters<typeof definitions>[2], view: View): Markup | '' =>
  columns.length === 0
    ? ''
    : html`<section><details><summary>${title} <span class="faint">${columns.length}</span></summary>${definitions(row, table, columns, view)}</details></section>`

const KINDS: [start: string, type: string][] = [
  ['iVBORw', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
]

/** The row's image, or its initials. */
function face(row: Row, title: string): Markup {
  const image = row.values.entityimage
  const type = typeof image === 'string' && /^[A-Za-z0-9+/=]+$/.test(image) ? KINDS.find(([start]) => image.startsWith(start))?.[1] : undefined
  if (type) return html`<img class="face" alt="" src="data:${type};base64,${String(image)}">`
  const words = title.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  return html`<span class="face" aria-hidden="true">${[words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()}</span>`
}
