import type { Centre, Leg } from '../../contact-centre/centre.ts'
import type { CustomerCard } from '../../integration.ts'
import type { TraceEntry } from '../../trace.ts'
import type { CardRecordView, ContactView, InteractionView } from '../protocol.ts'
import { createFlowCalls } from './flow-calls.ts'
import { textOf } from './text.ts'

/** Interactions that a desk shows, and messages of one. */
const MOST = 16
const MOST_MESSAGES = 200
const OVER = ['Closed', 'Disconnected']
/** What an agent can do on the customer card as long as the contact is theirs. */
const ON_CARD = ['agent.searches', 'agent.creates', 'agent.updates', 'agent.pins', 'agent.links', 'agent.unlinks']

type Pop = InteractionView['pops'][number]
type Message = InteractionView['messages'][number]

export interface Interactions {
  on(entry: TraceEntry): void
  list(centre: Centre, cardOf: (interaction: string) => CustomerCard | undefined, pageOf: (url: string) => string): InteractionView[]
}

export const isOver = ({ phase }: Pick<Leg, 'phase'>): boolean => OVER.includes(phase)

/** Interactions as the agent sees them: the contact centre's contacts, with what was popped, noted and shown on the card. `flow`: calls of a flow, which has no customer card. */
export function createInteractions(flow: boolean): Interactions {
  const pops = new Map<string, Pop[]>()
  const notes = new Map<string, Message[]>()
  const dues = new Map<string, number>()
  const flows = createFlowCalls()
  const add = <T>(lists: Map<string, T[]>, key: string, one: T) => void lists.set(key, [...(lists.get(key) ?? []), one].slice(-MOST_MESSAGES))

  const contactView = (leg: Leg, centre: Centre): ContactView => {
    const allowed = centre.allowed(leg.contact)
    const { status, dispositionName, dispositionNotes, tags } = leg.outcome
    const acw = leg.media === 'voice' && leg.phase === 'After Call Work' && leg.skill.acwTimeout !== null ? leg.changedAt + leg.skill.acwTimeout : undefined
    const dueAt = dues.get(leg.contact)
    return {
      contact: leg.contact,
      phase: leg.phase,
      since: leg.media === 'voice' ? leg.changedAt : (leg.endedAt ?? leg.startedAt),
      skill: leg.skill.name,
      ...(leg.agent ? { agent: leg.agent.name } : {}),
      ...(leg.media === 'voice'
        ? { callType: leg.callType, muted: leg.muted, ...(leg.offeredTo ? { offeredTo: leg.offeredTo.name } : {}) }
        : { status: leg.status }),
      outcome: { status, dispositionName, dispositionNotes, tags: [...tags] },
      ...(leg.endedBy ? { endedBy: leg.endedBy } : {}),
      dispositionRequired: leg.skill.dispositionRequired,
      ...(acw === undefined ? {} : { acwUntil: acw }),
      allowed: flow || isOver(leg) || !leg.agent ? [...allowed] : [...allowed, ...ON_CARD],
      ...(dueAt === undefined ? {} : { dueAt }),
    }
  }

  return {
    on(entry) {
      if (entry.kind === 'moment' && entry.moment.what === 'due') dues.set(entry.moment.contact, entry.at)
      if (entry.kind === 'event' && entry.event.type === 'com.nice.cxone.MessageNoteCreated') {
        const { note } = entry.event.data as { note: { text: string } }
        add(notes, entry.event.subject, { at: entry.at, by: 'note', name: entry.event.agentid ?? '', text: note.text })
      }
      if (entry.kind !== 'notice') return
      const { notice } = entry
      if (notice.kind === 'popped') add(pops, notice.interaction, { at: entry.at, ...notice.record, url: notice.url })
      flows.on(entry)
    },

    list(centre, cardOf, pageOf) {
      const groups = new Map<string, Leg[]>()
      for (const leg of centre.legs()) groups.set(leg.interaction, [...(groups.get(leg.interaction) ?? []), leg])
      const open = ([, legs]: [string, Leg[]]) => legs.some((leg) => !isOver(leg))
      const all = [...groups].reverse()
      // What is still going on is always shown; what is over, as long as there is room.
      const room = Math.max(0, MOST - all.filter(open).length)
      const closed = all.filter((one) => !open(one)).slice(0, room)
      return all
        .filter((one) => open(one) || closed.includes(one))
        .map(([id, legs]): InteractionView => {
          const first = legs[0] as Leg
          const last = legs.at(-1) as Leg
          const card = cardOf(id)
          const flow = flows.of(id)
          const byFlow = flow?.heard.some(({ did }) => did === 'disconnected')
          const said = last.media === 'digital' ? last.said.map(({ at, by, name, text }) => ({ at, by, name, text: textOf(text) })) : []
          const noted = (notes.get(id) ?? []).map((note) => ({
            ...note,
            name: legs.find(({ agent }) => agent?.id === note.name)?.agent?.name ?? '',
            text: textOf(note.text),
          }))
          return {
            id,
            media: first.media,
            kind: first.media === 'voice' ? first.kind : 'digital',
            direction: first.media === 'voice' ? first.direction : 'inbound',
            customer: { ...first.customer },
            ...(first.media === 'digital' ? { channel: first.channel.name } : {}),
            startedAt: first.startedAt,
            over: legs.every(isOver),
            contacts: legs.map((leg) => {
              const { endedBy, ...view } = contactView(leg, centre)
              return endedBy === undefined || byFlow ? view : { ...view, endedBy }
            }),
            messages: [...said, ...noted].sort((a, b) => a.at - b.at).slice(-MOST_MESSAGES),
            ...(card ? { card: { current: card.current.map((one) => onCard(one, pageOf)), related: card.related.map((one) => onCard(one, pageOf)) } } : {}),
            pops: (pops.get(id) ?? []).map((pop) => ({ ...pop, url: pageOf(pop.url) })),
            ...(flow ? { flow } : {}),
          }
        })
    },
  }
}

const onCard = (
  { type, id, label, display, url, pinned, linked, fields }: CustomerCard['current'][number],
  pageOf: (url: string) => string,
): CardRecordView => ({
  type,
  id,
  label,
  display,
  url: pageOf(url),
  pinned,
  linked,
  fields: fields.map(({ name, label, value }) => ({ name, label, value: textOf(value) })),
})
