import { html } from 'hono/html'
import { counted, figure } from '../../../mocks/core/figure.ts'
import { isWrite } from '../../../mocks/core/meaning.ts'
import { fieldName } from '../../configuration/field-name.ts'
import type { TraceEntry } from '../../trace.ts'
import type { RecordChange } from '../reporter.ts'
import { scrubData } from '../scrub.ts'
import type { Markup } from './markup.ts'

/** What a value is cut to, in characters. */
const LONGEST = 400

interface Change {
  field: string
  before: string
  after: string
  /** The exchanges that set out to write it; none when the CRM did it by itself. */
  by: number[]
}

/** A record as it was and as it is: the fields that differ, those that were written first. */
export function recordOf(record: RecordChange, trace: readonly TraceEntry[]): Markup {
  const { type, id, before, after } = record
  const changes = changesIn(record, trace)
  const written = changes.filter(({ by }) => by.length > 0)
  const own = changes.filter(({ by }) => by.length === 0)
  const what = before === undefined ? 'created' : after === undefined ? 'deleted' : written.length > 0 ? 'changed' : 'unchanged where it was written'
  return html`<details class="record"${written.length > 0 && written.length <= 12 ? html` open` : ''}>
<summary><span class="meaning">${type} ${nameOf(record)}</span> <span class="faint">${what} · ${id}</span></summary>
${written.length > 0 ? table(written, `Fields of ${type} ${id} that were written`) : html`<p class="faint">No field that was written differs from what it was.</p>`}
${own.length > 0 ? html`<details class="own"><summary class="faint">${counted(own.length, 'field')} that the CRM ${before === undefined ? 'filled in' : 'changed'} by itself</summary>${table(own, `Fields of ${type} ${id} that the CRM changed by itself`)}</details>` : ''}
</details>`
}

const table = (
  changes: readonly Change[],
  caption: string,
): Markup => html`<table class="fields"><caption class="unseen">${caption}</caption><thead><tr><th scope="col">Field<th scope="col">Before<th scope="col">After<th scope="col">Exchange</thead><tbody>
${changes.map(
  ({ field, before, after, by }) =>
    html`<tr><th scope="row">${field}<td>${before === '' ? html`<span class="faint">empty</span>` : before}<td>${after === '' ? html`<span class="faint">empty</span>` : after}<td>${by.map((exchange) => `#${exchange}`).join(', ')}\n`,
)}</tbody></table>`

function changesIn({ type, id, before = {}, after = {} }: RecordChange, trace: readonly TraceEntry[]): Change[] {
  const writers = writersOf(type, id, trace)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    const was = textOf(before[field])
    const is = textOf(after[field])
    const by = writers.get(fieldName(field)) ?? []
    return was === is || field.startsWith('@') ? [] : [{ field, before: was, after: is, by }]
  })
}

/** Which exchanges wrote a field of this record, by the field's name. */
function writersOf(type: string, id: string, trace: readonly TraceEntry[]): Map<string, number[]> {
  const writers = new Map<string, number[]>()
  for (const entry of trace) {
    if (entry.kind !== 'exchange') continue
    for (const action of entry.exchange.actions.filter(isWrite)) {
      const inside = action.type === 'comment' && action.about?.type === type && action.about.id === id
      if (!inside && !(action.type === type && action.id === id)) continue
      const fields = inside ? ['comment'] : Object.keys(action.fields).map((name) => fieldName(name.replace(/@odata\.bind$/, '')))
      for (const field of new Set(fields)) writers.set(field, [...new Set([...(writers.get(field) ?? []), entry.exchange.id])])
    }
  }
  return writers
}

function textOf(value: unknown): string {
  const safe = scrubData(value)
  if (safe === null || safe === undefined) return ''
  const text = typeof safe === 'string' ? safe : JSON.stringify(safe)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${figure(text.length)} characters)` : text
}

/** What people call it. */
function nameOf({ before = {}, after = {} }: RecordChange): string {
  const row = { ...before, ...after }
  return textOf(row.fullname ?? row.subject ?? row.title ?? row.name ?? '')
}
