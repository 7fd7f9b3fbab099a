import type { FieldView, RecordView } from '../../protocol.ts'
import { External } from '../desk/external.tsx'
import { words } from '../i18n/index.ts'
import { hrefOf } from '../state/route.ts'
import { timeOfDay } from '../state/time.ts'

/** What belongs to one memorialization, in ms: its records are written one after another. */
const TOGETHER = 60_000

/** A record field by field: what it holds, what it held, and which CXone field it came from. */
export function RecordPanel({ record, newest }: { record: RecordView; newest: number }) {
  const { crm: w } = words.value
  const changed = record.fields.filter(({ at }) => at !== undefined)
  const state = w.state[record.state]
  return (
    <details class={`record ${record.state}`} open={record.kind === 'contact' || changed.length > 0} data-record={record.id}>
      <summary>
        <span class="record-name">
          <span class="strong">{record.display}</span> <span class="faint">{record.type}</span>
        </span>
        {state && <span class={`tag ${record.state === 'gone' ? 'bad' : 'good'}`}>{state}</span>}
        <span class="faint record-changes">{changed.length > 0 ? w.changed(changed.length) : w.unchanged}</span>
      </summary>
      {record.url && (
        <p class="record-page">
          <External url={record.url}>{w.open(record.display)}</External>
        </p>
      )}
      {record.fields.length > 0 && (
        <table class="fields">
          <thead>
            <tr>
              <th scope="col">{w.field}</th>
              <th scope="col">{w.value}</th>
              <th scope="col">{w.from}</th>
            </tr>
          </thead>
          <tbody>
            {record.fields.map((field) => (
              <FieldRow key={field.name} field={field} fresh={field.by === 'memorialization' && field.at !== undefined && newest - field.at < TOGETHER} />
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

function FieldRow({ field, fresh }: { field: FieldView; fresh: boolean }) {
  const { crm: w } = words.value
  return (
    <tr class={fresh ? 'fresh' : field.at !== undefined ? 'written' : undefined} data-field={field.name}>
      <th scope="row">
        <code>{field.name}</code>
      </th>
      <td>
        <span class="value">{field.value === '' ? <span class="faint">{w.empty}</span> : field.value}</span>
        {field.before !== undefined && field.before !== field.value && (
          <span class="before">
            {w.was} <s>{field.before === '' ? w.empty : field.before}</s>
          </span>
        )}
      </td>
      <td>
        {field.from.length > 0 && <span class={fresh ? 'source strong' : 'source'}>{[...new Set(field.from.map(({ data }) => data))].join(' / ')}</span>}
        {field.at !== undefined && (
          <span class="written-at">
            {field.by === 'memorialization' ? w.memorialized : field.by === 'workflow' ? w.byWorkflow : ''} {timeOfDay(field.at)}{' '}
            {field.exchange !== undefined && (
              <a class="chip" href={hrefOf('hood', field.exchange)} aria-label={w.exchange(field.exchange)}>
                #{field.exchange}
              </a>
            )}
          </span>
        )}
      </td>
    </tr>
  )
}
