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
  interaction?: string | undefined
  /** The mappings that lead to this field; none: it is not mapped. */
  mappings: Mapping[]
  /** The contact it belongs to; absent while no contact of the interaction is due, so it came too early. */
  due?: Due | undefined
}

interface Link {
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
  /** The fields written for this contact so far. */
  writtenFor(due: Due): readonly Memorial[]
  /** The fields that this entry wrote. */
  on(entry: TraceEntry): Memorial[]
  linkedAt(record: { type: string; id?: string }, at: number, interaction?: string): boolean
  /** The records that memorialization owes this contact's data. */
  linkedFor(due: Due): RecordReference[]
}

/** What is known of one interaction, so that nobody looks through those of all others. */
interface Chapter {
  dues: Due[]
  /** Contacts that have begun and are not due yet. */
  live: Set<string>
  links: Link[]
  /** Events that the integration has not dealt with yet, and since when. */
  busy: Map<string, number>
  /** Records that the agent asked to be created and pinned. */
  pins: string[]
}

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
  const chapters = new Map<string, Chapter>()
  const memorials: Memorial[] = []
  const written = new Map<Due, Memorial[]>()
  /** Neutral words for the CRM's own, as its exchanges used them. */
  const kinds = new Map<string, string>()

  const chapterOf = (interaction: string): Chapter => {
    let chapter = chapters.get(interaction)
    if (!chapter) chapters.set(interaction, (chapter = { dues: [], live: new Set(), links: [], busy: new Map(), pins: [] }))
    return chapter
  }
  const link = (interaction: string, record: RecordReference, at: number) => {
    const { links, busy } = chapterOf(interaction)
    if (links.some((other) => other.to === Number.POSITIVE_INFINITY && sameRecord(other.record, record))) return
    links.push({ record, from: at, to: Number.POSITIVE_INFINITY, owedFrom: Math.min(at, ...busy.values()) })
  }
  const unlink = (interaction: string, record: RecordReference, at: number) => {
    for (const open of chapterOf(interaction).links) if (sameRecord(open.record, record)) open.to = Math.min(open.to, at)
  }
  /** The agent's word counts, whether or not the integration heard it; where it leaves open which record is meant, the integration says. */
  const unlinkOnly = (interaction: string, word: string, at: number) => {
    const named = chapterOf(interaction).links.filter(
      ({ record, to }) => to === Number.POSITIVE_INFINITY && [entityName(record.type), kinds.get(entityName(record.type))].includes(entityName(word)),
    )
    if (named.length === 1) unlink(interaction, (named[0] as Link).record, at)
  }
  const pinCreated = (action: CrmAction, interaction: string, at: number) => {
    if (action.kind !== 'created' || !action.ok || action.id === undefined) return
    const named = (word: string) => [action.type, action.record].includes(entityName(word))
    const { pins } = chapterOf(interaction)
    const asked = pins.findIndex(named)
    if (asked >= 0) pins.splice(asked, 1)
    if (asked >= 0 || pinning.some(named)) link(interaction, { type: action.type, id: action.id }, at)
  }

  /** The due contact whose values these are; a write that fits none belongs to one still owed, else to nobody who is due: then it is early. */
  const dueOf = (group: FieldWrite[], exchange: Exchange, interaction: string | undefined): Due | undefined => {
    const chapter = interaction === undefined ? undefined : chapterOf(interaction)
    const candidates = (chapter?.dues ?? dues).filter((due) => due.at <= exchange.at).reverse()
    const owed = (due: Due) =>
      !(written.get(due) ?? []).some((earlier) => group.some(({ record, field }) => field === earlier.field && sameRecord(record, earlier.record)))
    const fits = (due: Due) =>
      group.every(({ record, field, value }) => {
        const sources = sourcesOf(record.type, field)
        return sources.length === 0 || sources.some((mapping) => compare(value, valueFor(mapping, due)) !== 'other')
      })
    const fitting = candidates.filter(fits)
    const stillLive = (chapter?.live.size ?? 0) > 0
    return fitting.find(owed) ?? fitting[0] ?? candidates.find(owed) ?? (stillLive ? undefined : candidates[0])
  }
  const sourcesOf = (type: string, field: string): Mapping[] => {
    const entity = entityName(type)
    return mappings.filter((mapping) => mapping.field === field && mapping.entity === entity)
  }

  const exchanged = (exchange: Exchange, interaction: string | undefined): Memorial[] => {
    for (const action of exchange.actions) if ('record' in action) kinds.set(entityName(action.type), action.record)
    if (interaction !== undefined) for (const action of exchange.actions) pinCreated(action, interaction, exchange.until)
    const found: Memorial[] = []
    for (const [record, group] of groupBy(fieldWrites(exchange), (write) => write.record)) {
      if (!entities.has(entityName(record.type))) {
        for (const write of group) found.push(memorialOf(write, exchange, interaction, [], undefined))
        continue
      }
      const due = dueOf(group, exchange, interaction)
      for (const write of group) {
        const mapped = sourcesOf(write.record.type, write.field)
        const memorial = memorialOf(write, exchange, interaction, mapped, due)
        found.push(memorial)
        if (!due) continue
        const before = written.get(due)
        if (before) before.push(memorial)
        else written.set(due, [memorial])
      }
    }
    for (const one of found) memorials.push(one)
    return found
  }

  return {
    mappings,
    dues,
    memorials,
    writtenFor: (due) => written.get(due) ?? [],
    on(entry) {
      if (entry.kind === 'exchange') return exchanged(entry.exchange, entry.interaction)
      if (entry.kind === 'event') {
        const { event } = entry
        const { busy, pins } = chapterOf(event.subject)
        busy.set(event.id, entry.at)
        if (event.type === 'com.nice.cxone.CustomEvent') {
          const request = (event.data as { data: { action: string; record?: string; pin?: boolean } }).data
          if (request.action === 'create' && request.pin && request.record) pins.push(request.record)
          if (request.action === 'unlink' && request.record) unlinkOnly(event.subject, request.record, entry.at)
        }
      }
      if (entry.kind === 'delivered') chapterOf(entry.event.subject).busy.delete(entry.event.id)
      if (entry.kind === 'notice' && entry.notice.kind === 'linked') link(entry.notice.interaction, entry.notice.record, entry.at)
      if (entry.kind === 'notice' && entry.notice.kind === 'unlinked') unlink(entry.notice.interaction, entry.notice.record, entry.at)
      if (entry.kind === 'moment') {
        const { moment } = entry
        const chapter = chapterOf(moment.interaction)
        if (moment.what === 'started') chapter.live.add(moment.contact)
        if (moment.what === 'due') {
          chapter.live.delete(moment.contact)
          const { what, interaction, contact, media, values, withheld, scriptVariables } = moment
          const due: Due = { what, interaction, contact, media, values, withheld, scriptVariables, at: entry.at }
          chapter.dues.push(due)
          dues.push(due)
        }
      }
      return NOTHING
    },
    linkedAt(record, at, interaction) {
      const among = interaction === undefined ? [...chapters.values()] : [chapterOf(interaction)]
      return among.some(({ links }) => links.some((open) => sameRecord(open.record, record) && open.from <= at && at < open.to))
    },
    linkedFor: (due) =>
      chapterOf(due.interaction)
        .links.filter((open) => owes && (open.from <= due.at || open.owedFrom < due.at) && due.at < open.to)
        .map(({ record }) => record)
        .filter((record, index, all) => entities.has(entityName(record.type)) && all.findIndex((other) => sameRecord(other, record)) === index),
  }
}

/** Member by member, for they are many, and all of one shape. */
const memorialOf = (
  { record, field, value, ok }: FieldWrite,
  exchange: Exchange,
  interaction: string | undefined,
  mappings: Mapping[],
  due: Due | undefined,
): Memorial => ({ record, field, value, ok, exchange, interaction, mappings, due })

/** What most entries write. */
const NOTHING: Memorial[] = []

/** What the script's Create workflows that pin (R069) create: `contact`, `phonecall`. */
const pinningWorkflows = (configuration: CrmConfiguration): string[] =>
  creationsIn(configuration).flatMap(({ record, execution }) => (execution.pin ? [record] : []))
