import type { CardRecordView, ContactView } from '../../protocol.ts'
import { words } from '../i18n/index.ts'
import { agent, send } from '../state/desk.ts'
import { commandOf } from '../state/verbs.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { External } from './external.tsx'

/** How a step names a record: by what the card displays, or by its id where that is not enough. A saved play reads better for it. */
export const nameOf = (record: CardRecordView, all: readonly CardRecordView[]): string =>
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

/** A record on the card, with its dynamic data and what may be done with it. */
export function CardRecord({ record, contact, named }: { record: CardRecordView; contact: ContactView | undefined; named: string }) {
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
