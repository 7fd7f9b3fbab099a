import type { InteractionEvent, RecordReference } from '../events.ts'
import { entityName, fieldWrites } from '../rules/mapped.ts'
import type { TraceEntry } from '../trace.ts'

type Linking = { interaction: string; word: string }

/**
 * An integration that does not say which record it linked still does what the agent asks. Where the interaction has met one
 * record of that kind, that is the one. Where it has met several the first that it writes, or hangs a task on, is taken for it, and
 * `unsure` says so.
 */
export function linkReader(): { before(entry: TraceEntry): TraceEntry[]; unsure(): { interaction: string; record: RecordReference; exchange: number }[] } {
  const asked: Linking[] = []
  const met = new Map<string, RecordReference[]>()
  const doubts: { interaction: string; record: RecordReference; exchange: number }[] = []
  const inferred = new WeakSet<TraceEntry>()
  let speaks = false

  const meets = (interaction: string, record: RecordReference) => {
    const known = met.get(interaction) ?? []
    if (!known.some((one) => one.type === record.type && one.id === record.id)) met.set(interaction, [...known, record])
  }
  const candidates = ({ interaction, word }: Linking) => (met.get(interaction) ?? []).filter((record) => entityName(record.type) === entityName(word))
  const answered = (linking: Linking, record: RecordReference, at: number): TraceEntry => {
    asked.splice(asked.indexOf(linking), 1)
    const entry: TraceEntry = { kind: 'notice', at, notice: { kind: 'linked', interaction: linking.interaction, record } }
    inferred.add(entry)
    return entry
  }
  const evident = (at: number, interaction: string): TraceEntry[] =>
    asked
      .filter((linking) => linking.interaction === interaction)
      .flatMap((linking) => {
        const [only, ...others] = candidates(linking)
        return only && others.length === 0 ? [answered(linking, only, at)] : []
      })

  return {
    unsure: () => doubts,
    before(entry) {
      if (inferred.has(entry)) return []
      if (entry.kind === 'notice' && (entry.notice.kind === 'linked' || entry.notice.kind === 'unlinked')) {
        const { interaction, record } = entry.notice
        speaks = true
        const said = asked.findIndex((one) => one.interaction === interaction && entityName(one.word) === entityName(record.type))
        if (said >= 0) asked.splice(said, 1)
      }
      if (speaks) return []
      if (entry.kind === 'event') {
        const linking = linkingOf(entry.event)
        if (linking) asked.push(linking)
        return []
      }
      if (entry.kind === 'delivered') return evident(entry.at, entry.event.subject)
      if (entry.kind !== 'exchange' || entry.interaction === undefined) return []
      const { exchange, interaction } = entry
      for (const action of exchange.actions) {
        if (action.kind === 'searched') for (const id of action.found) meets(interaction, { type: action.type, id })
        if ((action.kind === 'created' || action.kind === 'read') && action.ok && action.id !== undefined)
          meets(interaction, { type: action.type, id: action.id })
      }
      const told = evident(exchange.until, interaction)
      const tasks = exchange.actions.flatMap((action) => (action.kind === 'created' && action.record === 'task' && action.about ? [action.about] : []))
      for (const record of [...fieldWrites(exchange).map((write) => write.record), ...tasks]) {
        const linking = asked.find((one) => one.interaction === interaction && entityName(one.word) === entityName(record.type))
        if (!linking || record.id === undefined) continue
        const taken = { type: record.type, id: record.id }
        doubts.push({ interaction, record: taken, exchange: exchange.id })
        told.push(answered(linking, taken, exchange.at))
      }
      return told
    },
  }
}

function linkingOf(event: InteractionEvent): Linking | undefined {
  if (event.type !== 'com.nice.cxone.CustomEvent') return undefined
  const request = (event as InteractionEvent<'com.nice.cxone.CustomEvent'>).data.data
  return request.action === 'link' || request.action === 'pin' ? { interaction: event.subject, word: request.record } : undefined
}
