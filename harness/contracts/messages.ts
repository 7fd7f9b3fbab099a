import { didYouMean } from '../../mocks/core/nearest.ts'
import { demo } from '../demo.ts'
import type { InteractionEvent } from '../events.ts'
import { playAll, selectPlays } from '../run.ts'
import { StateError } from './state.ts'

/** Plays in which, together, every type of event is told. */
const PLAYS = [
  'voice/agent-finishes-acw',
  'voice/contact-hangs-up-first',
  'voice/voicemail',
  'voice/work-item',
  'voice/transfer-to-agent',
  'digital/dismissed-without-disposition',
  'digital/internal-note',
  'digital/unassign-and-dismiss',
  'workflows/create-and-pin',
  'webex/known-caller-with-a-case',
]

let told: Promise<InteractionEvent[]> | undefined

/** Events that the contact centre really sends, from rehearsals played once. */
export function sentEvents(): Promise<InteractionEvent[]> {
  told ??= playAll(selectPlays({ patterns: PLAYS, crm: 'dynamics' }), { seed: demo.seed }).then(({ results }) =>
    results.flatMap(({ trace }) => trace.flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []))),
  )
  return told
}

/** The first event of a type whose data has these members. Throws a StateError that lists what there is. */
export function chosen(events: readonly InteractionEvent[], type: string, data: Record<string, unknown>): InteractionEvent {
  const types = [...new Set(events.map((event) => event.type as string))].sort()
  const wanted = type.includes('.') ? type : (types.find((one) => one.endsWith(`.${type}`)) ?? type)
  const some = events.filter((event) => event.type === wanted)
  if (some.length === 0)
    throw new StateError(`The contact centre sends no event of type "${type}".${didYouMean(type, types)} Known:\n${types.map((one) => `  ${one}`).join('\n')}`)
  const found = some.find((event) => Object.entries(data).every(([name, value]) => same((event.data as unknown as Record<string, unknown>)[name], value)))
  if (found) return found
  throw new StateError(`No event of type "${wanted}" has ${JSON.stringify(data)} in its data. The first one's data: ${JSON.stringify(some[0]?.data)}`)
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
