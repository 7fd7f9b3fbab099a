import type { Exchange } from '../../../mocks/core/journal.ts'
import { isWrite, type RecordKind } from '../../../mocks/core/meaning.ts'
import { fieldName } from '../../configuration/field-name.ts'
import type { CrmConfiguration } from '../../configuration/schema.ts'
import type { RecordReference } from '../../events.ts'
import { appliesTo, entityName, type Mapping, mappingsOf, valueFor } from '../../rules/mapped.ts'
import { type Memorial, storyOf } from '../../rules/story.ts'
import type { Judge } from '../../scenario/crm/judge.ts'
import { isChange } from '../../scenario/expect/evidence.ts'
import type { TraceEntry } from '../../trace.ts'
import type { FieldView, RecordView } from '../protocol.ts'
import { displayOf, textOf } from './text.ts'

/** Records that are followed; of more the oldest are let go. */
const MOST = 60

type Row = Record<string, string>
type Written = Pick<FieldView, 'at' | 'exchange' | 'by' | 'interaction' | 'from'>

interface Followed {
  kind: RecordKind
  reference: RecordReference
  state: RecordView['state']
  touchedAt: number
  /** As last seen. */
  row: Row
  before: Map<string, string>
  written: Map<string, Written>
}

export interface Records {
  on(entry: TraceEntry): void
  /** Somebody else may have changed what is followed: an exchange of theirs; without one, something that no exchange tells of. */
  others(exchange?: Exchange): void
  list(pageOf: (record: RecordReference) => string | undefined): RecordView[]
  /** Contacts of which something was memorialized. */
  memorialized(): number
  /** Settles when every record that was touched has been looked at. */
  seen(): Promise<void>
}

export interface Eyes {
  /** A record as it is now, and as it was when the desk began. */
  now: Pick<Judge, 'record'>
  before: Pick<Judge, 'record'>
}

/** Follows the records that the integration touches, field by field, with eyes of its own. */
export function createRecords(configuration: CrmConfiguration, eyes: Eyes, changed: () => void): Records {
  const { mappings } = mappingsOf(configuration)
  const story = storyOf({ configuration })
  const followed = new Map<string, Followed>()
  const memorialized = new Set<string>()
  let queue: Promise<void> = Promise.resolve()

  const look = async (record: RecordReference, eye: Pick<Judge, 'record'>): Promise<Row | undefined> => {
    const found = await eye.record(record.type, record.id).catch(() => undefined)
    return found && Object.fromEntries(Object.entries(found).map(([name, value]) => [fieldName(name), textOf(value)]))
  }
  const follow = async (kind: RecordKind, record: RecordReference, at: number, made: boolean): Promise<Followed> => {
    const key = keyOf(record)
    const known = followed.get(key)
    const row = known ? known.row : made ? undefined : await look(record, eyes.before)
    const one: Followed = known
      ? { ...known, touchedAt: at }
      : { kind, reference: record, state: row === undefined ? 'made' : 'known', touchedAt: at, row: row ?? {}, before: new Map(), written: new Map() }
    followed.delete(key)
    followed.set(key, one)
    if (followed.size > MOST) followed.delete(followed.keys().next().value as string)
    return one
  }
  const refresh = async (one: Followed): Promise<void> => {
    const row = await look(one.reference, eyes.now)
    if (row === undefined || isDeleted(row)) one.state = 'gone'
    else {
      if (one.state === 'gone') one.state = 'known'
      for (const name of new Set([...Object.keys(row), ...Object.keys(one.row)]))
        if ((row[name] ?? '') !== (one.row[name] ?? '')) one.before.set(name, one.row[name] ?? '')
      one.row = row
    }
  }
  const lookAgain = async (keys: readonly string[]): Promise<void> => {
    const known = keys.flatMap((key) => followed.get(key) ?? [])
    for (const one of known) await refresh(one)
    if (known.length > 0) changed()
  }
  const touch = async (exchange: Exchange, interaction: string | undefined, memorials: readonly Memorial[]): Promise<void> => {
    for (const { kind, record, made } of touchedBy(exchange)) {
      const one = await follow(kind, record, exchange.until, made)
      await refresh(one)
      for (const action of exchange.actions.filter(isWrite)) {
        if (!action.ok || !concerns(action, record)) continue
        const names = action.type === 'comment' ? ['comment'] : Object.keys(action.fields).map((name) => fieldName(name.replace(/@odata\.bind$/, '')))
        for (const name of names) {
          const memorial = memorials.find(({ field, record: whose, due }) => due && field === name && whose.type === record.type && whose.id === record.id)
          one.written.set(name, {
            at: exchange.until,
            exchange: exchange.id,
            by: memorial ? 'memorialization' : 'workflow',
            ...(interaction === undefined ? {} : { interaction }),
            from: memorial ? sourcesOf(memorial) : [],
          })
        }
      }
      changed()
    }
  }

  const view = ({ kind, reference, state, touchedAt, row, before, written }: Followed, url: string | undefined): RecordView => {
    const mapped = mappings.filter(({ entity }) => entity === entityName(reference.type))
    const names = new Set([...mapped.map(({ field }) => field), ...[...written.keys()].filter((name) => name in row), ...before.keys()])
    const shown = [...names].filter((name) => mapped.some(({ field }) => field === name) || written.has(name))
    return {
      kind,
      ...reference,
      display: displayOf(row) || reference.id,
      ...(url === undefined ? {} : { url }),
      state,
      touchedAt,
      fields: shown.map((name): FieldView => {
        const last = written.get(name)
        return {
          name,
          value: row[name] ?? '',
          ...(before.has(name) ? { before: before.get(name) as string } : {}),
          ...last,
          from: last?.from.length ? last.from : sources(mapped.filter(({ field }) => field === name)),
        }
      }),
    }
  }

  return {
    on(entry) {
      const memorials = story.on(entry)
      for (const { due, ok, mappings } of memorials) if (due && ok && mappings.length > 0) memorialized.add(due.contact)
      if (entry.kind === 'exchange') queue = queue.then(() => touch(entry.exchange, entry.interaction, memorials)).catch(() => {})
    },
    others(exchange) {
      // What an exchange meant is worked out when somebody asks: of what only reads, nobody does.
      if (followed.size === 0 || (exchange && (exchange.request.method === 'GET' || !exchange.actions.some(isChange)))) return
      queue = queue.then(() => lookAgain(exchange ? touchedBy(exchange).map(({ record }) => keyOf(record)) : [...followed.keys()])).catch(() => {})
    },
    list: (pageOf) => [...followed.values()].reverse().map((one) => view(one, pageOf(one.reference))),
    memorialized: () => memorialized.size,
    seen: () => queue,
  }
}

const keyOf = ({ type, id }: RecordReference) => `${type} ${id.toLowerCase()}`

/** Zendesk goes on answering for a user who was deleted; `active` is false then (documented, as for its soft deletion). */
const isDeleted = ({ active }: Row): boolean => active === 'false'

/** Records that an exchange found, read or wrote; a comment belongs to its ticket. */
function touchedBy({ actions }: Exchange): { kind: RecordKind; record: RecordReference; made: boolean }[] {
  return actions.flatMap((action) => {
    if (action.kind === 'searched') return action.found.map((id) => ({ kind: action.record, record: { type: action.type, id }, made: false }))
    if (action.kind === 'signed-in' || action.kind === 'other') return []
    if (isWrite(action) && action.type === 'comment') return action.about ? [{ kind: action.about.record, record: refOf(action.about), made: false }] : []
    return action.id === undefined ? [] : [{ kind: action.record, record: { type: action.type, id: action.id }, made: action.kind === 'created' && action.ok }]
  })
}

const refOf = ({ type, id }: RecordReference): RecordReference => ({ type, id })
const concerns = (action: { type: string; id?: string; about?: { type: string; id: string } }, record: RecordReference): boolean =>
  action.type === 'comment' ? action.about?.type === record.type && action.about.id === record.id : action.type === record.type && action.id === record.id

/** The data fields that a memorialized value can have come from: of several mappings those whose text it is. */
function sourcesOf({ mappings, due, value }: Memorial): FieldView['from'] {
  const fitting = mappings.filter((mapping: Mapping) => due && appliesTo(mapping, due.media))
  const same = fitting.filter((mapping) => due && valueFor(mapping, due) === String(value))
  return sources(same.length > 0 ? same : fitting)
}

/** Each once: a voice and a digital mapping may take the same script variable. */
const sources = (mappings: readonly Mapping[]): FieldView['from'] => [
  ...new Map(mappings.map(({ data, channel }) => [`${channel} ${data}`, { data, channel }])).values(),
]
