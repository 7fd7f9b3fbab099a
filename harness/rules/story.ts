import type { Exchange } from '../../mocks/core/journal.ts'
import type { CrmAction } from '../../mocks/core/meaning.ts'
import { creationsIn } from '../configuration/created.ts'
import type { CrmConfiguration } from '../configuration/schema.ts'
import type { RecordReference } from '../events.ts'
import type { TraceEntry } from '../trace.ts'
import { groupBy } from './group.ts'
import { compare, type Due, entityName, type FieldWrite, fieldWrites, type Mapping, mappingsOf, sameRecord, valueFor } from './mapped.ts'

/** A field of a record that the integration wrote, and whose contact it was written for. */
export interface Memorial extends FieldWrite {
  exchange: Exchange
  interaction?: string
  /** The mappings that lead to this field; none: it is not mapped. */
  mappings: Mapping[]
  /** The contact it belongs to; absent while no contact of the interaction is due, so it came too early. */
  due?: Due
}

interface Link {
  interaction: string
  record: RecordReference
  from: number
  to: number
  /** Due moments it missed only because the integration was still busy with what came before them. */
  owedFrom: number
}

/**
 * What a trace says so far about contacts, links and memorialized fields; the part of the story that several rules share.
 * Feed it every entry, in order.
 */
export interface Story {
  readonly mappings: readonly Mapping[]
  readonly dues: readonly Due[]
  readonly memorials: readonly Memorial[]
  /** The fields that this entry wrote. */
  on(entry: TraceEntry): Memorial[]
  linkedAt(record: { type: string; id?: string }, at: number, interaction?: string): boolean
  /** The records that memorialization owes this contact's data. */
  linkedFor(due: Due): RecordReference[]
}

type CardCreate = { interaction: string; record: string }

/** One story a run: the rules that watch with the same context share it, and an entry that one of them has read is not read again. */
const stories = new WeakMap<object, Story>()

export function storyOf(context: { configuration: CrmConfiguration }): Story {
  const known = stories.get(context)
  if (known) return known
  const story = createStory(context)
  let read: { entry: TraceEntry; found: Memorial[] } | undefined
  const shared: Story = {
    ...story,
    on(entry) {
      if (read?.entry !== entry) read = { entry, found: story.on(entry) }
      return read.found
    },
  }
  stories.set(context, shared)
  return shared
}

function createStory({ configuration }: { configuration: CrmConfiguration }): Story {
  const { mappings, owed: owes } = mappingsOf(configuration)
  const entities = new Set(mappings.map(({ entity }) => entity))
  const pinning = pinningWorkflows(configuration)
  const dues: Due[] = []
  const live = new Map<string, Set<string>>()
  const links: Link[] = []
  const memorials: Memorial[] = []
  const busy = new Map<string, Map<string, number>>()
  /** Neutral words for the CRM's own, as its exchanges used them. */
  const kinds = new Map<string, string>()
  const pinRequests: CardCreate[] = []

  const link = (interaction: string, record: RecordReference, at: number) => {
    if (links.some((other) => other.interaction === interaction && other.to === Number.POSITIVE_INFINITY && sameRecord(other.record, record))) return
    const oldest = Math.min(at, ...(busy.get(interaction)?.values() ?? []))
    links.push({ interaction, record, from: at, to: Number.POSITIVE_INFINITY, owedFrom: oldest })
  }
  const unlink = (interaction: string, record: RecordReference, at: number) => {
    for (const open of links) if (open.interaction === interaction && sameRecord(open.record, record)) open.to = Math.min(open.to, at)
  }
  /** The agent's word counts, whether or not the integration heard it; where it leaves open which record is meant, the integration says. */
  const unlinkOnly = (interaction: string, word: string, at: number) => {
    const named = links.filter(
      ({ interaction: whose, record, to }) =>
        whose === interaction && to === Number.POSITIVE_INFINITY && [entityName(record.type), kinds.get(entityName(record.type))].includes(entityName(word)),
    )
    if (named.length === 1) unlink(interaction, (named[0] as Link).record, at)
  }
  const pinCreated = (action: CrmAction, interaction: string, at: number) => {
    if (action.kind !== 'created' || !action.ok || action.id === undefined) return
    const named = (word: string) => [action.type, action.record].includes(entityName(word))
    const asked = pinRequests.findIndex((request) => request.interaction === interaction && named(request.record))
    if (asked >= 0) pinRequests.splice(asked, 1)
    if (asked >= 0 || pinning.some(named)) link(interaction, { type: action.type, id: action.id }, at)
  }

  /** The due contact whose values these are; a write that fits none belongs to one still owed, else to nobody who is due: then it is early. */
  const dueOf = (written: FieldWrite[], exchange: Exchange, interaction: string | undefined): Due | undefined => {
    const candidates = dues.filter((due) => due.at <= exchange.at && (interaction === undefined || due.interaction === interaction)).reverse()
    const owed = (due: Due) =>
      !memorials.some((earlier) => earlier.due === due && written.some(({ record, field }) => sameRecord(record, earlier.record) && field === earlier.field))
    const fits = (due: Due) =>
      written.every(({ record, field, value }) => {
        const sources = mappings.filter((mapping) => mapping.field === field && mapping.entity === entityName(record.type))
        return sources.length === 0 || sources.some((mapping) => compare(value, valueFor(mapping, due)) !== 'other')
      })
    const fitting = candidates.filter(fits)
    const stillLive = interaction !== undefined && (live.get(interaction)?.size ?? 0) > 0
    return fitting.find(owed) ?? fitting[0] ?? candidates.find(owed) ?? (stillLive ? undefined : candidates[0])
  }

  const exchanged = (exchange: Exchange, interaction: string | undefined): Memorial[] => {
    for (const action of exchange.actions) if ('record' in action) kinds.set(entityName(action.type), action.record)
    if (interaction !== undefined) for (const action of exchange.actions) pinCreated(action, interaction, exchange.until)
    const found: Memorial[] = []
    for (const [record, group] of groupBy(fieldWrites(exchange), (write) => write.record)) {
      if (!entities.has(entityName(record.type))) {
        found.push(...group.map((write) => ({ ...write, exchange, ...(interaction === undefined ? {} : { interaction }), mappings: [] })))
        continue
      }
      const due = dueOf(group, exchange, interaction)
      for (const write of group) {
        const sources = mappings.filter((mapping) => mapping.field === write.field && mapping.entity === entityName(write.record.type))
        found.push({ ...write, exchange, ...(interaction === undefined ? {} : { interaction }), mappings: sources, ...(due ? { due } : {}) })
      }
    }
    memorials.push(...found)
    return found
  }

  return {
    mappings,
    dues,
    memorials,
    on(entry) {
      if (entry.kind === 'exchange') return exchanged(entry.exchange, entry.interaction)
      if (entry.kind === 'event') {
        const { event } = entry
        busy.set(event.subject, (busy.get(event.subject) ?? new Map()).set(event.id, entry.at))
        if (event.type === 'com.nice.cxone.CustomEvent') {
          const request = (event.data as { data: { action: string; record?: string; pin?: boolean } }).data
          if (request.action === 'create' && request.pin && request.record) pinRequests.push({ interaction: event.subject, record: request.record })
          if (request.action === 'unlink' && request.record) unlinkOnly(event.subject, request.record, entry.at)
        }
      }
      if (entry.kind === 'delivered') busy.get(entry.event.subject)?.delete(entry.event.id)
      if (entry.kind === 'notice' && entry.notice.kind === 'linked') link(entry.notice.interaction, entry.notice.record, entry.at)
      if (entry.kind === 'notice' && entry.notice.kind === 'unlinked') unlink(entry.notice.interaction, entry.notice.record, entry.at)
      if (entry.kind === 'moment') {
        const { moment } = entry
        if (moment.what === 'started') live.set(moment.interaction, (live.get(moment.interaction) ?? new Set()).add(moment.contact))
        if (moment.what === 'due') {
          live.get(moment.interaction)?.delete(moment.contact)
          dues.push({ ...moment, at: entry.at })
        }
      }
      return []
    },
    linkedAt: (record, at, interaction) =>
      links.some(
        (open) => (interaction === undefined || open.interaction === interaction) && sameRecord(open.record, record) && open.from <= at && at < open.to,
      ),
    linkedFor: (due) =>
      links
        .filter((open) => owes && open.interaction === due.interaction && (open.from <= due.at || open.owedFrom < due.at) && due.at < open.to)
        .map(({ record }) => record)
        .filter((record, index, all) => entities.has(entityName(record.type)) && all.findIndex((other) => sameRecord(other, record)) === index),
  }
}

/** What the script's Create workflows that pin (R069) create: `contact`, `phonecall`. */
const pinningWorkflows = (configuration: CrmConfiguration): string[] =>
  creationsIn(configuration).flatMap(({ record, execution }) => (execution.pin ? [record] : []))
