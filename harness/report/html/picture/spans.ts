import type { TraceEntry } from '../../../trace.ts'
import type { Lane } from './marks.ts'

/** A stretch of time in which something lasts: a contact is there, or its agent is in after-call work. */
export interface Span {
  lane: Extract<Lane, 'contact' | 'agent'>
  from: number
  until: number
  title: string
}

export function spansOf(trace: readonly TraceEntry[], until: number): Span[] {
  const begun = new Map<string, number>()
  const over = new Map<string, number>()
  const spans: Span[] = []
  for (const entry of trace) {
    if (entry.kind !== 'moment') continue
    const { at, moment } = entry
    if (moment.what === 'started') begun.set(moment.contact, at)
    const since = begun.get(moment.contact)
    if ((moment.what === 'ended' || moment.what === 'due') && since !== undefined) {
      spans.push({ lane: 'contact', from: since, until: at, title: `contact ${moment.contact} is there` })
      begun.delete(moment.contact)
    }
    if (moment.what === 'ended') over.set(moment.contact, at)
    const ended = over.get(moment.contact)
    if (moment.what === 'due' && ended !== undefined && ended < at) {
      spans.push({ lane: 'agent', from: ended, until: at, title: `work after contact ${moment.contact}` })
    }
  }
  return [...spans, ...[...begun].map(([contact, from]): Span => ({ lane: 'contact', from, until, title: `contact ${contact} is there` }))]
}
