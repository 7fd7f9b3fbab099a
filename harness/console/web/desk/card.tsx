import type { CardRecordView, ContactView, InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { interaction } from '../state/desk.ts'
import { tryPops } from '../state/pops.ts'
import { popsOpen } from '../state/preferences.ts'
import { timeOfDay } from '../state/time.ts'
import { Switch } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { CardRecord, nameOf } from './card-record.tsx'
import { CardTools } from './card-tools.tsx'
import { External } from './external.tsx'

/** The customer card of the interaction that is looked at. */
export function Card() {
  const { card: w } = words.value
  const one = interaction.value
  const contact = one?.contacts.findLast(({ allowed }) => allowed.length > 0)
  return (
    <section class="column" aria-labelledby="card-title">
      <header class="column-head">
        <h2 id="card-title">{w.title}</h2>
        {one && <span class="faint">{one.customer.name}</span>}
      </header>
      {!one && <p class="faint nothing">{w.none}</p>}
      {one && <Customer interaction={one} />}
      {one && one.pops.length > 0 && <Pops interaction={one} />}
      {one?.flow && one.flow.shown.length > 0 && <Associated shown={one.flow.shown} />}
      {one && !one.card && !one.flow?.shown.length && <p class="faint nothing">{w.waiting}</p>}
      {one?.card && (
        <>
          <Section title={w.current} records={one.card.current} all={[...one.card.current, ...one.card.related]} contact={contact} />
          <Section title={w.related} records={one.card.related} all={[...one.card.current, ...one.card.related]} contact={contact} related />
        </>
      )}
      {one && contact && <CardTools contact={contact} interaction={one} />}
    </section>
  )
}

const Customer = ({ interaction: { customer } }: { interaction: InteractionView }) => (
  <div class="customer">
    <span class="face-of" aria-hidden="true">
      {initials(customer.name)}
    </span>
    <div>
      <p class="strong">{customer.name}</p>
      <p class="faint">{[customer.phone, customer.email].filter(Boolean).join(' · ')}</p>
    </div>
  </div>
)

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((part) => [...part].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase()

/** What a flow shows on the agent's desktop; it has no customer card. */
const Associated = ({ shown }: { shown: readonly { label: string; value: string }[] }) => (
  <section class="card-section" aria-labelledby="associated">
    <h3 id="associated">{words.value.card.associated}</h3>
    <dl class="dynamic">
      {shown.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || <span class="faint">{words.value.crm.empty}</span>}</dd>
        </div>
      ))}
    </dl>
  </section>
)

function Pops({ interaction: { pops } }: { interaction: InteractionView }) {
  const { card: w } = words.value
  const last = pops.at(-1)
  if (!last) return null
  return (
    <div class="pop">
      <Icon name="open" />
      <div class="pop-words">
        <p class="strong">
          {w.pop} <span class="faint">{timeOfDay(last.at)}</span>
        </p>
        <p>
          <External url={last.url} testId="pop">
            {w.popOpen(last.type)}
          </External>
        </p>
        <Switch
          label={w.popsOpen}
          on={popsOpen.value === 'on'}
          onValue={(on) => {
            popsOpen.value = on ? 'on' : 'off'
            if (on) tryPops()
          }}
        />
      </div>
    </div>
  )
}

interface SectionProps {
  title: string
  records: readonly CardRecordView[]
  /** Those of both sections. */
  all: readonly CardRecordView[]
  contact: ContactView | undefined
  related?: boolean
}

function Section({ title, records, all, contact, related }: SectionProps) {
  const { card: w } = words.value
  const id = related ? 'card-related' : 'card-current'
  return (
    <section class="card-section" aria-labelledby={id}>
      <h3 id={id}>
        {title} <span class="count">{records.length}</span>
      </h3>
      {records.length === 0 ? (
        <p class="faint">{w.nothing}</p>
      ) : (
        <ul class="card-records">
          {records.map((record) => (
            <CardRecord key={`${record.type} ${record.id}`} record={record} contact={contact} named={nameOf(record, all)} />
          ))}
        </ul>
      )}
    </section>
  )
}
