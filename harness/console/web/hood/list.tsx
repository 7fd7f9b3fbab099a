import { useComputed, useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { words } from '../i18n/index.ts'
import { findingsByExchange } from '../state/desk.ts'
import { exchanges, hasFailed } from '../state/exchanges.ts'
import { Choice, Switch, TextField } from '../ui/fields.tsx'
import { ExchangeRows } from './rows.tsx'

const SYSTEMS: Record<string, string> = { entra: 'Entra ID', dynamics: 'Dynamics', zendesk: 'Zendesk' }

/** Exchanges as they come, and what narrows them down. */
export function ExchangeList() {
  const { hood: w } = words.value
  const wanted = useSignal('')
  const system = useSignal('')
  const outcome = useSignal('')
  const [follow, setFollow] = useState(true)

  const shown = useComputed(() => {
    const text = wanted.value.trim().toLowerCase()
    const found = findingsByExchange.value
    return exchanges.value.filter(
      (row) =>
        (system.value === '' || row.mock === system.value) &&
        (outcome.value === '' || (outcome.value === 'failed' ? hasFailed(row) : found.has(row.id))) &&
        (text === '' || `${row.method} ${row.path} ${row.status}`.toLowerCase().includes(text)),
    )
  }).value

  const mocks = [...new Set(exchanges.value.map(({ mock }) => mock))].sort()
  return (
    <section class="exchanges" aria-labelledby="exchanges-title">
      <header class="column-head">
        <h2 id="exchanges-title">{w.title}</h2>
        <span class="faint">{shown.length === exchanges.value.length ? w.count(shown.length) : w.shown(shown.length, exchanges.value.length)}</span>
      </header>
      <div class="filters">
        <TextField
          label={w.filter}
          value={wanted.value}
          onValue={(text) => {
            wanted.value = text
          }}
          name="filter"
        />
        <Choice
          label={w.system}
          value={system.value}
          options={[{ value: '', text: w.all }, ...mocks.map((mock) => ({ value: mock, text: SYSTEMS[mock] ?? mock }))]}
          onValue={(value) => {
            system.value = value
          }}
          name="system"
        />
        <Choice
          label={w.outcome}
          value={outcome.value}
          options={[
            { value: '', text: w.all },
            { value: 'failed', text: w.failed },
            { value: 'findings', text: w.withFindings },
          ]}
          onValue={(value) => {
            outcome.value = value
          }}
          name="outcome"
        />
        <Switch label={w.follow} on={follow} onValue={setFollow} />
      </div>
      <ExchangeRows shown={shown} follow={follow} onAway={() => setFollow(false)} />
    </section>
  )
}
