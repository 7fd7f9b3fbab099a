import { useState } from 'preact/hooks'
import type { CardRecordView, ContactView, InteractionView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, interaction, send } from '../state/desk.ts'
import { tryPops } from '../state/pops.ts'
import { popsOpen } from '../state/preferences.ts'
import { timeOfDay } from '../state/time.ts'
import { commandOf } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { Choice, Switch, TextField } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
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
      {one && contact && <Tools contact={contact} interaction={one} />}
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

/** How a step names a record: by what the card displays, or by its id where that is not enough. A saved play reads better for it. */
const nameOf = (record: CardRecordView, all: readonly CardRecordView[]): string =>
  record.display !== '' && all.filter(({ type, display }) => type === record.type && display.includes(record.display)).length === 1 ? record.display : record.id

/** Which kind in neutral words, for the verbs of the card. */
const KINDS: Record<string, string> = {
  contact: 'contact',
  user: 'contact',
  account: 'account',
  organization: 'account',
  incident: 'case',
  ticket: 'case',
  lead: 'lead',
  task: 'task',
}

function CardRecord({ record, contact, named }: { record: CardRecordView; contact: ContactView | undefined; named: string }) {
  const { card: w } = words.value
  const kind = KINDS[record.type]
  const may = (verb: string) => kind !== undefined && contact?.allowed.includes(verb)
  const act = (verb: string) => contact && send(commandOf(verb, contact, agent.value, { record: kind, named }))
  return (
    <li class="card-record">
      <div class="card-record-head">
        <Icon name={kind === 'contact' ? 'person' : 'record'} />
        <div class="grow">
          <p class="strong">{record.display}</p>
          <p class="faint">
            {record.label}
            {record.pinned && <span class="tag mark">{w.pinned}</span>}
            {record.linked && <span class="tag good">{w.linked}</span>}
          </p>
        </div>
        {record.url && (
          <External url={record.url} quiet>
            {record.display}
          </External>
        )}
      </div>
      {record.fields.length > 0 && (
        <dl class="dynamic" aria-label={w.dynamicData}>
          {record.fields.map((field) => (
            <div key={field.name}>
              <dt title={field.name}>{field.label}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div class="buttons">
        {!record.pinned && may('agent.pins') && (
          <Button small icon="pin" onPress={() => act('agent.pins')} testId="pin">
            {w.pin}
          </Button>
        )}
        {!record.linked && may('agent.links') && (
          <Button small icon="link" onPress={() => act('agent.links')} testId="link">
            {w.link}
          </Button>
        )}
        {record.linked && may('agent.unlinks') && (
          <Button small onPress={() => act('agent.unlinks')} testId="unlink">
            {w.unlink}
          </Button>
        )}
      </div>
    </li>
  )
}

/** Searching and creating by hand. */
function Tools({ contact, interaction }: { contact: ContactView; interaction: InteractionView }) {
  const { card: w, crm } = words.value
  const [wanted, setWanted] = useState('')
  const [kind, setKind] = useState<'contact' | 'account' | 'case'>('case')
  const [name, setName] = useState('')
  const search = () => {
    const text = wanted.trim()
    const by = text === '' ? {} : text.includes('@') ? { email: text } : { phone: text }
    return send(commandOf('agent.searches', contact, agent.value, by))
  }
  const create = async () => {
    if (
      await send(
        commandOf('agent.creates', contact, agent.value, { record: kind, fields: fieldsOf(kind, name.trim() || interaction.customer.name), pin: true }),
      )
    )
      setName('')
  }
  if (!contact.allowed.some((verb) => verb === 'agent.searches' || verb === 'agent.creates')) return null
  return (
    <div class="card-tools">
      {contact.allowed.includes('agent.searches') && (
        <div class="pair wide-first">
          <TextField label={w.searchFor} value={wanted} onValue={setWanted} onEnter={search} placeholder={interaction.customer.phone} name="search" />
          <div class="field end">
            <Button onPress={search} testId="agent.searches">
              {w.search}
            </Button>
          </div>
        </div>
      )}
      {contact.allowed.includes('agent.creates') && (
        <div class="form">
          <div class="pair">
            <Choice
              label={w.create}
              value={kind}
              onValue={(value) => setKind(value as typeof kind)}
              options={(['case', 'contact', 'account'] as const).map((value) => ({ value, text: crm.kinds[value] }))}
            />
            <TextField label={w.subject} value={name} onValue={setName} onEnter={create} name="subject" />
          </div>
          <div class="buttons">
            <Button icon="pin" onPress={create} testId="agent.creates">
              {w.createPinned}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}

const fieldsOf = (kind: 'contact' | 'account' | 'case', name: string): Record<string, string> => (kind === 'case' ? { title: name } : { name })
